#include <map>
#include <set>
#include <span>

#include "access_fixture.h"
#include "griot/door/sha256.hpp"
#include "griot/embedded_file.hpp"
#include "plugins/dashboard/auth/role.h"
#include "plugins/dashboard/auth/routes.h"
#include "plugins/dashboard/openapi/openapi.h"
#include "plugins/dashboard/reports/reports.h"
#include "plugins/dashboard/settings/settings.h"
#include "plugins/dashboard/sources/sources.h"
#include "plugins/dashboard/welcome/welcome.h"

namespace griot::dashboard {

extern const std::span<const EmbeddedFile> kByHand;

namespace {

constexpr char kSomeId[] = "01890a5d-ac96-774b-bcce-b302099a8057";

// Who needs what, once more and by hand: whoever opens a route wider has to say so here.
const std::map<std::string, Role> kNeeds{
    {"GET /api/v1/settings", Role::kViewer},
    {"PATCH /api/v1/settings", Role::kOwner},
    {"GET /api/v1/goals", Role::kViewer},
    {"POST /api/v1/goals", Role::kAnalyst},
    {"PATCH /api/v1/goals/:id", Role::kAnalyst},
    {"DELETE /api/v1/goals/:id", Role::kAnalyst},
    {"GET /api/v1/keys", Role::kOwner},
    {"POST /api/v1/keys", Role::kOwner},
    {"DELETE /api/v1/keys/:id", Role::kOwner},
    {"GET /api/v1/team", Role::kOwner},
    {"PATCH /api/v1/team/:id", Role::kOwner},
    {"DELETE /api/v1/team/:id", Role::kOwner},
    {"GET /api/v1/invitations", Role::kOwner},
    {"POST /api/v1/invitations", Role::kOwner},
    {"DELETE /api/v1/invitations/:id", Role::kOwner},
    {"GET /api/v1/audit", Role::kOwner},
    {"POST /api/v1/sources/test-event", Role::kOwner},
    {"GET /api/v1/saved/:kind", Role::kViewer},
    {"POST /api/v1/saved/:kind", Role::kAnalyst},
    {"PATCH /api/v1/saved/:kind/:id", Role::kAnalyst},
    {"DELETE /api/v1/saved/:kind/:id", Role::kAnalyst},
};
// These look themselves who is signed in.
const std::set<std::string> kOwn{"GET /api/v1/me",
                                 "PATCH /api/v1/me",
                                 "POST /api/v1/me/password",
                                 "GET /api/v1/me/devices",
                                 "DELETE /api/v1/me/devices/:id",
                                 "GET /api/v1/projects",
                                 "POST /api/v1/projects"};
const std::set<std::string> kOpen{
    "GET /welcome",          "GET /welcome.js",         "POST /api/v1/sign-in",
    "POST /api/v1/sign-out", "POST /api/v1/links/look", "POST /api/v1/links/use"};

std::string NameOf(const Route& route) {
  static const char* const kMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
  return std::string(kMethods[route.method]) + " " + route.pattern;
}

std::string PathOf(const Route& route) {
  std::string path;
  for (size_t at = 0; at < route.pattern.size();) {
    if (route.pattern.compare(at, 2, "/:") != 0) {
      path += route.pattern[at++];
      continue;
    }
    size_t end = route.pattern.find('/', at + 1);
    if (end == std::string::npos) end = route.pattern.size();
    path +=
        route.pattern.substr(at, end - at) == "/:kind" ? "/funnels" : "/" + std::string(kSomeId);
    at = end;
  }
  return path;
}

// Why nobody was let in; empty: they were, whatever came of it.
std::string ShutOut(const fake::Answer& answer) {
  for (const char* code :
       {"not_signed_in", "no_key", "unknown_key", "no_project", "role", "origin"}) {
    if (answer.body.find(R"("code":")" + std::string(code) + '"') != std::string::npos) {
      return std::to_string(answer.status) + " " + code;
    }
  }
  return {};
}

class RolesTest : public AccessTest {
 protected:
  RolesTest() : routes_(ReportRoutes()), access_("") {
    report_routes_ = routes_.size();
    for (auto more : {SignInRoutes(access_), AccountRoutes(access_), LinkRoutes(access_),
                      ProjectRoutes(access_), GoalRoutes(), KeyRoutes(), TeamRoutes(),
                      InvitationRoutes(access_), SavedRoutes(), AuditRoutes(), SourceRoutes(),
                      WelcomeRoutes()}) {
      routes_.insert(routes_.end(), more.begin(), more.end());
    }
  }
  std::string NewKey(const std::string& kind, const std::string& project) {
    const std::string key = kind.substr(0, 1) + "k_" + kind + "-key-of-" + project;
    Sql("insert into write_keys (hash, project, prefix, kind) values ('" + HexOf(Sha256()(key)) +
        "', '" + project + "', '" + key.substr(0, 9) + "', '" + kind + "')");
    return key;
  }
  fake::Answer Ask(Browser& from, const Route& route, const std::string& project,
                   fake::Pairs headers = {}) {
    const bool writes = route.method != GRIOT_GET;
    return Send(from, route.method, PathOf(route) + "?project=" + project, writes ? "{}" : "",
                std::move(headers));
  }

  std::vector<Route> routes_;
  size_t report_routes_ = 0;
  Access access_;
};

TEST_F(RolesTest, EveryRouteIsInTheTable) {
  std::set<std::string> seen;
  for (size_t i = 0; i < routes_.size(); ++i) {
    const Route& route = routes_[i];
    const std::string name = NameOf(route);
    EXPECT_TRUE(seen.insert(name).second) << name << " stands twice";
    if (route.needs == Role::kNone) {
      // What describes the API, and nothing else of the reports, is for everybody.
      EXPECT_TRUE(kOwn.count(name) || kOpen.count(name) || name.ends_with("/openapi.json")) << name;
      continue;
    }
    EXPECT_EQ(route.scope, Scope::kProject) << name;
    if (i < report_routes_) continue;
    ASSERT_TRUE(kNeeds.count(name)) << name;
    EXPECT_EQ(route.needs, kNeeds.at(name)) << name;
  }
  for (const auto& [name, role] : kNeeds) EXPECT_TRUE(seen.count(name)) << name;
}

// Reports are documented by what they are made of.
TEST_F(RolesTest, TheDocumentKnowsEveryOtherRouteAndItsRole) {
  json::Document document;
  ASSERT_TRUE(document.Parse(kByHand.front().text).ok());
  const json::Value paths = document.root().Find("paths");
  size_t documented = 0, routes = 0;
  for (const auto [path, item] : paths.members()) documented += item.size();
  std::set<std::string> reports{"/api/v1/live", "/api/v1/events"};
  for (const Report& report : AllReports()) reports.insert(report.path);
  for (const Route& route : routes_) {
    if (!route.pattern.starts_with("/api/") || reports.contains(route.pattern)) continue;
    ++routes;
    static const char* const kMethods[] = {"get", "head", "post", "put", "patch", "delete"};
    const json::Value operation =
        paths.Find(DocumentedPath(route.pattern)).Find(kMethods[route.method]);
    json::Scratch scratch;
    const std::string role(operation.Find("x-role").string(scratch).value_or("it is not there"));
    if (route.needs != Role::kNone) {
      EXPECT_EQ(role, dashboard::NameOf(route.needs)) << NameOf(route);
    } else {
      EXPECT_TRUE(role == "anybody" || role == "signed-in" || role == "owner of all")
          << NameOf(route) << " " << role;
    }
  }
  EXPECT_EQ(documented, routes);
}

TEST_F(RolesTest, EachRoleAtEachEndpoint) {
  Start();
  // One each, and one of another project; asked for both.
  std::map<Role, Browser> people;
  for (const Role role : {Role::kViewer, Role::kAnalyst, Role::kOwner}) {
    const std::string name(dashboard::NameOf(role));
    people[role] = NewUser(name + "@x.y", name, "shop");
  }
  Browser stranger = NewUser("stranger@x.y", "owner", "other");
  for (const Route& route : routes_) {
    if (route.scope != Scope::kProject || route.needs == Role::kNone) continue;
    const std::string name = NameOf(route);
    const bool report = !kNeeds.count(name);
    for (auto& [role, person] : people) {
      EXPECT_EQ(ShutOut(Ask(person, route, "other")), "404 no_project") << name;
      EXPECT_EQ(ShutOut(Ask(person, route, "nowhere")), "404 no_project") << name;
      if (report && role >= route.needs) continue;  // their own tests'; some never end
      EXPECT_EQ(ShutOut(Ask(person, route, "shop")), role >= route.needs ? "" : "403 role")
          << name << " " << dashboard::NameOf(role);
    }
    EXPECT_EQ(ShutOut(Ask(stranger, route, "shop")), "404 no_project") << name;
  }
}

TEST_F(RolesTest, NobodyIsLetInAnywhere) {
  Start();
  Browser user = NewUser("a@x.y", "owner", "shop");
  for (const Route& route : routes_) {
    const std::string name = NameOf(route);
    if (kOpen.count(name) || name.ends_with("/openapi.json")) continue;
    Browser nobody;
    EXPECT_EQ(ShutOut(Ask(nobody, route, "shop")), "401 not_signed_in") << name;
    nobody.cookie = "griot=" + std::string(43, 'A') + "." + std::string(43, 'A');
    EXPECT_EQ(ShutOut(Ask(nobody, route, "shop")), "401 not_signed_in") << name;
    if (route.method == GRIOT_GET) continue;
    Browser elsewhere = user;
    elsewhere.origin = "http://evil.test";
    EXPECT_EQ(ShutOut(Ask(elsewhere, route, "shop")), "403 origin") << name;
  }
}

TEST_F(RolesTest, KeysOnlyRead) {
  Start();
  const std::string read = NewKey("read", "shop"), write = NewKey("write", "shop"),
                    other = NewKey("read", "other"), import = NewKey("import", "shop");
  // The directory learns of new keys by itself.
  const Route& goals = *std::find_if(routes_.begin(), routes_.end(), [](const Route& route) {
    return NameOf(route) == "GET /api/v1/goals";
  });
  Browser script;
  script.origin.clear();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (Ask(script, goals, "other", {{"X-Api-Key", other}}).status != 200) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
    std::this_thread::yield();
  }
  for (const Route& route : routes_) {
    const std::string name = NameOf(route);
    if (!kNeeds.count(name)) continue;
    const bool reads = route.method == GRIOT_GET && route.needs <= Role::kAnalyst;
    EXPECT_EQ(ShutOut(Ask(script, route, "shop", {{"Authorization", "Bearer " + read}})),
              reads ? "" : "403 role")
        << name;
    EXPECT_EQ(ShutOut(Ask(script, route, "shop", {{"X-Api-Key", other}})), "404 no_project")
        << name;
    for (const std::string& key : {write, import, std::string("rk_made_up")}) {
      EXPECT_EQ(ShutOut(Ask(script, route, "shop", {{"X-Api-Key", key}})), "401 unknown_key")
          << name;
    }
  }
}

// A key in the header is what counts, whoever is signed in beside it.
TEST_F(RolesTest, AKeyDoesNotBorrowACookie) {
  Start();
  Browser user = NewUser("a@x.y", "owner", "shop");
  for (const Route& route : routes_) {
    if (!kNeeds.count(NameOf(route))) continue;
    EXPECT_EQ(ShutOut(Ask(user, route, "shop", {{"X-Api-Key", "rk_made_up"}})), "401 unknown_key");
  }
}

TEST_F(RolesTest, ViewersReadEveryAnswerMasked) {
  Start();
  Browser analyst = NewUser("a@x.y", "analyst", "shop"),
          viewer = NewUser("v@x.y", "viewer", "shop");
  ASSERT_EQ(
      Send(analyst, GRIOT_POST, "/api/v1/saved/segments?project=shop",
           R"({"name":"+254712345678","content":{"filters":[{"user":"amina@shop.example"}]}})")
          .status,
      201);
  const auto read = [&](Browser& who) {
    return Send(who, GRIOT_GET, "/api/v1/saved/segments?project=shop");
  };
  EXPECT_THAT(read(analyst).body, ::testing::HasSubstr("+254712345678"));
  EXPECT_THAT(read(analyst).body, ::testing::HasSubstr("amina@shop.example"));
  EXPECT_THAT(read(viewer).body, ::testing::HasSubstr("+254•••78"));
  EXPECT_THAT(read(viewer).body, ::testing::HasSubstr("a•••@shop.example"));
  EXPECT_NE(read(viewer).Header("ETag"), read(analyst).Header("ETag"));
  EXPECT_EQ(read(analyst).Header("Cache-Control"), "private, no-cache");
}

TEST_F(RolesTest, ARoleThatWasTakenAwayIsGoneAtOnce) {
  Start();
  Browser owner = NewUser("o@x.y", "owner", "shop"), a = NewUser("a@x.y", "analyst", "shop");
  EXPECT_EQ(Send(a, GRIOT_GET, "/api/v1/goals?project=shop").status, 200);
  const std::string id = Sql("select id from users where email = 'a@x.y'");
  EXPECT_EQ(Send(owner, GRIOT_PATCH, "/api/v1/team/" + id + "?project=shop", R"({"role":"viewer"})")
                .status,
            200);
  EXPECT_EQ(Send(a, GRIOT_POST, "/api/v1/goals?project=shop", R"({"name":"g","event":"e"})").status,
            403);
  EXPECT_EQ(Send(owner, GRIOT_DELETE, "/api/v1/team/" + id + "?project=shop").status, 204);
  EXPECT_EQ(Send(a, GRIOT_GET, "/api/v1/goals?project=shop").status, 404);
  EXPECT_EQ(Send(a, GRIOT_GET, "/api/v1/goals").status, 403) << "signed in, and with no role";
}

}  // namespace
}  // namespace griot::dashboard
