// griot run FILE…: the program at work.
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <iostream>

#include "host/cli/common.h"
#include "host/control/control_server.h"
#include "host/control/operations.h"
#include "host/pipeline/runtime.h"
#include "host/pipeline/version.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// Blocks the signals that end us, before any thread starts, and waits for them on a descriptor.
class Ending {
 public:
  Ending() : asked_(::eventfd(0, EFD_CLOEXEC)) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  }
  ~Ending() {
    ::close(asked_);
    ::close(signals_);
  }
  void Ask() { ::eventfd_write(asked_, 1); }
  void Wait() {
    pollfd fds[2] = {{signals_, POLLIN, 0}, {asked_, POLLIN, 0}};
    while (::poll(fds, 2, -1) <= 0) {
    }
  }

 private:
  int asked_, signals_;
};

int Fail(const Status& status, int code) {
  LogError(status.text);
  return code;
}

}  // namespace

int RunCommand(const Arguments& arguments) {
  CLI::App app("Runs the pipelines of the files until SIGTERM.", "griot run");
  std::vector<std::string> files;
  std::string data_path, level = "info";
  bool json_log = false;
  unsigned patience = 20;
  app.add_option("files", files, "pipeline files")->required();
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  app.add_option("--log", level, "least level that is logged")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  app.add_flag("--log-json", json_log, "log JSON lines even at a terminal");
  app.add_option("--drain", patience, "seconds that a shutdown waits for what is in flight");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;

  Ending ending;
  InitLog(level == "debug"  ? 0
          : level == "info" ? 1
          : level == "warn" ? 2
                            : 3,
          !json_log && ::isatty(STDERR_FILENO) != 0);
  DataDir data;
  if (Status s = DataDir::Open(data_path, true, &data); !s.ok()) return Fail(s, kFailed);
  if (Status s = data.Lock(); !s.ok()) return Fail(s, kFailed);
  std::string instance;
  if (Status s = data.InstanceId(&instance); !s.ok()) return Fail(s, kFailed);

  Catalogue catalogue(data.run_dir());
  config::Loaded loaded = LoadFiles(files, catalogue, data);
  if (!loaded.ok()) return kConfiguration;
  Runtime runtime(std::move(loaded.def), catalogue, data.path(), instance);
  if (Status s = runtime.Create(); !s.ok()) return Fail(s, kConfiguration);

  ControlServer control([&](std::string_view request) {
    return Operate(
        runtime, [&] { ending.Ask(); }, request);
  });
  // Open before anything runs: whoever sees griot ready finds its socket.
  if (Status s = control.Open(data.socket()); !s.ok()) return Fail(s, kFailed);
  if (Status s = runtime.Start(); !s.ok()) return Fail(s, kFailed);
  control.Start();
  LogInfo(std::string("griot ") + kVersion + " runs" +
          (runtime.port() == 0 ? "" : " on port " + std::to_string(runtime.port())));
  ending.Wait();
  LogInfo("shutting down: finishing what is in flight");
  control.Stop();
  runtime.Shutdown(std::chrono::seconds(patience));
  LogInfo("stopped");
  return kOk;
}

}  // namespace griot::host
