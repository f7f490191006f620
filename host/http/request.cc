#include "host/http/request.h"

#include "host/http/text.h"
#include "host/http/url.h"

namespace griot::http {

std::optional<std::string> Request::QueryParam(std::string_view name) const {
  return FindQueryParam(parts_.query, name);
}

std::optional<std::string_view> Request::PathParam(std::string_view name) const {
  for (const auto& [key, value] : parts_.params) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Decode Request::DecodedBody(size_t max, std::string_view* out) {
  *out = {};
  std::optional<std::string_view> encoding = Header("Content-Encoding");
  if (!encoding || encoding->empty() || EqualsIgnoreCase(Trim(*encoding), "identity")) {
    if (body().size() > max) return Decode::kTooLarge;
    *out = body();
    return Decode::kOk;
  }
  Decode result = Inflate(*encoding, body(), max, decoded_);
  if (result == Decode::kOk) *out = decoded_;
  return result;
}

}  // namespace griot::http
