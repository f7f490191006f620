#include "access_fixture.h"
#include "griot/door/sha256.hpp"

namespace griot::dashboard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SettingsTest : public AccessTest {
 protected:
  SettingsTest() {
    Start();
    owner_ = NewUser("owner@x.y", "owner", "shop");
  }
  fake::Answer Own(int method, const std::string& path, const std::string& body = {}) {
    return Send(owner_, method, "/api/v1" + path + "?project=shop", body);
  }
  static std::string Text(const fake::Answer& answer, const std::string& path) {
    json::Document document;
    EXPECT_TRUE(document.Parse(answer.body).ok()) << answer.body;
    json::Scratch scratch;
    const json::Value value = document.root().FindPath(path);
    return std::string(value.is_string() ? value.string(scratch).value_or("") : value.raw());
  }
  // The writer publishes what collectors get.
  std::string Published() {
    writer_->Tick(Now());
    return host_.settings.json();
  }

  Browser owner_;
};

TEST_F(SettingsTest, WhatDecidesNumbersIsChangedPublishedAndLogged) {
  EXPECT_EQ(Text(Own(GRIOT_GET, "/settings"), "settings.timezone"), "UTC");
  const auto answer =
      Own(GRIOT_PATCH, "/settings",
          R"({"name":"The Shop","timezone":"Africa/Nairobi","week_start":7,"idle":{"web":3600},)"
          R"("session":{"opens_on":"every_event"},"response_target":120,"text":"drop",)"
          R"("business_hours":{"mon":[["09:00","12:30"],["13:30","24:00"]]}})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(Text(answer, "name"), "The Shop");
  EXPECT_EQ(Text(answer, "settings.text"), "drop");
  const std::string published = Published();
  json::Document document;
  ASSERT_TRUE(document.Parse(published).ok());
  const json::Value shop = document.root().FindPath("projects.shop");
  EXPECT_EQ(shop.Find("timezone").raw(), R"("Africa/Nairobi")");
  EXPECT_EQ(shop.Find("idle").raw(), R"({"web": 3600})");
  EXPECT_EQ(shop.Find("week_start").raw(), "7");
  EXPECT_EQ(shop.Find("response_target").raw(), "120");
  EXPECT_EQ(Own(GRIOT_PATCH, "/settings", R"({"idle":null,"timezone":null})").status, 200);
  EXPECT_EQ(Text(Own(GRIOT_GET, "/settings"), "settings.timezone"), "UTC");
  EXPECT_EQ(Text(Own(GRIOT_GET, "/settings"), "settings.idle"), "{}");
  EXPECT_EQ(
      Sql("select detail->'before'->>'timezone' || ' ' || who || ' ' || address from audit_log "
          "where action = 'settings.changed' order by number desc limit 1"),
      "Africa/Nairobi owner@x.y " + owner_.address);
  EXPECT_EQ(Sql("select settings::text from projects where id = 'other'"), "{}");
}

TEST_F(SettingsTest, ASettingThatMakesNoSenseIsNamed) {
  for (const auto& [body, parameter] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"timezone":"Mars/Olympus"})", "timezone"},
           {R"({"timezone":"posix/UTC"})", "timezone"},
           {R"({"timezone":"UTC'; drop table users; --"})", "timezone"},
           {R"({"timezone":5})", "timezone"},
           {R"({"week_start":0})", "week_start"},
           {R"({"week_start":8})", "week_start"},
           {R"({"week_start":"1"})", "week_start"},
           {R"({"idle":{"web":0}})", "idle.web"},
           {R"({"idle":{"web":604801}})", "idle.web"},
           {R"({"idle":{"web":1.5}})", "idle.web"},
           {R"({"idle":{"":5}})", "idle."},
           {R"({"idle":[]})", "idle"},
           {R"({"session":{"opens_on":"x"}})", "session"},
           {R"({"session":{}})", "session"},
           {R"({"response_target":-1})", "response_target"},
           {R"({"text":"hide"})", "text"},
           {R"({"business_hours":[]})", "business_hours"},
           {R"({"business_hours":{"monday":[]}})", "business_hours.monday"},
           {R"({"business_hours":{"mon":[["9:00","18:00"]]}})", "business_hours.mon"},
           {R"({"business_hours":{"mon":[["09:00"]]}})", "business_hours.mon"},
           {R"({"business_hours":{"mon":[["09:60","18:00"]]}})", "business_hours.mon"},
           {R"({"business_hours":{"mon":[["24:00","24:00"]]}})", "business_hours.mon"},
           {R"({"business_hours":{"mon":[["18:00","09:00"]]}})", "business_hours.mon"},
           {R"({"business_hours":{"mon":[["09:00","12:00"],["11:00","18:00"]]}})",
            "business_hours.mon"},
           {R"({"demo":{}})", "demo"},
           {R"({"name":""})", "name"}}) {
    const auto answer = Own(GRIOT_PATCH, "/settings", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(Text(answer, "error.parameter"), parameter) << body;
  }
  EXPECT_EQ(Own(GRIOT_PATCH, "/settings", "{}").status, 400);
  EXPECT_EQ(Sql("select settings::text from projects where id = 'shop'"), "{}");
}

TEST_F(SettingsTest, ProjectsAreMadeByOwnersOfAll) {
  EXPECT_EQ(Send(owner_, GRIOT_POST, "/api/v1/projects", R"({"id":"new"})").status, 403);
  Browser all = NewUser("all@x.y", "owner", "");
  const auto made = Send(all, GRIOT_POST, "/api/v1/projects",
                         R"({"id":"new","name":"New","timezone":"Asia/Kathmandu"})");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Text(made, "settings.timezone"), "Asia/Kathmandu");
  EXPECT_EQ(Send(all, GRIOT_POST, "/api/v1/projects", R"({"id":"new"})").status, 409);
  for (const char* id : {"", ".x", "a b", "../x", "ü"}) {
    EXPECT_EQ(
        Send(all, GRIOT_POST, "/api/v1/projects", R"({"id":")" + std::string(id) + "\"}").status,
        400)
        << id;
  }
  EXPECT_EQ(Send(all, GRIOT_GET, "/api/v1/settings?project=new").status, 200);
  const std::string mine = Send(owner_, GRIOT_GET, "/api/v1/projects").body;
  EXPECT_THAT(mine, HasSubstr("shop"));
  EXPECT_THAT(mine, Not(HasSubstr("new")));
}

TEST_F(SettingsTest, GoalsAreMadeChangedAndDeleted) {
  EXPECT_THAT(Own(GRIOT_GET, "/goals").body, HasSubstr(R"("Order Completed")"));
  const std::string before = Sql("select version from settings_version");
  const auto made = Own(GRIOT_POST, "/goals",
                        R"({"name":"Big order","event":"purchase","value_property":"total",)"
                        R"("filters":[{"property":"total","op":"gte","value":1000},)"
                        R"({"property":"currency","op":"is","value":"KES"}]})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_GT(std::stoll(Sql("select version from settings_version")), std::stoll(before));
  const std::string id = Text(made, "id");
  const std::string list = Own(GRIOT_GET, "/goals").body;
  EXPECT_THAT(list, HasSubstr("Big order"));
  EXPECT_THAT(list, Not(HasSubstr("Order Completed"))) << "its own take the place of griot's";
  const auto changed = Own(GRIOT_PATCH, "/goals/" + id, R"({"filters":[]})");
  EXPECT_EQ(Text(changed, "name"), "Big order");
  EXPECT_EQ(Text(changed, "value_property"), "total");
  EXPECT_EQ(Text(changed, "filters"), "[]");
  EXPECT_EQ(Text(Own(GRIOT_PATCH, "/goals/" + id, R"({"value_property":null})"), "value_property"),
            "null");
  EXPECT_EQ(Own(GRIOT_POST, "/goals", R"({"name":"Big order","event":"x"})").status, 409);
  Browser stranger = NewUser("s@x.y", "owner", "other");
  for (const int method : {GRIOT_PATCH, GRIOT_DELETE}) {
    const std::string body = method == GRIOT_PATCH ? R"({"name":"mine"})" : "";
    EXPECT_EQ(Send(stranger, method, "/api/v1/goals/" + id + "?project=other", body).status, 404)
        << "another project's goal";
  }
  EXPECT_EQ(Own(GRIOT_DELETE, "/goals/" + id).status, 204);
  EXPECT_EQ(Own(GRIOT_DELETE, "/goals/" + id).status, 404);
  EXPECT_EQ(Sql("select string_agg(action, ' ' order by number) from audit_log where action like "
                "'goal.%'"),
            "goal.made goal.changed goal.changed goal.deleted");
}

TEST_F(SettingsTest, AGoalThatMakesNoSenseIsNamed) {
  for (const auto& [body, parameter] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"({"event":"e"})", "name"},
           {R"({"name":"n"})", "event"},
           {R"({"name":"n","event":"e","filters":{}})", "filters"},
           {R"({"name":"n","event":"e","filters":[5]})", "filters[0]"},
           {R"({"name":"n","event":"e","filters":[{"op":"is","value":1}]})", "filters[0].property"},
           {R"({"name":"n","event":"e","filters":[{"property":"p","op":"like","value":1}]})",
            "filters[0].op"},
           {R"({"name":"n","event":"e","filters":[{"property":"p","op":"gt","value":"1"}]})",
            "filters[0].value"},
           {R"({"name":"n","event":"e","filters":[{"property":"p","op":"set","value":1}]})",
            "filters[0].value"},
           {R"({"name":"n","event":"e","filters":[{"property":"p","op":"is","value":"\u0000"}]})",
            "filters[0].value"},
           {R"({"name":"n","event":"e","filters":[{"property":"p","op":"gt","value":1e999999}]})",
            "filters[0].value"},
           {R"({"name":"n","event":"e","value_property":""})", "value_property"}}) {
    const auto answer = Own(GRIOT_POST, "/goals", body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    EXPECT_EQ(Text(answer, "error.parameter"), parameter) << body;
  }
}

TEST_F(SettingsTest, GoalsMatchAsTheySay) {
  const auto holds = [&](const std::string& filter, const std::string& properties) {
    return Sql("select griot_goal_matches('e', jsonb_build_array('" + filter + "'::jsonb), 'e', '" +
               properties + "')");
  };
  EXPECT_EQ(holds(R"({"property":"n","op":"is","value":"5"})", R"({"n":5})"), "t");
  EXPECT_EQ(holds(R"({"property":"n","op":"is","value":"true"})", R"({"n":true})"), "t");
  EXPECT_EQ(holds(R"({"property":"n","op":"is","value":"5"})", R"({})"), "f");
  EXPECT_EQ(holds(R"({"property":"n","op":"is_not","value":"5"})", R"({})"), "t");
  EXPECT_EQ(holds(R"({"property":"n","op":"is_not","value":"5"})", R"({"n":"5"})"), "f");
  EXPECT_EQ(holds(R"({"property":"a.b","op":"contains","value":"oo"})", R"({"a":{"b":"foo"}})"),
            "t");
  EXPECT_EQ(holds(R"({"property":"a.b","op":"set"})", R"({"a.b":0})"), "t");
  EXPECT_EQ(holds(R"({"property":"a.b","op":"set"})", R"({"a":{"b":null}})"), "f");
  EXPECT_EQ(holds(R"({"property":"a","op":"not_set"})", R"({"a":null})"), "t");
  EXPECT_EQ(holds(R"({"property":"a","op":"gt","value":5})", R"({"a":"5.5"})"), "t");
  EXPECT_EQ(holds(R"({"property":"a","op":"gt","value":5})", R"({"a":5})"), "f");
  EXPECT_EQ(holds(R"({"property":"a","op":"gte","value":5})", R"({"a":5})"), "t");
  EXPECT_EQ(holds(R"({"property":"a","op":"lt","value":5})", R"({"a":"x"})"), "f");
  EXPECT_EQ(holds(R"({"property":"a","op":"lte","value":-1})", R"({"a":-1e0})"), "t");
  EXPECT_EQ(Sql("select griot_goal_matches('', '[{\"property\":\"x\",\"op\":\"set\"}]', 'any', "
                "'{\"x\":1}')"),
            "t");
  EXPECT_EQ(Sql("select griot_goal_matches('e', '[]', 'f', '{}')"), "f");
}

TEST_F(SettingsTest, KeysAreShownOnceAndWorkUntilRevoked) {
  const auto made = Own(GRIOT_POST, "/keys",
                        R"({"kind":"write","name":"Site","origins":["HTTPS://Shop.example:443/"],)"
                        R"("channels":["web"],"rate":50})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string key = Text(made, "key"), hash = HexOf(Sha256()(key));
  EXPECT_EQ(key.size(), 35u);
  const std::string published = Published();
  EXPECT_THAT(published, HasSubstr(hash));
  EXPECT_THAT(published, HasSubstr(R"("https://shop.example")"));
  EXPECT_THAT(published, HasSubstr(R"("burst": 500)"));
  const auto list = Own(GRIOT_GET, "/keys");
  EXPECT_THAT(list.body, HasSubstr(key.substr(0, 9)));
  EXPECT_THAT(list.body, Not(HasSubstr(key.substr(0, 12))));
  EXPECT_EQ(
      Sql("select count(*) from audit_log a where a::text like '%" + key.substr(0, 12) + "%'"),
      "0");
  const std::string id = Text(made, "made.id");
  Browser stranger = NewUser("s@x.y", "owner", "other");
  EXPECT_EQ(Send(stranger, GRIOT_DELETE, "/api/v1/keys/" + id + "?project=other").status, 404);
  EXPECT_EQ(Own(GRIOT_DELETE, "/keys/" + id).status, 204);
  EXPECT_THAT(Published(), Not(HasSubstr(hash)));
  EXPECT_EQ(Own(GRIOT_DELETE, "/keys/" + id).status, 404);
  for (const auto& [body, parameter] : std::initializer_list<std::pair<const char*, const char*>>{
           {"{}", "kind"},
           {R"({"kind":"admin"})", "kind"},
           {R"({"kind":"write","origins":["shop.example"]})", "origins"},
           {R"({"kind":"write","origins":["https://a/b"]})", "origins"},
           {R"({"kind":"write","rate":0})", "rate"},
           {R"({"kind":"write","burst":5})", "burst"},
           {R"({"kind":"write","rate":1,"burst":0})", "burst"},
           {R"({"kind":"write","channels":"web"})", "channels"}}) {
    EXPECT_EQ(Text(Own(GRIOT_POST, "/keys", body), "error.parameter"), parameter) << body;
  }
}

TEST_F(SettingsTest, PeopleAreInvitedByALinkThatStandsNowhereElse) {
  const auto made = Own(GRIOT_POST, "/invitations", R"({"email":"New@x.y","role":"analyst"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string link = Text(made, "link");
  ASSERT_TRUE(link.starts_with("http://griot.test/welcome#")) << link;
  const std::string token = link.substr(link.find('#') + 1);
  EXPECT_THAT(Own(GRIOT_GET, "/invitations").body, HasSubstr("new@x.y"));
  EXPECT_THAT(Own(GRIOT_GET, "/invitations").body, Not(HasSubstr(token)));
  EXPECT_EQ(Sql("select count(*) from sign_in_links l, audit_log a where l::text like '%" + token +
                "%' or a::text like '%" + token + "%'"),
            "0");
  Browser invited;
  invited.address = NextAddress();
  const auto used = Send(invited, GRIOT_POST, "/api/v1/links/use",
                         R"({"token":")" + token + R"(","name":"New","password":"long enough"})");
  EXPECT_EQ(used.status, 200) << used.body;
  EXPECT_EQ(Text(used, "projects.0.role"), "analyst");
  EXPECT_THAT(Own(GRIOT_GET, "/team").body, HasSubstr("new@x.y"));
  EXPECT_EQ(Own(GRIOT_POST, "/invitations", R"({"email":"b@x.y","role":"owner","everywhere":true})")
                .status,
            403)
      << "an owner of one project cannot give all";
  // A fresh one ends the one before; a revoked one is none.
  const std::string first =
      Text(Own(GRIOT_POST, "/invitations", R"({"email":"c@x.y","role":"viewer"})"), "link");
  const std::string second =
      Text(Own(GRIOT_POST, "/invitations", R"({"email":"c@x.y","role":"viewer"})"), "link");
  const auto look = [&](const std::string& url) {
    return Send(invited, GRIOT_POST, "/api/v1/links/look",
                R"({"token":")" + url.substr(url.find('#') + 1) + R"("})")
        .status;
  };
  EXPECT_EQ(look(first), 404);
  EXPECT_EQ(look(second), 200);
  const std::string id = Sql("select number from sign_in_links where used_at is null");
  Browser stranger = NewUser("s@x.y", "owner", "other");
  EXPECT_EQ(Send(stranger, GRIOT_DELETE, "/api/v1/invitations/" + id + "?project=other").status,
            404);
  EXPECT_EQ(Own(GRIOT_DELETE, "/invitations/" + id).status, 204);
  EXPECT_EQ(look(second), 404);
}

TEST_F(SettingsTest, AProjectKeepsAnOwner) {
  const std::string self = Sql("select id from users where email = 'owner@x.y'");
  EXPECT_EQ(Own(GRIOT_DELETE, "/team/" + self).status, 409);
  EXPECT_EQ(Own(GRIOT_PATCH, "/team/" + self, R"({"role":"viewer"})").status, 409);
  NewUser("all@x.y", "owner", "");
  const std::string all = Sql("select id from users where email = 'all@x.y'");
  EXPECT_EQ(Own(GRIOT_DELETE, "/team/" + all).status, 404) << "theirs is not of this project alone";
  EXPECT_EQ(Own(GRIOT_PATCH, "/team/" + all, R"({"role":"viewer"})").status, 404);
  EXPECT_EQ(Own(GRIOT_PATCH, "/team/" + self, R"({"role":"king"})").status, 400);
  EXPECT_EQ(Own(GRIOT_PATCH, "/team/" + self, R"({"role":"analyst"})").status, 200);
}

TEST_F(SettingsTest, SavedThingsAreAProjectsOwn) {
  const auto made =
      Own(GRIOT_POST, "/saved/funnels",
          R"({"name":"Checkout","content":{"steps":[{"event":"cart"},{"event":"purchase"}]}})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  EXPECT_THAT(Own(GRIOT_GET, "/saved/funnels").body, HasSubstr("Checkout"));
  EXPECT_THAT(Own(GRIOT_GET, "/saved/segments").body, Not(HasSubstr("Checkout")));
  EXPECT_EQ(Own(GRIOT_PATCH, "/saved/segments/" + id, R"({"name":"x"})").status, 404);
  EXPECT_EQ(
      Text(Own(GRIOT_PATCH, "/saved/funnels/" + id, R"({"name":"Buy"})"), "content.steps.1.event"),
      "purchase");
  Browser stranger = NewUser("s@x.y", "owner", "other");
  EXPECT_EQ(Send(stranger, GRIOT_DELETE, "/api/v1/saved/funnels/" + id + "?project=other").status,
            404);
  EXPECT_THAT(Send(stranger, GRIOT_GET, "/api/v1/saved/funnels?project=other").body,
              Not(HasSubstr("Buy")));
  EXPECT_EQ(Own(GRIOT_DELETE, "/saved/funnels/" + id).status, 204);
  EXPECT_EQ(Own(GRIOT_POST, "/saved/annotations",
                R"({"name":"Campaign","content":{"at":"2026-11-23T10:00:00Z"}})")
                .status,
            201);
  for (const auto& [kind, body, parameter] : std::initializer_list<std::array<const char*, 3>>{
           {"funnels", R"({"name":"n","content":{}})", "content.steps"},
           {"funnels", R"({"name":"n","content":[]})", "content"},
           {"funnels", R"({"name":"n"})", "content"},
           {"funnels", R"({"content":{"steps":[1]}})", "name"},
           {"segments", R"({"name":"n","content":{}})", "content.filters"},
           {"segments", R"({"name":"n","content":{"filters":{"a":"\u0000"}}})",
            "content.filters.a"},
           {"annotations", R"({"name":"n","content":{"at":"yesterday"}})", "content.at"},
           {"annotations", R"({"name":"n","content":{"at":"2026-13-45"}})", "content.at"},
           {"annotations", R"({"name":"n","content":{}})", "content.at"}}) {
    const auto answer = Own(GRIOT_POST, "/saved/" + std::string(kind), body);
    EXPECT_EQ(answer.status, 400) << body << answer.body;
    EXPECT_EQ(Text(answer, "error.parameter"), parameter) << body;
  }
  EXPECT_EQ(Own(GRIOT_GET, "/saved/passwords").status, 404);
}

TEST_F(SettingsTest, TheLogIsOfTheProjectAndTurnsPages) {
  for (int i = 0; i < 5; ++i) {
    Own(GRIOT_POST, "/goals", R"({"name":"g)" + std::to_string(i) + R"(","event":"e"})");
  }
  Browser stranger = NewUser("s@x.y", "owner", "other");
  Send(stranger, GRIOT_POST, "/api/v1/goals?project=other", R"({"name":"theirs","event":"e"})");
  const auto page = Send(owner_, GRIOT_GET, "/api/v1/audit?project=shop&limit=2");
  EXPECT_THAT(page.body, HasSubstr("g4"));
  EXPECT_THAT(page.body, Not(HasSubstr("g2")));
  const auto next =
      Send(owner_, GRIOT_GET,
           "/api/v1/audit?project=shop&limit=2&before=" + Text(page, "audit.1.number"));
  EXPECT_THAT(next.body, HasSubstr("g2"));
  EXPECT_THAT(next.body, Not(HasSubstr("g3")));
  const std::string all = Own(GRIOT_GET, "/audit").body;
  EXPECT_THAT(all, Not(HasSubstr("theirs")));
  EXPECT_THAT(all, Not(HasSubstr("s@x.y"))) << "who signs in elsewhere is not theirs to know";
  for (const char* query : {"limit=0", "limit=501", "limit=x", "before=-1", "before=9e9"}) {
    EXPECT_EQ(Send(owner_, GRIOT_GET, std::string("/api/v1/audit?project=shop&") + query).status,
              400)
        << query;
  }
}

TEST_F(SettingsTest, TheAppsRoleChangesNoLogAndReadsNoEvents) {
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  for (const char* sql :
       {"delete from audit_log", "update audit_log set who = 'x'", "select from events limit 1",
        "update cookie_key set key = ''", "select from forget_key"}) {
    try {
      db.Run(sql);
      ADD_FAILURE() << sql;
    } catch (const pg::Error& error) {
      EXPECT_EQ(error.sqlstate, "42501") << sql;
    }
  }
  Db reader(url_, "griot_reader", std::chrono::seconds(10), true);
  for (const char* table : {"users", "user_roles", "sign_ins", "sign_in_links", "audit_log",
                            "cookie_key", "saved_things"}) {
    try {
      reader.Run("select from " + std::string(table));
      ADD_FAILURE() << table;
    } catch (const pg::Error& error) {
      EXPECT_EQ(error.sqlstate, "42501") << table;
    }
  }
}

}  // namespace
}  // namespace griot::dashboard
