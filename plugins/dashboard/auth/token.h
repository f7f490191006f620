#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace griot::dashboard {

// 32 random bytes, as 43 letters that may stand in a URL. Throws when the system gives none.
std::string MakeToken();

// What is kept of a token: its SHA-256, as a bytea literal.
std::string KeptOf(std::string_view token);

// Tokens as cookies carry them: TOKEN.SIGNATURE, so that a made-up one costs no look at a table.
// Unchanging, so safe from any thread.
class TokenSigner {
 public:
  explicit TokenSigner(std::string key) : key_(std::move(key)) {}
  std::string Sign(std::string_view token) const;
  // The token; nullopt: nobody here has signed it.
  std::optional<std::string> Check(std::string_view text) const;

 private:
  std::string key_;
};

}  // namespace griot::dashboard
