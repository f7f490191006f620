#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <thread>

#include "griot/json.hpp"
#include "plugins/identity_resolver/person_commands.h"
#include "plugins/identity_resolver/person_finder.h"

namespace griot::identity {
namespace {

using std::chrono::seconds;

constexpr seconds kMostPassing{60};

// "type:value" of each of the person's identifiers.
std::vector<std::string> FindAll(pg::Database& database, const std::string& person) {
  const pg::Rows rows = database.Run(
      "select type || ':' || value from identifiers where person = $1::integer order by number",
      {person});
  std::vector<std::string> all;
  for (int row = 0; row < rows.size(); ++row) all.emplace_back(rows.text(row, 0));
  return all;
}

// A number as clients of some countries write it, too, and without its plus (griot/phone.hpp).
std::vector<std::string> WrittenAs(const std::string& phone) {
  std::vector<std::string> all{phone.substr(1)};
  const auto add = [&all](std::string digits) {
    all.push_back("+" + digits);
    all.push_back(std::move(digits));
  };
  if (phone.size() == 13 && phone.starts_with("+52")) add("521" + phone.substr(3));
  if (phone.size() == 14 && phone.starts_with("+55")) {
    add(phone.substr(1, 4) + phone.substr(6));
  }
  if (phone.size() == 14 && phone.starts_with("+22901")) add("229" + phone.substr(6));
  return all;
}

// [["phone","+254…"],…]
std::string RequestOf(const std::vector<std::string>& identifiers) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginArray();
  const auto add = [&w](std::string_view type, std::string_view value) {
    w.BeginArray().String(type).String(value).EndArray();
  };
  for (const std::string& identifier : identifiers) {
    const size_t colon = identifier.find(':');
    const std::string type = identifier.substr(0, colon), value = identifier.substr(colon + 1);
    add(type, value);
    if (type != "phone") continue;
    for (const std::string& written : WrittenAs(value)) add(type, written);
  }
  w.EndArray();
  return text;
}

// Of all projects: taken in, and settled. Nothing when no griot answers.
struct Totals {
  int64_t accepted = 0, settled = 0;
};
std::optional<Totals> ReadTotals(const CommandLine& line) {
  std::string problem;
  const auto answer = line.Ask(R"({"op":"ledger"})", &problem);
  json::Document document;
  if (!answer || !document.Parse(*answer).ok()) return std::nullopt;
  const json::Value total = document.root().Find("total");
  const auto number = [&total](const char* name) { return total.Find(name).int64().value_or(0); };
  return Totals{number("accepted"),
                number("stored") + number("duplicate") + number("filtered") + number("dead")};
}

// Until as many events have settled as were taken in when it was erased.
std::string WatchQueue(const CommandLine& line) {
  const auto before = ReadTotals(line);
  if (!before) return "not watched: no griot runs on this data folder";
  const auto deadline = std::chrono::steady_clock::now() + kMostPassing;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto now = ReadTotals(line);
    if (now && now->settled >= before->accepted) return "passed";
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return "has not passed within a minute; what is in it ends filtered(forgotten)";
}

std::string Receipt(pg::Database& app, const std::string& request, const std::string& erased,
                    const std::string& queue) {
  const pg::Rows rows = app.Run(
      "select to_char(cutoff at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
      "from forget_requests where id = $1::uuid",
      {request});
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("request").String(request).Key("cutoff").String(rows.text(0, 0));
  w.Key("erased").Raw(erased).Key("queue").String(queue).EndObject();
  return text;
}

void Print(const CommandLine& line, std::string_view receipt) {
  if (line.json()) return line.Out(std::string(receipt) + "\n");
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(receipt).ok()) return;
  const auto text = [&](const char* name) {
    return std::string(document.root().Find(name).string(scratch).value_or(""));
  };
  line.Out("forgotten up to " + text("cutoff") + " (request " + text("request") + ")\n");
  std::vector<std::vector<std::string>> rows;
  for (const auto [name, count] : document.root().Find("erased").members()) {
    rows.push_back(
        {"  " + std::string(name.string(scratch).value_or("")), std::string(count.raw())});
  }
  line.Out(FormatTable(rows) + "the queue: " + text("queue") + "\n");
}

int32_t Forget(const CommandLine& line, const std::string& url, const std::string& project,
               const std::vector<std::string>& identifiers) {
  pg::Database app(url, "griot_app");
  const pg::Rows announced =
      app.Run("select griot_forget_announce($1, $2::jsonb)", {project, RequestOf(identifiers)});
  const std::string request(announced.text(0, 0));
  const int wait = std::clamp(std::atoi(line.Value("--wait", "5").c_str()), 0, 3600);
  line.Say("announced; erasing in " + std::to_string(wait) +
           " s, when every process has heard of it");
  std::this_thread::sleep_for(seconds(wait));
  const pg::Rows erased = app.Run("select griot_forget_erase($1::uuid)", {request});
  line.Say("erased; waiting until the queue has passed");
  const std::string receipt =
      Receipt(app, request, std::string(erased.text(0, 0)), WatchQueue(line));
  app.Run("select griot_forget_end($1::uuid, $2::jsonb)", {request, receipt});
  Print(line, receipt);
  return kDone;
}

}  // namespace

int32_t RunPersonForget(const griot_command_call* call) {
  const CommandLine line(call, {"--yes"}, {"--project", "--wait"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (line.words().size() != 1) return line.Fail(kUsage, "person forget takes one person");
  const auto url = line.Env("GRIOT_PG");
  if (!url) return line.Fail(kConfiguration, "GRIOT_PG is not set: it names the database");
  const std::string project = line.Value("--project", "default");
  pg::Database reader(*url, "griot_reader");
  Found found;
  if (!FindOne(reader, line, project, line.words()[0], &found)) return kFailed;
  const std::vector<std::string> identifiers = FindAll(reader, found.person);
  if (line.Has("--yes")) return Forget(line, *url, project, identifiers);
  line.Say("this erases for ever what was stored of:");
  for (const std::string& identifier : identifiers) line.Say("  " + identifier);
  return line.Fail(kUsage, "add --yes if that is meant");
}

}  // namespace griot::identity
