#pragma once

#include <string>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// Writes the fields of an application/x-www-form-urlencoded body as one flat JSON object of texts
// to `*out`, in place of what stood there. Total: a % that begins no byte stands for itself, and
// what is no UTF-8 becomes U+FFFD. `*spare` is memory to be reused.
void FormToJson(std::string_view form, std::string* out, std::string* spare);

}  // namespace griot::whatsapp_crm::mapping
