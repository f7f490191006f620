#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json/scan.hpp"
#include "griot/json/writer.hpp"

namespace griot {
inline namespace sdk_v1 {
namespace json {

// One change: sets the value at `path` to a JSON text that was validated before, or removes what is
// there (nullopt). The path is a JSON Pointer ("/a/b~1c") or dotted ("a.b").
struct Patch {
  std::string_view path;
  std::optional<std::string_view> json;
};

namespace detail {

// A change seen from one level of the text: `head` names the item there, `rest` leads on.
struct Edit {
  Segment head;
  PathReader rest;
  std::optional<std::string_view> json;
  std::optional<std::string_view> found = {};  // what the item was, for the first of its edits

  Edit Below() const noexcept {
    PathReader reader = rest;
    const Segment next = reader.Next();
    return {next, reader, json};
  }
};

// Edits in order: the usual few on the stack.
class EditList {
 public:
  explicit EditList(std::size_t size) : size_(size) {
    if (size > few_.size()) many_.resize(size);
  }
  std::span<Edit> span() noexcept {
    return {size_ > few_.size() ? many_.data() : few_.data(), size_};
  }

 private:
  std::size_t size_;
  std::array<Edit, 8> few_;
  std::vector<Edit> many_;
};

inline bool AnySets(std::span<const Edit> edits) noexcept {
  for (const Edit& edit : edits) {
    if (edit.json) return true;
  }
  return false;
}

inline bool ApplyEdits(std::string_view text, std::span<Edit> edits, std::string& out);

inline void Separate(std::string& out) {
  if (out.back() != '{' && out.back() != '[') out.push_back(',');
}

// Moves the edits with the first one's name to the front, in order; returns how many they are.
inline std::size_t GatherFirst(std::span<Edit> edits) noexcept {
  std::size_t count = 1;
  for (std::size_t i = 1; i < edits.size(); ++i) {
    if (!SameSegment(edits[0].head, edits[i].head)) continue;
    if (i != count) std::rotate(&edits[count], &edits[i], &edits[i] + 1);
    ++count;
  }
  return count;
}

// Writes what the edits of one member leave of it; nothing when that is nothing. `group` holds
// them in order, at least one; it is overwritten.
inline bool ApplyToMember(std::span<Edit> group, std::optional<std::string_view> value,
                          std::string& out) {
  const Segment name = group.front().head;
  std::size_t last = 0;  // the edits from here on lead deeper; the whole member is set before
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!group[i].rest.done()) continue;
    value = group[i].json;
    last = i + 1;
  }
  const auto deeper = group.subspan(last);
  if (!value && AnySets(deeper)) value = "{}";
  if (!value) return true;
  Separate(out);
  out.push_back('"');
  if (name.tilde) {
    std::string decoded;
    AppendDecoded(decoded, name);
    AppendEscaped(out, decoded);
  } else {
    AppendEscaped(out, name.text);
  }
  out.append("\":");
  for (Edit& edit : deeper) edit = edit.Below();
  return ApplyEdits(*value, deeper, out);
}

inline bool ApplyToObject(std::string_view text, std::span<Edit> edits, std::string& out) {
  out.push_back('{');
  ItemReader items(text);
  std::string_view run;  // items that stay, one after the other: copied at a stroke
  const auto flush = [&] {
    if (run.empty()) return;
    Separate(out);
    out.append(run);
    run = {};
  };
  while (items.Next()) {
    Edit* hit = nullptr;
    for (std::size_t i = 0; i < edits.size() && hit == nullptr; ++i) {
      if (items.NameIs(edits[i].head)) hit = &edits[i];
    }
    if (hit != nullptr) {
      hit->found = items.value();
      flush();
      continue;
    }
    const std::string_view item = items.item();
    const char* const from = run.empty() ? item.data() : run.data();
    run = {from, static_cast<std::size_t>(item.data() + item.size() - from)};
  }
  flush();
  while (!edits.empty()) {
    const std::size_t count = GatherFirst(edits);
    if (!ApplyToMember(edits.first(count), edits.front().found, out)) return false;
    edits = edits.subspan(count);
  }
  out.push_back('}');
  return !items.broken();
}

// One change to an array: an index that is there is set or removed, "-" and the first free index
// append, and beyond that there is nothing to change. A name makes an object of it, as of any value
// that is in the way of a path.
inline bool ApplyToArray(std::string_view text, Edit edit, std::string& out) {
  const bool append = edit.head.text == "-";
  const auto index = IndexOf(edit.head);
  if (!append && !index) {
    if (edit.json) return ApplyToObject("{}", {&edit, 1}, out);
    out.append(text);
    return true;
  }
  const auto put = [&](std::string_view old) {
    if (edit.rest.done()) {
      if (!edit.json) return true;
      Separate(out);
      out.append(*edit.json);
      return true;
    }
    Separate(out);
    Edit below = edit.Below();
    return ApplyEdits(old, {&below, 1}, out);
  };
  out.push_back('[');
  ItemReader items(text);
  std::size_t at = 0;
  for (; items.Next(); ++at) {
    if (at == index) {
      if (!put(items.value())) return false;
      continue;
    }
    Separate(out);
    out.append(items.value());
  }
  if ((append || at == index) && edit.json && !put("{}")) return false;
  out.push_back(']');
  return !items.broken();
}

// Writes `text` as the edits leave it.
inline bool ApplyEdits(std::string_view text, std::span<Edit> edits, std::string& out) {
  std::string arrays[2];  // indexes shift with each change, so arrays take one at a time
  for (std::size_t turn = 0; !edits.empty() && ItemReader(text).is_array(); turn ^= 1) {
    arrays[turn].clear();
    if (!ApplyToArray(text, edits.front(), arrays[turn])) return false;
    text = arrays[turn];
    edits = edits.subspan(1);
  }
  if (!edits.empty() && ItemReader(text).is_object()) return ApplyToObject(text, edits, out);
  if (AnySets(edits)) return ApplyToObject("{}", edits, out);
  out.append(text);
  return true;
}

}  // namespace detail

// Appends to `out` the text of an object with the patches applied, one after the other. What stays
// keeps its bytes; a member that is set stands once, at the end; one that is removed is gone with
// all its duplicates. Setting creates the objects that lead to it, in place of anything else that
// is there; removing what is not there changes nothing. An empty text counts as {}.
//
// False, with `out` as it was, when the text is no object, or a path is empty or over 64 segments
// deep. The text must be valid JSON and no part of `out`. Safe from any thread; may throw
// std::bad_alloc.
inline bool ApplyPatches(std::string_view text, std::span<const Patch> patches, std::string& out) {
  constexpr std::size_t kMaxSegments = 64;  // bounds the recursion
  if (detail::SkipSpace(text.data(), text.data() + text.size()) == text.data() + text.size()) {
    text = "{}";
  }
  if (!detail::ItemReader(text).is_object()) return false;
  detail::EditList edits(patches.size());
  for (std::size_t i = 0; i < patches.size(); ++i) {
    detail::PathReader path(patches[i].path);
    if (path.done()) return false;
    std::size_t segments = 0;
    for (detail::PathReader count = path; !count.done(); ++segments) count.Next();
    if (segments > kMaxSegments) return false;
    const detail::Segment head = path.Next();
    edits.span()[i] = {head, path, patches[i].json};
  }
  const std::size_t before = out.size();
  if (detail::ApplyEdits(text, edits.span(), out)) return true;
  out.resize(before);
  return false;
}

}  // namespace json
}  // namespace sdk_v1
}  // namespace griot
