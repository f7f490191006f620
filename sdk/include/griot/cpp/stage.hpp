// The classes that a plugin derives from. Optional capabilities are virtuals with a default: the
// export (export.hpp) offers the matching extension exactly when a class overrides it.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "griot/abi.h"
#include "griot/cpp/batch.hpp"
#include "griot/cpp/host.hpp"

namespace griot {
inline namespace sdk_v1 {

// `static constexpr StateSchema kState{…}` beside Save, Load and Drop declares griot.state/1.
struct StateSchema {
  const char* id;
  uint32_t version = 1;
  uint32_t reads_from = 1;
  bool one_way = false;
};

class StateWriter {
 public:
  explicit StateWriter(griot_state_writer* writer) : writer_(writer) {}
  // False: the host takes no more; give up.
  bool Put(uint64_t hash, std::string_view key, std::string_view value) {
    const griot_state_record record{sizeof(griot_state_record), 0, hash, Str(key), Str(value)};
    return writer_->put(writer_, &record) == GRIOT_OK;
  }

 private:
  griot_state_writer* writer_;
};

// What all kinds have in common. Constructed in `create`, so: no threads, no connections there.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  virtual Status Start() { return Status::Ok(); }  // [control-thread]
  virtual void Drain() {}                          // [control-thread]
  virtual void Stop() {}                           // [control-thread]

  // griot.state/1 (with a static kState) [lane-thread]
  virtual Status Save(StateWriter&) const { return NotOffered(); }
  virtual Status Load(uint32_t /*version*/, const griot_state_record&) { return NotOffered(); }
  virtual void Drop(uint64_t /*hash*/) {}
  // griot.state_keys/1: as Save, of the keys with these hashes [lane-thread]
  virtual Status SaveKeys(std::span<const uint64_t> /*hashes*/, StateWriter&) const {
    return NotOffered();
  }
  // griot.settled/1 [lane-thread]
  virtual void Settled(const SettledBatch&) {}
  // griot.tick/1 (with `static constexpr uint32_t kTickMs`) [lane-thread]
  virtual void Tick(griot_time /*now*/) {}
  // griot.forget/1; the receipt is a JSON object of counts
  virtual Status Forget(const griot_forget_request&, std::string* /*receipt*/) {
    return NotOffered();
  }
  // griot.ledger/1 (with `static constexpr uint32_t kLedgerSide`) [thread-safe, one at a time]
  using LedgerTake = std::function<void(const griot_ledger_row&)>;
  virtual Status ReadLedger(const LedgerTake&) { return NotOffered(); }
  virtual Status RestoreLedger(std::string_view /*project*/, std::string_view /*source*/,
                               uint64_t /*settled*/) {
    return NotOffered();
  }
  // griot.lookup/1 of a ledger sink [lane-thread]
  virtual Status Lookup(const char* /*sql_function*/, std::span<const griot_str> /*keys*/,
                        const Context::LookupRow&) {
    return NotOffered();
  }

  std::string receipt_;  // of the last Forget; owned here because the ABI lends it out

 private:
  static Status NotOffered() { return Status::Unsupported("not offered by this stage"); }
};

class Source : public Stage {
 public:
  // A pull source overrides Poll and Wake. Poll waits at most timeout_ms. [source-thread]
  virtual Status Poll(uint32_t /*timeout_ms*/) { return Status::Unsupported("not a pull source"); }
  virtual void Wake() {}  // [thread-safe]
  // Push: [lane-thread], may overlap; pull: [source-thread]. Must not throw.
  virtual void SubmissionSettled(const griot_settlement&) {}
};

class Transform : public Stage {
 public:
  // [lane-thread] What it throws sets the batch aside: it is tried again event by event.
  virtual void Process(Batch&) = 0;
};

class Sink : public Stage {
 public:
  virtual Status WriteBatch(Write&) = 0;  // [lane-thread]
};

class Service : public Stage {};

}  // namespace sdk_v1
}  // namespace griot
