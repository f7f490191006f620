#include <thread>

#include "access_fixture.h"

namespace griot::dashboard {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(AccessTest, ALinkMakesTheFirstOwnerOnce) {
  Start();
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  const std::string token = MakeLink(db, {"first", "", "", "", "", "", ""}, "test");
  Browser amina;
  auto answer = Send(amina, GRIOT_POST, "/api/v1/links/look", R"({"token":")" + token + R"("})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(R"("kind":"first")"));
  const std::string use = R"({"token":")" + token +
                          R"(","email":"Amina@Shop.example","name":"Amina","password":")" +
                          kPassword + R"("})";
  answer = Send(amina, GRIOT_POST, "/api/v1/links/use", use);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr(R"("email":"amina@shop.example")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("id":"other","name":"","role":"owner")"));
  EXPECT_EQ(Send(amina, GRIOT_GET, "/api/v1/project?project=shop").status, 200);

  Browser other;
  EXPECT_EQ(Send(other, GRIOT_POST, "/api/v1/links/use", use).status, 404) << "it was used";
  const std::string second = MakeLink(db, {"first", "", "", "", "", "", ""}, "test");
  EXPECT_EQ(Send(other, GRIOT_POST, "/api/v1/links/use",
                 R"({"token":")" + second + R"(","email":"b@x.y","password":"another long one"})")
                .status,
            404)
      << "there is an owner";
  EXPECT_EQ(Sql("select count(*) from users"), "1");
}

// Two use a link each at once: one of them gets in.
class TwoAtOnceTest : public AccessTest {
 protected:
  void UseBoth(const std::string& first, const std::string& second) {
    const std::string tokens[] = {first, second};
    int in[2] = {0, 0};
    std::thread both[2];
    for (int i = 0; i < 2; ++i) {
      both[i] = std::thread([&, i] {
        Browser browser;
        in[i] = Send(browser, GRIOT_POST, "/api/v1/links/use",
                     R"({"token":")" + tokens[i] + R"(","email":"u)" + std::to_string(i) +
                         R"(@x.y","password":"long enough"})")
                    .status;
      });
    }
    for (std::thread& one : both) one.join();
    EXPECT_EQ(in[0] + in[1], 200 + 404);
    EXPECT_EQ(Sql("select count(*) from users"), "1");
  }
};

TEST_F(TwoAtOnceTest, OfOneLink) {
  Start();
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  const std::string token = MakeLink(db, {"first", "", "", "", "", "", ""}, "test");
  UseBoth(token, token);
}

TEST_F(TwoAtOnceTest, OfTwoLinksForTheFirstOwner) {
  Start();
  const std::string first(43, 'A'), second(43, 'B');
  for (const std::string& token : {first, second}) {
    Sql("insert into sign_in_links (token, kind, made_by, ends_at) values (sha256('" + token +
        "'), 'first', 'test', now() + interval '1 hour')");
  }
  UseBoth(first, second);
}

TEST_F(AccessTest, SignInOutAndTheCookie) {
  Start();
  NewUser("a@x.y", "analyst", "shop");
  Browser b;
  b.address = NextAddress();
  auto answer = Send(b, GRIOT_POST, "/api/v1/sign-in", SignInBody("A@x.y"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  const std::string set = answer.Header("Set-Cookie");
  EXPECT_THAT(set, HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Max-Age="));
  EXPECT_THAT(set, Not(HasSubstr("Secure"))) << "by plain HTTP it would be refused";
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_THAT(answer.Header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff");
  const std::string token = b.cookie.substr(b.cookie.find('=') + 1);
  EXPECT_EQ(
      Sql("select count(*) from sign_ins s where s::text like '%" + token.substr(0, 43) + "%'"),
      "0");
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 200);
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/project").status, 200) << "the only one";

  Browser copy = b;
  EXPECT_EQ(Send(b, GRIOT_POST, "/api/v1/sign-out").status, 204);
  EXPECT_EQ(b.cookie, "");
  EXPECT_EQ(Send(copy, GRIOT_GET, "/api/v1/me").status, 401) << "it ended at the store";
  EXPECT_EQ(Send(copy, GRIOT_GET, "/api/v1/project?project=shop").status, 401);
}

TEST_F(AccessTest, ByTlsTheCookieIsBoundToTheHost) {
  Start(R"(,"public_url":"https://griot.test")");
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  const std::string token = MakeLink(db, {"first", "", "", "", "", "", ""}, "test");
  Browser b;
  const std::string use =
      R"({"token":")" + token + R"(","email":"a@x.y","password":"long enough"})";
  EXPECT_EQ(Send(b, GRIOT_POST, "/api/v1/links/use", use).status, 403) << "Origin is http";
  b.origin = "https://griot.test";
  const auto answer = Send(b, GRIOT_POST, "/api/v1/links/use", use);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_TRUE(answer.Header("Set-Cookie").starts_with("__Host-griot="));
  EXPECT_TRUE(answer.Header("Set-Cookie").ends_with("; Secure"));
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 200);
  Browser plain = b;
  plain.cookie = b.cookie.substr(b.cookie.find("griot="));
  EXPECT_EQ(Send(plain, GRIOT_GET, "/api/v1/me").status, 401) << "a subdomain could have set that";
}

TEST_F(AccessTest, WhatIsWrongIsNotSaid) {
  Start();
  NewUser("a@x.y", "analyst", "shop");
  Browser b;
  b.address = NextAddress();
  const auto wrong = Send(b, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y", "not this one"));
  const auto unknown = Send(b, GRIOT_POST, "/api/v1/sign-in", SignInBody("b@x.y", "not this one"));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(Sql("select string_agg(who, ' ' order by number) from audit_log "
                "where action = 'sign_in.refused'"),
            "a@x.y unknown");
}

TEST_F(AccessTest, ACookieThatSomebodyElseChoseIsNeverTakenOver) {
  Start();
  NewUser("mallory@x.y", "viewer", "other");
  NewUser("a@x.y", "analyst", "shop");
  Browser mallory;
  mallory.address = NextAddress();
  ASSERT_EQ(Send(mallory, GRIOT_POST, "/api/v1/sign-in", SignInBody("mallory@x.y")).status, 200);
  // Her browser was given Mallory's cookie before she signs in.
  Browser amina;
  amina.address = NextAddress();
  amina.cookie = mallory.cookie;
  ASSERT_EQ(Send(amina, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 200);
  EXPECT_NE(amina.cookie, mallory.cookie);
  EXPECT_EQ(Send(mallory, GRIOT_GET, "/api/v1/me").status, 401) << "the one that was planted ended";
  EXPECT_THAT(Send(amina, GRIOT_GET, "/api/v1/me").body, HasSubstr("a@x.y"));
}

TEST_F(AccessTest, ForgedAndBrokenCookiesAreNobody) {
  Start();
  Browser b = NewUser("a@x.y", "analyst", "shop");
  const std::string good = b.cookie;
  std::vector<std::string> bad{"griot=",
                               "griot=.",
                               "griot=x",
                               "griot",
                               "=",
                               ";;;",
                               "griot=" + std::string(9000, 'a'),
                               "other=" + good.substr(6)};
  for (size_t i = 6; i < good.size(); i += 7) {
    bad.push_back(good);
    bad.back()[i] = bad.back()[i] == 'A' ? 'B' : 'A';
  }
  for (const std::string& cookie : bad) {
    b.cookie = cookie;
    EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 401) << cookie;
  }
  b.cookie = "theme=dark; " + good + "; x=y";
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 200);
}

TEST_F(AccessTest, PagesOfOthersChangeNothing) {
  Start();
  Browser b = NewUser("a@x.y", "analyst", "shop");
  const std::string cookie = b.cookie;
  for (const char* origin : {"", "null", "http://evil.test", "http://griot.test.evil.test",
                             "http://griot.test:81", "ftp://griot.test", "http://griot.test/"}) {
    b.origin = origin;
    b.cookie = cookie;
    EXPECT_EQ(Send(b, GRIOT_PATCH, "/api/v1/me", R"({"name":"Mallory"})").status, 403) << origin;
    EXPECT_EQ(Send(b, GRIOT_POST, "/api/v1/sign-out").status, 403) << origin;
    EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 200) << "reading is the browser's to guard";
    if (*origin != '\0') {
      EXPECT_EQ(Send(b, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 403) << origin;
    }
  }
  EXPECT_EQ(Sql("select name from users"), "");
  b.origin = "http://griot.test";
  EXPECT_EQ(Send(b, GRIOT_PATCH, "/api/v1/me", R"({"name":"Amina"})").status, 200);
  // A form of another site can send this without being asked first.
  EXPECT_EQ(Send(b, GRIOT_PATCH, "/api/v1/me", {}, {{"Content-Type", "text/plain"}}).status, 415);
}

TEST_F(AccessTest, WhoGuessesIsHeldUpAndNobodyElse) {
  Start();
  NewUser("a@x.y", "analyst", "shop");
  NewUser("b@x.y", "analyst", "shop");
  Browser guesser;
  guesser.address = NextAddress();
  int tries = 0;
  fake::Answer answer;
  while (tries < 30) {
    answer = Send(guesser, GRIOT_POST, "/api/v1/sign-in",
                  SignInBody("a@x.y", "guess no. " + std::to_string(tries)));
    if (answer.status == 429) break;
    EXPECT_EQ(answer.status, 401);
    ++tries;
  }
  EXPECT_EQ(tries, 10);
  EXPECT_GE(std::stoi(answer.Header("Retry-After")), 1);
  EXPECT_EQ(Send(guesser, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 429)
      << "the right one, too";
  EXPECT_EQ(Send(guesser, GRIOT_POST, "/api/v1/sign-in", SignInBody("b@x.y")).status, 200);
  Browser amina;
  amina.address = NextAddress();
  EXPECT_EQ(Send(amina, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 200)
      << "she is not locked out";
}

TEST_F(AccessTest, AnAddressThatTriesManyAccountsIsHeldUp) {
  Start();
  Browser guesser;
  guesser.address = "2001:db8::1";
  int status = 0, tries = 0;
  for (; tries < 40 && status != 429; ++tries) {
    guesser.address = "2001:db8::" + std::to_string(tries + 1);
    status = Send(guesser, GRIOT_POST, "/api/v1/sign-in",
                  SignInBody("u" + std::to_string(tries) + "@x.y"))
                 .status;
  }
  EXPECT_GE(tries, 31);
  EXPECT_LE(tries, 38) << "some came back while the hashes were made";
}

TEST_F(AccessTest, ANewPasswordEndsAllOtherSignIns) {
  Start();
  Browser first = NewUser("a@x.y", "analyst", "shop"), second;
  second.address = NextAddress();
  ASSERT_EQ(Send(second, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 200);
  const auto change = [&](const std::string& old, const std::string& next) {
    return Send(second, GRIOT_POST, "/api/v1/me/password",
                R"({"old":")" + old + R"(","new":")" + next + R"("})");
  };
  EXPECT_EQ(change("wrong", "a much better one").status, 403);
  for (const char* weak : {"short", "a@x.y", "aaaaaaaaaaaaaa"}) {
    const auto answer = change(kPassword, weak);
    EXPECT_EQ(answer.status, 400) << weak;
    EXPECT_THAT(answer.body, HasSubstr(R"("parameter":"new")"));
  }
  const std::string before = second.cookie;
  EXPECT_EQ(change(kPassword, "a much better one").status, 204);
  EXPECT_NE(second.cookie, before);
  EXPECT_EQ(Send(second, GRIOT_GET, "/api/v1/me").status, 200);
  EXPECT_EQ(Send(first, GRIOT_GET, "/api/v1/me").status, 401);
  Browser third;
  third.address = NextAddress();
  EXPECT_EQ(Send(third, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 401);
  EXPECT_EQ(
      Send(third, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y", "a much better one")).status,
      200);
}

TEST_F(AccessTest, DevicesAreSeenAndEnded) {
  Start();
  Browser one = NewUser("a@x.y", "analyst", "shop"), two, other = NewUser("b@x.y", "owner", "shop");
  two.agent = "Phone/2";
  two.address = NextAddress();
  ASSERT_EQ(Send(two, GRIOT_POST, "/api/v1/sign-in", SignInBody("a@x.y")).status, 200);
  const std::string list = Send(one, GRIOT_GET, "/api/v1/me/devices").body;
  EXPECT_THAT(list, HasSubstr("Phone/2"));
  EXPECT_THAT(list, Not(HasSubstr(one.cookie.substr(6, 43))));
  const std::string id = Sql("select number from sign_ins where agent = 'Phone/2'");
  EXPECT_EQ(Send(other, GRIOT_DELETE, "/api/v1/me/devices/" + id).status, 404);
  EXPECT_EQ(Send(one, GRIOT_DELETE, "/api/v1/me/devices/x").status, 404);
  EXPECT_EQ(Send(one, GRIOT_DELETE, "/api/v1/me/devices/" + id).status, 204);
  EXPECT_EQ(Send(two, GRIOT_GET, "/api/v1/me").status, 401);
  EXPECT_EQ(Send(one, GRIOT_GET, "/api/v1/me").status, 200);
}

TEST_F(AccessTest, SignInsAndLinksEndWithTime) {
  Start();
  Browser b = NewUser("a@x.y", "analyst", "shop");
  Sql("update sign_ins set seen_at = now() - interval '6 days'");
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 200);
  EXPECT_EQ(Sql("select seen_at > now() - interval '1 minute' from sign_ins"), "t");
  Sql("update sign_ins set seen_at = now() - interval '8 days'");
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 401) << "not used for a week";
  Sql("update sign_ins set seen_at = now(), begun_at = now() - interval '31 days'");
  EXPECT_EQ(Send(b, GRIOT_GET, "/api/v1/me").status, 401) << "a month old";
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  const std::string token =
      MakeLink(db, {"invitation", "", "c@x.y", "shop", "viewer", "", ""}, "test");
  Sql("update sign_in_links set ends_at = now() - interval '1 second' where used_at is null");
  EXPECT_EQ(Send(b, GRIOT_POST, "/api/v1/links/use",
                 R"({"token":")" + token + R"(","password":"long enough"})")
                .status,
            404);
}

TEST_F(AccessTest, AnInvitationTakesNoAccountOver) {
  Start();
  Browser amina = NewUser("a@x.y", "viewer", "shop");
  Db db(url_, "griot_app", std::chrono::seconds(10), false);
  const std::string token =
      MakeLink(db, {"invitation", "", "a@x.y", "other", "owner", "", ""}, "mallory");
  Browser mallory;
  mallory.address = NextAddress();
  const auto use = [&](const std::string& password) {
    return Send(mallory, GRIOT_POST, "/api/v1/links/use",
                R"({"token":")" + token + R"(","password":")" + password + R"("})")
        .status;
  };
  EXPECT_EQ(use("mallory chose this"), 401);
  EXPECT_EQ(mallory.cookie, "");
  EXPECT_EQ(use(kPassword), 200) << "whoever knows it is her";
  EXPECT_THAT(Send(amina, GRIOT_GET, "/api/v1/me").body,
              HasSubstr(R"("id":"other","name":"","role":"owner")"));
}

TEST_F(AccessTest, NothingOfARequestGetsIntoHeaders) {
  Start();
  Browser b;
  b.agent = "x\r\nSet-Cookie: griot=evil \xff\xc3";
  b.cookie = "griot=a\r\nX: y";
  const auto answer =
      Send(b, GRIOT_POST, "/api/v1/sign-in", R"({"email":"a\r\nX: y@x.y","password":"x"})");
  EXPECT_EQ(answer.status, 400);
  for (const auto& [name, value] : answer.headers) {
    EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
    EXPECT_EQ(value.find("evil"), std::string::npos) << name;
  }
}

TEST_F(AccessTest, BodiesAreReadStrictly) {
  Start();
  Browser b;
  b.address = NextAddress();
  for (const auto& [body, parameter] : std::initializer_list<std::pair<const char*, const char*>>{
           {"[]", ""},
           {"{", ""},
           {R"({"email":"a@x.y"})", "password"},
           {R"({"password":"x"})", "email"},
           {R"({"email":7,"password":"x"})", "email"},
           {R"({"email":"","password":"x"})", "email"},
           {R"({"email":"a","password":"x"})", "email"},
           {R"({"email":"a@b@c","password":"x"})", "email"},
           {R"({"email":"a@x.y","password":"a\u0000b"})", "password"},
           {R"({"email":"a@x.y","password":"x","admin":true})", "admin"}}) {
    const auto answer = Send(b, GRIOT_POST, "/api/v1/sign-in", body);
    EXPECT_EQ(answer.status, 400) << body;
    if (*parameter != '\0') {
      EXPECT_THAT(answer.body, HasSubstr(R"("parameter":")" + std::string(parameter))) << body;
    }
  }
}

}  // namespace
}  // namespace griot::dashboard
