#include "plugins/campaign_enricher/web_address.h"

#include <algorithm>

namespace griot::campaigns {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

int Hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = Lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

void HostOf(std::string_view address, std::string* host) {
  constexpr size_t kMostHost = 253;
  host->clear();
  const size_t scheme = address.substr(0, 64).find("//");
  if (scheme == std::string_view::npos) return;
  address.remove_prefix(scheme + 2);
  address = address.substr(0, address.substr(0, kMostAddress).find_first_of("/?#\\"));
  if (const size_t user = address.rfind('@'); user != std::string_view::npos)
    address.remove_prefix(user + 1);
  // The colons of [::1] are its own.
  address = address.starts_with('[') ? address.substr(0, address.find(']')).substr(1)
                                     : address.substr(0, address.find(':'));
  while (address.ends_with('.')) address.remove_suffix(1);
  if (address.size() > kMostHost) return;
  host->resize(address.size());
  std::transform(address.begin(), address.end(), host->begin(), Lower);
  if (host->starts_with("www.")) host->erase(0, 4);
}

std::string_view QueryOf(std::string_view address) {
  const size_t begin = address.find('?');
  if (begin == std::string_view::npos) return {};
  address.remove_prefix(begin + 1);
  return address.substr(0, address.find('#'));
}

bool QueryReader::Next() {
  while (!rest_.empty()) {
    const size_t end = rest_.find('&');
    const std::string_view pair = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    name_ = pair.substr(0, equals);
    value_ = pair.substr(equals + 1);
    return true;
  }
  return false;
}

void AppendDecoded(std::string_view text, std::string* out) {
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+') c = ' ';
    if (c == '%' && i + 2 < text.size()) {
      const int high = Hex(text[i + 1]);
      const int low = Hex(text[i + 2]);
      if (high >= 0 && low >= 0) {
        c = static_cast<char>(high * 16 + low);
        i += 2;
      }
    }
    out->push_back(c);
  }
}

}  // namespace griot::campaigns
