// griot map ls, griot map show
#include <algorithm>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/commands/call.h"
#include "plugins/whatsapp_crm/commands/commands.h"
#include "plugins/whatsapp_crm/load_mapping.h"
#include "plugins/whatsapp_crm/presets.h"

namespace griot::whatsapp_crm {
namespace {

constexpr std::string_view kInUrl = "a secret ends its URL";

}  // namespace

int32_t RunMapLs(const griot_command_call* raw) {
  const Call call(raw);
  if (!call.words().empty()) return call.Fail(kUsage, "nothing goes with it");
  if (!call.json()) call.Out("PROVIDER     CHANNEL    SIGNED BY\n");
  for (const std::string_view name : PresetNames()) {
    const auto program = LoadMapping("", name);
    const std::string& header = program->signature.header;
    std::string line;
    if (call.json()) {
      json::Writer<std::string> out(line);
      out.BeginObject().Key("provider").String(name).Key("channel").String(program->channel);
      out.Key("signature").String(header).EndObject();
    } else {
      const auto column = [&](std::string_view text, size_t width) {
        line.append(text).append(width - std::min(text.size(), width - 2), ' ');
      };
      column(name, 13);
      column(program->channel, 11);
      line += header.empty() ? kInUrl : std::string_view(header);
    }
    call.Out(line + "\n");
  }
  return kDone;
}

int32_t RunMapShow(const griot_command_call* raw) {
  const Call call(raw);
  if (call.words().size() != 1) return call.Fail(kUsage, "a provider is needed (griot map ls)");
  const EmbeddedFile* const preset = FindPreset(call.words()[0]);
  if (preset == nullptr) {
    return call.Fail(kFailed,
                     "no provider \"" + std::string(call.words()[0]) + "\"; see griot map ls");
  }
  call.Out(preset->text);
  return kDone;
}

}  // namespace griot::whatsapp_crm
