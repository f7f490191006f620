#pragma once

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "griot/abi/types.h"

namespace griot::postgres {

// Postgres' type numbers; fixed for ever in pg_type.dat.
enum TypeOid : uint32_t {
  kBool = 16,
  kBytea = 17,
  kInt8 = 20,
  kInt4 = 23,
  kText = 25,
  kDate = 1082,
  kTimestamptz = 1184,
  kUuid = 2950,
  kJsonb = 3802
};

constexpr int64_t kPostgresEpoch = 946'684'800'000'000;  // 2000-01-01 in microseconds since 1970

inline int64_t PostgresTime(griot_time since_1970) {
  return static_cast<int64_t>(static_cast<uint64_t>(since_1970) -
                              static_cast<uint64_t>(kPostgresEpoch));
}

inline void PutBig16(std::string& out, uint16_t v) {
  const char b[2] = {static_cast<char>(v >> 8), static_cast<char>(v)};
  out.append(b, sizeof b);
}
inline void PutBig32(std::string& out, uint32_t v) {
  v = __builtin_bswap32(v);
  out.append(reinterpret_cast<const char*>(&v), sizeof v);
}
inline void PutBig64(std::string& out, uint64_t v) {
  v = __builtin_bswap64(v);
  out.append(reinterpret_cast<const char*>(&v), sizeof v);
}

// One parameter: an array of one dimension in Postgres' binary form, built in place. Keep it and
// call Clear: the memory is reused. One thread at a time; owns its bytes.
class ArrayParam {
 public:
  explicit ArrayParam(TypeOid element) : element_(element) { Clear(); }

  void Clear() {
    bytes_.clear();
    count_ = 0;
    PutBig32(bytes_, 1);  // dimensions
    PutBig32(bytes_, 1);  // may hold nulls
    PutBig32(bytes_, element_);
    PutBig32(bytes_, 0);  // how many: set by bytes()
    PutBig32(bytes_, 1);  // first index
  }

  void Null() { Head(0xFFFFFFFFu); }
  void Bytes(std::string_view text) {
    Head(static_cast<uint32_t>(text.size()));
    bytes_.append(text);
  }
  void TextOrNull(std::string_view text) { text.empty() ? Null() : Bytes(text); }
  void Json(std::string_view text) {
    Head(static_cast<uint32_t>(text.size() + 1));
    bytes_.push_back('\1');  // jsonb's version
    bytes_.append(text);
  }
  void Uuid(const griot_uuid& id) {
    Bytes({reinterpret_cast<const char*>(id.bytes), sizeof id.bytes});
  }
  void Bool(bool v) { Bytes({v ? "\1" : "\0", 1}); }
  void Int4(int32_t v) {
    Head(4);
    PutBig32(bytes_, static_cast<uint32_t>(v));
  }
  void Int8(int64_t v) {
    Head(8);
    PutBig64(bytes_, static_cast<uint64_t>(v));
  }
  // Wraps around for times that no column takes; Postgres refuses what comes of it.
  void Time(griot_time since_1970) { Int8(PostgresTime(since_1970)); }

  uint32_t count() const { return count_; }
  const std::string& bytes() {
    const uint32_t big = __builtin_bswap32(count_);
    std::memcpy(bytes_.data() + 12, &big, sizeof big);
    return bytes_;
  }

 private:
  void Head(uint32_t size) {
    PutBig32(bytes_, size);
    ++count_;
  }
  const TypeOid element_;
  uint32_t count_ = 0;
  std::string bytes_;
};

// The parameters of one call, all binary. Borrows what it is given until the call is sent.
class Params {
 public:
  Params& Add(ArrayParam& array) { return Add(array.bytes()); }
  Params& Add(std::string_view bytes) {
    values_[static_cast<size_t>(count_)] = bytes.data();
    lengths_[static_cast<size_t>(count_++)] = static_cast<int>(bytes.size());
    return *this;
  }
  int count() const { return count_; }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return kBinary.data(); }

 private:
  static constexpr size_t kMost = 14;
  static constexpr std::array<int, kMost> kBinary = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::array<const char*, kMost> values_{};
  std::array<int, kMost> lengths_{};
  int count_ = 0;
};

}  // namespace griot::postgres
