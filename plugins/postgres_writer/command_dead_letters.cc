#include <algorithm>
#include <charconv>

#include "commands.h"
#include "griot/cpp/status.hpp"
#include "griot/json.hpp"
#include "store_command.h"

namespace griot::postgres {
namespace {

constexpr int64_t kDefaultLimit = 50;
constexpr int kReplayAtOnce = 200;

std::optional<int64_t> ToNumber(std::string_view text) {
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::string Big64(int64_t value) {
  std::string bytes;
  PutBig64(bytes, static_cast<uint64_t>(value));
  return bytes;
}

std::string OneLine(std::string_view text, size_t most) {
  std::string line(text.substr(0, most));
  while (!line.empty() && (line.back() & 0xC0) == 0x80) line.pop_back();  // half a character
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return line;
}

// The columns that ls and show print, all as text.
constexpr char kColumns[] =
    "id::text, to_char(at, 'YYYY-MM-DD HH24:MI:SS'), project, source, stage, kind, "
    "coalesce(event_id::text, ''), coalesce(name, ''), reason, detail, "
    "coalesce(to_char(replayed_at, 'YYYY-MM-DD HH24:MI:SS'), ''), coalesce(event, ''), "
    "coalesce(encode(raw, 'base64'), '')";
constexpr const char* kNames[] = {"id",       "at",   "project", "source", "stage",      "kind",
                                  "event_id", "name", "reason",  "detail", "replayed_at"};
constexpr int kEventColumn = 11;
constexpr int kRawColumn = 12;

std::string AsJson(const Result& result, int row) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject();
  w.Key("id").Raw(result.text(row, 0));
  for (int column = 1; column < kEventColumn; ++column) {
    w.Key(kNames[column]).String(result.text(row, column));
  }
  if (!result.text(row, kEventColumn).empty()) w.Key("event").Raw(result.text(row, kEventColumn));
  if (!result.text(row, kRawColumn).empty()) {
    std::string base64(result.text(row, kRawColumn));
    std::erase(base64, '\n');
    w.Key("raw_base64").String(base64);
  }
  w.EndObject();
  return text + "\n";
}

// Sends letters to the running griot, a few hundred at a time, and marks those that it took.
class Replay {
 public:
  explicit Replay(StoreCommand& line) : line_(line) {}

  // False: it cannot go on; the message is out.
  bool Take(const Result& letters, int from, int to) {
    std::string request;
    json::Writer<std::string> w(request);
    ArrayParam ids(kInt8);
    w.BeginObject().Key("op").String("inject").Key("events").BeginArray();
    for (int row = from; row < to; ++row) {
      w.Raw(letters.text(row, 1));
      ids.Int8(letters.int8(row, 0));
    }
    w.EndArray().EndObject();
    std::string problem;
    const auto reply = line_.Ask(request, &problem);
    if (!reply) return Failed(problem);
    json::Scratch scratch;
    if (json::GetBool(*reply, "ok") != true) {
      return Failed(std::string(json::GetString(*reply, "error", scratch).value_or(*reply)));
    }
    // Marked after they were taken: a crash between the two replays them twice, and the guard
    // keeps one.
    const PgError error = line_.connection().Exec(
        "update dead_letters set replayed_at = now() where id = any ($1::bigint[])",
        Params().Add(ids), StoreCommand::Soon());
    if (!error.ok()) return Failed(Explain(error));
    taken_ += to - from;
    return true;
  }
  int taken() const { return taken_; }

 private:
  bool Failed(const std::string& problem) {
    line_.Fail(kFailed, problem);
    return false;
  }
  StoreCommand& line_;
  int taken_ = 0;
};

}  // namespace

int32_t RunDeadLettersLs(const griot_command_call* call) {
  StoreCommand line(call, {"--replayed"}, {"--project", "--reason", "--limit"});
  const auto limit = ToNumber(line.Value("--limit", std::to_string(kDefaultLimit)));
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  if (!limit || !line.words().empty()) return line.Fail(kUsage, "--limit needs a number");
  int code = kDone;
  if (!line.Connect("griot_writer", &code)) return code;
  Result result;
  const std::string sql =
      std::string("select ") + kColumns +
      " from dead_letters where $1::text in ('', project) and $2::text in ('', reason) "
      "and ($4::text <> '' or replayed_at is null) order by id desc limit $3::bigint";
  const PgError error =
      line.connection().Exec(sql.c_str(),
                             Params()
                                 .Add(line.Value("--project"))
                                 .Add(line.Value("--reason"))
                                 .Add(Big64(*limit))
                                 .Add(std::string_view(line.Has("--replayed") ? "yes" : "")),
                             StoreCommand::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  std::vector<std::vector<std::string>> rows{
      {"ID", "WHEN", "PROJECT", "STAGE", "KIND", "NAME", "REASON", "DETAIL"}};
  for (int row = 0; row < result.rows(); ++row) {
    if (line.json()) line.Out(AsJson(result, row));
    const auto cell = [&](int column, size_t most) {
      return OneLine(result.text(row, column), most);
    };
    rows.push_back({cell(0, 20), cell(1, 20), cell(2, 24), cell(4, 32), cell(5, 8), cell(7, 32),
                    cell(8, 32), cell(9, 80)});
  }
  if (!line.json()) line.Out(FormatTable(rows));
  return kDone;
}

int32_t RunDeadLettersShow(const griot_command_call* call) {
  StoreCommand line(call, {}, {});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  const auto id = line.words().size() == 1 ? ToNumber(line.words()[0]) : std::nullopt;
  if (!id) return line.Fail(kUsage, "the letter's number is needed");
  int code = kDone;
  if (!line.Connect("griot_writer", &code)) return code;
  Result result;
  const std::string sql =
      std::string("select ") + kColumns + " from dead_letters where id = $1::bigint";
  const PgError error =
      line.connection().Exec(sql.c_str(), Params().Add(Big64(*id)), StoreCommand::Soon(), &result);
  if (!error.ok()) return line.Fail(error);
  if (result.rows() == 0) return line.Fail(kFailed, "there is no such dead letter");
  if (line.json()) {
    line.Out(AsJson(result, 0));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (int column = 0; column < kEventColumn; ++column) {
    if (result.text(0, column).empty()) continue;
    rows.push_back({kNames[column], OneLine(result.text(0, column), 8192)});
  }
  line.Out(FormatTable(rows));
  if (!result.text(0, kEventColumn).empty()) {
    line.Out(std::string(result.text(0, kEventColumn)) + "\n");
  }
  if (!result.text(0, kRawColumn).empty()) {
    line.Out("raw bytes, as base64:\n" + std::string(result.text(0, kRawColumn)) + "\n");
  }
  return kDone;
}

int32_t RunDeadLettersReplay(const griot_command_call* call) {
  StoreCommand line(call, {"--all"}, {"--reason", "--project"});
  if (!line.problem().empty()) return line.Fail(kUsage, line.problem());
  ArrayParam ids(kInt8);
  for (const std::string& word : line.words()) {
    const auto id = ToNumber(word);
    if (!id) return line.Fail(kUsage, "\"" + word + "\" is no letter's number");
    ids.Int8(*id);
  }
  const bool named = ids.count() != 0;
  if (named == (line.Has("--all") || line.Has("--reason"))) {
    return line.Fail(kUsage, "give either the letters' numbers, or --reason R, or --all");
  }
  int code = kDone;
  if (!line.Connect("griot_writer", &code)) return code;
  Result found;
  // A letter named by its number may go again; the others go once.
  const PgError error = line.connection().Exec(
      "select id, coalesce(event, ''), kind = 'event' from dead_letters "
      "where case when $4::text = 'named' then id = any ($1::bigint[]) "
      "else replayed_at is null and $2::text in ('', project) and $3::text in ('', reason) end "
      "order by id",
      Params()
          .Add(ids)
          .Add(line.Value("--project"))
          .Add(line.Value("--reason"))
          .Add(std::string_view(named ? "named" : "")),
      StoreCommand::Soon(), &found);
  if (!error.ok()) return line.Fail(error);
  Replay replay(line);
  int from = 0, kept = 0;
  // What is no event (raw bytes, a fact) cannot be sent again: runs of events go between them.
  const auto send = [&](int to) { return from == to || replay.Take(found, from, to); };
  for (int row = 0; row < found.rows(); ++row) {
    const bool event = found.boolean(row, 2);
    if (event && row - from < kReplayAtOnce) continue;
    if (!send(row)) return kFailed;
    from = event ? row : row + 1;
    kept += event ? 0 : 1;
  }
  if (!send(found.rows())) return kFailed;
  line.Out("replayed " + std::to_string(replay.taken()) + "\n");
  if (kept > 0) {
    line.Fail(kFailed, std::to_string(kept) +
                           " hold no event (bytes that could not be read, or a fact) and stay; "
                           "`griot dead-letters show ID` prints them");
  }
  if (named && found.rows() < static_cast<int>(ids.count())) {
    return line.Fail(kFailed, "some of these numbers are no dead letter's");
  }
  return kDone;
}

}  // namespace griot::postgres
