#include "plugins/whatsapp_crm/mapping/path.h"

#include <charconv>

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr std::string_view kNoName = " \t\n.[]()|,=\"'^$";

NodeId ReadInner(Scanner& in, PathContext& context) {
  const NodeId node = context.Inner();
  in.Must(')', "expected )");
  in.Space();
  return node;
}

// After the [ of a step.
Step ReadBracket(Scanner& in, PathContext& context) {
  const size_t begin = in.offset();
  Step step;
  in.Space();
  if (in.Take('(')) {
    step.kind = Step::Kind::kNamed;
    step.value = ReadInner(in, context);
    in.Must(']', "expected ]");
    return step;
  }
  const std::string_view name = Trimmed(in.Until("=]"));
  const bool equals = in.Take('=');
  if (equals) in.Space();
  if (equals && in.Take('(')) {
    step.kind = Step::Kind::kEqualsValue;
    step.value = ReadInner(in, context);
  } else if (equals) {
    step.kind = Step::Kind::kEquals;
    step.text = Trimmed(in.Until("]"));
  }
  in.Must(']', "expected ]");
  step.name = name;
  if (equals && name.empty()) throw Fault{begin, "expected a member's name in []"};
  if (equals) return step;
  if (name.empty()) throw Fault{begin, "[] stands in `each` only; [0] is the first element"};
  const auto number = std::from_chars(name.begin(), name.end(), step.index);
  const bool index = number.ec == std::errc() && number.ptr == name.end();
  step.kind = index ? Step::Kind::kIndex : Step::Kind::kHas;
  return step;
}

// Where a path starts from; consumes ^, $ and $name. True: a name must follow.
bool ReadStart(Scanner& in, PathContext& context, Path& path) {
  const size_t begin = in.offset();
  if (in.Take('$')) {
    if (in.done() || kNoName.find(in.Peek()) != kNoName.npos) {
      path.level = 0;
    } else {
      path.let = context.LetOf(std::string(in.Until(kNoName)), begin);
    }
    return false;
  }
  bool up = false;
  while (in.Take('^')) {
    up = true;
    if (path.level == 0) throw Fault{begin, "there is no level above the body"};
    --path.level;
  }
  if (up || in.Peek() == '[') return false;
  if (!in.Take('.')) return true;
  // A point alone is the element itself.
  return !in.done() && std::string_view(" |),").find(in.Peek()) == std::string_view::npos;
}

}  // namespace

std::string ReadName(Scanner& in) {
  const size_t begin = in.offset();
  if (in.Take('"')) return in.Quoted('"');
  const std::string_view name = in.Until(kNoName);
  if (name.empty()) throw Fault{begin, "expected a name"};
  return std::string(name);
}

Path ReadPath(Scanner& in, uint32_t level, PathContext& context) {
  Path path;
  path.level = level;
  bool name_next = ReadStart(in, context, path);
  for (;;) {
    if (name_next) {
      Step step;
      step.name = ReadName(in);
      path.steps.push_back(std::move(step));
      name_next = false;
    }
    if (in.Take('[')) {
      path.steps.push_back(ReadBracket(in, context));
    } else if (in.Take('.')) {
      name_next = true;
    } else {
      return path;
    }
  }
}

}  // namespace griot::whatsapp_crm::mapping
