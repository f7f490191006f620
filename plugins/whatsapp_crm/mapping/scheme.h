#pragma once

#include <string>
#include <utility>
#include <vector>

#include "griot/time.hpp"

namespace griot::whatsapp_crm::mapping {

// How a provider proves that a webhook is its own. Plain data.
struct Signature {
  enum class Kind {
    kHmac,
    kHeaderToken,  // the secret itself, in a header
    kQueryToken,   // the secret itself, in the address
    kJwt           // a token that is signed by the secret, and says nothing of the body
  };
  Kind kind = Kind::kHmac;
  std::string algorithm;  // as OpenSSL calls it; empty: bodies are not signed
  bool base64 = false;
  std::string header;  // of a query token, the parameter
  std::string prefix;
  // What is signed: {body}, {ts}, {url} and {form} stand as parts of their own.
  struct Part {
    enum class Kind : uint8_t { kLiteral, kBody, kTime, kUrl, kForm } kind;
    std::string text;
  };
  std::vector<Part> parts;
  std::string time_header;
  Micros tolerance = 5 * kMinute;
  std::vector<std::pair<std::string, std::string>> claims;  // of a JWT: texts that it must hold
  std::vector<Signature> others;  // each does as well: of the provider's other versions
};

// What a provider is answered once its webhook is kept. Plain data.
struct Ack {
  int status = 200;
  std::string body = R"({"status":"success"})";
  std::string type = "application/json";
};

}  // namespace griot::whatsapp_crm::mapping
