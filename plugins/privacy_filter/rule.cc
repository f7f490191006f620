#include "plugins/privacy_filter/rule.h"

#include <algorithm>

namespace griot::privacy {
namespace {

// "b~1c" is "b/c"; nullopt: a tilde that means nothing.
std::optional<std::string> Decoded(std::string_view segment) {
  std::string out;
  for (size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] != '~') {
      out += segment[i];
      continue;
    }
    if (++i == segment.size() || (segment[i] != '0' && segment[i] != '1')) return std::nullopt;
    out += segment[i] == '0' ? '~' : '/';
  }
  return out;
}

bool IsAmong(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view wanted) {
    if (!wanted.ends_with('*')) return name == wanted;
    wanted.remove_suffix(1);
    return name.starts_with(wanted);
  });
}

}  // namespace

std::optional<FieldPath> ParseField(std::string_view pointer) {
  FieldPath path;
  if (pointer == "/user_id") {
    path.root = Root::kUserId;
    return path;
  }
  if (pointer == "/anonymous_id") {
    path.root = Root::kAnonymousId;
    return path;
  }
  constexpr std::string_view kProperties = "/properties/", kContext = "/context/";
  if (pointer.starts_with(kProperties)) {
    pointer.remove_prefix(kProperties.size());
  } else if (pointer.starts_with(kContext)) {
    path.root = Root::kContext;
    pointer.remove_prefix(kContext.size());
  } else {
    return std::nullopt;
  }
  for (;;) {
    const size_t end = pointer.find('/');
    auto segment = Decoded(pointer.substr(0, end));
    if (!segment || segment->empty()) return std::nullopt;
    path.any.push_back(*segment == "*");
    path.segments.push_back(std::move(*segment));
    if (end == std::string_view::npos) return path;
    pointer.remove_prefix(end + 1);
  }
}

bool Rule::AppliesTo(const Event& event) const {
  return (events.empty() || IsAmong(events, event.name())) &&
         (channels.empty() || IsAmong(channels, event.channel()));
}

}  // namespace griot::privacy
