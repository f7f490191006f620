#include "host/config/map_reader.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "host/config/scalar.h"
#include "host/config/text.h"

namespace griot::config {
namespace {

bool ReadScalar(const Scope& scope, const Node& node, const std::string& path, TypeBit type,
                Json* out) {
  if (node.env != nullptr && !node.env->fault.empty()) {
    scope.Complain(node, path, node.env->fault);
    return false;
  }
  bool scalar = node.kind == Node::Kind::kScalar;
  if (scalar && ConvertScalar(node, type, out)) return true;
  scope.Complain(node, path, "expected " + Expected(type) + ", found " + Describe(node, false),
                 TypeHint(node, type));
  return false;
}

}  // namespace

MapReader::MapReader(const Scope& scope, const Node& map, std::string path,
                     std::initializer_list<std::string_view> known)
    : scope_(scope), map_(map), path_(std::move(path)) {
  if (map.kind != Node::Kind::kMap) {
    scope.Complain(map, path_, "expected a mapping, found " + Describe(map, true));
    return;
  }
  std::unordered_map<std::string_view, const Node*> seen;
  for (const Entry& entry : map.entries) {
    const std::string& key = entry.key.text;
    if (entry.key.plain && key == "<<") {
      scope.Complain(entry.key, path_, "merge keys (<<) are not supported");
      continue;
    }
    auto [first, is_new] = seen.emplace(key, &entry.key);
    if (!is_new) {
      scope.Complain(entry.key, PathOf(key),
                     "duplicate key (first at " + ToString(scope.At(*first->second)) + ")");
      continue;
    }
    if (known.size() > 0 && std::find(known.begin(), known.end(), key) == known.end()) {
      // With nothing behind it, it may be a line of a secret that lost its indentation.
      bool bare = entry.value.kind == Node::Kind::kNull;
      scope.Complain(entry.key, bare ? path_ : PathOf(key), "unknown key", DidYouMean(key, known));
      continue;
    }
    entries_.push_back(&entry);
  }
}

const Node* MapReader::Find(std::string_view key) const {
  for (const Entry* entry : entries_) {
    if (entry->key.text != key) continue;
    return entry->value.kind == Node::Kind::kNull ? nullptr : &entry->value;
  }
  return nullptr;
}

const Node* MapReader::Require(std::string_view key) const {
  const Node* found = Find(key);
  bool readable = map_.kind == Node::Kind::kMap;
  if (found == nullptr && readable) scope_.Complain(map_, path_, "missing " + Quoted(key));
  return found;
}

std::string MapReader::PathOf(std::string_view key) const {
  return path_.empty() ? PathPart(key) : path_ + "." + PathPart(key);
}

std::optional<std::string> ReadText(const Scope& scope, const Node& node, const std::string& path) {
  Json text;
  if (!ReadScalar(scope, node, path, kString, &text)) return std::nullopt;
  return std::move(text.text);
}

std::optional<int64_t> ReadInteger(const Scope& scope, const Node& node, const std::string& path,
                                   int64_t least, int64_t most) {
  Json number;
  if (!ReadScalar(scope, node, path, kInteger, &number)) return std::nullopt;
  if (number.integer >= least && number.integer <= most) return number.integer;
  std::string shown = node.env ? ShowText(node) : std::to_string(number.integer);
  scope.Complain(
      node, path,
      shown + " is not between " + std::to_string(least) + " and " + std::to_string(most));
  return std::nullopt;
}

const std::vector<Node>& ReadList(const Scope& scope, const Node& node, const std::string& path) {
  if (node.kind != Node::Kind::kSequence) {
    scope.Complain(node, path, "expected a list, found " + Describe(node, false));
  }
  return node.items;
}

std::optional<std::string> ReadName(const Scope& scope, const Node& node, const std::string& path) {
  std::optional<std::string> name = ReadText(scope, node, path);
  if (!name || IsName(*name)) return name;
  scope.Complain(node, path, ShowText(node) + " is not a good name",
                 "lower-case letters, digits, _ and -, a letter first, at most 63");
  return std::nullopt;
}

}  // namespace griot::config
