#include "plugins/dashboard/auth/body.h"

#include <algorithm>

#include "plugins/dashboard/api/answer.h"

namespace griot::dashboard {
namespace {

constexpr size_t kMostEmail = 254;

bool HasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string TextOf(json::Value value, std::string_view name, size_t most) {
  json::Scratch scratch;
  const auto text = value.string(scratch);
  if (!text || !value.jsonb_ok()) throw BadParameter(std::string(name), "must be a text");
  if (text->empty()) throw BadParameter(std::string(name), "must not be empty");
  if (text->size() > most) {
    throw BadParameter(std::string(name), "may have at most " + std::to_string(most) + " bytes");
  }
  if (HasControls(*text)) {
    throw BadParameter(std::string(name), "must not hold control characters");
  }
  return std::string(*text);
}

}  // namespace

Body::Body(const Call& call, std::initializer_list<std::string_view> known) {
  const std::string_view type = call.Header("Content-Type");
  if (type.substr(0, type.find(';')) != "application/json") {
    throw Problem(415, "bad_type", "Content-Type must be application/json");
  }
  if (!document_.Parse(call.body).ok() || !document_.root().is_object()) {
    throw Problem(400, "bad_body", "the body is no JSON object");
  }
  for (const auto [key, value] : document_.root().members()) {
    json::Scratch scratch;
    const std::string name(key.string(scratch).value_or(""));
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw BadParameter(name.substr(0, 64), "is not known here");
    }
  }
}

std::string Body::Text(std::string_view name, size_t most) const {
  if (!Has(name)) throw BadParameter(std::string(name), "is needed");
  return TextOf(Find(name), name, most);
}

std::optional<std::string> Body::TextIfAny(std::string_view name, size_t most) const {
  if (!Has(name)) return std::nullopt;
  return TextOf(Find(name), name, most);
}

std::vector<std::string> Body::Texts(std::string_view name, size_t most_texts, size_t most) const {
  std::vector<std::string> texts;
  const json::Value list = Find(name);
  if (!list.exists() || list.is_null()) return texts;
  if (!list.is_array() || list.size() > most_texts) {
    throw BadParameter(std::string(name),
                       "must be a list of at most " + std::to_string(most_texts) + " texts");
  }
  for (const json::Value element : list.elements()) texts.push_back(TextOf(element, name, most));
  return texts;
}

std::string Body::Json(std::string_view name, json::Type type) const {
  const json::Value value = Find(name);
  if (!value.exists()) throw BadParameter(std::string(name), "is needed");
  if (value.type() != type) {
    throw BadParameter(std::string(name),
                       type == json::Type::kArray ? "must be a list" : "must be an object");
  }
  std::string path(name);
  std::string_view reason;
  if (value.FirstBad(&path, &reason)) throw BadParameter(path, std::string(reason));
  return std::string(value.raw());
}

std::optional<std::string> ReadEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == text.size() ||
      text.find('@', at + 1) != std::string_view::npos || text.size() > kMostEmail) {
    return std::nullopt;
  }
  std::string email;
  for (const char c : text) {
    if (c <= ' ' || c == 0x7f || std::string_view("<>\"\\,;:()[]").find(c) != std::string::npos) {
      return std::nullopt;
    }
    email += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return email;
}

std::string EmailOf(const Body& body, std::string_view name) {
  auto email = ReadEmail(body.Text(name, kMostEmail));
  if (!email) throw BadParameter(std::string(name), "is no e-mail address");
  return std::move(*email);
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace griot::dashboard
