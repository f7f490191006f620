// A stage's options, read from the JSON that `create` brings.
//
//   griot::OptionReader read(config.options);
//   read.Text("path", &options.path);
//   read.Size("max_body", &options.max_body);       // "format": "size"
//   read.Duration("lease", &options.lease);         // "format": "duration"
//
// The host has checked them against the plugin's schema and filled in its defaults, so what is
// absent is optional, and leaves what stands there. What a schema cannot say is the plugin's to
// check.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/cpp/status.hpp"
#include "griot/detail/units.hpp"
#include "griot/json.hpp"

namespace griot {
inline namespace sdk_v1 {

// Bytes of "64KB" (thousands) or "3MiB" (1024s), as the schema's format "size" has it.
inline std::optional<uint64_t> ParseSize(std::string_view text) {
  return detail::Measure(text, detail::kSizes);
}

// "250ms", "5s", "2h", as the schema's format "duration" has it.
inline std::optional<std::chrono::nanoseconds> ParseDuration(std::string_view text) {
  const auto count = detail::Measure(text, detail::kDurations);
  if (!count) return std::nullopt;
  return std::chrono::nanoseconds(static_cast<int64_t>(*count));
}

// Every function throws OptionError, naming the option, when it is there but of another type or too
// large for where it goes. One thread at a time; `json` must outlive it.
class OptionReader {
 public:
  explicit OptionReader(std::string_view json) {
    if (!document_.Parse(json).ok() || !document_.root().is_object())
      throw OptionError("the options are no JSON object");
  }

  void Text(std::string_view name, std::string* to) const {
    if (const json::Value value = Find(name)) *to = TextOf(name, value);
  }
  void Flag(std::string_view name, bool* to) const {
    const json::Value value = Find(name);
    if (value) *to = Must(value.boolean(), name, "must be true or false");
  }
  template <std::integral T>
  void Number(std::string_view name, T* to) const {
    const json::Value value = Find(name);
    if (!value) return;
    if constexpr (std::unsigned_integral<T>) {
      *to = Fit<T>(value.uint64(), name);
    } else {
      *to = Fit<T>(value.int64(), name);
    }
  }
  void Number(std::string_view name, double* to) const {
    const json::Value value = Find(name);
    if (value) *to = Must(value.number(), name, "must be a number");
  }
  void Size(std::string_view name, uint64_t* to) const {
    const json::Value value = Find(name);
    if (value) *to = Must(ParseSize(TextOf(name, value)), name, "must be a size such as 64KB");
  }
  // What `*to` cannot tell apart is cut off: 1500ms are 1s where seconds are counted.
  template <class Period>
  void Duration(std::string_view name, std::chrono::duration<int64_t, Period>* to) const {
    const json::Value value = Find(name);
    if (!value) return;
    const auto length =
        Must(ParseDuration(TextOf(name, value)), name, "must be a duration such as 250ms");
    *to = std::chrono::duration_cast<std::chrono::duration<int64_t, Period>>(length);
  }
  // A list replaces what stands there.
  void Texts(std::string_view name, std::vector<std::string>* to) const {
    const json::Value value = Find(name);
    if (!value) return;
    if (!value.is_array()) throw OptionError(std::string(name) + ": must be a list");
    to->clear();
    for (const json::Value element : value.elements()) to->push_back(TextOf(name, element));
  }
  // An object of texts, into a map of strings.
  template <class Map>
  void TextMap(std::string_view name, Map* to) const {
    const json::Value value = Find(name);
    if (!value) return;
    if (!value.is_object()) throw OptionError(std::string(name) + ": must be an object");
    to->clear();
    for (const auto [key, member] : value.members())
      (*to)[TextOf(name, key)] = TextOf(name, member);
  }
  // For what the others do not read.
  json::Value Find(std::string_view name) const { return document_.root().Find(name); }

 private:
  static std::string TextOf(std::string_view name, json::Value value) {
    json::Scratch scratch;
    return std::string(Must(value.string(scratch), name, "must be a text"));
  }
  template <class T>
  static T Must(const std::optional<T>& value, std::string_view name, const char* what) {
    if (!value) throw OptionError(std::string(name) + ": " + what);
    return *value;
  }
  template <class T, class Wide>
  static T Fit(const std::optional<Wide>& value, std::string_view name) {
    const Wide wide = Must(value, name, "must be a whole number in range");
    if (!std::in_range<T>(wide)) throw OptionError(std::string(name) + ": is out of range");
    return static_cast<T>(wide);
  }

  json::Document document_;
};

}  // namespace sdk_v1
}  // namespace griot
