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
#include "host/pipeline/call_thread.h"
#include "host/pipeline/runtime.h"
#include "host/pipeline/version.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// What the control thread is called for: signals, which are blocked before any thread starts, and
// other threads' wishes. Ask and Wake are thread-safe.
class Calls {
 public:
  Calls() : end_(::eventfd(0, EFD_CLOEXEC)), work_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  }
  ~Calls() {
    for (const int fd : {end_, work_, signals_}) ::close(fd);
  }
  void AskForTheEnd() { ::eventfd_write(end_, 1); }
  void Wake() { ::eventfd_write(work_, 1); }
  enum class Call { kNone, kReload, kEnd };
  // kNone: after a while, or because of work. `busy`: something is watched that changes by itself.
  Call Wait(bool busy) {
    const int pause_ms = busy ? 20 : 250;
    pollfd fds[3] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}, {work_, POLLIN, 0}};
    if (::poll(fds, 3, pause_ms) <= 0) return Call::kNone;
    eventfd_t ignored;
    if (fds[2].revents != 0) ::eventfd_read(work_, &ignored);
    if (fds[1].revents != 0) return Call::kEnd;
    signalfd_siginfo signal{};
    if (fds[0].revents == 0 || ::read(signals_, &signal, sizeof signal) != sizeof signal)
      return Call::kNone;
    return signal.ssi_signo == SIGHUP ? Call::kReload : Call::kEnd;
  }

 private:
  int end_, work_, signals_;
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

  Calls calls;
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

  Errands errands([&] { calls.Wake(); });
  Reloader reloader(runtime, data, files, DefaultPluginDirs());
  Preflight preflight("/proc/self/exe");
  const Operations operations{runtime, errands, reloader, [&] { calls.AskForTheEnd(); }, preflight};
  ControlServer control(
      [&](std::string_view request, ControlReply& reply) { Operate(operations, request, reply); });
  // Open before anything runs: whoever sees griot ready finds its socket.
  if (Status s = control.Open(data.socket()); !s.ok()) return Fail(s, kFailed);
  if (Status s = runtime.Start(); !s.ok()) return Fail(s, kFailed);
  control.Start();
  LogInfo(std::string("griot ") + kVersion + " runs" +
          (runtime.port() == 0 ? "" : " on port " + std::to_string(runtime.port())));
  const auto next_call = [&] { return calls.Wait(runtime.swaps().UnderWay()); };
  for (auto call = next_call(); call != Calls::Call::kEnd; call = next_call()) {
    if (call == Calls::Call::kReload) (void)reloader.Run();
    errands.Run();
    runtime.Tend();
  }
  LogInfo("shutting down: finishing what is in flight");
  errands.Close();
  control.Stop();
  runtime.Shutdown(std::chrono::seconds(patience));
  LogInfo("stopped");
  // A call that never came back still uses what would be taken down now.
  if (CallThread::AnyGivenUp()) ::_exit(kOk);
  return kOk;
}

}  // namespace griot::host
