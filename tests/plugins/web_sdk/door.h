#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/testing.hpp"
#include "plugins/web_sdk/web_sdk.h"

namespace griot::web_sdk {

inline std::string Sha256Hex(std::string_view text) {
  unsigned char digest[32];
  EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

inline std::string Gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// What a host does with a Content-Encoding.
inline griot_result Gunzip(std::string_view coding, std::string_view body, uint64_t max,
                           std::string* out) {
  if (coding != "gzip") return GRIOT_UNSUPPORTED;
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  int result = Z_OK;
  while (result == Z_OK && out->size() <= max) {
    char piece[16384];
    stream.next_out = reinterpret_cast<Bytef*>(piece);
    stream.avail_out = sizeof piece;
    result = inflate(&stream, Z_NO_FLUSH);
    out->append(piece, sizeof piece - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out->size() > max) return GRIOT_BUSY;
  return result == Z_STREAM_END ? GRIOT_OK : GRIOT_INVALID;
}

// A running stage in a fake host, with one key, "wk_test", of the project "shop".
class DoorTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void TearDown() override {
    EXPECT_EQ(host_.Violations(), "");
    EXPECT_EQ(host_.intake.open_count(), 0);
  }

  void Open(std::string_view options = "{}") {
    stage_.reset();
    host_.http.RemoveRoutes();
    host_.http.decode = &Gunzip;
    stage_ = std::make_unique<WebSdk>(host_.Config("collect/web", options));
    host_.intake.Attach(stage_.get());
    const Status status = stage_->Start();
    ASSERT_TRUE(status.ok()) << status.text;
    SetKeys(1, {{"wk_test", "shop"}});
  }

  void SetKeys(uint64_t version, std::vector<std::pair<std::string, std::string>> keys) {
    std::string json = R"({"version":1,"write_keys":{)";
    for (const auto& [key, project] : keys) {
      if (json.back() != '{') json += ',';
      json += "\"" + Sha256Hex(key) + R"(":{"project":")" + project + R"(","kind":"write"})";
    }
    host_.settings.Set(version, json + "}}");
  }

  fake::Answer Post(std::string body, fake::Pairs headers = {{"X-Write-Key", "wk_test"}}) {
    return host_.http.Call(GRIOT_POST, "/v1/capture", std::move(headers), std::move(body));
  }

  // Posts one event, which must be taken, and gives it.
  fake::Heard Take(const std::string& event) {
    host_.intake.Clear();
    const fake::Answer answer = Post(event);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto events = host_.intake.events();
    EXPECT_EQ(events.size(), 1u) << answer.body;
    return events.empty() ? fake::Heard{} : events[0];
  }

  // Posts one event, which must be refused, and gives "field: error".
  std::string Refuse(const std::string& event) {
    host_.intake.Clear();
    const fake::Answer answer = Post(event);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_TRUE(host_.intake.submissions().empty());
    json::Document document;
    json::Scratch scratch;
    EXPECT_TRUE(document.Parse(answer.body).ok()) << answer.body;
    const json::Value first = document.root().FindPath("rejected.0");
    return std::string(first.Find("field").string(scratch).value_or("?")) + ": " +
           std::string(first.Find("error").string(scratch).value_or("?"));
  }

  fake::Host host_;
  std::unique_ptr<WebSdk> stage_;
};

// The raw JSON of a member of an object's text, or "".
inline std::string Member(const std::string& object, std::string_view path) {
  return std::string(json::Get(object, path).value_or(""));
}

}  // namespace griot::web_sdk
