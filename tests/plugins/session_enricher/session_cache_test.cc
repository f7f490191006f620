#include "session_cache.h"

#include <gtest/gtest.h>

#include <map>

#include "griot/testing.hpp"
#include "griot/time.hpp"

namespace griot::sessions {
namespace {

constexpr griot_time kIdle = 1800 * kSecond;

class SessionCacheTest : public ::testing::Test {
 protected:
  // As Process does for one event of a key whose hash is its text's first letter.
  std::string Touch(const char* key, griot_time at, bool counts, const char* founder = "x") {
    const KeyRef ref{static_cast<uint64_t>(key[0]), key};
    cache_.Prepare({&ref, 1});
    const Session* session =
        cache_.Assign(ref, {at * kSecond, kIdle, counts, UuidV5(kEventNamespace, founder)});
    last_ = session == nullptr ? Uuid{} : session->id;
    return session == nullptr ? "" : Name(session->id);
  }
  void Settle(const char* key, bool stored, uint32_t known = 0) {
    cache_.Settle({static_cast<uint64_t>(key[0]), key}, last_, stored, known);
  }
  static std::string Name(const Uuid& id) {
    for (const char* name : {"x", "y", "z", "db"}) {
      if (id == UuidV5(kEventNamespace, name)) return name;
    }
    return UuidString(id);
  }

  fake::Host host_;
  std::map<std::string, Session, std::less<>> stored_;
  std::vector<size_t> reads_;
  Uuid last_;
  SessionCache cache_{3, [this](std::span<const griot_str> keys, const SessionCache::Take& take) {
                        reads_.push_back(keys.size());
                        for (uint32_t i = 0; i < keys.size(); ++i) {
                          const auto found = stored_.find(View(keys[i]));
                          if (found != stored_.end()) take(i, FormatSession(found->second));
                        }
                      }};
};

TEST_F(SessionCacheTest, AGapOfExactlyTheIdleTimeDoesNotSplit) {
  EXPECT_EQ(Touch("k", 0, true, "x"), "x");
  EXPECT_EQ(Touch("k", 1800, true, "y"), "x");
  EXPECT_EQ(Touch("k", 3601, true, "y"), "y");
}

TEST_F(SessionCacheTest, JoiningNeitherOpensNorExtends) {
  EXPECT_EQ(Touch("k", 0, false), "");
  EXPECT_EQ(Touch("k", 10, true, "x"), "x");
  EXPECT_EQ(Touch("k", 9, false), "");
  EXPECT_EQ(Touch("k", 1810, false), "x");
  EXPECT_EQ(Touch("k", 1811, false), "");
  EXPECT_EQ(Touch("k", 1811, true, "y"), "y");
}

TEST_F(SessionCacheTest, ALittleLateStillBelongs) {
  EXPECT_EQ(Touch("k", 5000, true, "x"), "x");
  EXPECT_EQ(Touch("k", 3200, true, "y"), "x");
  EXPECT_EQ(Touch("k", 1400, true, "y"), "x");
  EXPECT_EQ(Touch("k", -401, true, "y"), "y");
  EXPECT_EQ(Touch("k", 6800, true, "z"), "x");  // the older one did not take its place
}

TEST_F(SessionCacheTest, GoesOnWhereTheStoreLeftOff) {
  stored_["k"] = {UuidV5(kEventNamespace, "db"), 0, 100 * kSecond, 0};
  EXPECT_EQ(Touch("k", 1900, true, "x"), "db");
  EXPECT_EQ(Touch("k", 1900 + 1801, true, "x"), "x");
  EXPECT_EQ(reads_, std::vector<size_t>{1});
}

TEST_F(SessionCacheTest, OneReadABatchAndNoneForWhatIsKnown) {
  const KeyRef keys[] = {{1, "a"}, {2, "b"}, {1, "a"}, {1, "same hash"}};
  cache_.Prepare(keys);
  EXPECT_EQ(reads_, std::vector<size_t>{3});
  cache_.Prepare(keys);
  EXPECT_EQ(reads_, std::vector<size_t>{3});
}

TEST_F(SessionCacheTest, WhatWasNotStoredLeavesNoTrace) {
  EXPECT_EQ(Touch("k", 0, true, "x"), "x");
  Settle("k", true);
  stored_["k"] = {UuidV5(kEventNamespace, "x"), 0, 0, 0};
  EXPECT_EQ(Touch("k", 1700, true, "y"), "x");
  Settle("k", false);  // a duplicate: the session still ends at 0
  EXPECT_EQ(Touch("k", 1801, true, "z"), "z");
}

TEST_F(SessionCacheTest, AKeyWithAnEventUnderWayStays) {
  EXPECT_EQ(Touch("a", 0, true, "x"), "x");
  for (const char* key : {"b", "c", "d", "e"}) {
    Touch(key, 0, true);
    Settle(key, true);
  }
  EXPECT_EQ(Touch("a", 10, true, "y"), "x");
  Settle("a", true);
  Settle("a", true);
  for (const char* key : {"b", "c", "d", "e", "f"}) {
    Touch(key, 0, true);
    Settle(key, true);
  }
  EXPECT_EQ(Touch("a", 20, true, "y"), "y");  // gone, and the store knows nothing
  EXPECT_LE(cache_.size(), 4u);
}

TEST_F(SessionCacheTest, WhatIsKnownCountsWhenStored) {
  Touch("k", 0, true, "x");
  Settle("k", true, 5);
  const KeyRef ref{'k', "k"};
  EXPECT_EQ(cache_.Assign(ref, {0, kIdle, true, {}})->known, 5u);
}

struct Records : griot_state_writer {
  std::vector<std::array<std::string, 2>> all;
  std::vector<uint64_t> hashes;
  Records() : griot_state_writer{sizeof(griot_state_writer), 0, &Put} {}
  static griot_result Put(griot_state_writer* self, const griot_state_record* r) {
    static_cast<Records*>(self)->all.push_back(
        {std::string(View(r->key)), std::string(View(r->value))});
    static_cast<Records*>(self)->hashes.push_back(r->hash);
    return GRIOT_OK;
  }
};

TEST_F(SessionCacheTest, SavedStateIsTakenOver) {
  Touch("k", 0, true, "x");
  Touch("l", 7, true, "y");
  Touch("m", 7, false);  // no session: nothing to save
  Records records;
  StateWriter writer(&records);
  ASSERT_TRUE(cache_.Save(writer).ok());
  ASSERT_EQ(records.all.size(), 2u);
  SessionCache other(10, [](std::span<const griot_str>, const SessionCache::Take&) {
    ADD_FAILURE() << "nothing should be read";
  });
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(other.Load({records.hashes[i], records.all[i][0]}, records.all[i][1]));
  }
  const KeyRef ref{'k', "k"};
  other.Prepare({&ref, 1});
  EXPECT_EQ(Name(other.Assign(ref, {5, kIdle, true, {}})->id), "x");
  EXPECT_FALSE(other.Load(ref, R"({"s":"no"})"));
}

TEST_F(SessionCacheTest, DropAndForget) {
  Touch("k1", 0, true, "x");
  Touch("k2", 0, true, "x");
  Touch("l", 0, true, "x");
  cache_.Drop('k');
  EXPECT_EQ(cache_.size(), 1u);
  Settle("l", true);
  EXPECT_EQ(cache_.Forget("l"), 1u);
  EXPECT_EQ(cache_.size(), 0u);
}

}  // namespace
}  // namespace griot::sessions
