#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/sink.h"

struct evp_mac_ctx_st;

namespace griot::whatsapp_crm::mapping {

// A request as its signature sees it. `url` is the address that the provider calls, with the query:
// behind a proxy it is not what arrives here, so the door must know it.
struct SignedRequest {
  const Headers& headers;
  std::string_view body;
  std::string_view url;
};

// Checks bodies against a mapping's signature, or any of its alternatives, under any of several
// secrets. Keyed once, for one thread; the scheme must outlive it.
class SignatureChecker {
 public:
  // Throws std::runtime_error where OpenSSL has no such digest.
  SignatureChecker(const Signature& scheme, std::span<const std::string> secrets);
  ~SignatureChecker();
  SignatureChecker(const SignatureChecker&) = delete;
  SignatureChecker& operator=(const SignatureChecker&) = delete;

  // In constant time for a given length of the body, whichever secret fits or none. A provider that
  // signs nothing always fits.
  bool Check(const SignedRequest& request, Micros now) const;
  bool Check(const Headers& headers, std::string_view body, Micros now) const {
    return Check(SignedRequest{headers, body, {}}, now);
  }

 private:
  bool CheckOwn(const SignedRequest& request, Micros now) const;
  bool CheckHmac(const SignedRequest& request, Micros now) const;
  bool CheckToken(std::string_view claimed) const;
  bool CheckJwt(std::string_view token, Micros now) const;
  // Whether `claimed` is the digest of the pieces under any of the secrets.
  bool Signs(std::span<const std::string_view> pieces, std::string_view claimed) const;

  const Signature& scheme_;
  std::vector<std::string> secrets_;    // where the secret itself is what is shown
  std::vector<evp_mac_ctx_st*> keyed_;  // one a secret
  std::vector<std::unique_ptr<SignatureChecker>> others_;
};

}  // namespace griot::whatsapp_crm::mapping
