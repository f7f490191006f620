#include "client/sender.h"

#include <algorithm>
#include <utility>

#include "griot/json.hpp"
#include "wire/names.h"

namespace griot::demo {
namespace {

using Clock = std::chrono::steady_clock;
// What the doors take, and nginx before them.
constexpr size_t kMostUpdates = 1000, kMostMetaBytes = 3 << 20;
constexpr size_t kMostEvents = 1000, kMostCaptureBytes = 900 << 10;
constexpr std::chrono::minutes kPatience{10};
constexpr std::chrono::milliseconds kFirstPause{50}, kLongestPause{2000}, kBlink{20};
constexpr int kLongestTold = 60;  // seconds

}  // namespace

Sender::Sender(const History& history, const Doors& doors, std::vector<Happening> part,
               Board& board)
    : history_(history),
      doors_(doors),
      part_(std::move(part)),
      board_(board),
      client_(doors),
      thread_([this] { Run(); }) {}

Sender::~Sender() { thread_.join(); }

void Sender::Run() {
  try {
    for (const Happening& happening : part_) {
      if (board_.failed()) break;
      Tell(happening);
      if (!meta_ || !capture_) TellRepetitions();
    }
    do {
      FlushMeta();
      FlushCapture();
      TellRepetitions();
    } while (!board_.failed() && (meta_ || capture_));
  } catch (const std::exception& e) {
    board_.Fail(e.what());
  }
  --board_.running;
}

void Sender::Tell(const Happening& h) {
  const uint64_t delivery = uint64_t{h.who} << 32 | h.serial;
  const bool by_meta = ByMeta(history_, h);
  if (!(by_meta ? in_meta_ : in_capture_).insert(delivery).second) {
    repeated_.push_back(h);
    return;
  }
  if (by_meta) {
    if (!meta_) meta_.emplace(history_, doors_.number_id);
    meta_->Add(h);
    if (meta_->count() == kMostUpdates || meta_->size() > kMostMetaBytes - 4096) FlushMeta();
    return;
  }
  if (!capture_) capture_.emplace(history_);
  capture_->Add(h);
  if (capture_->count() == kMostEvents || capture_->size() > kMostCaptureBytes - 4096) {
    FlushCapture();
  }
}

void Sender::FlushMeta() {
  if (!meta_) return;
  if (Post(true, meta_->Finish())) board_.taken += meta_->count();
  meta_.reset();
  in_meta_.clear();
}

void Sender::FlushCapture() {
  if (!capture_) return;
  if (Post(false, capture_->Finish())) board_.taken += capture_->count();
  capture_.reset();
  in_capture_.clear();
}

// Those whose body has gone; the others wait on.
void Sender::TellRepetitions() {
  for (const Happening& happening : std::exchange(repeated_, {})) Tell(happening);
}

// False: something failed, and the board knows.
bool Sender::Post(bool meta, const std::string& body) {
  const Clock::time_point since = Clock::now();
  auto pause = kFirstPause;
  while (!board_.failed()) {
    if (board_.paused) {
      std::this_thread::sleep_for(kBlink);
      continue;
    }
    const HttpAnswer answer = meta ? client_.Webhook(body) : client_.Capture(body);
    const int status = answer.status;
    if (status == 200) {
      const std::string complaint = meta ? std::string() : Complaint(answer);
      if (!complaint.empty()) board_.Fail(complaint);
      board_.SetTrouble({});
      return complaint.empty();
    }
    const std::string why = status == 0 ? answer.body : std::to_string(status);
    const bool heals = status == 0 || status == 408 || status == 429 || status >= 500;
    if (!heals || Clock::now() - since > kPatience) {
      board_.Fail((meta ? "/webhooks/whatsapp: " : "/v1/capture: ") + why +
                  (heals ? ", for ten minutes" : " " + answer.body.substr(0, 300)));
      return false;
    }
    board_.SetTrouble(why);
    const std::chrono::milliseconds told =
        std::chrono::seconds(std::clamp(answer.retry_after, 0, kLongestTold));
    std::this_thread::sleep_for(std::max(told, pause));
    pause = std::min(pause * 2, kLongestPause);
  }
  return false;
}

std::string Sender::Complaint(const HttpAnswer& answer) {
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(answer.body).ok()) return "what answers at /v1/capture is no griot";
  for (const json::Value rejected : document.root().Find("rejected").elements()) {
    return "/v1/capture refused an event: " +
           std::string(rejected.Find("field").string(scratch).value_or("")) + " " +
           std::string(rejected.Find("error").string(scratch).value_or(""));
  }
  return {};
}

}  // namespace griot::demo
