#include "plugins/identity_resolver/identifiers.h"

#include <gtest/gtest.h>

namespace griot::identity {
namespace {

TEST(IdentifiersTest, AUserIsTypedByItsForm) {
  EXPECT_EQ(UserIdentifier("web", "+5511987654321"), "phone:+5511987654321");
  EXPECT_EQ(UserIdentifier("whatsapp", "5511987654321"), "phone:+5511987654321");
  EXPECT_EQ(UserIdentifier("sms", "254712345678"), "phone:+254712345678");
  // Elsewhere a number is how somebody counts accounts.
  EXPECT_EQ(UserIdentifier("web", "5511987654321"), "account:5511987654321");
  EXPECT_EQ(UserIdentifier("telegram", "telegram:77"), "account:telegram:77");
  EXPECT_EQ(UserIdentifier("whatsapp", "12345"), "account:12345");
  EXPECT_EQ(UserIdentifier("whatsapp", "0712345678"), "account:0712345678");
  EXPECT_EQ(UserIdentifier("web", "+1234567890123456"), "account:+1234567890123456");
  EXPECT_EQ(UserIdentifier("web", " Ann@Example.Com\n"), "email:ann@example.com");
  EXPECT_EQ(UserIdentifier("web", "ann@example"), "account:ann@example");
  EXPECT_EQ(UserIdentifier("web", "a@b@c.de"), "account:a@b@c.de");
  EXPECT_EQ(UserIdentifier("web", "@x.de"), "account:@x.de");
  EXPECT_EQ(UserIdentifier("web", "a@.de"), "account:a@.de");
  EXPECT_EQ(UserIdentifier("whatsapp", "bsuid:US.ENT.13491"), "bsuid:US.ENT.13491");
  EXPECT_EQ(UserIdentifier("whatsapp", "bsuid:us.1"), "account:bsuid:us.1");
  EXPECT_EQ(UserIdentifier("web", "Crème"), "account:Crème");
}

TEST(IdentifiersTest, NumbersAreAsTheyAreDialledToday) {
  EXPECT_EQ(UserIdentifier("web", "+5215512345678"), "phone:+525512345678");
  EXPECT_EQ(UserIdentifier("whatsapp", "551187654321"), "phone:+5511987654321");
  EXPECT_EQ(UserIdentifier("whatsapp", "551133334444"), "phone:+551133334444");  // a landline
  EXPECT_EQ(UserIdentifier("whatsapp", "22997123456"), "phone:+2290197123456");
}

TEST(IdentifiersTest, WhatNamesNobodyIsBlocked) {
  for (const char* text : {"",
                           "  ",
                           "anonymous",
                           "Guest",
                           "distinctid",
                           "DISTINCT_ID",
                           "id",
                           "not_authenticated",
                           "email",
                           "undefined",
                           "TRUE",
                           "false",
                           "[object Object]",
                           "NaN",
                           "None",
                           "none",
                           "null",
                           "0",
                           "-1",
                           "0000000000",
                           " null\t",
                           "'undefined'",
                           "\"Null\"",
                           "\" null \"",
                           "\"\"",
                           "'0'"}) {
    EXPECT_EQ(UserIdentifier("web", text), std::nullopt) << text;
    EXPECT_EQ(UserIdentifier("whatsapp", text), std::nullopt) << text;
    EXPECT_EQ(AnonymousIdentifier(text), std::nullopt) << text;
    EXPECT_EQ(PreviousIdentifier("web", text), std::nullopt) << text;
  }
  EXPECT_EQ(UserIdentifier("web", "00000000-0000-0000-0000-000000000000"),
            "account:00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(UserIdentifier("web", "'null\""), "account:'null\"");
  EXPECT_EQ(UserIdentifier("web", "nobody"), "account:nobody");
}

TEST(IdentifiersTest, BotsAndAgentsAreNobody) {
  for (const char* text : {"system", "Bot", "agent", "bot:faq", "AGENT:7", " system "}) {
    EXPECT_EQ(UserIdentifier("web", text), "") << text;
    EXPECT_EQ(AnonymousIdentifier(text), std::nullopt) << text;
    EXPECT_EQ(PreviousIdentifier("web", text), std::nullopt) << text;
  }
  EXPECT_EQ(UserIdentifier("web", "botany"), "account:botany");
}

TEST(IdentifiersTest, WhatAProfileSaysMustBeInternational) {
  EXPECT_EQ(PhoneIdentifier("web", " +55 (11) 98765-4321 "), "phone:+5511987654321");
  EXPECT_EQ(PhoneIdentifier("web", "11 98765-4321"), std::nullopt);
  EXPECT_EQ(PhoneIdentifier("whatsapp", "55 11 98765 4321"), "phone:+5511987654321");
  EXPECT_EQ(PhoneIdentifier("web", "+"), std::nullopt);
  EXPECT_EQ(PhoneIdentifier("web", "+49x"), std::nullopt);
  EXPECT_EQ(EmailIdentifier(" ANN@x.org"), "email:ann@x.org");
  EXPECT_EQ(EmailIdentifier("ann at x.org"), std::nullopt);
  EXPECT_EQ(BsuidIdentifier("US.13491208655302741918"), "bsuid:US.13491208655302741918");
  EXPECT_EQ(BsuidIdentifier("US."), std::nullopt);
}

TEST(IdentifiersTest, WhoSomebodyWasIsABrowserUnlessItsFormSaysOtherwise) {
  EXPECT_EQ(PreviousIdentifier("web", "c0ffee"), "anonymous:c0ffee");
  EXPECT_EQ(PreviousIdentifier("whatsapp", "+254712345678"), "phone:+254712345678");
  EXPECT_EQ(PreviousIdentifier("whatsapp", "bsuid:KE.1"), "bsuid:KE.1");
  EXPECT_EQ(PreviousIdentifier("web", "old@x.org"), "email:old@x.org");
}

}  // namespace
}  // namespace griot::identity
