#include "host/http/reply.h"

#include <algorithm>
#include <string>

#include "host/http/answer.h"
#include "host/http/core.h"
#include "host/http/text.h"

namespace griot::http {
namespace {

// The head of an answer is put together here and copied once, into the socket or its buffer.
std::string& Scratch() {
  thread_local std::string scratch;
  scratch.clear();
  return scratch;
}

bool IsEventStream(std::span<const Header> headers) {
  return std::any_of(headers.begin(), headers.end(), [](const Header& header) {
    return EqualsIgnoreCase(header.name, "Content-Type") &&
           EqualsIgnoreCase(header.value.substr(0, 17), "text/event-stream");
  });
}

}  // namespace

Reply::Reply(std::shared_ptr<Channel> channel, uint64_t seq, Terms terms)
    : channel_(std::move(channel)), seq_(seq), terms_(terms) {}

Reply::~Reply() {
  State state = state_.load();
  if (state == State::kOwed) SendError(500);
  if (state == State::kStreaming) channel_->Break();
  if (watched_) channel_->Forget(seq_);
}

bool Reply::Closes() const {
  return !terms_.keep_alive || channel_->core().draining.load(std::memory_order_relaxed);
}

void Reply::Count(int status) {
  int index = status / 100;
  if (index >= 1 && index <= 5) Add(channel_->core().counters.answers[index]);
}

void Reply::Send(int status, std::span<const Header> headers, std::string_view body) {
  if (!Take(State::kOwed, State::kDone)) return;
  if (status < 200 || status > 599) status = 500;
  Count(status);
  Framing framing{.http11 = terms_.http11, .close = Closes()};
  bool bodiless = status == 204 || status == 304;
  if (!bodiless) framing.length = body.size();
  std::string& head = Scratch();
  AppendHead(head, status, headers, framing);
  if (bodiless || terms_.head) body = {};
  channel_->Answer(seq_, head, body, true, framing.close);
}

void Reply::SendError(int status, std::span<const Header> headers) {
  std::vector<Header> all(headers.begin(), headers.end());
  all.push_back({"Content-Type", "application/json"});
  Send(status, all, ErrorBody(status));
}

bool Reply::StreamBegin(int status, std::span<const Header> headers) {
  if (terms_.head || status == 204 || status == 304) {
    if (!Take(State::kOwed, State::kDone)) return false;
    Count(status);
    Framing framing{.http11 = terms_.http11, .close = Closes(), .chunked = terms_.http11};
    std::string& head = Scratch();
    AppendHead(head, status, headers, framing);
    channel_->Answer(seq_, head, {}, true, framing.close);
    return false;
  }
  if (!Take(State::kOwed, State::kStreaming)) return false;
  Count(status);
  // HTTP/1.0 knows no chunks: there the end of the connection is the end of the answer.
  closes_ = Closes() || !terms_.http11;
  Framing framing{.http11 = terms_.http11, .close = closes_, .chunked = terms_.http11};
  watched_ = true;
  channel_->BeginStream(seq_, IsEventStream(headers));
  std::string& head = Scratch();
  AppendHead(head, status, headers, framing);
  channel_->Answer(seq_, head, {}, false, false);
  return !channel_->dead();
}

Push Reply::StreamWrite(std::string_view data) {
  if (state_.load() != State::kStreaming) return Push::kGone;
  if (data.empty()) return channel_->dead() ? Push::kGone : Push::kOk;
  if (!terms_.http11) return channel_->Write(seq_, data);
  std::string& framed = Scratch();
  AppendChunk(framed, data);
  return channel_->Write(seq_, framed);
}

void Reply::StreamEnd() {
  if (!Take(State::kStreaming, State::kDone)) return;
  channel_->Answer(seq_, terms_.http11 ? kLastChunk : std::string_view(), {}, true,
                   closes_ || Closes());
}

void Reply::OnWritable(std::function<void()> call) {
  watched_ = true;
  channel_->OnWritable(seq_, std::move(call));
}

void Reply::OnClosed(std::function<void()> call) {
  watched_ = true;
  channel_->OnClosed(seq_, std::move(call));
}

}  // namespace griot::http
