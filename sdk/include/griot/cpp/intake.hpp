// Handing over what a source heard.
#pragma once

#include <cstring>
#include <string_view>
#include <utility>

#include "griot/abi.h"
#include "griot/cpp/host.hpp"

namespace griot {
inline namespace sdk_v1 {

// A submission under construction; abandoned when it is destroyed unsubmitted. One thread at a
// time. Everything added is taken whole or not at all.
class Submission {
 public:
  Submission(const Context& context, size_t bytes)
      : table_(detail::HostExtension<griot_intake>(GRIOT_EXT_INTAKE)),
        handle_(table_->open(context.raw(), bytes)) {}
  Submission(Submission&& other) noexcept
      : table_(other.table_), handle_(std::exchange(other.handle_, nullptr)) {}
  Submission& operator=(Submission&&) = delete;
  ~Submission() {
    if (handle_ != nullptr) table_->abandon(handle_);
  }

  // False: the host is full or drains; answer 503 with Retry-After.
  explicit operator bool() const { return handle_ != nullptr; }

  // Arena memory, valid until the submission has settled; nullptr: the host is full.
  char* Alloc(size_t size) { return table_->alloc(handle_, size); }
  // Copies `text` there; an empty view when the host is full and `text` is not empty.
  std::string_view Copy(std::string_view text) {
    char* to = Alloc(text.size());
    if (to == nullptr) return {};
    if (!text.empty()) std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  bool Add(const griot_event& event) { return Took(table_->event(handle_, &event)); }
  // An event that ended at the door, with its reason, or bytes that are no event at all.
  bool AddSettled(const griot_settled_event& s) { return Took(table_->settled(handle_, &s)); }
  bool AddFact(const griot_fact& fact) { return Took(table_->fact(handle_, &fact)); }
  bool SetOrigin(const griot_origin& origin) { return Took(table_->origin(handle_, &origin)); }
  // What the last of these came to: INVALID (never to be taken) is not the same as a full host.
  griot_result last_result() const { return last_; }

  // True: Source::SubmissionSettled will be called with `token`, once. False: the host is full.
  bool Submit(uint64_t token) {
    return table_->submit(std::exchange(handle_, nullptr), token) == GRIOT_OK;
  }

 private:
  bool Took(griot_result result) {
    last_ = result;
    return result == GRIOT_OK;
  }

  const griot_intake* table_;
  griot_submission* handle_;
  griot_result last_ = GRIOT_OK;
};

}  // namespace sdk_v1
}  // namespace griot
