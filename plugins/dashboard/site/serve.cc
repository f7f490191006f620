#include "plugins/dashboard/site/serve.h"

#include <string>

#include "plugins/dashboard/auth/headers.h"

namespace griot::dashboard {
namespace {

constexpr std::string_view kForever = "public, max-age=31536000, immutable";
// A page is looked for again each time, which costs a 304.
constexpr std::string_view kAskAgain = "no-cache";
constexpr std::string_view kScripts = "script-src 'self'";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// One of a header's list, and the rest.
std::string_view Next(std::string_view* list) {
  const size_t comma = list->find(',');
  const std::string_view part = Trim(list->substr(0, comma));
  list->remove_prefix(comma == std::string_view::npos ? list->size() : comma + 1);
  return part;
}

// All forms of a file are as good; proxies that compress weaken the tag.
bool Knows(std::string_view if_none_match, std::string_view version) {
  while (!if_none_match.empty()) {
    std::string_view tag = Next(&if_none_match);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || (tag.size() > 2 && tag.substr(1).starts_with(version))) return true;
  }
  return false;
}

}  // namespace

bool Takes(std::string_view accept_encoding, std::string_view encoding) {
  while (!accept_encoding.empty()) {
    const std::string_view part = Next(&accept_encoding);
    const size_t end = part.find(';');
    if (Trim(part.substr(0, end)) != encoding) continue;
    if (end == std::string_view::npos) return true;
    // Of the weights only nothing at all (q=0, q=0.000) is a no.
    const std::string_view weight = Trim(part.substr(end + 1));
    return !weight.starts_with("q=") || weight.find_first_of("123456789") != weight.npos;
  }
  return false;
}

std::string PolicyOf(std::string_view scripts) {
  std::string policy(kPageHeaders.front().value);
  if (!scripts.empty()) {
    policy.insert(policy.find(kScripts) + kScripts.size(), ' ' + std::string(scripts));
  }
  return policy;
}

void SiteServer::Answer(Request& request, const SiteFile& file) {
  const std::string_view accepts = request.Header("Accept-Encoding").value_or("");
  std::string_view body = file.raw, encoding;
  if (!file.brotli.empty() && Takes(accepts, "br")) {
    body = file.brotli, encoding = "br";
  } else if (!file.gzip.empty() && Takes(accepts, "gzip")) {
    body = file.gzip, encoding = "gzip";
  }
  std::string etag = '"' + std::string(file.version);
  if (!encoding.empty()) etag += '-' + std::string(encoding);
  etag += '"';
  const std::string policy = PolicyOf(file.scripts);
  std::vector<Header> headers = {{"Content-Type", file.type},
                                 {"Cache-Control", file.immutable ? kForever : kAskAgain},
                                 {"ETag", etag},
                                 {"Vary", "Accept-Encoding"},
                                 {"Content-Security-Policy", policy}};
  headers.insert(headers.end(), kPageHeaders.begin() + 1, kPageHeaders.end());
  if (Knows(request.Header("If-None-Match").value_or(""), file.version)) {
    return request.Defer().Answer(304, headers, {});
  }
  if (!encoding.empty()) headers.push_back({"Content-Encoding", encoding});
  request.Defer().Answer(200, headers, body);
}

void SiteServer::Mount(const Context& context, Stage* stage) {
  const griot_handler handler = [](griot_instance*, void* user, griot_request* raw) {
    Request request(raw);
    try {
      Answer(request, *static_cast<const SiteFile*>(user));
    } catch (...) {
      request.Defer().Json(500, R"({"error":{"status":500,"message":"internal error"}})");
    }
  };
  for (const SiteFile& file : files_) {
    const griot_route route{sizeof(griot_route),         GRIOT_GET, Str(file.path), 0, handler,
                            const_cast<SiteFile*>(&file)};
    Require(detail::Ask([&](griot_error* error) {
      return detail::Http()->route(context.raw(), reinterpret_cast<griot_instance*>(stage), &route,
                                   error);
    }));
  }
}

}  // namespace griot::dashboard
