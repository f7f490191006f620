#pragma once

#include <string>
#include <string_view>

#include "griot/json.hpp"

namespace griot::whatsapp_crm {

// At most so many characters of a text; always whole ones.
inline std::string_view Cut(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  size_t chars = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && chars++ == most) return text.substr(0, i);
  }
  return text;
}

// Writes one JSON object to a string that it does not own. What is empty is left out. One thread.
class ObjectWriter {
 public:
  static constexpr size_t kMostChars = 1024;

  explicit ObjectWriter(std::string& out) : writer_(out) { writer_.BeginObject(); }

  void Text(std::string_view key, std::string_view text, size_t most = kMostChars) {
    if (!text.empty()) writer_.Key(key).String(Cut(text, most));
  }
  void Bool(std::string_view key, bool value) { writer_.Key(key).Bool(value); }
  // JSON that is one already.
  void Raw(std::string_view key, std::string_view json) {
    if (!json.empty()) writer_.Key(key).Raw(json);
  }
  void Begin(std::string_view key) { writer_.Key(key).BeginObject(); }
  void End() { writer_.EndObject(); }

 private:
  json::Writer<std::string> writer_;
};

}  // namespace griot::whatsapp_crm
