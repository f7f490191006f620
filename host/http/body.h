#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace griot::http {

// Collects the body of one request. What came in one piece stays where it is until Own(); only what
// is in pieces is copied. Copies are counted in `total`, the sum over all connections, which must
// outlive this. Not thread-safe.
class Body {
 public:
  explicit Body(std::atomic<size_t>& total) : total_(total) {}
  ~Body() { Clear(); }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  void Append(std::string_view piece) {
    if (piece.empty()) return;
    if (stored_.empty() && borrowed_.empty()) {
      borrowed_ = piece;
      return;
    }
    Own();
    Store(piece);
  }

  // Before the bytes that were given to Append() go away.
  void Own() {
    if (borrowed_.empty()) return;
    Store(borrowed_);
    borrowed_ = {};
  }

  std::string_view view() const { return stored_.empty() ? borrowed_ : stored_; }
  size_t size() const { return view().size(); }

  std::string Take() {
    Own();
    total_.fetch_sub(stored_.size(), std::memory_order_relaxed);
    return std::exchange(stored_, {});
  }

  void Clear() {
    borrowed_ = {};
    if (stored_.empty()) return;
    total_.fetch_sub(stored_.size(), std::memory_order_relaxed);
    stored_ = {};
  }

 private:
  void Store(std::string_view piece) {
    stored_.append(piece);
    total_.fetch_add(piece.size(), std::memory_order_relaxed);
  }

  std::atomic<size_t>& total_;
  std::string_view borrowed_;
  std::string stored_;
};

}  // namespace griot::http
