#include "host/http/proxies.h"

#include <gtest/gtest.h>

namespace griot::http {
namespace {

TEST(TrustedProxies, MatchAddressesAndNetworks) {
  auto parsed = TrustedProxies::Parse({"127.0.0.1", "10.1.0.0/12", "fd00::/9", "::1"});
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  for (const char* yes :
       {"127.0.0.1", "10.0.0.1", "10.15.255.255", "fd7f::1", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(parsed->Trusts(yes)) << yes;
  }
  for (const char* no : {"127.0.0.2", "10.16.0.0", "fd80::1", "::2", "", "x"}) {
    EXPECT_FALSE(parsed->Trusts(no)) << no;
  }
  EXPECT_TRUE(TrustedProxies::Parse({"0.0.0.0/0"})->Trusts("8.8.8.8"));
  EXPECT_FALSE(TrustedProxies::Parse({"0.0.0.0/0"})->Trusts("2001:db8::1"));
}

TEST(TrustedProxies, SayWhatIsWrong) {
  for (const char* bad : {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129"}) {
    auto parsed = TrustedProxies::Parse({bad});
    ASSERT_FALSE(parsed.ok()) << bad;
    EXPECT_NE(parsed.error().find(bad), std::string::npos);
  }
}

}  // namespace
}  // namespace griot::http
