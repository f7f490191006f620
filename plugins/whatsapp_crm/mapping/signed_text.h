#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace griot::whatsapp_crm::mapping {

// Pure functions over what providers sign beside the body; total over any input.

// The fields of a form, decoded, as names and values one after the other in the order of the names;
// of equal ones one (Twilio's signature). nullopt: more of them than any provider sends.
std::optional<std::string> SortedForm(std::string_view form);

// The address as it may have been called: as it stands, and with its scheme's port put in or taken
// out, because providers differ in whether they write it.
std::vector<std::string> UrlForms(std::string_view url);

// The first value of a parameter in an address' query, decoded.
std::optional<std::string> QueryValue(std::string_view url, std::string_view name);

// Base64 as URLs take it (RFC 4648 §5), without padding; nullopt when it is none.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace griot::whatsapp_crm::mapping
