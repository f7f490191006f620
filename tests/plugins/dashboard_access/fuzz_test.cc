#include <random>

#include "access_fixture.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/settings/settings.h"
#include "support/seed.h"

namespace griot::dashboard {
namespace {

// What clients should not send, in every place where they can put something: it is refused, and
// says nothing of how griot is made.
class FuzzTest : public AccessTest {
 protected:
  FuzzTest() : random_(test::Seed()) {}

  template <class List>
  auto One(const List& list) {
    return list[random_() % std::size(list)];
  }
  std::string NastyText() {
    static const std::string kTexts[] = {"",
                                         "'",
                                         "'; drop table users; --",
                                         "\\\"",
                                         "\\u0000",
                                         "\\ud800",
                                         "%27",
                                         "../../etc/passwd",
                                         "{}",
                                         "{1,2",
                                         "null",
                                         "a@b.c",
                                         "owner",
                                         "2026-02-30",
                                         "infinity",
                                         "🦜",
                                         "\\r\\nSet-Cookie: a=b",
                                         std::string(300, 'x'),
                                         "shop",
                                         "write",
                                         "is"};
    return One(kTexts);
  }
  std::string NastyValue(int depth = 0) {
    switch (random_() % (depth < 4 ? 9 : 7)) {
      case 0:
        return "null";
      case 1:
        return "true";
      case 2: {
        static const char* const kNumbers[] = {"0",    "-1",     "1.5", "99999999999999999999",
                                               "1e99", "1e-400", "7",   "604800"};
        return One(kNumbers);
      }
      case 7:
        return "[" + NastyValue(depth + 1) + "," + NastyValue(depth + 1) + "]";
      case 8:
        return "{" + Member(depth + 1) + "," + Member(depth + 1) + "}";
      default:
        return '"' + NastyText() + '"';
    }
  }
  std::string Member(int depth = 0) {
    static const char* const kNames[] = {
        "email",   "password",      "token", "name",           "old",     "new",
        "id",      "timezone",      "idle",  "session",        "role",    "week_start",
        "filters", "event",         "kind",  "channels",       "origins", "rate",
        "burst",   "property",      "op",    "value",          "content", "steps",
        "at",      "everywhere",    "text",  "value_property", "mon",     "opens_on",
        "web",     "business_hours"};
    return '"' + std::string(One(kNames)) + "\":" + NastyValue(depth);
  }
  std::string NastyBody() {
    std::string body = "{" + Member();
    for (uint64_t more = random_() % 4; more > 0; --more) body += "," + Member();
    body += "}";
    if (random_() % 20 == 0) body.resize(random_() % body.size());
    return body;
  }
  std::string NastyPath(const Route& route) {
    static const char* const kIds[] = {"x",
                                       "%27",
                                       "%00",
                                       "..%2f..",
                                       "0",
                                       "%0d%0aX:%20y",
                                       "01890a5d-ac96-774b-bcce-b302099a8057",
                                       "%ff",
                                       "funnels"};
    static const char* const kQueries[] = {"",
                                           "?project=shop",
                                           "?project=%27",
                                           "?project=",
                                           "?project=shop&limit=%27&before=1e9",
                                           "?project=shop&project=other",
                                           "?%ff=%00",
                                           "?project=%00"};
    std::string path;
    for (size_t at = 0; at < route.pattern.size();) {
      if (route.pattern[at] != ':') {
        path += route.pattern[at++];
        continue;
      }
      path += One(kIds);
      at = std::min(route.pattern.find('/', at), route.pattern.size());
    }
    return path + One(kQueries);
  }

  std::mt19937_64 random_;
};

TEST_F(FuzzTest, NothingThatIsSentIsAFaultOfOurs) {
  Start();
  Access access("");
  std::vector<Route> routes;
  // Signing in is throttled, and hashes: it has tests of its own.
  for (auto more : {AccountRoutes(access), ProjectRoutes(access), GoalRoutes(), KeyRoutes(),
                    TeamRoutes(), InvitationRoutes(access), SavedRoutes(), AuditRoutes()}) {
    routes.insert(routes.end(), more.begin(), more.end());
  }
  Browser owner = NewUser("a@x.y", "owner", "");
  const std::string cookie = owner.cookie;
  std::map<int, int> statuses;
  for (int round = 0; round < 1500; ++round) {
    const Route& route = routes[random_() % routes.size()];
    if (route.pattern.ends_with("/password")) continue;
    owner.cookie = cookie;
    const std::string path = NastyPath(route), body = route.method == GRIOT_GET ? "" : NastyBody();
    const fake::Answer answer = Send(owner, route.method, path, body);
    const std::string what = route.pattern + " " + path + " " + body + "\n" + answer.body;
    ++statuses[answer.status];
    ASSERT_TRUE(answer.status >= 200 && answer.status < 500) << what;
    for (const char* leak : {"Postgres", "select ", "insert ", "syntax", "jsonb", "$1"}) {
      ASSERT_TRUE(answer.status < 400 || answer.body.find(leak) == std::string::npos) << what;
    }
    for (const auto& [name, value] : answer.headers) {
      ASSERT_EQ(value.find_first_of("\r\n"), std::string::npos) << name << " " << what;
    }
  }
  EXPECT_GT(statuses[400], 100);
  EXPECT_GT(statuses[200] + statuses[201] + statuses[204], 20) << "some of it makes sense";
}

}  // namespace
}  // namespace griot::dashboard
