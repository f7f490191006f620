// griot map test MAPPING PAYLOAD
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "griot/command.hpp"
#include "plugins/whatsapp_crm/commands/commands.h"
#include "plugins/whatsapp_crm/commands/explainer.h"
#include "plugins/whatsapp_crm/commands/map_report.h"
#include "plugins/whatsapp_crm/load_mapping.h"
#include "plugins/whatsapp_crm/mapping/evaluator.h"
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm {
namespace {

constexpr size_t kMostBytes = 64 << 20;  // the longest that `max_body` may allow

bool SameName(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// The headers of the command line.
class GivenHeaders final : public mapping::Headers {
 public:
  // False: it is no "K: V".
  bool Add(std::string_view line) {
    const size_t colon = line.find(':');
    if (colon == 0 || colon == line.npos) return false;
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    list_.emplace_back(line.substr(0, colon), value);
    return true;
  }
  std::optional<std::string_view> Find(std::string_view name) const override {
    for (const auto& [key, value] : list_) {
      if (SameName(key, name)) return value;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> list_;
};

// nullopt: it cannot be read. "-" is the standard input.
std::optional<std::string> ReadPayload(const std::string& name) {
  std::ifstream file;
  if (name != "-") file.open(name, std::ios::binary);
  std::istream& in = name == "-" ? std::cin : file;
  std::string text;
  char piece[1 << 16];
  while (in.read(piece, sizeof piece) || in.gcount() > 0) {
    text.append(piece, static_cast<size_t>(in.gcount()));
    if (text.size() > kMostBytes) return std::nullopt;
  }
  if (in.bad() || (name != "-" && !file.is_open())) return std::nullopt;
  return text;
}

}  // namespace

int32_t RunMapTest(const griot_command_call* raw) {
  const CommandLine call(raw, {}, {"--header"});
  if (!call.problem().empty()) return call.Fail(kUsage, call.problem());
  const std::vector<std::string> lines = call.Values("--header");
  GivenHeaders headers;
  for (const std::string& line : lines) {
    if (!headers.Add(line)) return call.Fail(kUsage, "--header wants 'Name: value'");
  }
  const std::vector<std::string>& words = call.words();
  if (words.size() < 2) return call.Fail(kUsage, "a mapping and a payload are needed");
  const bool preset = !mapping::PresetText(words[0]).empty();
  std::unique_ptr<const mapping::Program> program;
  try {
    program = LoadMapping(preset ? "" : words[0], words[0]);
  } catch (const OptionError& error) {
    return call.Fail(kConfiguration, error.what());
  }
  MapReport report(call);
  Explainer explainer(call, *program);
  // As at a door that has heard nothing but these.
  mapping::LruMemory memory(1 << 20);
  mapping::Evaluator evaluator(*program, &memory);
  evaluator.SetTrace(&explainer);
  for (size_t i = 1; i < words.size(); ++i) {
    const auto payload = ReadPayload(words[i]);
    if (!payload) return call.Fail(kFailed, words[i] + ": cannot be read");
    explainer.Begin();
    evaluator.Map(*payload, &headers, Now(), report);
    report.Answer(program->ack);
  }
  return report.any_dead() ? kFailed : kDone;
}

}  // namespace griot::whatsapp_crm
