#include "forgotten.h"

#include <string>
#include <string_view>

#include "clean_text.h"
#include "griot/cpp/status.hpp"

namespace griot::postgres {
namespace {

constexpr size_t kMostId = 1024;  // bytes; whoever is known has a shorter one

// What is no text can be nobody's identifier.
void PutId(ArrayParam& array, std::string_view id) {
  id.empty() || id.size() > kMostId || !IsCleanText(id) ? array.Null() : array.Bytes(id);
}

}  // namespace

void Forgotten::Clear(const griot_batch& batch) {
  events_ = batch.count;
  any_ = false;
  flags_.assign(size_t{batch.count} + batch.settled_count, 0);
}

void Forgotten::Add(const griot_event& e) {
  PutId(projects_, View(e.project));
  PutId(users_, View(e.user_id));
  PutId(anonymous_, View(e.anonymous_id));
  times_.Int8(e.occurred_at);
}

Params Forgotten::Ask(const griot_batch& batch) {
  static constexpr griot_event kNoEvent{};
  for (ArrayParam* array : {&projects_, &users_, &anonymous_, &times_}) array->Clear();
  for (uint32_t i = 0; i < batch.count; ++i) Add(*batch.events[i]);
  for (uint32_t i = 0; i < batch.settled_count; ++i) {
    const griot_event* const e = batch.settled[i]->event;
    Add(e == nullptr ? kNoEvent : *e);
  }
  return Params().Add(projects_).Add(users_).Add(anonymous_).Add(times_);
}

void Forgotten::Read(const Result& result) {
  for (int row = 0; row < result.rows(); ++row) {
    const auto index = static_cast<size_t>(result.int4(row, 0));
    if (index >= flags_.size()) continue;
    flags_[index] = 1;
    any_ = true;
  }
}

}  // namespace griot::postgres
