#pragma once

// Parts of the addresses that clients report. Total over any text; pure, safe from any thread.

#include <optional>
#include <string>
#include <string_view>

namespace griot::campaigns {

// Longer ones are nobody's page, and are read no further.
constexpr std::size_t kMostAddress = 8192;

// The host in lower case, without user, port, "www." and trailing dot; empty when there is none.
// Overwrites `host`.
void HostOf(std::string_view address, std::string* host);

// What stands behind the first "?" and before the fragment; an address that begins with "?" is its
// own query.
std::string_view QueryOf(std::string_view address);

// Walks "a=1&b=2". Names and values are as they stand, with their percent signs.
class QueryReader {
 public:
  explicit QueryReader(std::string_view query) : rest_(query.substr(0, kMostAddress)) {}
  bool Next();
  std::string_view name() const { return name_; }
  std::string_view value() const { return value_; }

 private:
  std::string_view rest_, name_, value_;
};

// Appends the decoded form: "%41" is "A", "+" is a space.
void AppendDecoded(std::string_view text, std::string* out);

}  // namespace griot::campaigns
