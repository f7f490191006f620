#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/node.h"
#include "host/config/scope.h"

namespace griot::config {

/// Reads the host's own mappings of a pipeline file. Complains at once of duplicate, merge and
/// unknown keys, and of anything that is no mapping. A key with nothing behind it counts as absent.
/// `scope` and `map` must outlive it.
class MapReader {
 public:
  /// `known` empty: any key is good.
  MapReader(const Scope& scope, const Node& map, std::string path,
            std::initializer_list<std::string_view> known);

  const Node* Find(std::string_view key) const;
  /// As Find; complains when there is none.
  const Node* Require(std::string_view key) const;
  std::string PathOf(std::string_view key) const;
  /// Each key once, in the file's order, those without a value too.
  const std::vector<const Entry*>& entries() const { return entries_; }
  const Node& node() const { return map_; }

 private:
  const Scope& scope_;
  const Node& map_;
  std::string path_;
  std::vector<const Entry*> entries_;
};

/// Readers of single values; they complain and answer nothing when the node is of another type.
std::optional<std::string> ReadText(const Scope& scope, const Node& node, const std::string& path);
std::optional<int64_t> ReadInteger(const Scope& scope, const Node& node, const std::string& path,
                                   int64_t least, int64_t most);
/// The items of a list, none when it is no list.
const std::vector<Node>& ReadList(const Scope& scope, const Node& node, const std::string& path);

/// A pipeline's, stage's or plugin's name.
std::optional<std::string> ReadName(const Scope& scope, const Node& node, const std::string& path);

}  // namespace griot::config
