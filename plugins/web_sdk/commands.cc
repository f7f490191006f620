#include <algorithm>

#include "griot/command.hpp"
#include "plugins/web_sdk/handshakes.h"
#include "plugins/web_sdk/web_sdk.h"

namespace griot::web_sdk {
namespace {

std::string WithToken(std::string link, const std::string& token) {
  const size_t end = std::min(link.find('#'), link.size());
  const bool has_query = link.find('?') < end;
  return link.insert(end, (has_query ? "&hs_token=" : "?hs_token=") + token);
}

int32_t RunLinkNew(const griot_command_call* call) {
  const CommandLine line(
      call, {}, {"--project", "--user", "--message", "--campaign", "--template", "--expires"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() > 1) return line.Fail(kUsage, "what is " + line.words()[1] + "?");
  const std::string project = line.Value("--project");
  if (project.empty()) return line.Fail(kUsage, "--project P is needed");
  const auto text = line.Env("GRIOT_KEY_SECRET");
  if (!text) {
    return line.Fail(kConfiguration,
                     "GRIOT_KEY_SECRET is not set: tokens are sealed with it, here and where they "
                     "are read (docs/handshake.md)");
  }
  HandshakeClaims claims;
  const std::string why =
      ClaimsOf({line.Value("--user"), line.Value("--message"), line.Value("--campaign"),
                line.Value("--template"), line.Value("--expires")},
               Now(), &claims);
  if (!why.empty()) return line.Fail(kUsage, why);
  const std::string token = SealHandshake(DeploymentSecret(*text), project, claims);
  if (line.json()) {
    line.Out(LinkAnswer(token, claims) + "\n");
    return kDone;
  }
  line.Out((line.words().empty() ? token : WithToken(line.words()[0], token)) + "\n");
  return kDone;
}

constexpr griot_command kLinkNew = Command<RunLinkNew>(
    "link new",
    "[URL] --project P --user U [--message ID] [--campaign C] [--template T] [--expires TIME]",
    "A token, or the link with it, by which a visitor is known as this user");
constexpr const griot_command* kList[] = {&kLinkNew};
constexpr griot_commands kCommands{sizeof(griot_commands), 1, kList};

}  // namespace

const griot_commands* WebSdk::Commands() { return &kCommands; }

}  // namespace griot::web_sdk
