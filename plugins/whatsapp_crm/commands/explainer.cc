#include "plugins/whatsapp_crm/commands/explainer.h"

#include <utility>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/commands/expression_text.h"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostShown = 80;

std::string Quoted(std::string_view text) {
  std::string out;
  json::AppendString(out, Cut(text, kMostShown));
  return out;
}

bool Holds(const mapping::Test& test, mapping::Values& values) {
  mapping::Condition one;
  one.any.push_back({test});
  return values.Holds(one);
}

}  // namespace

void Explainer::Element(json::Value element) {
  const bool body = std::exchange(inner_, true) == false;
  if (!call_.json()) call_.Out(body ? "body\n" : "element " + Quoted(element.raw()) + "\n");
}

void Explainer::Condition(Asked what, std::string_view name, const mapping::Condition& when,
                          bool holds, mapping::Values& values) {
  // What is not ignored and not set aside is no news.
  if (holds || what == Asked::kIgnore || what == Asked::kDead) return;
  const std::string rule = what == Asked::kCase ? "a group of events" : std::string(name);
  std::string because;
  for (const auto& tests : when.any) {
    because.append(because.empty() ? "" : "; ").append(Because(tests, values));
  }
  if (!call_.json()) return call_.Out("  not " + rule + ": " + because + "\n");
  std::string line;
  json::Writer<std::string> out(line);
  out.BeginObject().Key("not").BeginObject().Key("name").String(rule);
  out.Key("because").String(because).EndObject().EndObject();
  call_.Out(line + "\n");
}

std::string Explainer::Because(const std::vector<mapping::Test>& tests,
                               mapping::Values& values) const {
  for (const mapping::Test& test : tests) {
    if (Holds(test, values)) continue;
    return ExpressionText(program_, test.value) + " is " + Found(test, values) + ", wanted " +
           (test.negated ? "not " : "") + Wanted(test);
  }
  return "all holds";
}

std::string Explainer::Found(const mapping::Test& test, mapping::Values& values) const {
  const mapping::Val val = values.Get(test.value);
  if (val.none()) return "nothing";
  if (val.is_container()) return Quoted(val.json.raw());
  return Quoted(values.TextOf(val));
}

std::string Explainer::Wanted(const mapping::Test& test) const {
  using Kind = mapping::Test::Kind;
  if (test.kind == Kind::kExists) return "anything";
  if (test.kind == Kind::kSame) return "the same as " + ExpressionText(program_, test.other);
  if (test.kind == Kind::kDiffers) return "other than " + ExpressionText(program_, test.other);
  std::string texts;
  for (const std::string& text : test.texts) {
    texts.append(texts.empty() ? "" : " or ").append(Quoted(text));
  }
  if (test.kind == Kind::kStarts) return "a beginning of " + texts;
  if (test.kind == Kind::kEnds) return "an end of " + texts;
  return texts;
}

}  // namespace griot::whatsapp_crm
