#include "client/telling.h"

#include <algorithm>
#include <cstdio>
#include <thread>
#include <utility>

#include "wire/names.h"

namespace griot::demo {
namespace {

constexpr size_t kSenders = 4;
// Events between the doors and the store: some seconds of work.
constexpr uint64_t kMostInFlight = 60'000;
constexpr std::chrono::milliseconds kBlink{20}, kPaceEvery{200};
constexpr std::chrono::seconds kKeyIsKnown{20};
constexpr std::chrono::minutes kLongestSettling{10};

}  // namespace

Telling::Telling(const griot_command_call* call, const CommandLine& line, const History& history,
                 const Doors& doors, Project& project, std::string project_id)
    : call_(call),
      line_(line),
      history_(history),
      doors_(doors),
      project_(project),
      id_(std::move(project_id)) {}

std::string Telling::Run(bool shuffle) {
  if (std::string why = WaitForKey(); !why.empty()) return why;
  before_ = AskLedger(line_, id_);
  std::vector<Happening> deliveries = shuffle ? history_.Shuffled() : history_.deliveries();
  progress_ = std::make_unique<Progress>(call_, deliveries.size());
  if (std::string why = TryNumber(&deliveries); !why.empty()) return why;
  Split(std::move(deliveries));
  Watch();
  senders_.clear();
  progress_->End(board_.taken + told_before_);
  if (board_.failed()) return board_.why();
  sent_seconds_ = progress_->seconds();
  return WaitUntilStored();
}

// A key that was made just now is known to every collector within a second or two.
std::string Telling::WaitForKey() {
  DoorClient client(doors_);
  const Clock::time_point until = Clock::now() + kKeyIsKnown;
  for (;;) {
    const HttpAnswer answer = client.Capture(R"({"batch":[]})");
    if (answer.status == 200) return {};
    if (Clock::now() > until) {
      return "POST " + doors_.address.Authority() +
             "/v1/capture: " + (answer.status == 0 ? answer.body : std::to_string(answer.status));
    }
    std::this_thread::sleep_for(kBlink);
  }
}

// The pipeline file says whose a number's webhooks are. One message goes ahead: a history must not
// be poured into a project that is somebody's own.
std::string Telling::TryNumber(std::vector<Happening>* deliveries) {
  const auto first = std::find_if(
      deliveries->begin(), deliveries->end(),
      [this](const Happening& h) { return h.kind == Kind::kReceived && ByMeta(history_, h); });
  if (first == deliveries->end()) return {};
  const std::string user = "+" + history_.customers()[first->who].phone;
  if (!project_.Knows(user)) {
    MetaBody body(history_, doors_.number_id);
    body.Add(*first);
    DoorClient client(doors_);
    const HttpAnswer answer = client.Webhook(body.Finish());
    if (answer.status == 401) return "/webhooks/whatsapp: GRIOT_WHATSAPP_SECRET is not its secret";
    if (answer.status != 200) {
      return "/webhooks/whatsapp: " +
             (answer.status == 0 ? answer.body : std::to_string(answer.status));
    }
    const Clock::time_point until = Clock::now() + kKeyIsKnown;
    while (!project_.Knows(user)) {
      if (Clock::now() > until) {
        return "a message to the number " + doors_.number_id + " has not reached the project " +
               id_ +
               " within 20 s: name it in `projects` of the WhatsApp stage "
               "(pipelines/quickstart.yaml), or name another with --number";
      }
      std::this_thread::sleep_for(kBlink);
    }
    deliveries->erase(first);
    told_before_ = 1;
  }
  return {};
}

// By customer, so that what happens to one arrives in its order.
void Telling::Split(std::vector<Happening> deliveries) {
  std::vector<std::vector<Happening>> parts(kSenders);
  for (const Happening& h : deliveries) parts[h.who % kSenders].push_back(h);
  board_.running = kSenders;
  for (auto& part : parts) {
    senders_.push_back(std::make_unique<Sender>(history_, doors_, std::move(part), board_));
  }
}

void Telling::Watch() {
  Clock::time_point paced = Clock::now();
  while (board_.running > 0) {
    std::this_thread::sleep_for(kBlink);
    progress_->Show(board_.taken + told_before_, board_.trouble());
    if (!before_ || Clock::now() - paced < kPaceEvery) continue;
    paced = Clock::now();
    KeepPace();
  }
}

// A griot that was restarted is asked again; meanwhile its doors say what they can take.
void Telling::KeepPace() {
  const auto sums = AskLedger(line_, id_);
  board_.paused = sums && sums->all_in_flight > kMostInFlight;
}

// What was taken is safe; only what became of it is not known before.
std::string Telling::WaitUntilStored() {
  const Clock::time_point until = Clock::now() + kLongestSettling;
  while (before_) {
    const auto sums = AskLedger(line_, id_);
    if (sums && sums->in_flight == 0) {
      after_ = sums;
      stored_seconds_ = progress_->seconds();
      project_.Analyze();
      return {};
    }
    if (Clock::now() > until)
      return "not all was stored within ten minutes: griot ledger says more";
    std::this_thread::sleep_for(kBlink);
  }
  return {};
}

std::string Telling::Summary() const {
  const uint64_t sent = history_.deliveries().size();
  char rates[120];
  const int size = std::snprintf(
      rates, sizeof rates, " in %.1f s, %s/s", sent_seconds_,
      Grouped(static_cast<uint64_t>(static_cast<double>(sent) / std::max(sent_seconds_, 1e-3)))
          .c_str());
  std::string text = Grouped(sent) + " sent" + std::string(rates, static_cast<size_t>(size)) + "\n";
  if (!after_) return text;
  const double rows = static_cast<double>(after_->stored - before_->stored);
  text += Grouped(after_->stored - before_->stored) + " stored, " +
          Grouped(after_->duplicate - before_->duplicate) + " there already, " +
          Grouped(after_->dead - before_->dead + after_->filtered - before_->filtered) +
          " neither; " + Grouped(static_cast<uint64_t>(rows / std::max(stored_seconds_, 1e-3))) +
          " rows a second\n";
  return text;
}

}  // namespace griot::demo
