#include "plugins/privacy_filter/rewriter.h"

namespace griot::privacy {

void Rewriter::Begin(const Rule& rule, Root root) {
  rule_ = &rule;
  cursors_.clear();
  for (const FieldPath& path : rule.fields)
    if (path.root == root) cursors_.push_back({&path, 0});
  everywhere_ = rule.fields.empty();
}

bool Rewriter::Member(json::Value name, json::Value value, std::string* out) {
  scratch_.Reset();
  changed_ = false;
  const size_t roots = cursors_.size();
  const bool left = Child(name.string(scratch_).value_or(""), value, 0, roots, everywhere_, out);
  cursors_.resize(roots);
  return left;
}

// The cursors in [from, to) are the parent's.
bool Rewriter::Child(std::string_view name, json::Value value, size_t from, size_t to, bool inside,
                     std::string* out) {
  const size_t mine = cursors_.size();
  for (size_t i = from; i < to; ++i) {
    const auto [path, at] = cursors_[i];
    if (!path->any[at] && path->segments[at] != name) continue;
    if (at + 1 == path->segments.size()) {
      inside = true;
    } else {
      cursors_.push_back({path, at + 1});
    }
  }
  const bool left = Write(value, mine, inside, out);
  cursors_.resize(mine);
  return left;
}

bool Rewriter::Write(json::Value value, size_t from, bool inside, std::string* out) {
  const bool whole = inside && rule_->patterns.empty();
  if (whole && rule_->action == Action::kRemove) {
    changed_ = true;
    return false;
  }
  if (!inside && from == cursors_.size()) {
    out->append(value.raw());
    return true;
  }
  if (value.is_object()) {
    WriteObject(value, from, inside, out);
  } else if (value.is_array()) {
    WriteArray(value, from, inside, out);
  } else if (!inside || !WriteLeaf(value, out)) {
    out->append(value.raw());
  }
  return true;
}

void Rewriter::WriteObject(json::Value object, size_t from, bool inside, std::string* out) {
  const size_t to = cursors_.size();
  out->push_back('{');
  for (const auto [key, member] : object.members()) {
    const size_t before = out->size();
    if (out->back() != '{') out->push_back(',');
    out->append(key.raw());
    out->push_back(':');
    const std::string_view name = key.string(scratch_).value_or("");
    if (!Child(name, member, from, to, inside, out)) out->resize(before);
  }
  out->push_back('}');
}

void Rewriter::WriteArray(json::Value array, size_t from, bool inside, std::string* out) {
  const size_t to = cursors_.size();
  out->push_back('[');
  size_t index = 0;
  for (const json::Value element : array.elements()) {
    const size_t before = out->size();
    if (out->back() != '[') out->push_back(',');
    const std::string name = std::to_string(index++);
    if (!Child(name, element, from, to, inside, out)) out->resize(before);
  }
  out->push_back(']');
}

void Rewriter::Act(std::string_view text, std::string* out) {
  switch (rule_->action) {
    case Action::kHash:
      hash_->Append(text, out);
      return;
    case Action::kRemove:
      return;
    case Action::kDrop:
    case Action::kMask:
      out->append("***");
  }
}

bool Rewriter::Text(const Rule& rule, std::string_view text, std::string* out) {
  rule_ = &rule;
  out->clear();
  if (rule.patterns.empty()) {
    Act(text, out);
    return true;
  }
  // Each pattern sees what the one before left.
  bool hit = false;
  const auto act = [this](std::string_view match, std::string* to) { Act(match, to); };
  for (const auto& pattern : rule.patterns) {
    next_.clear();
    if (!pattern->Replace(hit ? std::string_view(*out) : text, act, &next_)) continue;
    std::swap(*out, next_);
    hit = true;
  }
  return hit;
}

// False: it stays as it is.
bool Rewriter::WriteLeaf(json::Value value, std::string* out) {
  if (value.is_null()) return false;
  const std::string_view text = value.is_bool() ? value.raw() : value.AsText(scratch_).value_or("");
  if (text.empty() || !Text(*rule_, text, &text_)) return false;
  json::AppendString(*out, text_);
  changed_ = true;
  return true;
}

}  // namespace griot::privacy
