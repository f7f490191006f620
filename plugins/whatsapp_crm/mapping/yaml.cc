#include "plugins/whatsapp_crm/mapping/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr size_t kMostBytes = 1 << 20;
constexpr size_t kMostDepth = 32;

// Thrown through the parser to stop it.
struct Refused {
  YAML::Mark mark;
  const char* what;
};

size_t Characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), begins));
}

class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(std::string_view text) : text_(text) {}

  Yaml root;

  Place PlaceOf(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.pos < 0) return {};
    const auto end = std::min(static_cast<size_t>(mark.pos), text_.size());
    const auto begin = end - std::min(static_cast<size_t>(std::max(mark.column, 0)), end);
    return {mark.line + 1, static_cast<int>(Characters(text_.substr(begin, end - begin))) + 1};
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Add(Make(mark, "?", anchor, Yaml::Kind::kNull), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{mark, "aliases (*name) are not read here"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Yaml node = Make(mark, tag, anchor, Yaml::Kind::kScalar);
    node.plain = tag == "?";
    node.text = value;
    const size_t skip = node.plain ? 0 : 1;
    const size_t begin = static_cast<size_t>(std::max(mark.pos, 0)) + skip;
    if (begin <= text_.size() && text_.substr(begin).starts_with(value)) {
      node.inside = static_cast<int>(skip);
    }
    Add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(Make(mark, tag, anchor, Yaml::Kind::kList), mark);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(Make(mark, tag, anchor, Yaml::Kind::kMap), mark);
  }
  void OnMapEnd() override { Close(); }

 private:
  Yaml Make(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Yaml::Kind kind) const {
    if (anchor != 0) throw Refused{mark, "anchors (&name) are not read here"};
    if (!tag.empty() && tag != "?" && tag != "!") throw Refused{mark, "tags (!name) are not read"};
    Yaml node;
    node.kind = kind;
    node.place = PlaceOf(mark);
    return node;
  }
  void Open(Yaml node, const YAML::Mark& mark) {
    if (open_.size() == kMostDepth) throw Refused{mark, "nested too deeply"};
    open_.push_back(std::move(node));
    marks_.push_back(mark);
  }
  void Close() {
    Yaml node = std::move(open_.back());
    const YAML::Mark mark = marks_.back();
    open_.pop_back();
    marks_.pop_back();
    Add(std::move(node), mark);
  }
  void Add(Yaml node, const YAML::Mark& mark) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Yaml& parent = open_.back();
    if (parent.kind != Yaml::Kind::kMap || parent.keys.size() > parent.items.size()) {
      parent.items.push_back(std::move(node));
      return;
    }
    if (node.kind != Yaml::Kind::kScalar) throw Refused{mark, "a key must be a text"};
    const auto same = [&](const Yaml& key) { return key.text == node.text; };
    if (std::ranges::any_of(parent.keys, same)) throw Refused{mark, "this key stands here twice"};
    parent.keys.push_back(std::move(node));
  }

  std::string_view text_;
  std::vector<Yaml> open_;
  std::vector<YAML::Mark> marks_;
};

}  // namespace

Place Yaml::At(size_t offset) const {
  if (inside < 0 || offset > text.size()) return place;
  const size_t before = Characters(std::string_view(text).substr(0, offset));
  return {place.line, place.column + inside + static_cast<int>(before)};
}

std::optional<Yaml> ReadYaml(std::string_view text, Problems& problems) {
  if (text.size() > kMostBytes) {
    problems.Add({}, "", "a mapping has at most 1 MiB");
    return std::nullopt;
  }
  Builder builder(text);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) {
      problems.Add({}, "", "the file is empty");
      return std::nullopt;
    }
  } catch (const Refused& refused) {
    problems.Add(builder.PlaceOf(refused.mark), "", refused.what);
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    problems.Add(builder.PlaceOf(fault.mark), "", fault.msg);
    return std::nullopt;
  }
  return std::move(builder.root);
}

}  // namespace griot::whatsapp_crm::mapping
