// Redis' replies, safe to look into whatever the server sent.
#pragma once

#include <hiredis/hiredis.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace griot::redis_queue {

// A look at one value of a reply. Total: what it is not, it answers with empty, zero or null. Cheap
// to copy; valid as long as the Reply that it came from. Reading is safe from any thread.
class ReplyView {
 public:
  ReplyView() = default;
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  bool is_nil() const { return reply_ == nullptr || reply_->type == REDIS_REPLY_NIL; }
  bool is_error() const { return reply_ != nullptr && reply_->type == REDIS_REPLY_ERROR; }
  bool is_array() const { return reply_ != nullptr && reply_->type == REDIS_REPLY_ARRAY; }

  // Of a string, a status or an error.
  std::string_view text() const {
    if (reply_ == nullptr || reply_->str == nullptr) return {};
    const bool has_text = reply_->type == REDIS_REPLY_STRING ||
                          reply_->type == REDIS_REPLY_STATUS || reply_->type == REDIS_REPLY_ERROR;
    return has_text ? std::string_view(reply_->str, reply_->len) : std::string_view();
  }

  // Of an integer, or of a text that is one.
  int64_t integer() const {
    if (reply_ == nullptr) return 0;
    if (reply_->type == REDIS_REPLY_INTEGER) return reply_->integer;
    int64_t value = 0;
    const std::string_view digits = text();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  size_t size() const { return is_array() ? reply_->elements : 0; }
  ReplyView operator[](size_t i) const {
    return i < size() ? ReplyView(reply_->element[i]) : ReplyView();
  }

 private:
  const redisReply* reply_ = nullptr;
};

// Owns a reply. One thread at a time.
class Reply {
 public:
  Reply() = default;
  explicit Reply(redisReply* reply) : reply_(reply) {}
  ReplyView view() const { return ReplyView(reply_.get()); }

 private:
  struct Free {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
  };
  std::unique_ptr<redisReply, Free> reply_;
};

}  // namespace griot::redis_queue
