#include "host/config/yaml_builder.h"

#include <algorithm>
#include <utility>

#include "host/config/yaml_reader.h"

namespace griot::config {
namespace {

struct Extent {
  size_t nodes = 0, bytes = 0, depth = 0;
};

Extent Measure(const Node& node) {
  Extent whole{1, node.text.size(), 0};
  auto add = [&whole](const Node& part) {
    Extent inner = Measure(part);
    whole.nodes += inner.nodes;
    whole.bytes += inner.bytes;
    whole.depth = std::max(whole.depth, inner.depth);
  };
  for (const Node& item : node.items) add(item);
  for (const Entry& entry : node.entries) {
    add(entry.key);
    add(entry.value);
  }
  bool collection = node.kind == Node::Kind::kSequence || node.kind == Node::Kind::kMap;
  if (collection) ++whole.depth;
  return whole;
}

// "?" and "!" are what yaml-cpp says for scalars without a tag, plain and quoted. The tag itself is
// not shown: a secret that begins with ! is one.
void RefuseTag(const YAML::Mark& mark, const std::string& tag) {
  if (tag.empty() || tag == "?" || tag == "!") return;
  throw Refused(mark, "tags (!…) are not supported; put text that begins with ! in quotes");
}

}  // namespace

YamlBuilder::YamlBuilder(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) continuation_bytes_.push_back(i);
  }
}

void YamlBuilder::Place(const YAML::Mark& mark, int* line, int* column) const {
  if (mark.is_null() || mark.line < 0) {
    *line = *column = 1;
    return;
  }
  auto count_below = [this](int offset) {
    auto end = std::lower_bound(continuation_bytes_.begin(), continuation_bytes_.end(),
                                static_cast<size_t>(std::max(offset, 0)));
    return static_cast<int>(end - continuation_bytes_.begin());
  };
  int inside = count_below(mark.pos) - count_below(mark.pos - mark.column);
  *line = mark.line + 1;
  *column = std::max(mark.column - inside, 0) + 1;
}

Node YamlBuilder::NewNode(const YAML::Mark& mark, Node::Kind kind) const {
  Node node;
  node.kind = kind;
  Place(mark, &node.line, &node.column);
  return node;
}

void YamlBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ > 1) throw Refused(mark, "a pipeline file holds one YAML document, not several");
}

void YamlBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Charge(mark, 1, 0);
  Add(NewNode(mark, Node::Kind::kNull), anchor, mark);
}

void YamlBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  RefuseTag(mark, tag);
  Charge(mark, 1, value.size());
  if (value.find('\0') != std::string::npos)
    throw Refused(mark, "text cannot hold a NUL character");
  Node node = NewNode(mark, Node::Kind::kScalar);
  node.plain = tag == "?";
  node.text = value;
  Add(std::move(node), anchor, mark);
}

void YamlBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  auto named = anchors_.find(anchor);
  if (named == anchors_.end()) throw Refused(mark, "an alias (*…) stands inside what it names");
  ChargeCopy(mark, named->second);
  Add(named->second, YAML::NullAnchor, mark);
}

void YamlBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                                  YAML::anchor_t anchor, YAML::EmitterStyle::value) {
  OpenCollection(mark, tag, anchor, Node::Kind::kSequence);
}

void YamlBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  OpenCollection(mark, tag, anchor, Node::Kind::kMap);
}

void YamlBuilder::OpenCollection(const YAML::Mark& mark, const std::string& tag,
                                 YAML::anchor_t anchor, Node::Kind kind) {
  RefuseTag(mark, tag);
  Charge(mark, 1, 0);
  if (open_.size() >= kMostDepth) {
    throw Refused(mark, "nested deeper than " + std::to_string(kMostDepth) + " levels");
  }
  open_.push_back({NewNode(mark, kind), anchor, mark, false, {}});
}

void YamlBuilder::Close() {
  Open done = std::move(open_.back());
  open_.pop_back();
  Add(std::move(done.node), done.anchor, done.mark);
}

void YamlBuilder::Add(Node node, YAML::anchor_t anchor, const YAML::Mark& mark) {
  if (anchor != YAML::NullAnchor) {
    ChargeCopy(mark, node);
    anchors_[anchor] = node;
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.kind == Node::Kind::kSequence) {
    parent.node.items.push_back(std::move(node));
    return;
  }
  if (parent.has_key) {
    // yaml-cpp places a missing value at whatever comes next, which may be lines away.
    bool missing = node.kind == Node::Kind::kNull && node.line != parent.key.line;
    if (missing) {
      node.line = parent.key.line;
      node.column = parent.key.column;
    }
    parent.node.entries.push_back({std::move(parent.key), std::move(node)});
    parent.has_key = false;
    return;
  }
  if (node.kind != Node::Kind::kScalar) throw Refused(mark, "a key must be a single word");
  parent.key = std::move(node);
  parent.has_key = true;
}

void YamlBuilder::Charge(const YAML::Mark& mark, size_t nodes, size_t bytes) {
  nodes_ += nodes;
  bytes_ += bytes;
  if (nodes_ <= kMostNodes && bytes_ <= kMostScalarBytes) return;
  throw Refused(mark, "too large once its aliases are followed: more than " +
                          std::to_string(kMostNodes) + " nodes or " +
                          std::to_string(kMostScalarBytes >> 20) + " MiB of text");
}

void YamlBuilder::ChargeCopy(const YAML::Mark& mark, const Node& node) {
  Extent extent = Measure(node);
  Charge(mark, extent.nodes, extent.bytes);
  if (open_.size() + extent.depth <= kMostDepth) return;
  throw Refused(mark, "nested deeper than " + std::to_string(kMostDepth) + " levels");
}

}  // namespace griot::config
