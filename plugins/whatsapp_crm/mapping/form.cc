#include "plugins/whatsapp_crm/mapping/form.h"

#include "griot/json.hpp"

namespace griot::whatsapp_crm::mapping {
namespace {

void Decode(std::string_view text, std::string* out) {
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

}  // namespace

void FormToJson(std::string_view form, std::string* out, std::string* spare) {
  out->clear();
  json::Writer<std::string> writer(*out);
  writer.BeginObject();
  while (!form.empty()) {
    const std::string_view pair = form.substr(0, form.find('&'));
    form.remove_prefix(pair.size() < form.size() ? pair.size() + 1 : pair.size());
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    Decode(pair.substr(0, equals), spare);
    writer.Key(*spare);
    Decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), spare);
    writer.String(*spare);
  }
  writer.EndObject();
}

}  // namespace griot::whatsapp_crm::mapping
