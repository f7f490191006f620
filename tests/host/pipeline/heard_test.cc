#include "host/pipeline/heard.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "griot/cpp/status.hpp"
#include "griot/json.hpp"

namespace griot::host {
namespace {

struct Said {
  std::string stage, project, json;
};

std::vector<Said> Collect(Heard& heard, bool doors = false) {
  std::vector<Said> all;
  const griot_heard_take take = [](void* user, griot_str stage, griot_str project, griot_str json) {
    static_cast<std::vector<Said>*>(user)->push_back(
        {std::string(View(stage)), std::string(View(project)), std::string(View(json))});
  };
  doors ? heard.Doors(take, &all) : heard.Take(take, &all);
  return all;
}

void Note(Heard& heard, const std::string& stage, std::string_view project, int32_t status,
          std::string_view reason = {}, uint64_t accepted = 0) {
  const griot_heard_request request{sizeof request, status, Str(project), {}, Str(reason),
                                    accepted,       0};
  heard.Note(stage, request);
}

int64_t Member(const std::string& text, const char* name) {
  json::Document document;
  EXPECT_TRUE(document.Parse(text).ok()) << text;
  return document.root().Find(name).int64().value_or(-1);
}

TEST(Heard, TheLastTwentyOfEachDoorAndProjectOnce) {
  Heard heard;
  for (uint64_t i = 0; i < 30; ++i) Note(heard, "collect/web", "shop", 200, {}, i);
  Note(heard, "collect/web", "other", 401, "unknown write key");
  Note(heard, "collect/web", "", 401);
  const auto all = Collect(heard);
  ASSERT_EQ(all.size(), 22u);
  EXPECT_EQ(all[0].project, "");
  EXPECT_NE(all[1].json.find("unknown write key"), std::string::npos);
  for (size_t i = 2; i < 22; ++i) {
    EXPECT_EQ(all[i].project, "shop");
    EXPECT_EQ(Member(all[i].json, "accepted"), static_cast<int64_t>(i) + 8);  // the oldest first
  }
  EXPECT_TRUE(Collect(heard).empty());
}

TEST(Heard, LongTextsAreCutBetweenCharacters) {
  for (const char* const letter : {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
    for (const size_t before : {196u, 197u, 198u, 199u, 200u}) {
      Heard heard;
      std::string reason(before, 'a');
      for (int i = 0; i < 50; ++i) reason += letter;
      Note(heard, "collect/web", "shop", 400, reason);
      const auto all = Collect(heard);
      ASSERT_EQ(all.size(), 1u);
      json::Document document;
      ASSERT_TRUE(document.Parse(all[0].json).ok()) << all[0].json;
      json::Scratch scratch;
      const std::string kept(document.root().Find("reason").string(scratch).value_or(""));
      EXPECT_LE(kept.size(), 200u);
      EXPECT_GE(kept.size(), 196u);
      EXPECT_TRUE(reason.starts_with(kept));
    }
  }
}

TEST(Heard, StrangersDoNotFillTheMemory) {
  Heard heard;
  for (int i = 0; i < 5000; ++i) Note(heard, "collect/web", "p" + std::to_string(i), 200);
  EXPECT_EQ(Collect(heard).size(), 2000u);
  Note(heard, "collect/web", "late", 200);
  EXPECT_EQ(Collect(heard).size(), 1u);
}

TEST(Heard, DoorsTellWhichVariablesAreSetAndNotWhatTheyHold) {
  Heard heard;
  ASSERT_EQ(setenv("GRIOT_HEARD_SET", "a secret value", 1), 0);
  ASSERT_EQ(setenv("GRIOT_HEARD_EMPTY", "", 1), 0);
  http::Route route;
  route.method = http::Method::kPost;
  route.pattern = "/v1/capture";
  heard.Open("collect/web", "web_sdk", R"({"path":"/v1/capture","secrets":["***"]})",
             "${GRIOT_HEARD_SET}, ${GRIOT_HEARD_EMPTY}, ${GRIOT_HEARD_NOT}", {route});
  const auto doors = Collect(heard, true);
  ASSERT_EQ(doors.size(), 1u);
  EXPECT_EQ(doors[0].json,
            R"({"plugin":"web_sdk","routes":[{"method":"POST","path":"/v1/capture"}],)"
            R"("options":{"path":"/v1/capture","secrets":["***"]},)"
            R"("variables":[{"name":"GRIOT_HEARD_EMPTY","set":false},)"
            R"({"name":"GRIOT_HEARD_NOT","set":false},{"name":"GRIOT_HEARD_SET","set":true}]})");
  heard.Close("collect/web");
  EXPECT_TRUE(Collect(heard, true).empty());
}

TEST(Heard, ManyNoteWhileOneTakes) {
  Heard heard;
  std::vector<std::thread> doors;
  for (int d = 0; d < 4; ++d) {
    doors.emplace_back([&heard, d] {
      for (int i = 0; i < 2000; ++i) Note(heard, "collect/" + std::to_string(d), "shop", 200);
    });
  }
  size_t taken = 0;
  for (int i = 0; i < 100; ++i) taken += Collect(heard).size();
  for (std::thread& door : doors) door.join();
  taken += Collect(heard).size();
  EXPECT_GE(taken, 80u);
  EXPECT_LE(taken, 8000u);
}

}  // namespace
}  // namespace griot::host
