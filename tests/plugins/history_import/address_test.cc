#include "plugins/history_import/client/address.h"

#include <gtest/gtest.h>

namespace griot::history_import {
namespace {

std::string Read(std::string_view url) {
  const auto a = ParseAddress(url);
  if (!a) return "none";
  return std::string(a->tls ? "tls " : "") + a->host + " " + a->port + " " + a->path + " " +
         a->Authority();
}

TEST(Address, OfUrls) {
  EXPECT_EQ(Read("http://127.0.0.1:8080"), "127.0.0.1 8080 /v1/import 127.0.0.1:8080");
  EXPECT_EQ(Read("https://events.example.com/"),
            "tls events.example.com 443 /v1/import events.example.com");
  EXPECT_EQ(Read("http://[::1]:81/in"), "::1 81 /in [::1]:81");
  EXPECT_EQ(Read("https://[::1]"), "tls ::1 443 /v1/import [::1]");
}

TEST(Address, OfWhatIsNone) {
  for (const char* const url :
       {"", "ftp://x", "http://", "http://:80", "http://a:b", "http://a:", "http://u:p@a",
        "http://a b", "http://a?x=1", "http://[::1", "http://a\r\nb"}) {
    EXPECT_EQ(Read(url), "none") << url;
  }
}

}  // namespace
}  // namespace griot::history_import
