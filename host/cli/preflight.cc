// griot preflight: what griot runs itself as a child to try a plugin's new version (docs/swap.md).
#include <sys/resource.h>

#include <iostream>
#include <iterator>

#include "host/cli/common.h"
#include "host/pipeline/candidate_check.h"
#include "host/telemetry/log.h"

namespace griot::host {

int PreflightCommand(const Arguments&) {
  InitLog(GRIOT_LOG_ERROR, false);
  // A crash is an answer here; its core would be of use to nobody.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  const std::string job(std::istreambuf_iterator<char>(std::cin), {});
  ScratchDir scratch;
  std::cout << CheckCandidate(job, scratch.path()) << std::endl;
  // What it left behind (threads, things to be done at exit) must not turn a good answer bad.
  return kOk;
}

}  // namespace griot::host
