#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/testing.hpp"
#include "plugins/whatsapp_crm/whatsapp_crm.h"

namespace griot::whatsapp_crm {

inline std::string Sign(std::string_view secret, std::string_view body) {
  unsigned char digest[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest, &size);
  std::string header = "sha256=";
  for (const unsigned char byte : digest) {
    header += "0123456789abcdef"[byte >> 4];
    header += "0123456789abcdef"[byte & 15];
  }
  return header;
}

constexpr char kHookOptions[] =
    R"({"path":"/webhooks/whatsapp","project":"shop","secrets":["s1","s2"],"verify_token":"vt"})";

// A running stage in a fake host, with the secrets "s1" and "s2".
class HookTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(kHookOptions); }
  void TearDown() override {
    EXPECT_EQ(host_.Violations(), "");
    EXPECT_EQ(host_.intake.open_count(), 0);
  }

  void Open(std::string_view options) {
    stage_.reset();
    host_.http.RemoveRoutes();
    stage_ = std::make_unique<WhatsappCrm>(host_.Config("collect/whatsapp", options));
    host_.intake.Attach(stage_.get());
    const Status status = stage_->Start();
    ASSERT_TRUE(status.ok()) << status.text;
  }

  fake::Exchange* Send(const std::string& body) {
    return host_.http.Send(GRIOT_POST, "/webhooks/whatsapp",
                           {{"X-Hub-Signature-256", Sign("s1", body)}}, body);
  }
  fake::Answer Post(const std::string& body) { return Send(body)->Get(); }
  // What came in, but for contacts that were never heard of before.
  std::vector<fake::Heard> Events() const {
    std::vector<fake::Heard> events = host_.intake.events();
    std::erase_if(events, [](const fake::Heard& e) { return e.name == "contact.created"; });
    return events;
  }

  fake::Host host_;
  std::unique_ptr<WhatsappCrm> stage_;
};

// One webhook around the elements of a list of its value.
inline std::string Webhook(std::string_view list, std::string_view elements,
                           std::string_view number_id = "106") {
  std::string body = R"({"object":"whatsapp_business_account","entry":[{"id":"waba","changes":[)";
  body += R"({"field":"messages","value":{"metadata":{"display_phone_number":"15550783881",)";
  body.append(R"("phone_number_id":")").append(number_id).append(R"("},")").append(list);
  return body.append(R"(":[)").append(elements).append("]}}]}]}");
}

inline std::string TextMessage(std::string_view id, std::string_view text = "hi") {
  std::string out = R"({"from":"254712345678","timestamp":"1749416383","type":"text","id":")";
  return out.append(id).append(R"(","text":{"body":")").append(text).append("\"}}");
}

inline std::string Member(const std::string& object, std::string_view path) {
  return std::string(json::Get(object, path).value_or(""));
}

}  // namespace griot::whatsapp_crm
