#include <chrono>
#include <thread>

#include "griot/door/random_seed.hpp"
#include "griot/door/sha256.hpp"
#include "griot/http_client.hpp"
#include "griot/uuid.hpp"
#include "plugins/dashboard/auth/audit.h"
#include "plugins/dashboard/auth/body.h"
#include "plugins/dashboard/auth/token.h"
#include "plugins/dashboard/auth/transaction.h"
#include "plugins/dashboard/db/db.h"
#include "plugins/dashboard/settings/settings.h"
#include "plugins/dashboard/sources/sources.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::seconds kPatience{10};  // until the doors know the key
constexpr std::chrono::milliseconds kBetween{200};
constexpr std::string_view kKeyName = "test event";
constexpr std::string_view kEventName = "test_event";

// A key that opens the doors for as long as the test takes.
class TestKey {
 public:
  explicit TestKey(Call& call) : call_(call), text_("wk_" + MakeToken().substr(0, 32)) {
    // With those that a process left behind which ended in the middle.
    call_.app->Run(
        "delete from write_keys where project = $1::text and name = $2::text "
        "and created_at < now() - interval '1 minute'",
        {call_.project(), std::string(kKeyName)});
    call_.app->Run(
        "insert into write_keys (hash, project, prefix, kind, name, rate, burst) "
        "values ($1::text, $2::text, $3::text, 'write', $4::text, 1, 10)",
        {hash_ = HexOf(Sha256()(text_)), call_.project(), text_.substr(0, 9),
         std::string(kKeyName)});
  }
  ~TestKey() {
    try {
      call_.app->Run("delete from write_keys where hash = $1::text", {hash_});
    } catch (const pg::Error&) {
      // The next test takes it away.
    }
  }
  TestKey(const TestKey&) = delete;
  TestKey& operator=(const TestKey&) = delete;
  const std::string& text() const { return text_; }

 private:
  Call& call_;
  std::string text_, hash_;
};

struct Target {
  std::string stage, path;
  bool batch = true;
};

// The door that was asked for, else the first that takes what clients send with a key.
Target Find(Call& call, const std::optional<std::string>& wanted) {
  bool found = false;
  for (const Door& door : DoorsOf(*call.doors, call.project())) {
    if (wanted && door.stage != *wanted) continue;
    found = true;
    json::Document document;
    json::Scratch scratch;
    if (!document.Parse(door.json).ok()) continue;
    const json::Value root = document.root();
    const bool web = root.Find("plugin").StringIs("web_sdk");
    if (!web && !root.Find("plugin").StringIs("segment_api")) continue;
    for (const json::Value route : root.Find("routes").elements()) {
      const std::string path(route.Find("path").string(scratch).value_or(""));
      const bool takes = web ? !path.ends_with("/handshake") : path.ends_with("/track");
      if (route.Find("method").StringIs("POST") && takes) return {door.stage, path, web};
    }
  }
  if (wanted && !found) throw BadParameter("source", "is no source of this project");
  throw Problem(409, "provider_only",
                "this source hears its provider only: send a message to your number", "source");
}

std::string BodyOf(const Target& target, const std::string& id) {
  std::string body;
  json::Writer<std::string> w(body);
  // Of nobody: it changes no number of people.
  if (target.batch) w.BeginObject().Key("batch").BeginArray();
  w.BeginObject().Key("messageId").String(id).Key("event").String(kEventName);
  w.Key("userId").String("system").Key("properties").BeginObject();
  w.Key("sentBy").String("griot").EndObject().EndObject();
  if (target.batch) w.EndArray().EndObject();
  return body;
}

std::optional<Answer> Send(Call& call) {
  NeedPerson(call);
  const Body body(call, {"source"});
  const Target target = Find(call, body.TextIfAny("source", 200));
  const HttpAddress& door = call.doors->door();
  const std::string id = UuidString(UuidV7(RandomSeed()).Next());
  const std::string sent = BodyOf(target, id);
  const auto begun = std::chrono::steady_clock::now();
  HttpAnswer answer;
  {
    const TestKey key(call);
    HttpClient client(door, "griot dashboard");
    // Settings reach the doors within a second or two.
    do {
      answer =
          client.Post(door.path + target.path,
                      {{"Content-Type", "application/json"}, {"X-Write-Key", key.text()}}, sent);
      if (answer.status != 401) break;
      std::this_thread::sleep_for(kBetween);
    } while (std::chrono::steady_clock::now() - begun < kPatience);
  }
  if (answer.status == 0) {
    throw Problem(503, "door_unreachable", "the door could not be reached: is `doors` right?");
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  Record(call, "test_event.sent", target.stage);
  Answer made = JsonAnswer(200, {});
  json::Writer<std::string> w(made.body);
  w.BeginObject().Key("source").String(target.stage).Key("id").String(id);
  w.Key("name").String(kEventName).Key("status").Int(answer.status);
  w.Key("seconds").Double(took.count()).EndObject();
  return made;
}

}  // namespace

std::vector<Route> SourceRoutes() {
  return {InProject(GRIOT_POST, "/api/v1/sources/test-event", Role::kOwner, &Send)};
}

}  // namespace griot::dashboard
