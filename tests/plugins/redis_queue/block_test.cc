// The block format: kept bytes are read and written alike for ever, and no bytes do harm.
#include "block.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "griot/cpp/status.hpp"

namespace griot::redis_queue {
namespace {

// The fixture is hexadecimal text; what stands behind a # is for people.
std::string ReadFixture(const std::string& name) {
  std::ifstream file(std::string(GRIOT_QUEUE_FIXTURES) + "/" + name);
  EXPECT_TRUE(file.good()) << name;
  std::string bytes, line;
  while (std::getline(file, line)) {
    line = line.substr(0, line.find('#'));
    std::string digits;
    for (const char c : line) {
      if (c == ' ') continue;
      digits.push_back(c);
      if (digits.size() < 2) continue;
      bytes.push_back(static_cast<char>(std::stoi(digits, nullptr, 16)));
      digits.clear();
    }
  }
  return bytes;
}

griot_uuid Id(uint8_t first, uint8_t last) {
  griot_uuid id{};
  id.bytes[0] = first;
  id.bytes[15] = last;
  return id;
}

// What the fixture holds. Changing it, or the fixture, needs a new format version.
struct Content {
  griot_event first{}, second{}, ended{};
  griot_settled_event settled{};
  griot_fact fact{};

  Content() {
    first.struct_size = sizeof first;
    first.flags = GRIOT_EVENT_DEVICE;
    first.id = Id(0x01, 0x02);
    first.session_id = Id(0x03, 0x04);
    first.occurred_at = 1735689600000000;
    first.received_at = 1735689600123456;
    first.key = 0x1122334455667788;
    first.project = Str("default");
    first.source = Str("collect/web");
    first.channel = Str("web");
    first.name = Str("page_viewed");
    first.user_id = Str("");
    first.anonymous_id = Str("anon-1");
    first.properties = Str(R"({"path":"/"})");
    first.context = Str(R"({"locale":"de"})");

    second = first;
    second.id = Id(0x05, 0x06);
    second.session_id = {};
    second.occurred_at = -1;
    second.name = Str("clicked");
    second.user_id = Str("42");
    second.properties = Str("");

    fact.struct_size = sizeof fact;
    fact.kind = Str("session");
    fact.project = Str("default");
    fact.key = Str("anon-1");
    fact.cause = second.id;
    fact.body = Str(R"({"open":true})");

    ended.struct_size = sizeof ended;
    ended.id = Id(0x07, 0x08);
    ended.source = Str("collect/whatsapp");
    settled.struct_size = sizeof settled;
    settled.kind = GRIOT_DEAD;
    settled.event = &ended;
    settled.reason = Str("bad_json");
    settled.detail = Str("at byte 0");
    settled.stage = Str("collect/whatsapp");
    settled.raw = Str(std::string_view("\xff\x00{", 3));
  }
};

std::string WriteContent() {
  const Content content;
  BlockWriter writer;
  writer.AddEvent(content.first);
  writer.AddEvent(content.second);
  writer.AddFact(content.fact);
  writer.AddSettled(content.settled);
  EXPECT_EQ(writer.count(), 3u);
  return std::string(writer.Finish());
}

void ExpectEqual(const griot_event& got, const griot_event& expected) {
  EXPECT_EQ(got.flags, expected.flags);
  EXPECT_EQ(std::memcmp(&got.id, &expected.id, sizeof got.id), 0);
  EXPECT_EQ(std::memcmp(&got.session_id, &expected.session_id, sizeof got.id), 0);
  EXPECT_EQ(got.occurred_at, expected.occurred_at);
  EXPECT_EQ(got.received_at, expected.received_at);
  EXPECT_EQ(got.key, expected.key);
  EXPECT_EQ(View(got.project), View(expected.project));
  EXPECT_EQ(View(got.source), View(expected.source));
  EXPECT_EQ(View(got.channel), View(expected.channel));
  EXPECT_EQ(View(got.name), View(expected.name));
  EXPECT_EQ(View(got.user_id), View(expected.user_id));
  EXPECT_EQ(View(got.anonymous_id), View(expected.anonymous_id));
  EXPECT_EQ(View(got.properties), View(expected.properties));
  EXPECT_EQ(View(got.context), View(expected.context));
}

void ExpectContent(const std::string& block) {
  const Content expected;
  BlockReader reader(block);
  Record record;
  ASSERT_TRUE(reader.Next(&record)) << reader.damage();
  ASSERT_EQ(record.kind, RecordKind::kEvent);
  ExpectEqual(record.event, expected.first);
  ASSERT_TRUE(reader.Next(&record));
  ExpectEqual(record.event, expected.second);
  ASSERT_TRUE(reader.Next(&record));
  ASSERT_EQ(record.kind, RecordKind::kFact);
  EXPECT_EQ(View(record.fact.kind), "session");
  EXPECT_EQ(View(record.fact.project), "default");
  EXPECT_EQ(View(record.fact.key), "anon-1");
  EXPECT_EQ(View(record.fact.body), R"({"open":true})");
  EXPECT_EQ(std::memcmp(&record.fact.cause, &expected.second.id, sizeof(griot_uuid)), 0);
  ASSERT_TRUE(reader.Next(&record));
  ASSERT_EQ(record.kind, RecordKind::kSettled);
  EXPECT_EQ(record.settled.kind, GRIOT_DEAD);
  EXPECT_EQ(View(record.settled.reason), "bad_json");
  EXPECT_EQ(View(record.settled.detail), "at byte 0");
  EXPECT_EQ(View(record.settled.stage), "collect/whatsapp");
  EXPECT_EQ(View(record.settled.raw), std::string_view("\xff\x00{", 3));
  ExpectEqual(*record.settled.event, expected.ended);
  EXPECT_FALSE(reader.Next(&record));
  EXPECT_EQ(reader.damage(), nullptr);
}

TEST(Block, KeptBytesOfVersion1AreReadAsTheyWereMeant) {
  ExpectContent(ReadFixture("block_v1.hex"));
}

TEST(Block, TheWriterStillWritesTheKeptBytes) {
  EXPECT_EQ(WriteContent(), ReadFixture("block_v1.hex"));
}

TEST(Block, AClearedWriterWritesTheSameAgain) {
  const Content content;
  BlockWriter writer;
  writer.AddEvent(content.first);
  const std::string once(writer.Finish());
  writer.Clear();
  EXPECT_EQ(writer.count(), 0u);
  writer.AddEvent(content.first);
  EXPECT_EQ(writer.Finish(), once);
}

// Reads to the end and touches every byte that is pointed to, for the sanitizers.
size_t Exhaust(std::string_view block, bool* damaged) {
  BlockReader reader(block);
  Record record;
  size_t sum = 0;
  const auto touch = [&sum](griot_str text) {
    for (const char c : View(text)) sum += static_cast<uint8_t>(c);
  };
  const auto touch_event = [&touch](const griot_event& e) {
    for (const griot_str text : {e.project, e.source, e.channel, e.name, e.user_id, e.anonymous_id,
                                 e.properties, e.context}) {
      touch(text);
    }
  };
  while (reader.Next(&record)) {
    if (record.kind == RecordKind::kEvent) touch_event(record.event);
    if (record.kind == RecordKind::kSettled) touch_event(*record.settled.event);
    if (record.kind == RecordKind::kSettled) touch(record.settled.raw);
    if (record.kind == RecordKind::kFact) touch(record.fact.body);
  }
  *damaged = reader.damage() != nullptr;
  return sum;
}

TEST(Block, EveryFlippedBitIsNoticed) {
  const std::string block = WriteContent();
  for (size_t bit = 0; bit < block.size() * 8; ++bit) {
    std::vector<char> copy(block.begin(), block.end());  // its own memory: overruns are seen
    copy[bit / 8] = static_cast<char>(copy[bit / 8] ^ (1 << bit % 8));
    bool damaged = false;
    Exhaust({copy.data(), copy.size()}, &damaged);
    EXPECT_TRUE(damaged) << bit;
  }
}

TEST(Block, EveryCutIsNoticed) {
  const std::string block = WriteContent();
  for (size_t size = 0; size < block.size(); ++size) {
    const std::vector<char> copy(block.begin(), block.begin() + static_cast<ptrdiff_t>(size));
    bool damaged = false;
    Exhaust({copy.data(), copy.size()}, &damaged);
    EXPECT_TRUE(damaged) << size;
  }
}

TEST(Block, RandomBytesWithARightCheckDoNoHarm) {
  std::mt19937 random(20250101);
  const std::string good = WriteContent();
  for (int round = 0; round < 100'000; ++round) {
    std::vector<char> bytes;
    if (round % 4 == 0) {
      bytes.resize(4 + random() % 200);
      for (char& c : bytes) c = static_cast<char>(random());
      if (bytes.size() > 4) bytes[4] = static_cast<char>(1 + random() % 3);
    } else {
      bytes.assign(good.begin(), good.end());
      for (unsigned n = random() % 4 + 1; n > 0; --n) {
        bytes[4 + random() % (bytes.size() - 4)] = static_cast<char>(random());
      }
      if (round % 4 == 1) bytes.resize(4 + random() % (bytes.size() - 4));
    }
    const uint32_t check = CheckOf({bytes.data() + 4, bytes.size() - 4});
    std::memcpy(bytes.data(), &check, sizeof check);
    bool damaged = false;
    Exhaust({bytes.data(), bytes.size()}, &damaged);
  }
}

TEST(Block, AnEventWithoutNameProjectOrIdIsDamage) {
  for (int missing = 0; missing < 3; ++missing) {
    Content content;
    if (missing == 0) content.first.name = {};
    if (missing == 1) content.first.project = {};
    if (missing == 2) content.first.id = {};
    BlockWriter writer;
    writer.AddEvent(content.first);
    bool damaged = false;
    Exhaust(writer.Finish(), &damaged);
    EXPECT_TRUE(damaged) << missing;
  }
}

TEST(Wire, VarintsOfEverySizeComeBackAndTooLongOnesDoNot) {
  for (int shift = 0; shift < 64; ++shift) {
    for (const uint64_t value : {uint64_t{1} << shift, (uint64_t{1} << shift) - 1, ~uint64_t{0}}) {
      std::string bytes;
      WireWriter(bytes).Varint(value);
      WireReader reader(bytes);
      EXPECT_EQ(reader.Varint(), value);
      EXPECT_TRUE(reader.ok() && reader.done());
    }
  }
  WireReader too_long(std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10));
  too_long.Varint();
  EXPECT_FALSE(too_long.ok());
}

}  // namespace
}  // namespace griot::redis_queue
