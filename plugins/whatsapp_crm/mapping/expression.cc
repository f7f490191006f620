#include "plugins/whatsapp_crm/mapping/expression.h"

#include <algorithm>
#include <utility>

#include "griot/json/number.hpp"
#include "plugins/whatsapp_crm/mapping/path.h"

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr std::pair<std::string_view, Fn> kFunctions[] = {
    {"text", Fn::kText},     {"lower", Fn::kLower},    {"number", Fn::kNumber},
    {"bool", Fn::kBool},     {"phone", Fn::kPhone},    {"time", Fn::kTime},
    {"time_s", Fn::kTimeS},  {"time_ms", Fn::kTimeMs}, {"time_iso", Fn::kTimeIso},
    {"before", Fn::kBefore}, {"after", Fn::kAfter},    {"count", Fn::kCount},
    {"exists", Fn::kExists}, {"prefix", Fn::kPrefix}};
constexpr size_t kMostDepth = 16;

bool IsNumber(std::string_view text) {
  const auto scan = json::detail::ScanNumber(text.data(), text.data() + text.size());
  return scan.ok && scan.at == text.data() + text.size();
}

Fn FunctionOf(std::string_view name, size_t offset) {
  for (const auto& [known, fn] : kFunctions) {
    if (known == name) return fn;
  }
  std::vector<std::string_view> names{"header"};
  for (const auto& each : kFunctions) names.push_back(each.first);
  throw Fault{offset, "no function \"" + std::string(name) + "\"" + DidYouMean(name, names)};
}

// Recursive descent; throws Fault.
class Reader {
 public:
  Reader(Program& program, Expressions& out, std::string_view text, uint32_t level, bool user)
      : program_(program), out_(out), in_(text), level_(level), user_(user) {}

  NodeId Whole() {
    const NodeId node = Choice(0);
    in_.Space();
    if (!in_.done()) throw Fault{in_.offset(), "expected | or the end of the expression"};
    return node;
  }

 private:
  NodeId Choice(size_t depth) {
    if (depth == kMostDepth) throw Fault{in_.offset(), "nested too deeply"};
    std::vector<NodeId> choices;
    do {
      in_.Space();
      NodeId term = Term(depth);
      // What is given a prefix is an id of the channel's own, and no address.
      const bool id =
          program_.nodes[term].op == Op::kCall && program_.nodes[term].fn == Fn::kPrefix;
      if (user_ && depth == 0 && !id) term = Call(Fn::kUser, term);
      choices.push_back(term);
      in_.Space();
    } while (in_.Take('|'));
    return choices.size() == 1 ? choices[0] : out_.AddFirst(choices);
  }

  NodeId Term(size_t depth) {
    if (in_.done()) throw Fault{in_.offset(), "expected a path, a function or =text"};
    if (in_.Take('=')) return Literal();
    const Scanner before = in_;
    const std::string_view word = in_.Until(" \t\n.[]()|,=\"'^$");
    if (!word.empty() && in_.Take('(')) return Function(word, before.offset(), depth);
    in_ = before;
    Path path = ReadPath(in_, level_);
    Node node;
    node.level = static_cast<uint16_t>(path.level);
    node.a = static_cast<uint32_t>(program_.steps.size());
    node.b = static_cast<uint32_t>(path.steps.size());
    std::ranges::move(path.steps, std::back_inserter(program_.steps));
    return out_.Add(node);
  }

  NodeId Literal() {
    Node node;
    node.op = Op::kConst;
    if (in_.Take('\'')) {
      node.a = out_.AddConstant({ConstKind::kText, in_.Quoted('\'')});
    } else {
      node.a = out_.AddConstant(ConstantOf(Trimmed(in_.Until("|),")), true));
    }
    return out_.Add(node);
  }

  NodeId Function(std::string_view name, size_t offset, size_t depth) {
    if (name == "header") {
      Node node;
      node.op = Op::kHeader;
      node.a = out_.AddConstant({ConstKind::kText, std::string(Trimmed(in_.Until(")")))});
      in_.Must(')', "expected )");
      return out_.Add(node);
    }
    const Fn fn = FunctionOf(name, offset);
    const NodeId argument = Choice(depth + 1);
    uint32_t text = kNothing;
    if (fn == Fn::kBefore || fn == Fn::kAfter || fn == Fn::kPrefix) {
      in_.Must(',', "expected , and a text such as '/'");
      in_.Space();
      in_.Must('\'', "expected a text such as '/'");
      text = out_.AddConstant({ConstKind::kText, in_.Quoted('\'')});
      in_.Space();
    }
    in_.Must(')', "expected )");
    return Call(fn, argument, text);
  }

  NodeId Call(Fn fn, NodeId argument, uint32_t text = kNothing) {
    Node node;
    node.op = Op::kCall;
    node.fn = fn;
    node.a = argument;
    node.b = text;
    return out_.Add(node);
  }

  Program& program_;
  Expressions& out_;
  Scanner in_;
  const uint32_t level_;
  const bool user_;
};

}  // namespace

Constant ConstantOf(std::string_view text, bool plain) {
  if (plain && (text == "true" || text == "false")) return {ConstKind::kBool, std::string(text)};
  if (plain && IsNumber(text)) return {ConstKind::kNumber, std::string(text)};
  return {ConstKind::kText, std::string(text)};
}

NodeId Expressions::Read(const Yaml& text, std::string_view path, uint32_t level, bool user) {
  if (text.kind != Yaml::Kind::kScalar) {
    problems_.Add(text.place, path, "must be an expression such as payload.id or =text");
    return kNothing;
  }
  try {
    return Reader(program_, *this, text.text, level, user).Whole();
  } catch (const Fault& fault) {
    problems_.Add(text.At(fault.offset), path, fault.text);
    return kNothing;
  }
}

std::vector<std::vector<Step>> Expressions::ReadEach(const Yaml& text, std::string_view path) {
  std::vector<std::vector<Step>> lists(1);
  try {
    if (text.kind != Yaml::Kind::kScalar) throw Fault{0, "must be a path such as messages[]"};
    Scanner in(text.text);
    while (true) {
      Step step;
      step.name = ReadName(in);
      lists.back().push_back(std::move(step));
      if (in.Take('[')) {
        in.Must(']', "expected ]: `each` takes every element");
        lists.emplace_back();
        if (in.done()) break;
      }
      in.Must('.', "expected . or []: the path must end in []");
    }
    lists.pop_back();
    return lists;
  } catch (const Fault& fault) {
    problems_.Add(text.At(fault.offset), path, fault.text);
    return {};
  }
}

NodeId Expressions::Add(const Node& node) {
  program_.nodes.push_back(node);
  return static_cast<NodeId>(program_.nodes.size() - 1);
}

NodeId Expressions::AddFirst(const std::vector<NodeId>& choices) {
  Node node;
  node.op = Op::kFirst;
  node.a = static_cast<uint32_t>(program_.links.size());
  node.b = static_cast<uint32_t>(choices.size());
  program_.links.insert(program_.links.end(), choices.begin(), choices.end());
  return Add(node);
}

uint32_t Expressions::AddConstant(Constant constant) {
  program_.constants.push_back(std::move(constant));
  return static_cast<uint32_t>(program_.constants.size() - 1);
}

}  // namespace griot::whatsapp_crm::mapping
