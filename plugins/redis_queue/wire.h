// The bytes that blocks are made of: little-endian numbers, varints, and the check of a block.
// docs/queue-format.md describes them; nothing here may change without a new format version.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace griot::redis_queue {

static_assert(std::endian::native == std::endian::little, "blocks are written as memory stands");

// FNV-1a's step over words of 8 bytes (the last one filled up with zeros), mixed with the length,
// its upper half: any one damaged word changes it for certain before the halving.
inline uint32_t CheckOf(std::string_view bytes) {
  constexpr uint64_t kPrime = 0x100000001b3ULL;
  uint64_t hash = 0xcbf29ce484222325ULL ^ bytes.size();
  const char* p = bytes.data();
  size_t left = bytes.size();
  for (; left >= 8; p += 8, left -= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    hash = (hash ^ word) * kPrime;
    hash ^= hash >> 29;
  }
  uint64_t word = 0;
  if (left != 0) std::memcpy(&word, p, left);
  hash = (hash ^ word) * kPrime;
  return static_cast<uint32_t>((hash ^ (hash >> 32)) & 0xffffffffU);
}

// Appends to a string that the caller owns. One thread at a time.
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  void Byte(uint8_t value) { out_.push_back(static_cast<char>(value)); }
  template <class T>
  void Fixed(T value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void Varint(uint64_t value) {
    while (value >= 0x80) {
      Byte(static_cast<uint8_t>(value | 0x80));
      value >>= 7;
    }
    Byte(static_cast<uint8_t>(value));
  }
  void Bytes(const void* data, size_t size) { out_.append(static_cast<const char*>(data), size); }
  void Text(std::string_view text) {
    Varint(text.size());
    out_.append(text);
  }

 private:
  std::string& out_;
};

// Reads from bytes that must stay. Total: behind the end, or after a number that is none, it gives
// zeros and empty texts and is no longer ok(). One thread at a time.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool ok() const { return ok_; }
  bool done() const { return at_ == end_; }

  uint8_t Byte() { return Fixed<uint8_t>(); }
  template <class T>
  T Fixed() {
    T value{};
    if (const char* from = Take(sizeof value)) std::memcpy(&value, from, sizeof value);
    return value;
  }
  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t byte = Byte();
      if (shift == 63 && byte > 1) break;  // more than 64 bits
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return ok_ ? value : 0;
    }
    ok_ = false;
    return 0;
  }
  std::string_view Text() { return Bytes(Varint()); }
  std::string_view Bytes(uint64_t size) {
    const char* from = Take(size);
    return from == nullptr ? std::string_view() : std::string_view(from, size);
  }

 private:
  const char* Take(uint64_t size) {
    if (!ok_ || size > static_cast<uint64_t>(end_ - at_)) {
      ok_ = false;
      return nullptr;
    }
    const char* from = at_;
    at_ += size;
    return from;
  }

  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace griot::redis_queue
