#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/sink.h"

struct evp_mac_ctx_st;

namespace griot::whatsapp_crm::mapping {

// Checks bodies against a mapping's signature under any of several secrets. Keyed once, for one
// thread; the scheme must outlive it.
class SignatureChecker {
 public:
  // Throws std::runtime_error where OpenSSL has no such digest.
  SignatureChecker(const Signature& scheme, std::span<const std::string> secrets);
  ~SignatureChecker();
  SignatureChecker(const SignatureChecker&) = delete;
  SignatureChecker& operator=(const SignatureChecker&) = delete;

  // In constant time for a given length of the body, whichever secret fits or none. A provider that
  // signs nothing always fits.
  bool Check(const Headers& headers, std::string_view body, Micros now) const;

 private:
  const Signature& scheme_;
  std::vector<evp_mac_ctx_st*> keyed_;
};

}  // namespace griot::whatsapp_crm::mapping
