// griot tap: live events at a stage of the griot that runs here.
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <thread>

#include "griot/json.hpp"
#include "host/cli/common.h"
#include "host/cli/tap_lines.h"
#include "host/control/line_socket.h"

namespace griot::host {
namespace {

constexpr auto kPause = std::chrono::milliseconds(300);
// Counts come each second: who is silent for longer is gone.
constexpr auto kSilence = std::chrono::seconds(20);

struct Wanted {
  std::string stage, id;
  bool before = false, after = false;
  std::vector<std::string> where;
  unsigned per_second = 20;
};

// Nothing: a `--where` is no FIELD=VALUE.
std::optional<std::string> RequestOf(const Wanted& wanted) {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("op").String("tap").Key("stage").String(wanted.stage);
  if (!wanted.id.empty()) w.Key("id").String(wanted.id);
  w.Key("before").Bool(wanted.before).Key("after").Bool(wanted.after || !wanted.before);
  w.Key("per_second").Uint(wanted.per_second).Key("where").BeginObject();
  for (const std::string& pair : wanted.where) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos) return std::nullopt;
    w.Key(pair.substr(0, equals)).String(pair.substr(equals + 1));
  }
  w.EndObject().EndObject();
  out += "\n";
  return out;
}

size_t TerminalWidth() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
}

// Prints what one connection brings until it ends. False: that is enough, *code says how it went.
bool Follow(LineSocket& socket, TapLines& lines, bool as_json, uint64_t* left, int* code) {
  std::string answer;
  while (socket.Read(&answer, kSilence)) {
    const bool refused = answer.starts_with(R"({"error")");
    const bool event = answer.find(R"("event":)") != std::string::npos;
    const std::string line = as_json && !refused ? answer : lines.Line(answer);
    if (!line.empty()) (refused ? std::cerr : std::cout) << line << std::endl;
    *code = refused ? kFailed : kOk;
    if (refused || (event && *left != 0 && --*left == 0)) return false;
  }
  return true;
}

}  // namespace

int TapCommand(const Arguments& arguments) {
  CLI::App app(
      "Shows the events at a stage, live: > after it, < before it. With --id: one event, at every\n"
      "stage, with times. At most so many a second are shown; how many passed is said.",
      "griot tap");
  Wanted wanted;
  std::string data_path;
  bool as_json = false;
  uint64_t count = 0;
  app.add_option("stage", wanted.stage, "PIPELINE/STAGE, as griot ls names it");
  app.add_flag("--before", wanted.before, "as the stage gets them");
  app.add_flag("--after", wanted.after,
               "as it leaves them, and what it said of them (the default)");
  app.add_option("--where", wanted.where,
                 "FIELD=VALUE: only events whose field says so (name, channel, project, source, "
                 "user_id, anonymous_id); all, when given several times");
  app.add_option("--id", wanted.id, "only the event with this id; without a stage: at all of them");
  app.add_option("--rate", wanted.per_second, "events shown a second, at most (20)")
      ->check(CLI::Range(1u, 1000u));
  app.add_option("--count", count, "end after so many");
  app.add_flag("--json", as_json, "a JSON object a line, whole");
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  const auto request = RequestOf(wanted);
  if (!request) {
    std::cerr << "griot tap: --where wants FIELD=VALUE\n";
    return kUsage;
  }
  DataDir data;
  Status status = DataDir::Open(data_path, false, &data);
  TapLines lines(TerminalWidth(), wanted.stage.empty());
  // A griot that is being restarted is waited for, once one was there.
  for (bool first = true, told = false; status.ok(); first = false) {
    int fd = -1;
    if (Status s = LineSocket::Connect(data.socket(), &fd); !s.ok()) {
      if (first) status = s;
      if (!first && !told) std::cerr << "-- griot does not answer; waiting for it" << std::endl;
      told = true;
      std::this_thread::sleep_for(kPause);
      continue;
    }
    told = false;
    LineSocket socket(fd);
    if (socket.Write(*request) && !Follow(socket, lines, as_json, &count, &code)) return code;
  }
  std::cerr << "griot: " << status.text << "\n";
  return kFailed;
}

}  // namespace griot::host
