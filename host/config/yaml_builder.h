#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/config/node.h"

namespace griot::config {

/// What the builder throws through the parser to stop it; caught by ReadYaml.
struct Refused : std::runtime_error {
  Refused(const YAML::Mark& where, const std::string& what)
      : std::runtime_error(what), mark(where) {}
  YAML::Mark mark;
};

/// Turns yaml-cpp's events into our tree. yaml-cpp's own Node is not used: it drops no duplicate
/// key, shares aliases, and converts `on` and `010` in ways that surprise.
/// `text` must outlive it. One thread, one document.
class YamlBuilder final : public YAML::EventHandler {
 public:
  explicit YamlBuilder(std::string_view text);

  Node TakeRoot() { return std::move(root_); }
  bool has_document() const { return documents_ > 0; }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { Close(); }

  /// Gives a node the place of `mark`, its column counted in characters.
  void Place(const YAML::Mark& mark, int* line, int* column) const;

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    YAML::Mark mark;
    bool has_key = false;
    Node key;
  };

  Node NewNode(const YAML::Mark& mark, Node::Kind kind) const;
  void OpenCollection(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                      Node::Kind kind);
  void Close();
  void Add(Node node, YAML::anchor_t anchor, const YAML::Mark& mark);
  void Charge(const YAML::Mark& mark, size_t nodes, size_t bytes);
  void ChargeCopy(const YAML::Mark& mark, const Node& node);

  std::vector<size_t> continuation_bytes_;  ///< offsets, ascending
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Node> anchors_;
  Node root_;
  size_t documents_ = 0;
  size_t nodes_ = 0;
  size_t bytes_ = 0;
};

}  // namespace griot::config
