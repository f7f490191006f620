#include "plugins/dashboard/rollup/commands.h"

#include "griot/command.hpp"
#include "griot/json.hpp"
#include "plugins/dashboard/rollup/roller.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::hours kLongest{2};

template <class Work>
int32_t WithRoller(const griot_command_call* call, const Work& work) {
  const CommandLine line(call, {}, {"--project"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (!line.words().empty()) return line.Fail(kUsage, "what is " + line.words()[0] + "?");
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  Db db(*url, "griot_writer", kLongest, false);
  Roller roller(db);
  return work(line, roller);
}

}  // namespace

int32_t RunRollupVerify(const griot_command_call* call) {
  return WithRoller(call, [](const CommandLine& line, Roller& roller) {
    std::string shown;
    const int64_t differ = roller.Verify(line.Value("--project"), &shown);
    if (line.json()) {
      line.Out("{\"differ\":" + std::to_string(differ) + "}\n");
    } else {
      line.Out("roll-ups: " + std::to_string(differ) + " differences\n" + shown);
    }
    return differ == 0 ? kDone : kFailed;
  });
}

int32_t RunRollupRebuild(const griot_command_call* call) {
  return WithRoller(call, [](const CommandLine& line, Roller& roller) {
    roller.Rebuild(line.Value("--project"));
    while (roller.Step()) {
    }
    return kDone;
  });
}

}  // namespace griot::dashboard
