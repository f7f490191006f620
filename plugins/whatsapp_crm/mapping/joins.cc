// What expressions make of several values, and of what was remembered.
#include "plugins/whatsapp_crm/mapping/values.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostJoined = 1024;  // of a part
constexpr size_t kMostKey = 512;

}  // namespace

Val Values::Calls(const Node& node) {
  if (node.fn == Fn::kConcat) return Concat(node);
  if (node.fn == Fn::kSeconds) return Seconds(node);
  const std::span<const NodeId> parts(program_.links.data() + node.a, node.b);
  if (!recall_.on()) return {};
  const std::string_view key = KeyOf(program_.constants[node.c].text, parts);
  if (key.empty()) return {};
  const std::string_view before = recall_.Before(key, levels_[level_].raw());
  if (node.fn == Fn::kNew) return {Val::Kind::kBool, {}, before.empty() ? "true" : "false", 0};
  if (before.empty()) return {};
  return {Val::Kind::kText, {}, Keep("", before), 0};
}

void Values::Keep(const Remember& remember) {
  if (!recall_.on() || !Holds(remember.when)) return;
  const std::string_view value = Text(remember.value);
  if (value.empty()) return;
  recall_.Put(KeyOf(remember.as, remember.key), value, levels_[level_].raw());
}

std::string_view Values::KeyOf(std::string_view name, std::span<const NodeId> parts) {
  const size_t begin = joined_.size();
  joined_.append(program_.name).append(1, '\x1F').append(name).append(1, '\x1F');
  bool whole = true;
  for (const NodeId part : parts) {
    const std::string_view text = Text(part);
    whole = whole && !text.empty() && text.size() <= kMostKey;
    if (whole) joined_.append(text).append(1, ':');
  }
  return Joined(begin, whole);
}

// What was joined since; a value that it was made of may be joined itself.
std::string_view Values::Joined(size_t begin, bool whole) {
  const std::string_view out = whole ? Keep("", std::string_view(joined_).substr(begin)) : "";
  joined_.resize(begin);
  return out;
}

// Nothing, where one of them is nothing.
Val Values::Concat(const Node& node) {
  const size_t begin = joined_.size();
  bool whole = true;
  for (uint32_t i = 0; i < node.b; ++i) {
    const std::string_view text = Text(program_.links[node.a + i]);
    whole = whole && !text.empty() && text.size() <= kMostJoined;
    if (whole) joined_ += text;
  }
  const std::string_view text = Joined(begin, whole);
  return text.empty() ? Val() : Val{Val::Kind::kText, {}, text, 0};
}

// From the second to the first, in whole seconds.
Val Values::Seconds(const Node& node) {
  Micros times[2];
  for (uint32_t i = 0; i < 2; ++i) {
    const Val argument = Get(program_.links[node.a + i]);
    const Val time = argument.none() ? Val() : TimeOf(Fn::kTime, argument);
    if (time.none()) return {};
    times[i] = time.time;
  }
  if (times[0] < times[1]) return {};
  return {Val::Kind::kNumber, {}, Digits((times[0] - times[1]) / kSecond), 0};
}

}  // namespace griot::whatsapp_crm::mapping
