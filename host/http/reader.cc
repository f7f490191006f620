#include "host/http/reader.h"

#include <vector>

#include "host/http/core.h"
#include "host/http/handler_call.h"
#include "host/http/url.h"

namespace griot::http {
namespace {

// "METHOD SP … SP HTTP/1.1 CR" around the target.
constexpr size_t kAroundTarget = 32;
// A chunk's size line or the trailers, while they are not whole.
constexpr size_t kMaxUnparsedBody = 16 * 1024;
// A body may take this much longer for every so many bytes that did come.
constexpr int64_t kBytesPerSecond = 4096;
constexpr size_t kKeepBuffer = 16 * 1024;

}  // namespace

Reader::Reader(Worker& worker, std::shared_ptr<Channel> channel, std::string peer_ip)
    : worker_(worker),
      channel_(std::move(channel)),
      peer_ip_(std::move(peer_ip)),
      trusted_(worker.core->proxies.Trusts(peer_ip_)),
      scan_(worker.core->options.max_target + kAroundTarget, worker.core->options.max_header),
      body_(worker.core->partial_bodies) {}

void Reader::Input(std::string_view bytes) {
  channel_->Cork();
  if (buffer_.empty()) {
    size_t used = Parse(bytes);
    buffer_.assign(bytes.substr(used));
  } else {
    buffer_.append(bytes);
    buffer_.erase(0, Parse(buffer_));
  }
  if (buffer_.empty() && buffer_.capacity() > kKeepBuffer) std::string().swap(buffer_);
  channel_->Uncork();
}

bool Reader::Resume() {
  if (!waiting_) return true;
  waiting_ = false;
  Input({});
  return !waiting_;
}

size_t Reader::Parse(std::string_view in) {
  size_t used = 0;
  for (;;) {
    if (channel_->dead()) return in.size();
    bool go_on = false;
    switch (state_) {
      case State::kFinished:
        return in.size();
      case State::kHead:
        go_on = ParseHead(in, used);
        break;
      case State::kBody:
        go_on = ParseBody(in, used);
        break;
    }
    if (!go_on) return used;
  }
}

bool Reader::ParseHead(std::string_view in, size_t& used) {
  // RFC 9112 §2.2: an empty line before a request is to be ignored.
  while (in.substr(used).starts_with("\r\n")) used += 2;
  std::string_view rest = in.substr(used);
  if (rest.empty()) {
    if (phase_ == Phase::kHead || phase_ == Phase::kBody) {
      phase_ = Phase::kIdle;
      channel_->SetPhase(phase_);
    }
    return false;
  }
  if (!channel_->MayOpen()) {
    waiting_ = true;
    return false;
  }
  if (rest == "\r") return false;
  switch (scan_.Scan(rest)) {
    case HeadScan::State::kMore:
      if (phase_ != Phase::kHead) {
        phase_ = Phase::kHead;
        channel_->SetPhase(phase_, NowMs() + worker_.core->options.header_timeout.count());
      }
      return false;
    case HeadScan::State::kTargetTooLong:
      Refuse(414);
      return true;
    case HeadScan::State::kTooLarge:
      Refuse(431);
      return true;
    case HeadScan::State::kBareLineFeed:
    case HeadScan::State::kFolded:
      Refuse(400);
      return true;
    case HeadScan::State::kDone:
      break;
  }
  size_t size = scan_.size();
  size_t lines = scan_.lines();
  scan_.Reset();
  used += size;
  if (lines > worker_.core->options.max_header_lines) {
    Refuse(431);
  } else {
    Begin(rest.substr(0, size), size < rest.size());
  }
  return true;
}

void Reader::Begin(std::string_view head, bool more_follows) {
  parser_.emplace(head_, body_);
  if (int status = parser_->ParseHead(head); status != 0) return Refuse(status);
  if (head_.target().size() > worker_.core->options.max_target) return Refuse(414);
  if (!head_.method) return Refuse(501);
  if (!Locate()) return Refuse(400);
  if (!match_.entry) return AnswerUnrouted();
  if (head_.content_length.value_or(0) > match_.entry->route().max_body) return Refuse(413);
  if (parser_->done()) return Dispatch();
  if (head_.expects_continue && head_.http11 && !more_follows) channel_->OweContinue();
  state_ = State::kBody;
  body_start_ms_ = NowMs();
}

// Finds the route, and the path as the handler shall see it. False: the target is none.
bool Reader::Locate() {
  std::optional<Target> target = SplitTarget(head_.target());
  if (!target) return false;
  path_is_decoded_ = target->path.find('%') != std::string_view::npos;
  std::string_view path = target->path;
  if (path_is_decoded_) {
    std::optional<std::string> decoded = PercentDecode(path, false);
    if (!decoded) return false;
    decoded_path_ = std::move(*decoded);
    path = decoded_path_;
  }
  if (HasDotSegment(path)) return false;
  table_ = worker_.Table();
  match_ = table_->Find(*head_.method, target->path, params_);
  return true;
}

void Reader::AnswerUnrouted() {
  // With a body to come it costs less to end the connection than to read what nobody wants.
  bool keep_alive = head_.keep_alive && !HasBody();
  ReplyPtr reply = OpenReply(keep_alive);
  const Header allow{"Allow", match_.path_known ? std::string_view(match_.allow)
                                                : "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"};
  bool options = head_.method == Method::kOptions;
  if (options && (match_.path_known || head_.target() == "*")) {
    reply->Send(204, {&allow, 1}, {});
  } else if (match_.path_known) {
    SendError(*reply, 405, {allow});
  } else {
    SendError(*reply, 404);
  }
  match_ = {};
  if (!keep_alive) Finish();
}

bool Reader::ParseBody(std::string_view in, size_t& used) {
  const Options& options = worker_.core->options;
  size_t taken = 0;
  int status = parser_->ParseBody(in.substr(used), match_.entry->route().max_body, taken);
  used += taken;
  if (status != 0) {
    Refuse(status);
    return true;
  }
  if (parser_->done()) {
    state_ = State::kHead;
    Dispatch();
    return true;
  }
  if (in.size() - used > kMaxUnparsedBody) {
    Refuse(400);
    return true;
  }
  // The bytes are the transport's and go away when this returns.
  head_.Own();
  body_.Own();
  if (worker_.core->partial_bodies.load(std::memory_order_relaxed) > options.max_partial_bodies) {
    Refuse(503);
    return true;
  }
  phase_ = Phase::kBody;
  int64_t grace = static_cast<int64_t>(body_.size()) / kBytesPerSecond * 1000;
  channel_->SetPhase(phase_, body_start_ms_ + options.body_timeout.count() + grace);
  return false;
}

void Reader::Dispatch() {
  Core& core = *worker_.core;
  Add(core.counters.requests);
  ReplyPtr reply = OpenReply(head_.keep_alive);
  bool last = !head_.keep_alive;
  if (!EnterRoute()) {
    SendError(*reply, 404);
  } else if (match_.entry->route().on_pool) {
    ToPool(std::move(reply));
  } else {
    RouteEntry& entry = *match_.entry;
    std::optional<Target> target = SplitTarget(head_.target());
    Request request({.head = head_,
                     .method = *head_.method,
                     .path = path_is_decoded_ ? std::string_view(decoded_path_) : target->path,
                     .query = target->query,
                     .body = body_.view(),
                     .client_ip = ClientIp(),
                     .params = params_,
                     .worker = worker_.index},
                    std::move(reply));
    CallHandler(entry, request, core);
    entry.Leave();
  }
  body_.Clear();
  match_ = {};
  if (last) Finish();
}

// The route may have gone to another stage since the head was read: then it is that stage's.
bool Reader::EnterRoute() {
  while (!match_.entry->Enter())
    if (!Locate() || !match_.entry) return false;
  return true;
}

void Reader::ToPool(ReplyPtr reply) {
  auto call = std::make_unique<PooledCall>();
  call->client_ip = ClientIp();
  head_.Own();
  std::optional<Target> target = SplitTarget(head_.target());
  call->path = path_is_decoded_ ? decoded_path_ : std::string(target->path);
  call->method = *head_.method;
  call->head = std::move(head_);
  head_ = Head();
  call->body = body_.Take();
  call->params = std::move(params_);
  params_ = {};
  call->table = table_;
  call->entry = match_.entry;
  call->reply = reply;
  if (worker_.pool.Submit(std::move(call))) return;
  SendError(*reply, 503, {{"Retry-After", "1"}});
}

// No request after this one is read; what still comes is thrown away.
void Reader::Finish() {
  state_ = State::kFinished;
  phase_ = Phase::kFinished;
  channel_->SetPhase(phase_);
}

void Reader::Refuse(int status) {
  Finish();
  body_.Clear();
  SendError(*OpenReply(false), status);
  match_ = {};
}

// A page that may read the route's answers can read why there is none: nothing in ours is secret.
void Reader::SendError(Reply& reply, int status, std::initializer_list<Header> headers) const {
  std::vector<Header> all(headers);
  if (match_.for_pages) all.push_back({"Access-Control-Allow-Origin", "*"});
  reply.SendError(status, all);
}

ReplyPtr Reader::OpenReply(bool keep_alive) {
  return std::make_shared<Reply>(
      channel_, channel_->Open(),
      Reply::Terms{
          .head = head_.method == Method::kHead, .http11 = head_.http11, .keep_alive = keep_alive});
}

std::string_view Reader::ClientIp() const {
  if (!trusted_) return peer_ip_;
  std::optional<std::string_view> real = head_.Find("X-Real-IP");
  return real && IsIpAddress(*real) ? *real : std::string_view(peer_ip_);
}

}  // namespace griot::http
