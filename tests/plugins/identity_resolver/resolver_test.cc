#include "plugins/identity_resolver/resolver.h"

#include <gtest/gtest.h>

#include "griot/handshake.hpp"
#include "griot/testing.hpp"
#include "griot/time.hpp"

namespace griot::identity {
namespace {

constexpr griot_time kStart = 1'760'000'000'000'000;

fake::Heard Event(uint64_t n, griot_time at, const char* name = "page_view") {
  fake::Heard e;
  e.id = UuidV5(kEventNamespace, "e" + std::to_string(n));
  e.project = "p";
  e.channel = "web";
  e.name = name;
  e.anonymous_id = "a";
  e.occurred_at = e.received_at = kStart + at * kSecond;
  return e;
}

fake::Heard Message(uint64_t n, const char* name = "message.received") {
  fake::Heard e = Event(n, 0, name);
  e.channel = "whatsapp";
  e.user_id = "+254712345678";
  e.anonymous_id = "";
  return e;
}

class ResolverTest : public ::testing::Test {
 protected:
  void Settle(fake::BatchOf& batch, int32_t outcome) {
    std::vector<griot_outcome> outcomes(batch.size(), griot_outcome{outcome, 0, {}, {}});
    resolver_.Settled({batch.raw(), outcomes.data(), nullptr});
  }
  // The bodies of the facts of one event, which is not stored.
  std::vector<std::string> Facts(const fake::Heard& event, int32_t outcome = GRIOT_DUPLICATE) {
    fake::BatchOf batch;
    batch.Add(event);
    resolver_.Process(batch.view());
    EXPECT_EQ(batch.verdict(0).kind, GRIOT_PASS);
    std::vector<std::string> bodies;
    for (const fake::HeardFact& fact : batch.facts()) {
      EXPECT_EQ(fact.kind, "identity");
      EXPECT_EQ(fact.project, event.project);
      EXPECT_EQ(fact.cause, event.id);
      bodies.push_back(fact.body);
    }
    Settle(batch, outcome);
    return bodies;
  }
  std::string Fact(const fake::Heard& event) {
    const auto facts = Facts(event);
    return facts.empty() ? "" : facts[0];
  }

  fake::Host host_;
  IdentityResolver resolver_{host_.Config("process/identity")};
};

TEST_F(ResolverTest, AnEventShowsItsUserAndItsBrowser) {
  EXPECT_EQ(Fact(Event(1, 0)), R"({"o":"14080000000000005","i":["anonymous:a"]})");
  fake::Heard both = Event(2, 1, "chat.opened");
  both.user_id = "42";
  EXPECT_EQ(Fact(both),
            R"({"o":"14080000008000000","i":["account:42","anonymous:a"],"r":"payload"})");
}

TEST_F(ResolverTest, OnlyWhatWasStoredIsNotToldAgain) {
  EXPECT_EQ(Facts(Event(1, 10), GRIOT_DUPLICATE).size(), 1u);
  EXPECT_EQ(Facts(Event(2, 10), GRIOT_OUTCOME_DEAD).size(), 1u);
  EXPECT_EQ(Facts(Event(3, 10), GRIOT_OUTCOME_UNSET).size(), 1u);
  EXPECT_EQ(Facts(Event(4, 10), GRIOT_STORED).size(), 1u);
  EXPECT_EQ(Facts(Event(5, 11)).size(), 0u);
  EXPECT_EQ(Facts(Event(6, 9)).size(), 1u);  // earlier than the store knows
  fake::Heard other = Event(7, 12);
  other.project = "q";
  EXPECT_EQ(Facts(other).size(), 1u);
  other = Event(8, 12);
  other.user_id = "42";
  EXPECT_EQ(Facts(other).size(), 1u);
}

TEST_F(ResolverTest, WhatEndedBeforeTheSinksIsNotKnown) {
  fake::BatchOf first;
  fake::Heard other = Event(2, 0);
  other.anonymous_id = "b";
  first.Add(Event(1, 0)).Add(other);
  resolver_.Process(first.view());
  fake::BatchOf left;  // a later stage filtered the first
  left.Add(other);
  Settle(left, GRIOT_STORED);
  EXPECT_EQ(Facts(Event(3, 1)).size(), 1u);
  other.id = Event(4, 0).id;
  EXPECT_EQ(Facts(other).size(), 0u);
}

TEST_F(ResolverTest, OfAnEventThatABatchHoldsTwiceTheFirstCounts) {
  EXPECT_EQ(Facts(Event(1, 10), GRIOT_STORED).size(), 1u);
  fake::BatchOf batch;
  fake::Heard elsewhere = Event(2, 20);
  elsewhere.project = "q";
  batch.Add(Event(2, 20)).Add(Event(2, 5)).Add(elsewhere);
  resolver_.Process(batch.view());
  // The first shows nothing new, and the copy, which says that it was earlier, is not what is
  // stored.
  ASSERT_EQ(batch.facts().size(), 1u);
  EXPECT_EQ(batch.facts()[0].project, "q");
  const griot_outcome outcomes[] = {
      {GRIOT_STORED, 0, {}, {}}, {GRIOT_DUPLICATE, 0, {}, {}}, {GRIOT_DUPLICATE, 0, {}, {}}};
  resolver_.Settled({batch.raw(), outcomes, nullptr});
  EXPECT_EQ(Facts(Event(3, 6)).size(), 1u);
  elsewhere.id = Event(4, 0).id;
  EXPECT_EQ(Facts(elsewhere).size(), 1u);
}

TEST_F(ResolverTest, AnIdentifyShowsWhatItsTraitsSay) {
  fake::Heard e = Event(1, 0, "identify");
  e.user_id = "42";
  e.properties = R"({"traits":{"email":"Ann@X.org","phone":"+254 712 345678","name":"Ann"}})";
  e.context = R"({"traits":{"email":"ann@x.org"}})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["account:42","anonymous:a",)"
                     R"("email:ann@x.org","phone:+254712345678"],"r":"identify"})");
  e.name = "track";
  e.properties = "{}";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["account:42","anonymous:a",)"
                     R"("email:ann@x.org"],"r":"payload"})");
  // A group's address is not its member's.
  e.name = "group";
  e.properties = R"({"traits":{"email":"office@x.org"}})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["account:42","anonymous:a"],"r":"payload"})");
}

TEST_F(ResolverTest, HowAnEventWritesAnIdentifierIsTold) {
  fake::Heard e = Event(1, 0);
  e.user_id = " Ann@X.org";
  e.anonymous_id = "a ";
  EXPECT_EQ(Fact(e),
            R"({"o":"14080000000000005","i":["email:ann@x.org","anonymous:a"],)"
            R"("r":"payload","w":[["email:ann@x.org"," Ann@X.org"],["anonymous:a","a "]]})");
  e = Message(2);
  e.user_id = "bsuid:KE.1";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000001","i":["bsuid:KE.1"]})");
  e.user_id = "254712345678";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000001","i":["phone:+254712345678"],)"
                     R"("w":[["phone:+254712345678","254712345678"]]})");
}

TEST_F(ResolverTest, AMessageShowsTheNumberAndTheBusinessScopedIds) {
  fake::Heard e = Message(1);
  e.properties = R"({"bsuid":"KE.ENT.2","ownBsuid":"KE.1","text":"hi"})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000001","i":["phone:+254712345678","bsuid:KE.ENT.2",)"
                     R"("bsuid:KE.1"],"r":"payload"})");
  e.channel = "web";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000001","i":["phone:+254712345678"]})");
}

TEST_F(ResolverTest, AChangedNumberIsAnAlias) {
  fake::Heard e = Message(1, "alias");
  e.properties = R"({"change":"number","previousId":"+254700000001"})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["phone:+254712345678",)"
                     R"("phone:+254700000001"],"r":"number_change"})");
  e.properties = R"({"change":"user_id","previousId":"bsuid:KE.1","bsuid":"KE.2"})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["phone:+254712345678","bsuid:KE.1",)"
                     R"("bsuid:KE.2"],"r":"user_id_change"})");
  e = Event(2, 0, "alias");
  e.user_id = "42";
  e.anonymous_id = "";
  e.properties = R"({"previousId":77})";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["account:42","anonymous:77"],"r":"alias"})");
}

TEST_F(ResolverTest, AHandshakeIsReportedAndGiven) {
  fake::Heard report = Event(1, 0, "handshake_complete");
  report.properties = R"({"hsToken":"tok-1"})";
  const std::string reported = Fact(report);
  const std::string head = R"({"o":"14080000000000005","i":["anonymous:a"],"t":")";
  ASSERT_EQ(reported.substr(0, head.size()), head);
  const std::string hash = reported.substr(head.size(), 36);
  EXPECT_EQ(reported.substr(head.size() + 36), R"(","n":"anonymous:a"})");
  EXPECT_EQ(reported.find("tok-1"), std::string::npos);
  fake::Heard sent = Message(2, "message.sent");
  sent.properties = R"({"hs_token":"tok-1"})";
  EXPECT_EQ(Fact(sent),
            R"({"o":"14080000000000002","i":["phone:+254712345678"],"m":")" + hash + "\"}");
  sent.project = "q";
  EXPECT_EQ(Fact(sent).find(hash), std::string::npos);  // the same token of another project
  sent = Message(3, "message.received");
  sent.properties = R"({"hs_token":"tok-1"})";
  EXPECT_EQ(Fact(sent), R"({"o":"14080000000000001","i":["phone:+254712345678"]})");
}

TEST_F(ResolverTest, ATokenOfOursSaysWhoseItIs) {
  const std::string secret = "a-deployment-secret-of-thirty-two-letters";
  IdentityResolver resolver(host_.Config(
      "process/identity",
      R"({"key_secrets":["","old-secret-of-thirty-two-letters-0",")" + secret + "\"]}"));
  const std::string token = SealHandshake(DeploymentSecret(secret), "p",
                                          {"254712345678", "", "", "", kStart / kSecond + 60});
  const auto fact = [&](const fake::Heard& event) {
    fake::BatchOf batch;
    batch.Add(event);
    resolver.Process(batch.view());
    const std::string body = batch.facts().empty() ? "" : batch.facts()[0].body;
    const griot_outcome duplicate{GRIOT_DUPLICATE, 0, {}, {}};
    resolver.Settled({batch.raw(), &duplicate, nullptr});
    return body;
  };
  constexpr const char* kOwner = R"("n":"anonymous:a","u":"phone:+254712345678"})";
  fake::Heard report = Event(1, 60, "handshake_complete");
  report.properties = R"({"hs_token":")" + token + "\"}";
  EXPECT_NE(fact(report).find(kOwner), std::string::npos);
  report.occurred_at += kSecond;  // expired
  EXPECT_EQ(fact(report).find("\"u\""), std::string::npos);
  EXPECT_NE(fact(report).find("\"t\""), std::string::npos);  // as a CRM's it may still count
  fake::Heard page = Event(2, 0);
  page.flags = GRIOT_EVENT_DEVICE;
  page.context = R"({"handshakeToken":")" + token + "\"}";
  EXPECT_NE(fact(page).find(kOwner), std::string::npos);
  page.project = "q";
  EXPECT_EQ(fact(page).find("\"u\""), std::string::npos);
}

TEST_F(ResolverTest, NobodyIsShownByBotsAndBlockedValues) {
  fake::Heard e = Event(1, 0);
  e.user_id = "bot:faq";
  EXPECT_EQ(Facts(e).size(), 0u);  // its browser is no person's either
  e.user_id = "undefined";
  EXPECT_EQ(Fact(e), R"({"o":"14080000000000005","i":["anonymous:a"]})");
  e.anonymous_id = "null";
  EXPECT_EQ(Facts(e).size(), 0u);
  e.user_id = e.anonymous_id = "";
  EXPECT_EQ(Facts(e).size(), 0u);
}

TEST_F(ResolverTest, WhoIsForgottenIsToldAgain) {
  EXPECT_EQ(Facts(Event(1, 0), GRIOT_STORED).size(), 1u);
  griot_forget_request request{};
  request.project = Str("p");
  std::string receipt;
  EXPECT_TRUE(resolver_.Forget(request, &receipt).ok());
  EXPECT_EQ(receipt, R"({"known_users":1})");
  EXPECT_EQ(Facts(Event(2, 1)).size(), 1u);
}

// From the announcement on, so that the store hears of him when it has nothing of him any more.
TEST_F(ResolverTest, NobodyIsRememberedWhoIsAboutToBeForgotten) {
  const griot_identifier identifiers[] = {{Str("phone"), Str("+254712345678")},
                                          {Str("email"), Str("ann@example.com")}};
  griot_forget_request request{};
  request.project = Str("p");
  request.identifiers = identifiers;
  request.identifier_count = 2;
  std::string receipt;
  fake::BatchOf batch;  // under way while it is announced
  batch.Add(Message(1));
  resolver_.Process(batch.view());
  ASSERT_TRUE(resolver_.Forget(request, &receipt).ok());
  Settle(batch, GRIOT_STORED);
  fake::Heard mail = Event(2, 0);
  mail.user_id = "Ann@Example.com";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(Facts(Message(3), GRIOT_STORED).size(), 1u);
    EXPECT_EQ(Facts(mail, GRIOT_STORED).size(), 1u);
  }
  EXPECT_EQ(Facts(Event(4, 0), GRIOT_STORED).size(), 1u);
  EXPECT_EQ(Facts(Event(5, 1), GRIOT_STORED).size(), 0u) << "others are";
}

struct Records : griot_state_writer {
  struct Record {
    uint64_t hash;
    std::string key, value;
    auto operator<=>(const Record&) const = default;
  };
  std::vector<Record> all;
  Records() : griot_state_writer{sizeof(griot_state_writer), 0, &Put} {}
  static griot_result Put(griot_state_writer* self, const griot_state_record* r) {
    static_cast<Records*>(self)->all.push_back(
        {r->hash, std::string(View(r->key)), std::string(View(r->value))});
    return GRIOT_OK;
  }
};

std::vector<Records::Record> Saved(const IdentityResolver& resolver) {
  Records records;
  StateWriter writer(&records);
  EXPECT_TRUE(resolver.Save(writer).ok());
  return records.all;
}

TEST_F(ResolverTest, AnotherVersionKnowsWhoIsKnownAndWhoIsNotToBe) {
  EXPECT_EQ(Facts(Event(1, 0), GRIOT_STORED).size(), 1u);
  EXPECT_EQ(Facts(Message(2), GRIOT_STORED).size(), 1u);
  const griot_identifier mail{Str("email"), Str("ann@example.com")};
  griot_forget_request request{};
  request.struct_size = sizeof request;
  request.project = Str("p");
  request.identifiers = &mail;
  request.identifier_count = 1;
  std::string receipt;
  ASSERT_TRUE(resolver_.Forget(request, &receipt).ok());
  Facts(Event(1, 0), GRIOT_STORED);  // all of the project was forgotten
  IdentityResolver next(host_.Config("process/identity"));
  const auto saved = Saved(resolver_);
  EXPECT_EQ(saved.size(), 2u);
  for (const Records::Record& r : saved) {
    const griot_state_record raw{sizeof raw, 0, r.hash, Str(r.key), Str(r.value)};
    ASSERT_TRUE(next.Load(1, raw).ok());
  }
  EXPECT_EQ(Saved(next), saved);
  fake::BatchOf batch;
  fake::Heard ann = Event(3, 1);
  ann.user_id = "ann@example.com";
  ann.anonymous_id = "";
  batch.Add(Event(4, 1)).Add(ann);
  next.Process(batch.view());
  EXPECT_EQ(batch.facts().size(), 1u) << "the browser is known, and its user is not";
  const std::vector<griot_outcome> outcomes(2, griot_outcome{GRIOT_STORED, 0, {}, {}});
  next.Settled({batch.raw(), outcomes.data(), nullptr});
  EXPECT_EQ(Saved(next), saved) << "who is being forgotten is not remembered";
}

TEST_F(ResolverTest, RecordsThatMakeNoSenseAreRefused) {
  for (const auto& [key, value] : std::vector<std::pair<const char*, const char*>>{
           {"", ""}, {"k", ""}, {"kx", "1"}, {"kx", "1 no-uuid"}, {"z", "1"}, {"u", "x"}}) {
    const griot_state_record raw{sizeof raw, 0, 0, Str(key), Str(value)};
    EXPECT_FALSE(resolver_.Load(1, raw).ok()) << key << " " << value;
  }
}

}  // namespace
}  // namespace griot::identity
