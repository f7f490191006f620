#include <rapidjson/encodedstream.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "host/config/json.h"
#include "host/config/text.h"

namespace griot::config {
namespace {

constexpr size_t kMostBytes = size_t{1} << 20;
constexpr size_t kMostLevels = 64;

// Builds our values from RapidJSON's events. Numbers come as text, because RapidJSON's own number
// parser can fault (CVE-2024-38517); depth is held here, because its recursion is not.
class Builder {
 public:
  Json TakeRoot() { return std::move(root_); }
  const std::string& fault() const { return fault_; }

  bool Null() { return Add({}); }
  bool Bool(bool boolean) {
    Json value;
    value.type = Json::Type::kBoolean;
    value.boolean = boolean;
    return Add(std::move(value));
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    Json value;
    const char* end = text + length;
    auto whole = std::from_chars(text, end, value.integer);
    value.type = Json::Type::kInteger;
    if (whole.ec == std::errc{} && whole.ptr == end) return Add(std::move(value));
    auto real = std::from_chars(text, end, value.number);
    value.type = Json::Type::kNumber;
    if (real.ec != std::errc{} || real.ptr != end) return Fail("a number out of range");
    return Add(std::move(value));
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return Add(Json::String({text, length}));
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    std::string key(text, length);
    if (open_.back().value.Find(key) != nullptr) return Fail("duplicate member " + Quoted(key));
    open_.back().key = std::move(key);
    return true;
  }
  bool StartObject() { return Open(Json::Type::kObject); }
  bool StartArray() { return Open(Json::Type::kArray); }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  // Never called with kParseNumbersAsStringsFlag; RapidJSON's reader asks for them all the same.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  struct Level {
    Json value;
    std::string key;
  };

  bool Fail(std::string why) {
    fault_ = std::move(why);
    return false;
  }
  bool Open(Json::Type type) {
    if (open_.size() >= kMostLevels) return Fail("nested too deep");
    Json value;
    value.type = type;
    open_.push_back({std::move(value), {}});
    return true;
  }
  bool Close() {
    Json done = std::move(open_.back().value);
    open_.pop_back();
    return Add(std::move(done));
  }
  bool Add(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Level& parent = open_.back();
    if (parent.value.type == Json::Type::kArray) {
      parent.value.items.push_back(std::move(value));
    } else {
      parent.value.members.push_back({std::move(parent.key), std::move(value)});
    }
    return true;
  }

  std::vector<Level> open_;
  Json root_;
  std::string fault_;
};

}  // namespace

std::optional<Json> ParseJson(std::string_view text, std::string* error) {
  if (text.size() > kMostBytes) {
    *error = "larger than 1 MiB";
    return std::nullopt;
  }
  if (text.find('\0') != std::string_view::npos) {
    *error = "holds a NUL byte";
    return std::nullopt;
  }
  constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag |
                              rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> in(bytes);
  rapidjson::Reader reader;
  Builder builder;
  auto result = reader.Parse<kFlags>(in, builder);
  if (!result.IsError()) return builder.TakeRoot();
  *error = builder.fault().empty() ? rapidjson::GetParseError_En(result.Code()) : builder.fault();
  *error += " at offset " + std::to_string(result.Offset());
  return std::nullopt;
}

}  // namespace griot::config
