#include <charconv>
#include <fstream>

#include "client/live.h"
#include "client/telling.h"
#include "demo.h"
#include "truth/truth_json.h"

namespace griot::demo {
namespace {

constexpr uint64_t kMostUsers = 100'000, kMostDays = 3650, kMostUserDays = 10'000'000;
constexpr Micros kEarliest = 978'307'200 * kSecond;  // 2001
const std::string kAtWork = "another griot demo is at work in the project ";
constexpr const char* kNumber = "100000000000001";  // of pipelines/quickstart.yaml

// False: it is none of 1 to `most`.
bool ReadNumber(const CommandLine& line, const char* option, uint64_t most, uint64_t* number) {
  const auto text = line.Option(option);
  if (!text) return true;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), *number);
  return error == std::errc() && end == text->data() + text->size() && *number >= 1 &&
         *number <= most;
}

// Empty, or what is wrong with it.
std::string ReadWish(const CommandLine& line, Wish* wish) {
  uint64_t users = wish->users, days = wish->days;
  if (!ReadNumber(line, "--users", kMostUsers, &users)) return "--users is 1 to 100,000";
  if (!ReadNumber(line, "--days", kMostDays, &days)) return "--days is 1 to 3,650";
  if (!ReadNumber(line, "--seed", UINT32_MAX, &wish->seed)) return "--seed is 1 to 4,294,967,295";
  if (users * days > kMostUserDays) return "at most 10,000,000 days of users";
  wish->users = static_cast<uint32_t>(users);
  wish->days = static_cast<uint32_t>(days);
  wish->business = line.Value("--business", "shop");
  if (BusinessText(wish->business).empty()) return "--business is one of " + BusinessNames();
  const Micros now = Now() / kMinute * kMinute;
  const auto end = line.Option("--end");
  wish->end = now;
  if (!end) return {};
  const auto said = ParseIso(*end);
  if (!said || *said < kEarliest || *said > now || *said % kSecond != 0) {
    return "--end is a time in whole seconds, since 2001 and not after now: 2026-11-01T00:00:00Z";
  }
  wish->end = *said;
  return {};
}

int WriteTruth(const CommandLine& line, const std::string& truth) {
  if (line.words().empty()) {
    line.Out(truth);
    return kDone;
  }
  std::ofstream file(line.words()[0], std::ios::trunc);
  file << truth << std::flush;
  return file ? kDone : line.Fail(kFailed, line.words()[0] + " cannot be written");
}

// Without a key yet; nullopt, and it has said why.
std::optional<Doors> ReadDoors(const CommandLine& line) {
  const auto address = ParseHttpAddress(line.Env("GRIOT_URL").value_or("http://127.0.0.1:8080"));
  const auto secret = line.Env("GRIOT_WHATSAPP_SECRET");
  if (!address) line.Fail(kConfiguration, "GRIOT_URL is not as http://host:port");
  if (address && !secret) {
    line.Fail(kConfiguration, "GRIOT_WHATSAPP_SECRET is not set: it signs the invented webhooks");
  }
  if (!address || !secret) return std::nullopt;
  return Doors{*address, {}, *secret, line.Value("--number", kNumber)};
}

int GoOn(const CommandLine& line, const std::string& pg) {
  for (const char* const option : {"--users", "--days", "--seed", "--end", "--business",
                                   "--shuffle", "--samples", "--remove"}) {
    if (line.Has(option)) {
      return line.Fail(
          kUsage, "--live goes on with what the project holds: without " + std::string(option));
    }
  }
  auto doors = ReadDoors(line);
  if (!doors) return kConfiguration;
  return Live(line, pg, line.Value("--project", "demo"), std::move(*doors)).Run();
}

int Tell(const griot_command_call* call, const CommandLine& line, const std::string& pg) {
  Wish wish;
  if (const std::string wrong = ReadWish(line, &wish); !wrong.empty()) {
    return line.Fail(kUsage, wrong);
  }
  auto doors = ReadDoors(line);
  if (!doors) return kConfiguration;
  const std::string id = line.Value("--project", "demo");
  Project project(pg, id);
  if (!project.TakeTurn()) return line.Fail(kFailed, kAtWork + id);
  const Business business = ReadBusiness(BusinessText(wish.business));
  const std::string refused = project.Begin(business.name, business.zone, line.Has("--end"), &wish);
  if (!refused.empty()) {
    return line.Fail(kFailed, "the project " + id + " cannot have this history: " + refused +
                                  "\ngriot demo --remove removes a demonstration's project, "
                                  "--project names another");
  }
  const History history(wish);
  doors->key = project.Key(line.Env("GRIOT_DEMO_WRITE_KEY"));
  Telling telling(call, line, history, *doors, project, id);
  if (const std::string why = telling.Run(line.Has("--shuffle")); !why.empty()) {
    return line.Fail(kFailed, why + "\nthe same command again adds what is missing");
  }
  const std::string summary = telling.Summary();
  call->err(call, Str(summary));
  return WriteTruth(line, TruthJson(history, line.Has("--samples")));
}

// What is on its way would come back behind it.
bool WaitForFlight(const CommandLine& line, const std::string& id) {
  for (int i = 0; i < 1500; ++i) {
    const auto sums = AskLedger(line, id);
    if (!sums || sums->in_flight == 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

int Remove(const CommandLine& line, const std::string& pg) {
  const std::string id = line.Value("--project", "demo");
  Project project(pg, id);
  if (!project.TakeTurn()) return line.Fail(kFailed, kAtWork + id);
  project.Close();
  if (!WaitForFlight(line, id)) {
    return line.Fail(kFailed, "events of it are in flight still: griot ledger says more");
  }
  const auto gone = project.Remove();
  if (!gone) return line.Fail(kFailed, "\"" + id + "\" is no project of a demonstration");
  if (line.json()) {
    line.Out("{\"project\":\"" + id + "\",\"events\":" + std::to_string(*gone) + "}\n");
  } else {
    line.Out("removed project " + id + ", with " + Grouped(static_cast<uint64_t>(*gone)) +
             " events\n");
  }
  return kDone;
}

int32_t Run(const griot_command_call* call) {
  const CommandLine line(
      call, {"--shuffle", "--samples", "--remove", "--live"},
      {"--users", "--days", "--seed", "--end", "--business", "--project", "--number"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  // griot takes --json itself, and leaves the file that stands behind it.
  if (line.words().size() > 1 || (!line.words().empty() && !line.json())) {
    return line.Fail(kUsage, "what is " + line.words()[0] + "?");
  }
  const auto pg = line.Env("GRIOT_PG");
  if (!pg) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  if (line.Has("--live")) return GoOn(line, *pg);
  return line.Has("--remove") ? Remove(line, *pg) : Tell(call, line, *pg);
}

constexpr griot_command kDemo = Command<Run>(
    "demo",
    "[--users N] [--days D] [--seed S] [--end T] [--shuffle] [--json FILE] [--live] [--remove]",
    "Tell an invented business's history through the real doors, and print what is true of it");
constexpr const griot_command* kList[] = {&kDemo};
constexpr griot_commands kCommands{sizeof(griot_commands), 1, kList};

}  // namespace

const griot_commands* Demo::Commands() { return &kCommands; }

}  // namespace griot::demo
