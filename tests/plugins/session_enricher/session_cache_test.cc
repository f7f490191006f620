#include "session_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "griot/json.hpp"
#include "griot/testing.hpp"
#include "griot/time.hpp"

namespace griot::sessions {
namespace {

constexpr griot_time kIdle = 1800 * kSecond;

// As griot_session_states answers.
std::string FormatSession(const Session& s) {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("s").String(UuidString(s.id)).Key("f").Int(s.first).Key("l").Int(s.last);
  w.Key("k").Uint(s.known).Key("n").Int(s.newest).EndObject();
  return out;
}

class SessionCacheTest : public ::testing::Test {
 protected:
  // As Process does for one event of a key whose hash is its text's first letter. Gives the name
  // of the event that founded its session.
  std::string Touch(const char* key, griot_time at, bool counts, const char* event = "x") {
    last_ = {};
    ref_ = {static_cast<uint64_t>(key[0]), key, nullptr, fence_};
    cache_.Prepare({&ref_, 1});
    const Session* session =
        cache_.Assign(ref_, {at * kSecond, kIdle, at, counts, UuidV5(kEventNamespace, event)})
            .session;
    if (session == nullptr) return "";
    last_ = session->id;
    return Name(session->id);
  }
  // What became of the last one.
  void Settle(bool stored, uint32_t known = 0) { cache_.Settle(ref_, last_, stored, known); }
  static Uuid Id(const char* founder, std::string_view key = "k") {
    return Derive(UuidV5(kEventNamespace, founder), key);
  }
  std::string Name(const Uuid& id) const {
    for (const char* name : {"x", "y", "z", "db"}) {
      if (id == Id(name) || id == Id(name, ref_.text)) return name;
    }
    return UuidString(id);
  }

  KeyRef ref_;
  uint64_t fence_ = 1;
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

TEST_F(SessionCacheTest, AKeyThatWasElsewhereInBetweenIsReadBack) {
  EXPECT_EQ(Touch("k", 0, true, "x"), "x");
  Settle(true);
  // Another process owned its partition, and founded a session there.
  stored_["k"] = {Id("y"), 4000 * kSecond, 4000 * kSecond, 0};
  fence_ = 2;
  EXPECT_EQ(Touch("k", 4100, true, "z"), "y");
  Settle(true);
  EXPECT_EQ(Touch("k", 4200, true, "z"), "y");
  EXPECT_EQ(reads_.size(), 2u);  // not again under the same ownership
}

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
  stored_["k"] = {Id("db"), 0, 100 * kSecond, 0};
  EXPECT_EQ(Touch("k", 1900, true, "x"), "db");
  EXPECT_EQ(Touch("k", 1900 + 1801, true, "x"), "x");
  EXPECT_EQ(reads_, std::vector<size_t>{1});
}

TEST_F(SessionCacheTest, OneReadABatchAndNoneForWhatIsKnown) {
  KeyRef keys[] = {{1, "a"}, {2, "b"}, {1, "a"}, {1, "same hash"}};
  cache_.Prepare(keys);
  EXPECT_EQ(reads_, std::vector<size_t>{3});
  cache_.Prepare(keys);
  EXPECT_EQ(reads_, std::vector<size_t>{3});
}

TEST_F(SessionCacheTest, WhatWasNotStoredLeavesNoTrace) {
  EXPECT_EQ(Touch("k", 0, true, "x"), "x");
  Settle(true);
  stored_["k"] = {Id("x"), 0, 0, 0};
  EXPECT_EQ(Touch("k", 1700, true, "y"), "x");
  Settle(false);  // a duplicate: the session still ends at 0
  EXPECT_EQ(Touch("k", 1801, true, "z"), "z");
}

TEST_F(SessionCacheTest, AKeyWithAnEventUnderWayStays) {
  EXPECT_EQ(Touch("a", 0, true, "x"), "x");
  const KeyRef first = ref_;
  const auto others = [&] {
    for (const char* key : {"b", "c", "d", "e", "f"}) {
      Touch(key, 0, true);
      Settle(true);
    }
  };
  others();
  EXPECT_EQ(Touch("a", 10, true, "y"), "x");
  Settle(true);
  cache_.Settle(first, Id("x"), true, 0);
  others();
  EXPECT_EQ(Touch("a", 20, true, "y"), "y");  // gone, and the store knows nothing
  EXPECT_LE(cache_.size(), 4u);
}

TEST_F(SessionCacheTest, WhatIsKnownCountsWhenStored) {
  Touch("k", 0, true, "x");
  Settle(true, 5);
  Touch("k", 0, true, "x");
  EXPECT_EQ(cache_.Assign(ref_, {0, kIdle, 0, true, {}}).session->known, 5u);
  Settle(true, 8);
  Touch("k", 9000, true, "y");
  EXPECT_EQ(cache_.Assign(ref_, {9000 * kSecond, kIdle, 0, true, {}}).session->known, 0u);
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
  // Under the ownership that it was learnt under: nobody else has had the key since.
  KeyRef ref{'k', "k", nullptr, fence_};
  other.Prepare({&ref, 1});
  EXPECT_EQ(Name(other.Assign(ref, {5, kIdle, 0, true, {}}).session->id), "x");
  EXPECT_FALSE(other.Load(ref, "no session"));
  Records again;
  StateWriter all(&again);
  ASSERT_TRUE(other.Save(all).ok());
  EXPECT_EQ(again.all.size(), 2u);
}

TEST_F(SessionCacheTest, SingleKeysAreSavedAsAllAre) {
  Touch("k1", 0, true, "x");
  Touch("k2", 3, true, "y");  // of the same hash
  Touch("l", 7, true, "y");
  Records all, some;
  StateWriter writer(&all), other(&some);
  ASSERT_TRUE(cache_.Save(writer).ok());
  const uint64_t hashes[] = {'k', 'n'};
  ASSERT_TRUE(cache_.SaveKeys(hashes, other).ok());
  ASSERT_EQ(some.all.size(), 2u);
  for (const auto& record : some.all) EXPECT_THAT(all.all, ::testing::Contains(record));
}

TEST_F(SessionCacheTest, WhatWasTakenOverKeepsItsTurn) {
  for (const char* key : {"a", "b", "c"}) {
    Touch(key, 0, true, "x");
    Settle(true);
  }
  Records records;
  StateWriter writer(&records);
  ASSERT_TRUE(cache_.Save(writer).ok());
  std::vector<std::string> missing;
  SessionCache other(2, [&](std::span<const griot_str> keys, const SessionCache::Take&) {
    for (const griot_str& key : keys) missing.emplace_back(View(key));
  });
  for (size_t i = 0; i < records.all.size(); ++i)
    EXPECT_TRUE(other.Load({records.hashes[i], records.all[i][0]}, records.all[i][1]));
  // The least recently used is the one that goes.
  for (const char* key : {"c", "b", "a"}) {
    KeyRef ref{static_cast<uint64_t>(key[0]), key, nullptr, fence_};
    other.Prepare({&ref, 1});
    other.Settle(ref, {}, true, 0);
  }
  EXPECT_THAT(missing, ::testing::ElementsAre("a"));
}

TEST_F(SessionCacheTest, DropAndForget) {
  for (const char* key : {"k1", "k2", "l"}) {
    Touch(key, 0, true, "x");
    Settle(true);
  }
  cache_.Drop('k');
  EXPECT_EQ(cache_.size(), 1u);
  Touch("l", 1, true, "x");
  EXPECT_EQ(cache_.Forget("l"), 1u);
  EXPECT_EQ(cache_.size(), 1u);  // an event is under way
  Settle(true);
  EXPECT_EQ(cache_.size(), 0u);
}

}  // namespace
}  // namespace griot::sessions
