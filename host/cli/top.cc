// griot top: what the griot that runs here is doing, stage by stage.
#include <unistd.h>

#include <iostream>
#include <optional>

#include "host/cli/common.h"
#include "host/cli/terminal.h"
#include "host/control/control_server.h"
#include "host/control/top_screen.h"

namespace griot::host {
namespace {

Status Sample(const std::string& socket, std::optional<TopSample>* sample) {
  std::string answer;
  if (Status s = AskControl(socket, R"({"op":"top"})", &answer); !s.ok()) return s;
  *sample = TopSample::Parse(answer);
  return *sample ? Status::Ok() : Status::Invalid("the griot that runs here answers: " + answer);
}

void Print(const TopRates& rates, bool as_json, Terminal* terminal) {
  if (as_json) {
    std::cout << rates.Json() << std::endl;
  } else if (terminal != nullptr) {
    terminal->Draw(TopScreen(rates, terminal->columns(), terminal->rows()));
  } else {
    for (const std::string& line : TopScreen(rates, 200, 10'000)) std::cout << line << "\n";
    std::cout << std::flush;
  }
}

}  // namespace

int TopCommand(const Arguments& arguments) {
  CLI::App app(
      "What every stage does: events a second, those dropped (filtered; in a sink: duplicates)\n"
      "and dead; how long calls take (of a source: until settled), the share of time that it is\n"
      "busy, and what waits. Ctrl-C ends it.",
      "griot top");
  std::string data_path;
  bool as_json = false, once = false;
  double every = 1;
  app.add_option("--data", data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  app.add_option("--every", every, "seconds from one look to the next (1)")
      ->check(CLI::Range(0.1, 3600.0));
  app.add_flag("--json", as_json, "a JSON object for each look, a line each");
  app.add_flag("--once", once, "one look, and the end");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  DataDir data;
  if (Status s = DataDir::Open(data_path, false, &data); !s.ok()) {
    std::cerr << "griot: " << s.text << "\n";
    return kFailed;
  }
  std::optional<TopSample> before, now;
  if (Status s = Sample(data.socket(), &before); !s.ok()) {
    std::cerr << "griot: " << s.text << "\n";
    return kFailed;
  }
  std::optional<Terminal> terminal;
  if (!as_json && !once && ::isatty(STDOUT_FILENO) != 0) terminal.emplace();
  const auto pause = std::chrono::milliseconds(static_cast<int>(every * 1000));
  while (Terminal::Pause(pause)) {
    // A griot that is being restarted is waited for.
    if (Status s = Sample(data.socket(), &now); !s.ok()) {
      if (once) {
        std::cerr << "griot: " << s.text << "\n";
        return kFailed;
      }
      if (terminal) terminal->Draw({"griot does not answer; waiting for it"});
      continue;
    }
    Print(TopRates::Between(*before, *now), as_json, terminal ? &*terminal : nullptr);
    if (once) return kOk;
    before = std::move(now);
  }
  return kOk;
}

}  // namespace griot::host
