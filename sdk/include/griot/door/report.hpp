#pragma once

// What became of a request's events, for the answer.

#include <cstddef>
#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// Why an event was not taken. The error is a literal, or lives as long as the reader's next call.
struct Refusal {
  std::string field;  // empty: the whole event
  std::string_view error;
};

// What one body came to; its memory is reused from request to request. One thread.
class DoorReport {
 public:
  void Clear() {
    accepted_ = repeated_ = refused_ = 0;
    rejected_.clear();
    first_.clear();
  }
  // `again`: it stood in this body before, so it counts and costs nothing more.
  void Accept(bool again) {
    ++accepted_;
    repeated_ += again ? 1 : 0;
  }
  void Refuse(std::size_t index, const Refusal& why) {
    if (++refused_ > kMostListed) return;
    if (refused_ == 1)
      first_.assign(why.field).append(why.field.empty() ? "" : ": ").append(why.error);
    if (!rejected_.empty()) rejected_ += ',';
    json::Writer<std::string>(rejected_)
        .BeginObject()
        .Key("index")
        .Uint(index)
        .Key("field")
        .String(why.field)
        .Key("error")
        .String(why.error)
        .EndObject();
  }

  std::size_t accepted() const { return accepted_; }  // with those that stood twice
  std::size_t refused() const { return refused_; }
  // Why the first of them was refused; empty: none was.
  const std::string& first_refusal() const { return first_; }
  // What the request is worth where events are limited: work was done for those refused as well.
  std::size_t cost() const { return accepted_ - repeated_ + refused_; }

  // Adds the members accepted, rejected, rejectedCount to an object that is begun.
  void Write(json::Writer<std::string>& writer) const {
    writer.Key("accepted").Uint(accepted_).Key("rejected").BeginArray();
    writer.Raw(rejected_).EndArray();
    // The list is cut for those that have thousands; the number never is.
    if (refused_ > 0) writer.Key("rejectedCount").Uint(refused_);
  }

 private:
  // A body of a megabyte can hold 300,000 bad events; nobody reads more than this of them.
  static constexpr std::size_t kMostListed = 1000;

  std::size_t accepted_ = 0;
  std::size_t repeated_ = 0;  // of those accepted
  std::size_t refused_ = 0;
  std::string first_;
  std::string rejected_;  // the elements of a JSON array, with commas
};

}  // namespace sdk_v1
}  // namespace griot
