// What a body of lines is answered.
#include "tests/plugins/history_import/door.h"

#include <zstd.h>

namespace griot::history_import {
namespace {

using ::testing::HasSubstr;

constexpr char kLine[] = R"({"messageId":"m","event":"e","userId":"u"})";

class Door : public DoorTest {};

std::string Zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 19));
  return out;
}

TEST_F(Door, GoodLinesAreTakenAndBadOnesNamed) {
  const auto answer = Post(std::string(kLine) + "\n{\"messageId\"\n\n  \r\n" +
                           R"({"messageId":"n","event":"f"})" + "\r\n" + R"({"event":"g"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("project":"shop","source":"collect/import")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":2)"));
  EXPECT_THAT(answer.body, HasSubstr(R"("rejected":[{"index":1,"field":"",)"));
  EXPECT_THAT(answer.body,
              HasSubstr(R"({"index":5,"field":"messageId","error":"the event has no id"})"));
  EXPECT_THAT(answer.body, HasSubstr(R"("rejectedCount":2)"));
  EXPECT_EQ(host_.intake.events().size(), 2u);
  EXPECT_EQ(host_.Count("import_refused_events"), 2);
}

TEST_F(Door, OneIdTwiceIsOneEvent) {
  const auto answer = Post(std::string(kLine) + "\n" + kLine);
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":2)"));
  EXPECT_EQ(host_.intake.events().size(), 1u);
}

TEST_F(Door, TimesThatWereNotBelievedAreNamed) {
  const auto answer = Post(R"({"messageId":"a","event":"e","timestamp":"2020-01-01T00:00:00Z"})"
                           "\n"
                           R"({"messageId":"b","event":"e","timestamp":"1969-01-01T00:00:00Z"})");
  EXPECT_THAT(answer.body, HasSubstr(R"("mended":[1],"mendedCount":1)"));
}

TEST_F(Door, OnlyAKnownKeyOpens) {
  EXPECT_EQ(Post(kLine, {}).status, 401);
  EXPECT_EQ(Post(kLine, {{"X-Write-Key", "ik_other"}}).status, 401);
  EXPECT_EQ(host_.Count("import_unauthorized"), 2);
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(Door, AKeyOfAnotherKindDoesNotOpen) {
  for (const std::string_view kind : {"write", "read"}) {
    host_.settings.Set(2, KeySettings({{"ik_test", "shop"}}, kind));
    const auto answer = Post(kLine);
    EXPECT_EQ(answer.status, 401) << kind;
    EXPECT_THAT(answer.body, HasSubstr("no key of kind import"));
  }
  EXPECT_TRUE(host_.intake.submissions().empty());
}

TEST_F(Door, AKeyThatHasSentTooMuchIsToldWhen) {
  host_.settings.Set(2, R"({"version":2,"write_keys":{")" + test::Sha256Hex("ik_test") +
                            R"(":{"project":"shop","kind":"import","rate":0.01,"burst":2}}})");
  EXPECT_EQ(Post(std::string(kLine) + "\n" + R"({"messageId":"n","event":"f"})").status, 200);
  const auto answer = Post(kLine);
  EXPECT_EQ(answer.status, 429);
  EXPECT_GE(std::stoi(std::string(answer.Header("Retry-After"))), 90);
  EXPECT_EQ(host_.intake.events().size(), 2u);
}

TEST_F(Door, PackedBodiesAreUnpacked) {
  EXPECT_EQ(Post(Gzip(kLine), {{"X-Write-Key", "ik_test"}, {"Content-Encoding", "gzip"}}).status,
            200);
  const fake::Pairs zstd = {{"X-Write-Key", "ik_test"}, {"Content-Encoding", "zstd"}};
  const std::string packed = Zstd(kLine);
  EXPECT_EQ(Post(packed, zstd).status, 200);
  EXPECT_EQ(host_.intake.events().size(), 2u);
  EXPECT_EQ(Post(packed.substr(0, packed.size() - 3), zstd).status, 400);
  EXPECT_EQ(Post(kLine, zstd).status, 400);
  EXPECT_EQ(Post(packed, {{"X-Write-Key", "ik_test"}, {"Content-Encoding", "br"}}).status, 415);
}

TEST_F(Door, ABodyThatGrowsWithoutEndIsStopped) {
  Open(R"({"max_body":4096})");
  const fake::Pairs zstd = {{"X-Write-Key", "ik_test"}, {"Content-Encoding", "zstd"}};
  EXPECT_EQ(Post(Zstd(std::string(64 << 20, ' ')), zstd).status, 413);
  const std::string exact = std::string(kLine) + std::string(4096 - sizeof kLine + 1, ' ');
  EXPECT_EQ(Post(Zstd(exact), zstd).status, 200);
  EXPECT_EQ(Post(Zstd(exact + " "), zstd).status, 413);
}

TEST_F(Door, NothingToTakeIsFine) {
  EXPECT_EQ(Post("\n\n").status, 200);
  EXPECT_EQ(Post("").status, 400);
}

TEST_F(Door, NotKeptIsToldWithRetryAfter) {
  host_.intake.end = fake::Intake::End::kRetry;
  const auto answer = Post(kLine);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "1");
  host_.intake.end = fake::Intake::End::kHold;
  fake::Exchange* const held =
      host_.http.Send(GRIOT_POST, "/v1/import", {{"X-Write-Key", "ik_test"}}, kLine);
  EXPECT_EQ(held->Get().status, 0);
  host_.intake.Settle(GRIOT_OK);
  EXPECT_EQ(held->Get().status, 200);
}

TEST_F(Door, MemoryThatEndsMidwayTakesNothing) {
  const std::string body =
      R"({"messageId":"a","event":"\u0065","userId":"u","sessionId":"s"})"
      "\n"
      R"({"messageId":"b","event":"e","userId":"254712345678","channel":"whatsapp"})";
  for (uint64_t room = 0; room < 2048; room += 16) {
    host_.intake.room = room;
    const auto answer = Post(body);
    if (answer.status == 200) return;
    EXPECT_EQ(answer.status, 503) << room;
    EXPECT_TRUE(host_.intake.submissions().empty());
  }
  FAIL() << "2 KB are not enough";
}

}  // namespace
}  // namespace griot::history_import
