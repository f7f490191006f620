#include "plugins/dashboard/settings/new_key.h"

#include <algorithm>
#include <cmath>

#include "griot/door/rate_limit.hpp"
#include "griot/door/sha256.hpp"
#include "plugins/dashboard/api/answer.h"
#include "plugins/dashboard/auth/token.h"

namespace griot::dashboard {
namespace {

constexpr size_t kShown = 9;    // as `griot key ls` has it
constexpr size_t kRandom = 32;  // characters of six bits
constexpr size_t kMostTerms = 50;

// As a browser writes its Origin header; empty: it is no origin.
std::string NormalOrigin(std::string_view text) {
  std::string origin(text);
  std::transform(origin.begin(), origin.end(), origin.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (origin.ends_with('/')) origin.pop_back();
  const bool https = origin.starts_with("https://");
  if (!https && !origin.starts_with("http://")) return {};
  const size_t host = https ? 8 : 7;
  if (origin.size() == host || origin.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]",
                                                        host) != std::string::npos) {
    return {};
  }
  const std::string_view port = https ? ":443" : ":80";
  if (origin.ends_with(port)) origin.resize(origin.size() - port.size());
  return origin;
}

void ReadRate(const Body& body, NewKey* key) {
  const json::Value rate = body.Find("rate"), burst = body.Find("burst");
  if (!rate.exists() || rate.is_null()) {
    if (burst.exists() && !burst.is_null()) throw BadParameter("burst", "needs a rate");
    return;
  }
  const auto events = rate.number();
  if (!events || *events < RateLimit::kLeast || *events > RateLimit::kMost) {
    throw BadParameter("rate", "must be events a second, from 0.01 to 1000000");
  }
  auto most = static_cast<int64_t>(std::ceil(std::max(10.0, *events * 10)));
  if (burst.exists() && !burst.is_null()) {
    most = burst.int64().value_or(0);
    if (most < 1 || most > RateLimit::kMostBurst) {
      throw BadParameter("burst", "must be a whole number from 1 to 10000000");
    }
  }
  key->rate = std::string(rate.raw());
  key->burst = std::to_string(most);
}

}  // namespace

NewKey MakeKey(const Body& body) {
  NewKey key;
  key.kind = body.Text("kind", 32);
  if (key.kind != "write" && key.kind != "read" && key.kind != "import" && key.kind != "link") {
    throw BadParameter("kind", "must be write, read, import or link");
  }
  key.name = body.TextIfAny("name", 200).value_or("");
  key.channels = body.Texts("channels", kMostTerms, 64);
  for (const std::string& text : body.Texts("origins", kMostTerms, 300)) {
    key.origins.push_back(NormalOrigin(text));
    if (key.origins.back().empty()) {
      throw BadParameter("origins", "are scheme and host, as https://shop.example");
    }
  }
  ReadRate(body, &key);
  key.text = std::string(1, key.kind.front()) + "k_" + MakeToken().substr(0, kRandom);
  key.prefix = key.text.substr(0, kShown);
  key.hash = HexOf(Sha256()(key.text));
  return key;
}

}  // namespace griot::dashboard
