// SPDX-License-Identifier: Apache-2.0
#include "trail/trail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "crypto/random.h"
#include "keyring/root_key.h"
#include "store/memory/memory_home.h"
#include "trail/question.h"
#include "trail/trail_move.h"
#include "trail/trail_writer.h"

namespace mandat {
namespace {

constexpr int64_t kDay = int64_t{86'400} * 1'000'000;
constexpr Instant kNow{20'000 * kDay};
constexpr std::string_view kOrigin = "example.org/journal/acme";

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, 'p') + static_cast<char>(number));
}

Entry EntryAt(Instant at, std::string act = "consult") {
  Entry entry;
  entry.at = at;
  entry.actor = Bytes(8, 'a');
  entry.act = std::move(act);
  entry.clause = "7.2";
  entry.agreement_version = 3;
  entry.purpose = "support";
  entry.collection = "guests";
  entry.units_count = 2;
  return entry;
}

// A trail over a store in memory, with the keyring's own beside it.
class TrailTest : public testing::Test {
 protected:
  void SetUp() override {
    keyring_ = std::move(*Keyring::Open(home_, root_, "acme", random_));
    store_ = std::move(*home_.OpenStore("data.db"));
    writer_ = std::make_unique<TrailWriter>(*store_, *keyring_, random_, std::string(kOrigin));
  }

  // One batch with an entry for each list of people, as the gate commits it.
  void Batch(Instant at, const std::vector<std::vector<SubjectId>>& entries,
             const std::vector<SubjectId>& erased = {}) {
    const EntryIndex first{next_};
    Staging staging(*store_);
    for (const std::vector<SubjectId>& people : entries) {
      writer_->Add({next_++}, EntryAt(at), people);
    }
    ASSERT_TRUE(writer_->Stage(at, first, erased, staging));
    if (keyring_->has_staged()) {
      ASSERT_TRUE(keyring_->CommitStaged());
    }
    ASSERT_EQ(store_->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
    writer_->Committed();
  }

  // All steps of a move, or only the first so many, each in its own commit.
  void Move(Instant at, size_t steps_max = 100) {
    TrailMove move(*store_, *writer_);
    for (size_t i = 0; i < steps_max; ++i) {
      Staging staging(*store_);
      const Result<TrailMove::Step> step = move.Stage(at, 64, staging);
      ASSERT_TRUE(step) << step.error().message;
      if (keyring_->has_staged()) {
        ASSERT_TRUE(keyring_->CommitStaged());
      }
      ASSERT_EQ(store_->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
      writer_->Committed();
      ASSERT_TRUE(keyring_->Shred({}, {}, step->dead));
      if (step->is_done) {
        return;
      }
    }
  }

  // "index: people" of each touch in a range.
  std::vector<std::string> Lines(uint64_t first = 0, uint64_t end = 1'000'000) {
    std::vector<std::string> lines;
    const Trail trail(*store_, *keyring_, std::string(kOrigin));
    const auto coverage = trail.ForEach({first}, {end}, [&](const Touch& touch) {
      std::string line = std::to_string(touch.entry.value) + ":";
      for (size_t i = 0; i < touch.people_count(); ++i) {
        line += " " + std::to_string(touch.person(i).bytes().back());
      }
      lines.push_back(line);
    });
    EXPECT_TRUE(coverage) << coverage.error().message;
    return lines;
  }

  size_t RowsCount() {
    size_t rows = 0;
    const auto cursor = store_->Scan(Space::kTrail, "t", "u");
    for (; cursor->Valid(); cursor->Next()) {
      ++rows;
    }
    return rows;
  }

  SeededRandom random_{11};
  MemoryHome home_;
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  std::unique_ptr<Keyring> keyring_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<TrailWriter> writer_;
  uint64_t next_ = 0;
};

TEST_F(TrailTest, TellsWhoIsBehindEachEntry) {
  Batch(kNow, {{Person(1)}, {Person(2), Person(3)}, {}});
  Batch({kNow.micros + 5}, {{Person(1)}});
  EXPECT_EQ(Lines(), (std::vector<std::string>{"0: 1", "1: 2 3", "2:", "3: 1"}));
  EXPECT_EQ(Lines(1, 3), (std::vector<std::string>{"1: 2 3", "2:"}));
  EXPECT_EQ(Lines(4, 9), std::vector<std::string>());
}

TEST_F(TrailTest, KeepsWhatTheEntrySays) {
  Batch(kNow, {{Person(1)}});
  const Trail trail(*store_, *keyring_, std::string(kOrigin));
  ASSERT_TRUE(trail.ForEach({0}, {1}, [](const Touch& touch) {
    EXPECT_EQ(touch.at, kNow);
    EXPECT_EQ(touch.actor, Bytes(8, 'a'));
    EXPECT_EQ(touch.act, "consult");
    EXPECT_EQ(touch.clause, "7.2");
    EXPECT_EQ(touch.agreement_version, 3U);
    EXPECT_EQ(touch.purpose, "support");
    EXPECT_EQ(touch.collection, "guests");
    EXPECT_EQ(touch.units_count, 2U);
  }));
}

TEST_F(TrailTest, FoldsManySmallRowsIntoFewAndLosesNone) {
  for (int i = 0; i < 1'000; ++i) {
    Batch({kNow.micros + i}, {{Person(static_cast<uint8_t>(i % 100))}});
  }
  EXPECT_LT(RowsCount(), 80U);
  const std::vector<std::string> lines = Lines();
  ASSERT_EQ(lines.size(), 1'000U);
  EXPECT_EQ(lines[777], "777: 77");
  EXPECT_EQ(Lines(500, 502), (std::vector<std::string>{"500: 0", "501: 1"}));
}

TEST_F(TrailTest, GoesOnFoldingAfterAStart) {
  for (int i = 0; i < 20; ++i) {
    Batch(kNow, {{Person(1)}});
  }
  writer_ = std::make_unique<TrailWriter>(*store_, *keyring_, random_, std::string(kOrigin));
  for (int i = 0; i < 20; ++i) {
    Batch(kNow, {{Person(2)}});
  }
  EXPECT_LT(RowsCount(), 20U);
  EXPECT_EQ(Lines().size(), 40U);
}

TEST_F(TrailTest, ADroppedBatchLeavesNothing) {
  Batch(kNow, {{Person(1)}});
  Staging staging(*store_);
  writer_->Add({next_}, EntryAt(kNow), {Person(2)});
  ASSERT_TRUE(writer_->Stage(kNow, {next_}, {}, staging));
  writer_->Drop();
  keyring_->DropStaged();
  Batch(kNow, {{Person(3)}});
  EXPECT_EQ(Lines(), (std::vector<std::string>{"0: 1", "1: 3"}));
}

TEST_F(TrailTest, WhoeverIsErasedIsNotOnTheRowThatErasesThem) {
  Batch(kNow, {{Person(1)}, {Person(1), Person(2)}}, {Person(1)});
  EXPECT_EQ(Lines(), (std::vector<std::string>{"0:", "1: 2"}));
}

TEST_F(TrailTest, AMoveTakesTheErasedOffAndKeepsTheOthers) {
  Batch(kNow, {{Person(1)}, {Person(1), Person(2)}});
  Batch({kNow.micros + kDay}, {{Person(3)}});
  Batch({kNow.micros + 2 * kDay}, {{}}, {Person(1)});
  EXPECT_EQ(Lines()[0], "0: 1");
  const std::vector<std::string> before = *keyring_->ListNamedKeys(NamedKey::Kind::kTrail);
  Move({kNow.micros + 2 * kDay});
  EXPECT_EQ(Lines(), (std::vector<std::string>{"0:", "1: 2", "2: 3", "3:"}));
  // The key of the day that had the person is gone, and no old copy of its rows opens any more.
  const std::vector<std::string> after = *keyring_->ListNamedKeys(NamedKey::Kind::kTrail);
  EXPECT_EQ(std::ranges::count(after, before[0]), 0);
  EXPECT_EQ(std::ranges::count(after, before[1]), 1);
  const auto left = store_->Scan(Space::kTrail, "z", "{");
  EXPECT_FALSE(left->Valid());
}

TEST_F(TrailTest, AMoveWithNobodyErasedDoesNothing) {
  Batch(kNow, {{Person(1)}});
  TrailMove move(*store_, *writer_);
  Staging staging(*store_);
  const Result<TrailMove::Step> step = move.Stage(kNow, 64, staging);
  ASSERT_TRUE(step);
  EXPECT_TRUE(step->is_done);
  EXPECT_FALSE(step->writes);
  EXPECT_TRUE(staging.batch().empty());
}

// A machine that stops between any two steps: what was begun is finished by the next move.
TEST_F(TrailTest, AMoveThatWasCutOffIsFinishedByTheNext) {
  for (size_t cut = 1; cut < 12; ++cut) {
    SCOPED_TRACE(cut);
    const auto victim = static_cast<uint8_t>(100 + cut);
    const Instant at{kNow.micros + static_cast<int64_t>(cut) * kDay};
    Batch(at, {{Person(victim)}, {Person(1)}});
    Batch(at, {{Person(victim), Person(2)}});
    Batch(at, {{}}, {Person(victim)});
    const std::string victims_key = keyring_->ListNamedKeys(NamedKey::Kind::kTrail)->back();
    Move(at, cut);
    writer_ = std::make_unique<TrailWriter>(*store_, *keyring_, random_, std::string(kOrigin));
    Batch(at, {{Person(3)}});
    Move(at);
    for (const std::string& line : Lines()) {
      EXPECT_FALSE(line.contains(" " + std::to_string(victim))) << line;
    }
    const std::vector<std::string> keys = *keyring_->ListNamedKeys(NamedKey::Kind::kTrail);
    EXPECT_EQ(std::ranges::count(keys, victims_key), 0);
    EXPECT_EQ(Lines().size(), next_);
  }
}

TEST_F(TrailTest, ADamagedRowIsCorruptAndNamesNobody) {
  Batch(kNow, {{Person(1)}});
  const auto rows = store_->Scan(Space::kTrail, "t", "u");
  Bytes key(rows->key());
  const Bytes whole(rows->value());
  for (size_t i = 0; i < whole.size(); ++i) {
    Bytes bad = whole;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    mandat::Batch batch;
    batch.Put(Space::kTrail, key, bad);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
    const Trail trail(*store_, *keyring_, std::string(kOrigin));
    size_t told = 0;
    const auto coverage = trail.ForEach({0}, {1}, [&](const Touch&) { ++told; });
    EXPECT_EQ(told, 0U) << i;
    // Another epoch's number names a key that is not there.
    EXPECT_TRUE(!coverage || coverage->rows_without_key == 1 || coverage->rows_count == 0) << i;
  }
}

// Covers: GDPR Art. 33(3)(a).
TEST_F(TrailTest, OneActOnAMillionPeopleIsOneSmallEntryAndStaysAnswerable) {
  constexpr uint64_t kMillion = 1'000'000;
  const auto person = [](uint64_t number) {
    Bytes id(8, 'm');
    AppendBigEndian64(id, number);
    return *SubjectId::Decode(id);
  };
  std::vector<SubjectId> people;
  people.reserve(kMillion);
  for (uint64_t i = 0; i < kMillion; ++i) {
    people.push_back(person(i));
  }
  Entry entry = EntryAt(kNow, "make-available");
  entry.people_count = entry.units_count = kMillion;
  entry.salt = Bytes(16, 's');
  entry.people_root = Bytes(32, 'r');
  EXPECT_LE(entry.Encode()->size(), 1024U);
  Batch(kNow, {people});

  const Trail trail(*store_, *keyring_, std::string(kOrigin));
  const auto scope_of = [&](const Question& question) {
    ScopeCount count(question, {});
    EXPECT_TRUE(trail.ForEach({0}, {1}, [&](const Touch& touch) { count.Take(touch); }));
    return std::move(count).Finish();
  };
  EXPECT_EQ(scope_of({.actor = Bytes(8, 'a')}).people, people);
  EXPECT_EQ(scope_of({.subject = person(777'777)}).entries_count, 1U);
  EXPECT_EQ(scope_of({.subject = person(kMillion)}).entries_count, 0U);
}

}  // namespace
}  // namespace mandat
