// griot.intake/1 for tests.
#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "griot/cpp/stage.hpp"
#include "griot/json.hpp"
#include "griot/testing/heard.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace fake {

// What one submission held. Plain data.
struct Submitted {
  uint64_t token = 0;
  std::vector<Heard> events;  // `origin` of each indexes `origins`
  std::vector<HeardSettled> settled;
  std::vector<HeardFact> facts;
  std::vector<HeardOrigin> origins;
};

// Takes submissions and settles them as the test says. Safe from any thread; the settings are to be
// changed while nothing runs.
class Intake {
 public:
  enum class End { kOk, kRetry, kHold };

  End end = End::kOk;          // kHold: only Settle() settles
  bool full = false;           // open gives no submission
  bool refuse = false;         // submit says BUSY
  uint64_t room = UINT64_MAX;  // bytes that one submission's alloc gives
  bool keep = true;            // false: only count, for benchmarks

  // Whom to tell what became of submissions. `source` must outlive its last submission.
  void Attach(Source* source) {
    tell_ = [source](const griot_settlement& s) { source->SubmissionSettled(s); };
  }
  void OnSettled(std::function<void(const griot_settlement&)> tell) { tell_ = std::move(tell); }

  std::vector<Submitted> submissions() const {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  // The events, and the settled ones, of all submissions in turn.
  std::vector<Heard> events() const {
    std::vector<Heard> all;
    for (Submitted& s : submissions())
      std::move(s.events.begin(), s.events.end(), std::back_inserter(all));
    return all;
  }
  std::vector<HeardSettled> settled() const {
    std::vector<HeardSettled> all;
    for (Submitted& s : submissions())
      std::move(s.settled.begin(), s.settled.end(), std::back_inserter(all));
    return all;
  }
  uint64_t event_count() const {
    const std::lock_guard lock(mutex_);
    return event_count_;
  }
  // Submissions that were opened and neither submitted nor abandoned.
  int64_t open_count() const {
    const std::lock_guard lock(mutex_);
    return open_count_;
  }
  void Clear() {
    const std::lock_guard lock(mutex_);
    taken_.clear();
    event_count_ = 0;
  }

  // Settles what is held, in order.
  void Settle(griot_result result, std::string_view error = {}) {
    std::vector<uint64_t> tokens;
    {
      const std::lock_guard lock(mutex_);
      tokens.swap(held_);
    }
    for (const uint64_t token : tokens) Tell(token, result, error);
  }

  std::string violations() const {
    const std::lock_guard lock(mutex_);
    return violations_;
  }

  static const griot_intake* Table() {
    static constexpr griot_intake table{
        sizeof(griot_intake),
        0,
        [](griot_ctx*, uint64_t) { return reinterpret_cast<griot_submission*>(g_intake->Open()); },
        [](griot_submission* s, uint64_t size) { return g_intake->Alloc(AsOpen(s), size); },
        [](griot_submission* s, const griot_event* e) { return g_intake->Event(AsOpen(s), *e); },
        [](griot_submission* s, const griot_settled_event* e) {
          AsOpen(s)->content.settled.push_back(HeardSettled::Copy(*e));
          return griot_result{GRIOT_OK};
        },
        [](griot_submission* s, const griot_fact* f) {
          AsOpen(s)->content.facts.push_back(HeardFact::Copy(*f));
          return griot_result{GRIOT_OK};
        },
        [](griot_submission* s, const griot_origin* o) {
          AsOpen(s)->content.origins.push_back(HeardOrigin::Copy(*o));
          return griot_result{GRIOT_OK};
        },
        [](griot_submission* s, uint64_t token) { return g_intake->Submit(AsOpen(s), token); },
        [](griot_submission* s) { g_intake->Close(AsOpen(s)); }};
    return &table;
  }

  inline static Intake* g_intake = nullptr;  // set by Host

 private:
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0, used = 0;
  };
  struct OpenSubmission {
    Submitted content;
    std::vector<Block> blocks;
    uint64_t given = 0, counted = 0;
  };

  static OpenSubmission* AsOpen(griot_submission* s) {
    return reinterpret_cast<OpenSubmission*>(s);
  }

  OpenSubmission* Open() {
    if (full) return nullptr;
    const std::lock_guard lock(mutex_);
    ++open_count_;
    if (spare_.empty()) return new OpenSubmission;
    OpenSubmission* open = spare_.back().release();
    spare_.pop_back();
    return open;
  }

  char* Alloc(OpenSubmission* open, uint64_t size) {
    size = (size + 15) / 16 * 16;
    open->given += size;
    if (open->given > room) return nullptr;
    if (open->blocks.empty() || open->blocks.back().size - open->blocks.back().used < size) {
      const size_t block = std::max<size_t>(size, 64 * 1024);
      open->blocks.push_back({std::make_unique_for_overwrite<char[]>(block), block, 0});
    }
    Block& block = open->blocks.back();
    char* out = block.bytes.get() + block.used;
    block.used += size;
    return out;
  }

  griot_result Event(OpenSubmission* open, const griot_event& e) {
    const griot_uuid none{};
    if (e.name.size == 0 || e.project.size == 0 || std::memcmp(&e.id, &none, sizeof none) == 0) {
      return GRIOT_INVALID;
    }
    ++open->counted;
    if (!keep) return GRIOT_OK;
    Inspect(*open, e);
    open->content.events.push_back(Heard::Copy(e));
    if (!open->content.origins.empty()) {
      open->content.events.back().origin = static_cast<uint32_t>(open->content.origins.size() - 1);
    }
    return GRIOT_OK;
  }

  griot_result Submit(OpenSubmission* open, uint64_t token) {
    if (refuse) {
      Close(open);
      return GRIOT_BUSY;
    }
    {
      const std::lock_guard lock(mutex_);
      event_count_ += open->counted;
      open->content.token = token;
      if (keep) taken_.push_back(std::move(open->content));
      if (end == End::kHold) held_.push_back(token);
    }
    // The arena is gone when `settled` is called: a source that reads it then is found out.
    Close(open);
    if (end == End::kOk) Tell(token, GRIOT_OK, {});
    if (end == End::kRetry) Tell(token, GRIOT_RETRY, "told to");
    return GRIOT_OK;
  }

  void Close(OpenSubmission* open) {
    std::unique_ptr<OpenSubmission> owned(open);
    const std::lock_guard lock(mutex_);
    --open_count_;
    if (keep || spare_.size() >= 16 || open->blocks.size() > 1) return;
    for (Block& block : open->blocks) block.used = 0;
    open->content = {};
    open->given = open->counted = 0;
    spare_.push_back(std::move(owned));
  }

  void Tell(uint64_t token, griot_result result, std::string_view error) {
    if (!tell_) return;
    tell_({sizeof(griot_settlement), result, token, Str(error)});
  }

  void Inspect(const OpenSubmission& open, const griot_event& e) {
    const auto inside = [&open](griot_str text) {
      if (text.size == 0) return true;
      return std::any_of(open.blocks.begin(), open.blocks.end(), [&](const Block& b) {
        return text.data >= b.bytes.get() && text.data + text.size <= b.bytes.get() + b.used;
      });
    };
    const bool all_inside = inside(e.project) && inside(e.source) && inside(e.channel) &&
                            inside(e.name) && inside(e.user_id) && inside(e.anonymous_id) &&
                            inside(e.properties) && inside(e.context);
    if ((e.flags & GRIOT_EVENT_IN_ARENA) != 0 && !all_inside) {
      Complain("a text marked as in the arena is not");
    }
    for (const griot_str text : {e.properties, e.context}) {
      if (text.size == 0) continue;
      json::Document document;
      if (!document.Parse(View(text)).ok() || !document.root().is_object()) {
        Complain("no JSON object: " + std::string(View(text)));
      } else if (!document.root().jsonb_ok()) {
        Complain("jsonb refuses: " + std::string(View(text)));
      }
    }
    for (const griot_str text : {e.project, e.channel, e.name, e.user_id, e.anonymous_id}) {
      std::string quoted;
      json::AppendString(quoted, View(text));
      json::Document document;
      if (View(text).find('\0') != std::string_view::npos || !document.Parse(quoted).ok()) {
        Complain("no text for a column");
      }
    }
  }

  void Complain(const std::string& what) {
    const std::lock_guard lock(mutex_);
    violations_ += what + "\n";
  }

  mutable std::mutex mutex_;
  std::function<void(const griot_settlement&)> tell_;
  std::vector<Submitted> taken_;
  std::vector<uint64_t> held_;
  std::vector<std::unique_ptr<OpenSubmission>> spare_;
  std::string violations_;
  uint64_t event_count_ = 0;
  int64_t open_count_ = 0;
};

}  // namespace fake
}  // namespace sdk_v1
}  // namespace griot
