// griot map ls, griot map show
#include <algorithm>

#include "griot/command.hpp"
#include "griot/json.hpp"
#include "plugins/whatsapp_crm/commands/commands.h"
#include "plugins/whatsapp_crm/load_mapping.h"
#include "plugins/whatsapp_crm/mapping/presets.h"

namespace griot::whatsapp_crm {
namespace {

std::string SignedBy(const mapping::Signature& scheme) {
  if (scheme.algorithm.empty()) return "a secret ends its URL";
  if (scheme.kind == mapping::Signature::Kind::kQueryToken) return "?" + scheme.header + "=…";
  return scheme.header;
}

// It, and what does as well.
std::vector<const mapping::Signature*> Schemes(const mapping::Signature& first) {
  std::vector<const mapping::Signature*> all{&first};
  for (const mapping::Signature& other : first.others) all.push_back(&other);
  return all;
}

}  // namespace

int32_t RunMapLs(const griot_command_call* raw) {
  const CommandLine call(raw, {}, {});
  if (!call.problem().empty()) return call.Fail(kUsage, call.problem());
  if (!call.words().empty()) return call.Fail(kUsage, "nothing goes with it");
  if (!call.json()) call.Out("PROVIDER     CHANNEL    SIGNED BY\n");
  for (const mapping::Preset& preset : mapping::Presets()) {
    const auto program = LoadMapping("", preset.name);
    std::string line, by;
    for (const auto* scheme : Schemes(program->signature)) {
      by.append(by.empty() ? "" : ", ").append(SignedBy(*scheme));
    }
    if (call.json()) {
      json::Writer<std::string> out(line);
      out.BeginObject().Key("provider").String(preset.name).Key("channel").String(program->channel);
      out.Key("signature").String(by).EndObject();
    } else {
      const auto column = [&](std::string_view text, size_t width) {
        line.append(text).append(width - std::min(text.size(), width - 2), ' ');
      };
      column(preset.name, 13);
      column(program->channel, 11);
      line += by;
    }
    call.Out(line + "\n");
  }
  return kDone;
}

int32_t RunMapShow(const griot_command_call* raw) {
  const CommandLine call(raw, {}, {});
  if (!call.problem().empty()) return call.Fail(kUsage, call.problem());
  if (call.words().size() != 1) return call.Fail(kUsage, "a provider is needed (griot map ls)");
  const std::string_view text = mapping::PresetText(call.words()[0]);
  if (text.empty()) {
    return call.Fail(kFailed, "no provider \"" + call.words()[0] + "\"; see griot map ls");
  }
  call.Out(text);
  return kDone;
}

}  // namespace griot::whatsapp_crm
