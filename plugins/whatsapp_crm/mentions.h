#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/abi/ext/forget.h"
#include "griot/cpp/status.hpp"

namespace griot::whatsapp_crm {

// Whether a text speaks of somebody: one of the identifiers stands in it, by itself. A phone number
// is meant with its plus and without, as providers write it. Unchanging, so safe from any thread.
class Mentions {
 public:
  explicit Mentions(const griot_forget_request& request) {
    for (uint32_t i = 0; i < request.identifier_count; ++i) {
      std::string_view value = View(request.identifiers[i].value);
      if (value.starts_with('+')) value.remove_prefix(1);
      if (!value.empty()) values_.emplace_back(value);
    }
  }

  bool In(std::string_view text) const {
    for (const std::string& value : values_) {
      for (size_t at = 0; (at = text.find(value, at)) != std::string_view::npos; ++at) {
        const size_t end = at + value.size();
        if ((at == 0 || !IsWord(text[at - 1])) && (end == text.size() || !IsWord(text[end]))) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  static bool IsWord(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  std::vector<std::string> values_;
};

}  // namespace griot::whatsapp_crm
