#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_mac_ctx_st;

namespace griot::whatsapp_crm::meta {

// Checks "sha256=HEX" against HMAC-SHA256 of the raw body under any of several secrets. Keyed once,
// for one thread.
class SignatureChecker {
 public:
  explicit SignatureChecker(std::span<const std::string> secrets);
  ~SignatureChecker();
  SignatureChecker(const SignatureChecker&) = delete;
  SignatureChecker& operator=(const SignatureChecker&) = delete;

  // In constant time for a given length of the body, whichever secret fits or none.
  bool Check(std::string_view header, std::string_view body) const;

 private:
  std::vector<evp_mac_ctx_st*> keyed_;
};

}  // namespace griot::whatsapp_crm::meta
