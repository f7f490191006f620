#pragma once

#include <string>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// Calls `field(name, value)` with each field of an application/x-www-form-urlencoded text, encoded
// as they stand.
template <typename F>
void ForEachField(std::string_view form, F&& field) {
  while (!form.empty()) {
    const std::string_view pair = form.substr(0, form.find('&'));
    form.remove_prefix(pair.size() < form.size() ? pair.size() + 1 : pair.size());
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    field(pair.substr(0, equals),
          equals == pair.npos ? std::string_view() : pair.substr(equals + 1));
  }
}

// What a name or value stands for, in place of what stood in `*out`. Total: a % that begins no byte
// stands for itself.
void DecodeForm(std::string_view text, std::string* out);

// Writes the fields of a form as one flat JSON object of texts to `*out`, in place of what stood
// there; what is no UTF-8 becomes U+FFFD. `*spare` is memory to be reused.
void FormToJson(std::string_view form, std::string* out, std::string* spare);

}  // namespace griot::whatsapp_crm::mapping
