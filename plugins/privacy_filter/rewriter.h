#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/privacy_filter/keyed_hash.h"
#include "plugins/privacy_filter/rule.h"

namespace griot::privacy {

// What a rule leaves of JSON values. A drop is a mask here, of which only `changed` counts. One
// thread; its memory is reused.
class Rewriter {
 public:
  explicit Rewriter(KeyedHash* hash) : hash_(hash) {}

  // Begins with a rule and one of the two roots.
  void Begin(const Rule& rule, Root root);
  // Appends what is left of the root's member; false: nothing is.
  bool Member(json::Value name, json::Value value, std::string* out);
  // Whether the last Member was changed.
  bool changed() const { return changed_; }

  // What is left of an envelope's text. False: it stays as it is.
  bool Text(const Rule& rule, std::string_view text, std::string* out);

 private:
  struct Cursor {
    const FieldPath* path;
    size_t at;  // the segment that the next name must match
  };

  bool Write(json::Value value, size_t from, bool inside, std::string* out);
  bool Child(std::string_view name, json::Value value, size_t from, size_t to, bool inside,
             std::string* out);
  void WriteObject(json::Value object, size_t from, bool inside, std::string* out);
  void WriteArray(json::Value array, size_t from, bool inside, std::string* out);
  bool WriteLeaf(json::Value value, std::string* out);
  // The text as the action makes it.
  void Act(std::string_view text, std::string* out);

  KeyedHash* hash_;
  const Rule* rule_ = nullptr;
  bool changed_ = false, everywhere_ = false;
  std::vector<Cursor> cursors_;  // of all levels, each behind its parent's
  json::Scratch scratch_;
  std::string text_, next_;
};

}  // namespace griot::privacy
