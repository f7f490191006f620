// The batch and its events, as a transform and a sink see them. All for the lane's thread, valid
// during the call that brought them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "griot/abi.h"
#include "griot/cpp/host.hpp"
#include "griot/cpp/status.hpp"

namespace griot {
inline namespace sdk_v1 {

// One event of a batch: a handle, cheap to copy.
class Event {
 public:
  Event(griot_batch* batch, uint32_t index) : batch_(batch), index_(index) {}

  const griot_event& raw() const { return *batch_->events[index_]; }
  const griot_uuid& id() const { return raw().id; }
  const griot_uuid& session_id() const { return raw().session_id; }
  griot_time occurred_at() const { return raw().occurred_at; }
  griot_time received_at() const { return raw().received_at; }
  std::string_view project() const { return View(raw().project); }
  std::string_view source() const { return View(raw().source); }
  std::string_view channel() const { return View(raw().channel); }
  std::string_view name() const { return View(raw().name); }
  std::string_view user_id() const { return View(raw().user_id); }
  std::string_view anonymous_id() const { return View(raw().anonymous_id); }
  bool device_channel() const { return (raw().flags & GRIOT_EVENT_DEVICE) != 0; }
  uint64_t key() const { return raw().key; }

  // Raw JSON text of a member, by JSON Pointer ("/utm/source"), as earlier stages left it.
  std::optional<std::string_view> Property(std::string_view path) const {
    return Get(GRIOT_ROOT_PROPERTIES, path);
  }
  std::optional<std::string_view> ContextMember(std::string_view path) const {
    return Get(GRIOT_ROOT_CONTEXT, path);
  }
  // Adds or replaces a member by one JSON value. False: no pointer, or no JSON.
  bool SetProperty(std::string_view path, std::string_view json) {
    return Patch(GRIOT_ROOT_PROPERTIES, path, json);
  }
  bool SetContext(std::string_view path, std::string_view json) {
    return Patch(GRIOT_ROOT_CONTEXT, path, json);
  }
  bool RemoveProperty(std::string_view path) { return Remove(GRIOT_ROOT_PROPERTIES, path); }
  bool RemoveContext(std::string_view path) { return Remove(GRIOT_ROOT_CONTEXT, path); }

  bool SetUserId(std::string_view value) { return SetField(GRIOT_FIELD_USER_ID, value); }
  bool SetAnonymousId(std::string_view value) { return SetField(GRIOT_FIELD_ANONYMOUS_ID, value); }
  bool SetName(std::string_view value) { return SetField(GRIOT_FIELD_NAME, value); }
  bool SetChannel(std::string_view value) { return SetField(GRIOT_FIELD_CHANNEL, value); }
  void SetSession(const griot_uuid& id) { api()->set_session(batch_, &raw(), &id); }
  void SetOccurredAt(griot_time t) { api()->set_occurred_at(batch_, &raw(), t); }

  // The verdict. An event that a Process leaves alone passes.
  void Filter(std::string_view reason, std::string_view detail = {}) {
    batch_->verdicts[index_] = {GRIOT_FILTERED, 0, Str(reason), Str(detail)};
  }
  void Die(std::string_view reason, std::string_view detail = {}) {
    batch_->verdicts[index_] = {GRIOT_DEAD, 0, Str(reason), Str(detail)};
  }

 private:
  static const griot_batch_api* api() { return detail::g_host->batch; }
  std::optional<std::string_view> Get(int32_t root, std::string_view path) const {
    griot_str json{};
    if (api()->get(batch_, &raw(), root, Str(path), &json) != GRIOT_OK) return std::nullopt;
    return View(json);
  }
  bool Patch(int32_t root, std::string_view path, std::string_view json) {
    return api()->patch(batch_, &raw(), root, Str(path), Str(json)) == GRIOT_OK;
  }
  bool Remove(int32_t root, std::string_view path) {
    return api()->remove(batch_, &raw(), root, Str(path)) == GRIOT_OK;
  }
  bool SetField(int32_t field, std::string_view value) {
    return api()->set_field(batch_, &raw(), field, Str(value)) == GRIOT_OK;
  }

  griot_batch* batch_;
  uint32_t index_;
};

// The batch that Process works on.
class Batch {
 public:
  explicit Batch(griot_batch* batch) : batch_(batch) {}
  griot_batch* raw() { return batch_; }
  uint32_t size() const { return batch_->count; }
  Event operator[](uint32_t index) { return {batch_, index}; }

  class Iterator {
   public:
    Iterator(griot_batch* batch, uint32_t index) : batch_(batch), index_(index) {}
    Event operator*() const { return {batch_, index_}; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    griot_batch* batch_;
    uint32_t index_;
  };
  Iterator begin() { return {batch_, 0}; }
  Iterator end() { return {batch_, batch_->count}; }

  // Memory that lives until the batch has settled; nullptr only when the host's memory is spent.
  void* Alloc(size_t size) { return detail::g_host->batch->alloc(batch_, size); }
  // Appends an event brought about by `cause`; its id must be derived from it. Copies.
  bool Append(const Event& cause, const griot_event& event) {
    return detail::g_host->batch->append_event(batch_, &cause.raw(), &event) == GRIOT_OK;
  }
  // Appends a fact; a zero `cause` means that it holds whatever becomes of the events. Copies.
  bool AddFact(std::string_view kind, std::string_view project, std::string_view key,
               const griot_uuid& cause, std::string_view body) {
    const griot_fact fact{sizeof(griot_fact), 0,     Str(kind), Str(project),
                          Str(key),           cause, Str(body)};
    return detail::g_host->batch->append_fact(batch_, &fact) == GRIOT_OK;
  }

 private:
  griot_batch* batch_;
};

// A batch with what its events ended as.
struct SettledBatch {
  const griot_batch* batch;
  const griot_outcome* outcomes;  // of batch->events
  const griot_str* fact_replies;  // of batch->facts
};

// A write to a sink: the batch, and where the outcomes go.
class Write {
 public:
  explicit Write(griot_write* write) : write_(write) {}
  const griot_batch& batch() const { return *write_->batch; }
  uint32_t size() const { return write_->batch->count; }
  const griot_event& event(uint32_t i) const { return *write_->batch->events[i]; }

  void Stored(uint32_t i) { write_->outcomes[i] = {GRIOT_STORED, 0, {}, {}}; }
  void Duplicate(uint32_t i) { write_->outcomes[i] = {GRIOT_DUPLICATE, 0, {}, {}}; }
  // The texts must live until the sink's next call.
  void Dead(uint32_t i, std::string_view reason, std::string_view detail) {
    write_->outcomes[i] = {GRIOT_OUTCOME_DEAD, 0, Str(reason), Str(detail)};
  }
  // What the store answers to a fact; must live until the sink's next call.
  void Reply(uint32_t fact, std::string_view text) { write_->fact_replies[fact] = Str(text); }

 private:
  griot_write* write_;
};

}  // namespace sdk_v1
}  // namespace griot
