#include "plugins/whatsapp_crm/mapping/expression.h"

#include <algorithm>
#include <utility>

#include "griot/json/number.hpp"
#include "plugins/whatsapp_crm/mapping/path.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// What a function is called with: one expression, and a text where it is marked; nothing; or any
// number of expressions and texts.
enum class Form : uint8_t { kOne, kText, kNone, kMany, kNamed };
struct Function {
  std::string_view name;
  Fn fn;
  Form form = Form::kOne;
};
constexpr Function kFunctions[] = {{"text", Fn::kText},
                                   {"lower", Fn::kLower},
                                   {"number", Fn::kNumber},
                                   {"bool", Fn::kBool},
                                   {"phone", Fn::kPhone},
                                   {"bsuid", Fn::kBsuid},
                                   {"time", Fn::kTime},
                                   {"time_s", Fn::kTimeS},
                                   {"time_ms", Fn::kTimeMs},
                                   {"time_iso", Fn::kTimeIso},
                                   {"count", Fn::kCount},
                                   {"exists", Fn::kExists},
                                   {"raw", Fn::kRaw},
                                   {"hash", Fn::kHash},
                                   {"json", Fn::kJson},
                                   {"before", Fn::kBefore, Form::kText},
                                   {"after", Fn::kAfter, Form::kText},
                                   {"prefix", Fn::kPrefix, Form::kText},
                                   {"occurred", Fn::kOccurred, Form::kNone},
                                   {"list", Fn::kList, Form::kNone},
                                   {"concat", Fn::kConcat, Form::kMany},
                                   {"seconds", Fn::kSeconds, Form::kMany},
                                   {"recall", Fn::kRecall, Form::kNamed},
                                   {"new", Fn::kNew, Form::kNamed}};
constexpr size_t kMostDepth = 16;

bool IsNumber(std::string_view text) {
  const auto scan = json::detail::ScanNumber(text.data(), text.data() + text.size());
  return scan.ok && scan.at == text.data() + text.size();
}

const Function& FunctionOf(std::string_view name, size_t offset) {
  for (const Function& known : kFunctions) {
    if (known.name == name) return known;
  }
  std::vector<std::string_view> names{"header"};
  for (const Function& each : kFunctions) names.push_back(each.name);
  throw Fault{offset, "no function \"" + std::string(name) + "\"" + DidYouMean(name, names)};
}

// Recursive descent; throws Fault.
class Reader final : public PathContext {
 public:
  Reader(Program& program, Expressions& out, std::string_view text, uint32_t level, bool user)
      : program_(program), out_(out), in_(text), level_(level), user_(user) {}

  NodeId Whole() {
    const NodeId node = Choice();
    in_.Space();
    if (!in_.done()) throw Fault{in_.offset(), "expected | or the end of the expression"};
    return node;
  }

  uint32_t LetOf(const std::string& name, size_t offset) override {
    return out_.LetOf(name, offset);
  }
  NodeId Inner() override {
    ++depth_;
    const NodeId node = Choice();
    --depth_;
    return node;
  }

 private:
  NodeId Choice() {
    if (depth_ == kMostDepth) throw Fault{in_.offset(), "nested too deeply"};
    std::vector<NodeId> choices;
    do {
      in_.Space();
      NodeId term = Term();
      if (user_ && depth_ == 0) term = Address(term);
      choices.push_back(term);
      in_.Space();
    } while (in_.Take('|'));
    return choices.size() == 1 ? choices[0] : out_.AddFirst(choices);
  }

  // What is given a prefix is an id of the channel's own, and no address.
  NodeId Address(NodeId term) {
    Node& node = program_.nodes[term];
    if (node.op == Op::kCall && node.fn == Fn::kPrefix) return term;
    if (node.op != Op::kCall || node.fn != Fn::kPhone) return Call(Fn::kUser, term);
    node.fn = Fn::kUserPhone;
    return term;
  }

  NodeId Term() {
    if (in_.done()) throw Fault{in_.offset(), "expected a path, a function or =text"};
    if (in_.Take('=')) return Literal();
    const Scanner before = in_;
    const std::string_view word = in_.Until(" \t\n.[]()|,=\"'^$");
    if (!word.empty() && in_.Take('(')) return Call(word, before.offset());
    in_ = before;
    Path path = ReadPath(in_, level_, *this);
    Node node;
    node.op = path.let == kNothing ? Op::kPath : Op::kLet;
    node.level = static_cast<uint16_t>(path.level);
    node.a = static_cast<uint32_t>(program_.steps.size());
    node.b = static_cast<uint32_t>(path.steps.size());
    node.c = path.let;
    std::ranges::move(path.steps, std::back_inserter(program_.steps));
    return out_.Add(node);
  }

  NodeId Literal() {
    if (in_.Take('\'')) return Text(in_.Quoted('\''));
    Node node;
    node.op = Op::kConst;
    node.a = out_.AddConstant(ConstantOf(Trimmed(in_.Until("|),")), true));
    return out_.Add(node);
  }

  NodeId Text(std::string text) {
    Node node;
    node.op = Op::kConst;
    node.a = out_.AddConstant({ConstKind::kText, std::move(text)});
    return out_.Add(node);
  }

  NodeId Call(std::string_view name, size_t offset) {
    if (name == "header") {
      Node node;
      node.op = Op::kHeader;
      node.a = out_.AddConstant({ConstKind::kText, std::string(Trimmed(in_.Until(")")))});
      in_.Must(')', "expected )");
      return out_.Add(node);
    }
    const Function& function = FunctionOf(name, offset);
    if (function.form >= Form::kMany) return Calls(function);
    const NodeId argument = function.form == Form::kNone ? kNothing : Inner();
    uint32_t more = kNothing;
    if (function.fn == Fn::kJson) more = program_.documents++;
    if (function.form == Form::kText) {
      in_.Must(',', "expected , and a text such as '/'");
      in_.Space();
      in_.Must('\'', "expected a text such as '/'");
      more = out_.AddConstant({ConstKind::kText, in_.Quoted('\'')});
      in_.Space();
    }
    in_.Must(')', "expected )");
    return Call(function.fn, argument, more);
  }

  NodeId Call(Fn fn, NodeId argument, uint32_t more = kNothing) {
    Node node;
    node.op = Op::kCall;
    node.fn = fn;
    node.level = static_cast<uint16_t>(level_);
    node.a = argument;
    node.b = more;
    return out_.Add(node);
  }

  // concat('a', b, …), seconds(to, from), recall(name, key, …)
  NodeId Calls(const Function& function) {
    const size_t begin = in_.offset();
    Node node;
    node.op = Op::kCalls;
    node.fn = function.fn;
    std::vector<NodeId> arguments;
    if (function.form == Form::kNamed) {
      const std::string name(Trimmed(in_.Until(",)")));
      if (name.empty()) throw Fault{begin, "expected what `remember` calls it"};
      node.c = out_.AddConstant({ConstKind::kText, name});
      in_.Must(',', "expected , and the parts of its key");
      out_.AddRecalled(name);
    }
    do {
      in_.Space();
      arguments.push_back(in_.Take('\'') ? Text(in_.Quoted('\'')) : Inner());
      in_.Space();
    } while (in_.Take(','));
    in_.Must(')', "expected , or )");
    if (function.fn == Fn::kSeconds && arguments.size() != 2) {
      throw Fault{begin, "expected two times: seconds(to, from)"};
    }
    node.a = static_cast<uint32_t>(program_.links.size());
    node.b = static_cast<uint32_t>(arguments.size());
    program_.links.insert(program_.links.end(), arguments.begin(), arguments.end());
    return out_.Add(node);
  }

  Program& program_;
  Expressions& out_;
  Scanner in_;
  const uint32_t level_;
  const bool user_;
  size_t depth_ = 0;
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
  path_ = path;
  place_ = text.place;
  try {
    return Reader(program_, *this, text.text, level, user).Whole();
  } catch (const Fault& fault) {
    problems_.Add(text.At(fault.offset), path, fault.text);
    return kNothing;
  }
}

Each Expressions::ReadEach(const Yaml& text, std::string_view path) {
  Each lists(1);
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

bool Expressions::Knows(std::string_view name) const {
  return std::ranges::any_of(names_, [&](const auto& known) { return known.first == name; });
}

uint32_t Expressions::LetOf(std::string_view name, size_t offset) const {
  std::vector<std::string_view> names;
  for (const auto& [known, let] : names_) {
    if (known == name) return let;
    names.push_back(known);
  }
  throw Fault{offset, "no $" + std::string(name) + " is in `let`" + DidYouMean(name, names)};
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
