#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "griot/testing.hpp"
#include "plugins/dashboard/auth/links.h"
#include "plugins/dashboard/dashboard.h"
#include "plugins/postgres_writer/sink.h"
#include "support/postgres_server.h"

namespace griot::dashboard {

inline constexpr char kPassword[] = "correct horse battery";

// A browser: it keeps its cookie, and says which page sends. An address of its own, so that no
// other test's tries count for it.
struct Browser {
  std::string cookie = {};
  std::string origin = "http://griot.test";
  std::string address = "192.0.2.7";
  std::string agent = "Test/1";
};

// The dashboard service over a database of its own, with two projects, "shop" and "other".
class AccessTest : public ::testing::Test {
 protected:
  AccessTest() : url_(test::PostgresServer::Shared().NewDatabase()) {
    plugin_.struct_size = sizeof plugin_;
    plugin_.id = "dashboard";
    plugin_.get_extension = [](const char* id) -> const void* {
      return std::string_view(id) == GRIOT_EXT_STORE ? Dashboard::Store() : nullptr;
    };
    host_.catalogue.plugins.push_back(&plugin_);
    writer_ = std::make_unique<postgres::PostgresWriter>(
        host_.Config("process/store", R"({"url":")" + url_ + R"("})"));
    EXPECT_TRUE(writer_->Start().ok());
    Sql("insert into projects (id) values ('shop'), ('other')");
    Sql("delete from projects where id = 'default'");
  }
  ~AccessTest() override {
    if (dashboard_) dashboard_->Stop();
  }

  void Start(const std::string& more = {}) {
    dashboard_ = std::make_unique<Dashboard>(
        host_.Config("dashboard", R"({"url":")" + url_ + "\"" + more + "}"));
    ASSERT_TRUE(dashboard_->Start().ok());
  }

  std::string Sql(const std::string& sql) const { return test::PostgresServer::Query(url_, sql); }

  fake::Answer Send(Browser& from, int method, const std::string& target, std::string body = {},
                    fake::Pairs headers = {}) {
    headers.insert(headers.begin(), {"Host", "griot.test"});
    if (!from.cookie.empty()) headers.emplace_back("Cookie", from.cookie);
    if (!from.origin.empty()) headers.emplace_back("Origin", from.origin);
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    headers.emplace_back("User-Agent", from.agent);
    fake::Answer answer =
        host_.http.Send(method, target, std::move(headers), std::move(body), from.address)
            ->Get(std::chrono::seconds(20));
    const std::string set = answer.Header("Set-Cookie");
    if (!set.empty()) {
      const std::string pair = set.substr(0, set.find(';'));
      from.cookie = pair.ends_with('=') ? std::string() : pair;
    }
    return answer;
  }

  // Makes an account the way people get one, by a link: the browser that is signed in with it.
  Browser NewUser(const std::string& email, const std::string& role, const std::string& project) {
    Db db(url_, "griot_app", std::chrono::seconds(10), false);
    const std::string token =
        MakeLink(db, {"invitation", "", email, project, role, "", ""}, "test");
    Browser browser;
    browser.address = NextAddress();
    const auto answer = Send(browser, GRIOT_POST, "/api/v1/links/use",
                             R"({"token":")" + token + R"(","password":")" + kPassword + R"("})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return browser;
  }
  static std::string SignInBody(const std::string& email, const std::string& password = kPassword) {
    return R"({"email":")" + email + R"(","password":")" + password + R"("})";
  }
  static std::string NextAddress() {
    static int count = 0;
    ++count;
    return "198.51." + std::to_string(count / 250) + "." + std::to_string(count % 250 + 1);
  }

  fake::Host host_;
  griot_plugin plugin_{};
  std::string url_;
  std::unique_ptr<postgres::PostgresWriter> writer_;
  std::unique_ptr<Dashboard> dashboard_;
};

}  // namespace griot::dashboard
