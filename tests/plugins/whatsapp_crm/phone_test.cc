#include "griot/phone.hpp"

#include "plugins/whatsapp_crm/phone_book.h"
#include "tests/plugins/whatsapp_crm/hook.h"

namespace griot::whatsapp_crm {
namespace {

struct Case {
  const char* raw;
  const char* e164;
  bool valid;
};

TEST(Phone, BecomesE164) {
  PhoneBook book;
  for (int round = 0; round < 2; ++round) {  // the second from memory
    for (const Case& c : {Case{"254712345678", "+254712345678", true},
                          {"+254712345678", "+254712345678", true},
                          {"5511987654321", "+5511987654321", true},
                          {"551187654321", "+5511987654321", true},
                          {"556187654321", "+5561987654321", true},
                          {"551133334444", "+551133334444", true},
                          {"5215512345678", "+525512345678", true},
                          {"525512345678", "+525512345678", true},
                          {"5491123456789", "+5491123456789", true},
                          {"541123456789", "+541123456789", true},
                          {"22997123456", "+2290197123456", true},
                          {"2290197123456", "+2290197123456", true},
                          {"0712345678", "+0712345678", false},
                          {"5678", "+5678", false},
                          {"999999999999999", "+999999999999999", false}}) {
      const auto phone = book.Get(c.raw);
      ASSERT_TRUE(phone.has_value()) << c.raw;
      EXPECT_EQ(phone->e164.view(), c.e164) << c.raw;
      EXPECT_EQ(phone->valid, c.valid) << c.raw;
    }
  }
}

TEST(Phone, IsNotWhatHasOtherCharactersOrIsTooLong) {
  for (const char* text : {"", "+", "120363041967849074", "1203630419678490", "US.1349", "12 34",
                           "12a", "++123", "123@lid", "120363041967849074@g.us", "١٢٣٤٥"}) {
    EXPECT_FALSE(PhoneFromDigits(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace griot::whatsapp_crm
