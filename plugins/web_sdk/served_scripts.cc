#include "plugins/web_sdk/served_scripts.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "griot/door/sha256.hpp"

namespace griot::web_sdk {
namespace {

constexpr size_t kVersionBytes = 8;

// A page that names no version sees an upgrade within minutes, and waits for none.
constexpr std::string_view kSoon = "public, max-age=300, stale-while-revalidate=86400";
constexpr std::string_view kForever = "public, max-age=31536000, immutable";

std::string Pack(std::string_view text) {
  constexpr int kGzip = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string VersionOf(std::string_view text) {
  const Sha256Digest digest = Sha256()(text);
  std::string hex;
  for (size_t i = 0; i < kVersionBytes; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `found` for the parts between commas until it says true; whether it did.
template <class Found>
bool AnyOf(std::string_view list, Found found) {
  for (bool more = true; more;) {
    const size_t comma = list.find(',');
    more = comma != std::string_view::npos;
    if (found(Trim(list.substr(0, comma)))) return true;
    if (more) list.remove_prefix(comma + 1);
  }
  return false;
}

bool TakesGzip(std::string_view accept_encoding) {
  return AnyOf(accept_encoding, [](std::string_view part) {
    const size_t end = part.find(';');
    if (Trim(part.substr(0, end)) != "gzip") return false;
    if (end == std::string_view::npos) return true;
    // Of the weights only nothing at all (q=0, q=0.000) is a no.
    const std::string_view weight = Trim(part.substr(end + 1));
    return !weight.starts_with("q=") || weight.find_first_of("123456789") != weight.npos;
  });
}

// Either form of the script is as good, and proxies that compress weaken the tag.
bool Knows(std::string_view if_none_match, std::string_view etag, std::string_view packed_etag) {
  return AnyOf(if_none_match, [&](std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag == "*" || tag == etag || tag == packed_etag;
  });
}

}  // namespace

ServedScripts::ServedScripts(std::span<const ScriptFile> files) {
  const auto add = [this](std::string_view name, std::string_view text) {
    const std::string version = VersionOf(text);
    scripts_.push_back({.path = "/" + std::string(name),
                        .text = text,
                        .packed = Pack(text),
                        .version = version,
                        .etag = "\"" + version + "\"",
                        .packed_etag = "\"" + version + "-gzip\""});
  };
  for (const ScriptFile& file : files) {
    add(file.name, file.text);
    if (file.name == "sdk.js") add("analytics.js", file.text);
  }
}

std::vector<std::string> ServedScripts::paths() const {
  std::vector<std::string> list;
  for (const Script& script : scripts_) list.push_back(script.path);
  return list;
}

void ServedScripts::Answer(Request& request) const {
  const auto script = std::find_if(scripts_.begin(), scripts_.end(),
                                   [&](const Script& each) { return each.path == request.path(); });
  if (script == scripts_.end()) return request.Defer().Json(404, "{}");
  const bool packed = TakesGzip(request.Header("Accept-Encoding").value_or(""));
  const bool known =
      Knows(request.Header("If-None-Match").value_or(""), script->etag, script->packed_etag);
  const bool named = request.Query("v").value_or("") == script->version;
  std::vector<Header> headers = {
      {"Cache-Control", named ? kForever : kSoon},
      {"ETag", packed ? script->packed_etag : script->etag},
      {"Vary", "Accept-Encoding"},
      // For pages that ask with `crossorigin`, or that isolate themselves.
      {"Access-Control-Allow-Origin", "*"},
      {"Cross-Origin-Resource-Policy", "cross-origin"}};
  if (known) return request.Defer().Answer(304, headers, {});
  headers.push_back({"Content-Type", "text/javascript; charset=utf-8"});
  headers.push_back({"X-Content-Type-Options", "nosniff"});
  if (packed) headers.push_back({"Content-Encoding", "gzip"});
  request.Defer().Answer(200, headers, packed ? std::string_view(script->packed) : script->text);
}

}  // namespace griot::web_sdk
