#include "plugins/whatsapp_crm/mapping/form.h"

#include "griot/json.hpp"

namespace griot::whatsapp_crm::mapping {
void DecodeForm(std::string_view text, std::string* out) {
  out->clear();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      *out += ' ';
      continue;
    }
    const int high =
        text[i] == '%' && i + 2 < text.size() ? json::detail::HexDigit(text[i + 1]) : -1;
    const int low = high < 0 ? -1 : json::detail::HexDigit(text[i + 2]);
    if (low < 0) {
      *out += text[i];
      continue;
    }
    *out += static_cast<char>(high << 4 | low);
    i += 2;
  }
}

void FormToJson(std::string_view form, std::string* out, std::string* spare) {
  out->clear();
  json::Writer<std::string> writer(*out);
  writer.BeginObject();
  ForEachField(form, [&](std::string_view name, std::string_view value) {
    DecodeForm(name, spare);
    writer.Key(*spare);
    DecodeForm(value, spare);
    writer.String(*spare);
  });
  writer.EndObject();
}

}  // namespace griot::whatsapp_crm::mapping
