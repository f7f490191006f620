#include "host/http/head.h"

#include <cassert>

#include "host/http/text.h"

namespace griot::http {

void Head::Reset(std::string_view bytes) {
  base_ = bytes.data();
  size_ = bytes.size();
  is_owned_ = false;
  owned_.clear();
  lines_.clear();
  target_ = {};
  method.reset();
  http11 = keep_alive = true;
  chunked = expects_continue = false;
  content_length.reset();
}

void Head::Own() {
  if (is_owned_) return;
  owned_.assign(base_, size_);
  is_owned_ = true;
}

void Head::AddLine(std::string_view name, std::string_view value) {
  lines_.push_back({Locate(name), Locate(value)});
}

std::optional<std::string_view> Head::Find(std::string_view name) const {
  for (const LineSpan& span : lines_) {
    if (EqualsIgnoreCase(At(span.name), name)) return At(span.value);
  }
  return std::nullopt;
}

Head::Span Head::Locate(std::string_view part) const {
  if (part.empty()) return {};
  assert(part.data() >= base_ && part.data() + part.size() <= base_ + size_);
  return {static_cast<uint32_t>(part.data() - base_), static_cast<uint32_t>(part.size())};
}

}  // namespace griot::http
