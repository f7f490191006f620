#include "plugins/whatsapp_crm/mapping/redact.h"

#include <algorithm>
#include <span>

namespace griot::whatsapp_crm::mapping {
namespace {

class Redactor {
 public:
  Redactor(std::string_view text, std::string* out) : text_(text), out_(out) {}

  void Walk(json::Value value, std::span<const std::string> way) {
    if (way.empty()) return Blank(value.raw());
    if (way.front() == "[]") {
      for (const json::Value element : value.elements()) Walk(element, way.subspan(1));
      return;
    }
    // Each member of that name: another reader of the same bytes may take the first.
    for (const auto [key, member] : value.members()) {
      if (key.StringIs(way.front())) Walk(member, way.subspan(1));
    }
  }
  bool changed() const { return changed_; }

 private:
  void Blank(std::string_view raw) {
    if (raw == "null") return;
    if (!changed_) out_->assign(text_);
    changed_ = true;
    char* const at = out_->data() + (raw.data() - text_.data());
    std::fill_n(at, raw.size(), ' ');
    const std::string_view by = raw.size() < 4 ? "0" : "null";
    std::copy(by.begin(), by.end(), at);
  }

  const std::string_view text_;
  std::string* const out_;
  bool changed_ = false;
};

}  // namespace

bool Redact(json::Value root, std::string_view text,
            const std::vector<std::vector<std::string>>& paths, std::string* out) {
  Redactor redactor(text, out);
  for (const auto& path : paths) redactor.Walk(root, path);
  return redactor.changed();
}

}  // namespace griot::whatsapp_crm::mapping
