#include "plugins/history_import/client/sender.h"

#include <algorithm>
#include <utility>

#include "griot/json.hpp"

namespace griot::history_import {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kMostReady = 2;
constexpr std::chrono::milliseconds kFirstPause{50}, kLongestPause{2000};
constexpr int kLongestTold = 60, kLongestRated = 86'400;  // seconds

// What an answer says against one of the lines.
std::string Reason(json::Value rejected) {
  json::Scratch scratch;
  const auto field = rejected.Find("field").string(scratch).value_or("");
  const auto error = rejected.Find("error").string(scratch).value_or("refused");
  return field.empty() ? std::string(error) : std::string(field) + ": " + std::string(error);
}

std::string MessageOf(const HttpAnswer& answer) {
  json::Document document;
  json::Scratch scratch;
  if (document.Parse(answer.body).ok()) {
    const auto text = document.root().FindPath("error.message").string(scratch);
    if (text) return std::string(*text);
  }
  return "no reason given";
}

}  // namespace

Sender::Sender(const HttpAddress& address, const std::string& key, Journal& journal,
               SenderBoard& board)
    : client_(address, key), journal_(journal), board_(board), thread_([this] { Run(); }) {}

Sender::~Sender() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Sender::Offer(const Row& row, uint64_t segment) {
  const bool full =
      filling_.lines.size() >= kBatchRows || filling_.text.size() + row.line.size() >= kBatchBytes;
  if (full && !filling_.lines.empty()) {
    const std::lock_guard lock(mutex_);
    if (ready_.size() >= kMostReady) return false;
    ready_.push_back(std::exchange(filling_, {}));
    changed_.notify_all();
  }
  filling_.text.append(row.line).push_back('\n');
  filling_.lines.push_back({filling_.text.size(), segment, !row.mended.empty()});
  return true;
}

void Sender::Flush() {
  if (filling_.lines.empty()) return;
  const std::lock_guard lock(mutex_);
  ready_.push_back(std::exchange(filling_, {}));
  changed_.notify_all();
}

void Sender::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !ready_.empty(); });
    if (ending_ || board_.failed()) return;
    Batch batch = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    try {
      Post(batch.text, batch.lines.data(), batch.lines.size(), 0);
    } catch (const std::exception& e) {
      board_.Fail(e.what());
    }
    board_.Wake();
    lock.lock();
  }
}

void Sender::Pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, time, [this] { return ending_; });
}

// `text` is that of the lines, the first of which begins at `begin` of the batch's.
void Sender::Post(std::string_view text, const Line* lines, size_t count, size_t begin) {
  Clock::time_point since = Clock::now();
  auto pause = kFirstPause;
  while (!board_.failed()) {
    const HttpAnswer answer = client_.Post(text);
    if (Handle(answer, text, lines, count, begin)) return;
    if (board_.failed()) return;
    const std::string why =
        answer.status == 0 ? answer.body : std::to_string(answer.status) + ", " + MessageOf(answer);
    board_.SetTrouble(why);
    // A key's rate is no trouble: the door is well, and says when it takes more.
    const bool rated = answer.status == 429;
    if (rated) since = Clock::now();
    if (Clock::now() - since > kPatience) {
      board_.Fail("griot took nothing for ten minutes: " + why);
      return;
    }
    const std::chrono::milliseconds told = std::chrono::seconds(
        std::clamp(answer.retry_after, 0, rated ? kLongestRated : kLongestTold));
    Pause(std::max(told, pause));
    pause = std::min(pause * 2, kLongestPause);
    const std::lock_guard lock(mutex_);
    if (ending_) return;
  }
}

bool Sender::Handle(const HttpAnswer& answer, std::string_view text, const Line* lines,
                    size_t count, size_t begin) {
  const int status = answer.status;
  if (status == 200 || (status == 400 && answer.body.find("\"rejected\"") != std::string::npos)) {
    Report(answer, text, lines, count, begin);
    return true;
  }
  if (status == 413 && count > 1) {
    const size_t half = count / 2, middle = lines[half - 1].end;
    Post(text.substr(0, middle - begin), lines, half, begin);
    Post(text.substr(middle - begin), lines + half, count - half, middle);
    return true;
  }
  if (status == 413) {
    journal_.Settle({{lines[0].segment, "longer than the door takes",
                      std::string(text.substr(0, text.size() - 1)), false, lines[0].mended}});
    return true;
  }
  if (status == 0 || status == 408 || status == 429 || status >= 500) return false;
  board_.Fail(std::to_string(status) + ", " + MessageOf(answer));
  return false;
}

void Sender::Report(const HttpAnswer& answer, std::string_view text, const Line* lines,
                    size_t count, size_t begin) {
  json::Document document;
  json::Scratch scratch;
  const auto root = document.Parse(answer.body).ok() ? document.root() : json::Value();
  const auto source = root.Find("source").string(scratch);
  if (!source) {
    board_.Fail("what answers there is no import door");
    return;
  }
  board_.SetTrouble({});
  board_.Learn(root.Find("project").string(scratch).value_or(""), *source);
  std::vector<Verdict> verdicts(count);
  for (size_t i = 0; i < count; ++i) {
    verdicts[i].segment = lines[i].segment;
    verdicts[i].mended_before = lines[i].mended;
  }
  for (const json::Value index : root.Find("mended").elements()) {
    const auto at = index.uint64();
    if (at && *at < count) verdicts[*at].mended_time = true;
  }
  for (const json::Value rejected : root.Find("rejected").elements()) {
    const auto at = rejected.Find("index").uint64();
    if (!at || *at >= count) continue;
    const size_t from = *at == 0 ? begin : lines[*at - 1].end;
    verdicts[*at].refused = Reason(rejected);
    verdicts[*at].line = text.substr(from - begin, lines[*at].end - from - 1);
  }
  journal_.Settle(verdicts);
}

}  // namespace griot::history_import
