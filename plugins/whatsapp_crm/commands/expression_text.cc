#include "plugins/whatsapp_crm/commands/expression_text.h"

namespace griot::whatsapp_crm {
namespace {

using mapping::Node;
using mapping::Op;
using mapping::Step;

std::string PathText(const mapping::Program& program, const Node& node) {
  std::string text;
  for (uint32_t i = 0; i < node.b; ++i) {
    const Step& step = program.steps[node.a + i];
    if (step.kind == Step::Kind::kMember) {
      text.append(text.empty() ? "" : ".").append(step.name);
      continue;
    }
    const std::string index =
        step.kind == Step::Kind::kIndex ? std::to_string(step.index) : step.name;
    text.append("[").append(index);
    if (step.kind == Step::Kind::kEquals) text.append("=").append(step.text);
    text += "]";
  }
  return text.empty() ? "." : text;
}

}  // namespace

std::string ExpressionText(const mapping::Program& program, mapping::NodeId id) {
  if (id == mapping::kNothing) return "nothing";
  const Node& node = program.nodes[id];
  switch (node.op) {
    case Op::kPath:
      return PathText(program, node);
    case Op::kConst:
      return "=" + program.constants[node.a].text;
    case Op::kHeader:
      return "header(" + program.constants[node.a].text + ")";
    case Op::kCall:
    case Op::kTable:
      return "(" + ExpressionText(program, node.a) + ")";
    case Op::kWhen:
      return ExpressionText(program, node.b);
    case Op::kFirst: {
      std::string text;
      for (uint32_t i = 0; i < node.b; ++i) {
        text += (i > 0 ? " | " : "") + ExpressionText(program, program.links[node.a + i]);
      }
      return text;
    }
    default:
      return "what is computed";
  }
}

}  // namespace griot::whatsapp_crm
