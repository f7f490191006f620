#include "plugins/whatsapp_crm/mapping/path.h"

#include <charconv>

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr std::string_view kNoName = " \t\n.[]()|,=\"'^$";

Step ReadBracket(Scanner& in) {
  const size_t begin = in.offset();
  const std::string_view inside = Trimmed(in.Until("]"));
  in.Must(']', "expected ]");
  if (inside.empty()) throw Fault{begin, "[] stands in `each` only; [0] is the first element"};
  Step step;
  const auto number = std::from_chars(inside.begin(), inside.end(), step.index);
  if (number.ec == std::errc() && number.ptr == inside.end()) {
    step.kind = Step::Kind::kIndex;
    return step;
  }
  const size_t equals = inside.find('=');
  step.kind = equals == inside.npos ? Step::Kind::kHas : Step::Kind::kEquals;
  step.name = Trimmed(inside.substr(0, equals));
  if (equals != inside.npos) step.text = Trimmed(inside.substr(equals + 1));
  if (step.name.empty()) throw Fault{begin, "expected a member's name in []"};
  return step;
}

// Which level a path starts from; consumes ^ and $.
uint32_t ReadStart(Scanner& in, uint32_t level, bool* named) {
  const size_t begin = in.offset();
  *named = in.Take('$');
  if (*named) return 0;
  while (in.Take('^')) {
    *named = true;
    if (level == 0) throw Fault{begin, "there is no level above the body"};
    --level;
  }
  return level;
}

}  // namespace

std::string ReadName(Scanner& in) {
  const size_t begin = in.offset();
  if (in.Take('"')) return in.Quoted('"');
  const std::string_view name = in.Until(kNoName);
  if (name.empty()) throw Fault{begin, "expected a name"};
  return std::string(name);
}

Path ReadPath(Scanner& in, uint32_t level) {
  bool named = false;
  Path path{ReadStart(in, level, &named), {}};
  bool name_next = !named;
  // A point alone is the element itself.
  if (!named && in.Take('.')) {
    if (in.done() || std::string_view(" |),").find(in.Peek()) != std::string_view::npos)
      return path;
  }
  for (;;) {
    if (name_next) {
      Step step;
      step.name = ReadName(in);
      path.steps.push_back(std::move(step));
      name_next = false;
    }
    if (in.Take('[')) {
      path.steps.push_back(ReadBracket(in));
    } else if (in.Take('.')) {
      name_next = true;
    } else {
      return path;
    }
  }
}

}  // namespace griot::whatsapp_crm::mapping
