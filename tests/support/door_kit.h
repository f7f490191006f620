#pragma once

// What tests of HTTP doors share.

#include <openssl/evp.h>
#include <zlib.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/abi.h"
#include "griot/json.hpp"

namespace griot::test {

inline std::string Sha256Hex(std::string_view text) {
  unsigned char digest[32];
  EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

inline std::string Gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// What a host does with a Content-Encoding.
inline griot_result Gunzip(std::string_view coding, std::string_view body, uint64_t max,
                           std::string* out) {
  if (coding != "gzip") return GRIOT_UNSUPPORTED;
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  int result = Z_OK;
  while (result == Z_OK && out->size() <= max) {
    char piece[16384];
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    result = inflate(&stream, Z_NO_FLUSH);
    out->append(piece, sizeof piece - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out->size() > max) return GRIOT_BUSY;
  return result == Z_STREAM_END ? GRIOT_OK : GRIOT_INVALID;
}

// A settings document with keys of one kind and their projects.
inline std::string KeySettings(const std::vector<std::pair<std::string, std::string>>& keys,
                               std::string_view kind = "write") {
  std::string json = R"({"version":1,"write_keys":{)";
  for (const auto& [key, project] : keys) {
    if (json.back() != '{') json += ',';
    json += "\"" + Sha256Hex(key) + R"(":{"project":")" + project + R"(","kind":")";
    json.append(kind).append("\"}");
  }
  return json + "}}";
}

// The raw JSON of a member of an object's text, or "".
inline std::string Member(const std::string& object, std::string_view path) {
  return std::string(json::Get(object, path).value_or(""));
}

}  // namespace griot::test
