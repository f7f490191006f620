// griot swap: another version of a running transform, without losing an event.
#include <filesystem>
#include <iostream>
#include <thread>

#include "griot/json.hpp"
#include "host/cli/common.h"
#include "host/control/control_server.h"

namespace griot::host {
namespace {

using Clock = std::chrono::steady_clock;
// Beyond the probation's own time, for what follows it.
constexpr std::chrono::seconds kMore{5};
constexpr std::chrono::milliseconds kPause{100};

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

uint64_t Sum(json::Value lanes, const char* key) {
  uint64_t sum = 0;
  for (const json::Value lane : lanes.elements()) sum += lane.Find(key).uint64().value_or(0);
  return sum;
}

uint64_t Most(json::Value lanes, const char* key) {
  uint64_t most = 0;
  for (const json::Value lane : lanes.elements())
    most = std::max(most, lane.Find(key).uint64().value_or(0));
  return most;
}

void Print(json::Value swap) {
  const auto version = [&](const char* key) {
    const json::Value v = swap.Find(key);
    return Text(v.Find("version")) + " (" + Text(v.Find("sha256")).substr(0, 12) + ")";
  };
  const std::string state = Text(swap.Find("state")), why = Text(swap.Find("why"));
  std::cout << Text(swap.Find("stage")) << ": ";
  if (state == "refused") {
    std::cout << "refused (" << Text(swap.Find("step")) << "): " << why
              << "\nwhat ran there runs on\n";
    return;
  }
  std::cout << Text(swap.Find("plugin")) << " " << version("from") << " -> " << version("to")
            << "\n";
  const json::Value lanes = swap.Find("lanes");
  std::printf(
      "  pause %.3f ms at most, in %zu lane%s; state: %llu records, %llu bytes\n",
      static_cast<double>(std::max(Most(lanes, "copy_pause_us"), Most(lanes, "pause_us"))) / 1000,
      lanes.size(), lanes.size() == 1 ? "" : "s",
      static_cast<unsigned long long>(Sum(lanes, "records")),
      static_cast<unsigned long long>(Sum(lanes, "state_bytes")));
  std::printf("  %s: %llu s, %llu batches, %llu events\n", state.c_str(),
              static_cast<unsigned long long>(swap.Find("seconds").uint64().value_or(0)),
              static_cast<unsigned long long>(Sum(lanes, "batches")),
              static_cast<unsigned long long>(Sum(lanes, "events")));
  if (const json::Value shadow = swap.Find("shadow"); shadow.is_object()) {
    const auto count = [&](const char* key) {
      return static_cast<unsigned long long>(shadow.Find(key).uint64().value_or(0));
    };
    std::printf(
        "  beside what ran, %llu batches, %llu events: %llu ended differently, %llu differ in "
        "their "
        "envelope, %llu in members; %llu facts differ\n",
        count("batches"), count("events"), count("ends_differ"), count("fields_differ"),
        count("members_differ"), count("facts_differ"));
  }
  if (!why.empty()) std::printf("  because %s\n", why.c_str());
  if (const std::string note = Text(swap.Find("note")); !note.empty())
    std::printf("  note: %s\n", note.c_str());
  if (swap.Find("resident").boolean().value_or(false))
    std::printf("  the old image stays in memory; the log says why\n");
  std::cout << std::flush;
}

struct Asked {
  std::string data_path;
  bool json = false;
  uint64_t shadow = 0;
};

int PrintStatus(const Asked& asked) {
  std::string answer;
  if (!Ask(asked.data_path, R"({"op":"swap_status"})", &answer)) return kFailed;
  if (asked.json) return std::cout << answer << "\n", kOk;
  json::Document document;
  if (!document.Parse(answer).ok()) return kFailed;
  const json::Value swaps = document.root().Find("swaps");
  if (swaps.size() == 0) std::cout << "no swaps since griot started\n";
  for (const json::Value swap : swaps.elements()) Print(swap);
  std::printf("%llu old images stay in memory\n",
              static_cast<unsigned long long>(
                  document.root().Find("resident_images").uint64().value_or(0)));
  return kOk;
}

// Waits while the swap is on probation, but not for longer than that may take: where there are few
// events it does not end. Gives back its report as it is then.
std::string Follow(const Asked& asked, std::string report) {
  json::Document document;
  auto deadline = Clock::time_point::max();
  while (document.Parse(report).ok()) {
    const std::string state = Text(document.root().Find("state"));
    const std::string step = Text(document.root().Find("step"));
    const bool over =
        state != "shadow" && state != "gate" && state != "probation" && step != "retire";
    if (over || Clock::now() > deadline) break;
    const uint64_t number = document.root().Find("swap").uint64().value_or(0);
    std::this_thread::sleep_for(kPause);
    std::string answer;
    json::Document status;
    if (!Ask(asked.data_path, R"({"op":"swap_status"})", &answer)) break;
    if (!status.Parse(answer).ok()) break;
    const auto seconds = status.root().Find("probation_seconds").uint64().value_or(0);
    if (deadline == Clock::time_point::max())
      deadline = Clock::now() + std::chrono::seconds(seconds) + kMore;
    for (const json::Value swap : status.root().Find("swaps").elements())
      if (swap.Find("swap").uint64() == number) report = swap.raw();
  }
  return report;
}

int Tell(const Asked& asked, const std::string& answer) {
  json::Document document;
  if (!document.Parse(answer).ok()) return kFailed;
  if (const std::string error = Text(document.root().Find("error")); !error.empty()) {
    std::cerr << "griot: " << error << "\n";
    return kFailed;
  }
  const std::string report = Follow(asked, answer);
  if (!document.Parse(report).ok()) return kFailed;
  const std::string state = Text(document.root().Find("state"));
  if (asked.json) {
    std::cout << report << "\n";
  } else {
    Print(document.root());
  }
  return state == "refused" || state == "rolled_back" ? kFailed : kOk;
}

std::string Request(const char* op, const std::string& stage, const std::string& file,
                    uint64_t shadow) {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("op").String(op).Key("stage").String(stage);
  w.Key("file").String(file).Key("shadow").Uint(shadow).EndObject();
  return out;
}

}  // namespace

int SwapCommand(const Arguments& arguments) {
  CLI::App app(
      "Puts another version of a transform's plugin into the griot that runs here, and takes it "
      "back by itself when it does badly.",
      "griot swap");
  Asked asked;
  std::string stage, file, back;
  bool status = false;
  app.add_option("stage", stage, "PIPELINE/ID, as griot ls shows it");
  app.add_option("file", file, "the plugin's new version, a .griot.so");
  app.add_flag("--status", status, "how the swaps since the start went");
  app.add_option("--shadow", asked.shadow,
                 "first run it beside what runs, on copies of so many batches");
  app.add_option("--rollback", back, "PIPELINE/ID that goes back to what it ran before");
  app.add_option("--data", asked.data_path, "data folder (default $GRIOT_DATA, else ./.griot)");
  app.add_flag("--json", asked.json, "one JSON object");
  int code = kOk;
  if (!Parse(app, arguments, &code)) return code;
  if (status) return PrintStatus(asked);
  if (back.empty() && file.empty()) {
    std::cerr << "griot: which stage is to be swapped, and to what file? griot swap --help\n";
    return kUsage;
  }
  std::string answer;
  const std::string request =
      back.empty() ? Request("swap", stage, std::filesystem::absolute(file).string(), asked.shadow)
                   : Request("swap_back", back, "", 0);
  if (!Ask(asked.data_path, request, &answer)) return kFailed;
  if (back.empty()) return Tell(asked, answer);
  // While it is on probation the answer is the list of all, with this one on top.
  json::Document document;
  if (!document.Parse(answer).ok()) return kFailed;
  const json::Value swaps = document.root().Find("swaps");
  if (swaps.size() == 0) return Tell(asked, answer);
  const std::string first(swaps.elements().begin().operator*().raw());
  return Tell(asked, first) == kFailed ? kOk : kFailed;
}

}  // namespace griot::host
