// SPDX-License-Identifier: Apache-2.0
// Copies of keys: known before they are there, gone when they lapse, and what certificates say of
// them meanwhile. Each step fails twice: lost, and kept but told as failed.
#include <gtest/gtest.h>

#include <functional>

#include "archive/memory_target_test_util.h"
#include "backup/key_copies.h"
#include "core/core_test_util.h"
#include "keyring/key_backup.h"
#include "service/certificate.h"
#include "service/copy_keys.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kOwner = "shop-acme";

// A place whose removals fail on demand.
class Shelf final : public Target {
 public:
  enum class Removal : uint8_t { kWorks, kLost, kKept, kLies };

  explicit Shelf(Target& inner) : inner_(inner) {}
  Status Put(const std::string& name, ByteView bytes) override { return inner_.Put(name, bytes); }
  Result<std::optional<Bytes>> Get(const std::string& name) override { return inner_.Get(name); }
  Result<std::vector<std::string>> List(const std::string& prefix) override {
    return inner_.List(prefix);
  }
  Status Remove(const std::string& name) override {
    if (removal == Removal::kWorks || removal == Removal::kKept) {
      EXPECT_OK(inner_.Remove(name));
    }
    const bool works = removal == Removal::kWorks || removal == Removal::kLies;
    return works ? Status() : Status(Fail(Error::Unavailable("shelf is made to fail")));
  }

  Removal removal = Removal::kWorks;

 private:
  Target& inner_;
};

class KeyCopiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), "{}"));
    ASSERT_OK(PlaceOfKeys(memory_, random_));
  }

  KeyCopiesState Visit() { return KeepKeyCopies(world_.shared(), shelf_, rules_); }
  KeyCopiesState MustVisit() {
    KeyCopiesState state = Visit();
    EXPECT_EQ(state.trouble, "");
    return state;
  }
  std::vector<KeyCopy> Known() {
    const Result<std::vector<KeyCopy>> copies = ReadKeyCopies(world_.agreement().store());
    EXPECT_OK(copies);
    return *copies;
  }
  size_t ThereCount() { return ListKeyCopies(memory_, kOwner)->size(); }

  EntryIndex Erase() {
    const Result<EraseAnswer> erased = world_.Erase(Person(1));
    EXPECT_OK(erased);
    return erased->receipt.entry;
  }
  void RewrapAll() {
    world_.time().Advance(seconds(1));
    ASSERT_OK(Rewrap(world_.shared()));
    world_.time().Advance(seconds(1));
  }
  std::string Field(EntryIndex erasure, const std::string& name) {
    const Result<std::string> text = IssueCertificate(world_.agreement(), erasure);
    EXPECT_OK(text);
    const size_t at = text->find("\n" + name + ": ") + name.size() + 3;
    return text->substr(at, text->find('\n', at) - at);
  }
  bool Says(EntryIndex erasure, std::string_view words) {
    return IssueCertificate(world_.agreement(), erasure)->find(words) != std::string::npos;
  }
  // Row of Space::kMeta, by docs/internals/data-layout.md.
  static Bytes RowOf(Instant at) {
    Bytes row = "key-copy/";
    AppendBigEndian64(row, static_cast<uint64_t>(at.micros));
    return row;
  }
  void Change(const std::function<void(Batch&)>& change) {
    const auto store = world_.home().OpenStore("data");
    Batch batch;
    change(batch);
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  TestWorld world_;
  SeededRandom random_{7};
  MemoryTarget memory_;
  Shelf shelf_{memory_};
  KeyCopyRules rules_;
};

TEST_F(KeyCopiesTest, ACopyIsInTheJournalAndGivesEveryKeyBack) {
  const KeyCopiesState state = MustVisit();
  ASSERT_EQ(state.copies.size(), 1u);
  const KeyCopy copy = state.copies[0];
  EXPECT_EQ(copy.generation, world_.agreement().keyring().generation());
  EXPECT_EQ(copy.Lapses(), copy.at + hours(24 * 7));
  const Entry entry = LastEntry(world_.agreement());
  EXPECT_EQ(entry.act, "key-copy");
  EXPECT_EQ(entry.at, copy.at);
  EXPECT_NE(entry.detail.find("lapses " + copy.Lapses().Format()), std::string::npos);

  const Result<Bytes> bytes = ReadNewestKeyCopy(memory_, kOwner);
  ASSERT_OK(bytes);
  MemoryHome home;
  ASSERT_OK(ImportKeys(home, world_.root(), kOwner, *bytes));
  const auto keyring = Keyring::Open(home, world_.root(), kOwner, random_);
  ASSERT_OK(keyring);
  const auto key = (*keyring)->FindSubjectKey(Person(1));
  EXPECT_TRUE(key && *key);
}

TEST_F(KeyCopiesTest, ACopyInManyPartsIsTheSame) {
  for (uint8_t number = 2; number < 40; ++number) {
    ASSERT_OK(world_.Register(Person(number)));
  }
  rules_.part_bytes = 1;  // of each piece a part
  MustVisit();
  EXPECT_GT(memory_.objects.size(), 3u);
  const Result<Bytes> bytes = ReadNewestKeyCopy(memory_, kOwner);
  ASSERT_OK(bytes);
  MemoryHome home;
  EXPECT_OK(ImportKeys(home, world_.root(), kOwner, *bytes));
}

TEST_F(KeyCopiesTest, AnotherIsMadeWhenKeysChangedOrHalfALifeIsOver) {
  MustVisit();
  world_.time().Advance(hours(23));
  ASSERT_OK(world_.Register(Person(2)));
  EXPECT_EQ(MustVisit().copies.size(), 1u) << "not yet";
  world_.time().Advance(hours(1));
  EXPECT_EQ(MustVisit().copies.size(), 2u) << "somebody came";
  world_.time().Advance(hours(25));
  EXPECT_EQ(MustVisit().copies.size(), 2u) << "nothing changed";
  world_.time().Advance(hours(84 - 25));
  EXPECT_EQ(MustVisit().copies.size(), 3u) << "half its life";
}

TEST_F(KeyCopiesTest, TheNextVisitIsWhenSomethingIsDue) {
  const KeyCopiesState state = MustVisit();
  EXPECT_EQ(state.next, state.copies[0].at + hours(24));
  EXPECT_EQ(state.late_from, state.copies[0].at + hours(84 + 1));
  world_.time().Set(state.copies[0].at + hours(80));
  EXPECT_EQ(MustVisit().next, state.copies[0].at + hours(84));
}

TEST_F(KeyCopiesTest, ACopyThatLapsedIsRemovedAndSaidSo) {
  const KeyCopy first = MustVisit().copies[0];
  world_.time().Set(first.Lapses() + -seconds(1));
  MustVisit();
  EXPECT_EQ(ThereCount(), 2u);
  world_.time().Set(first.Lapses());
  const KeyCopiesState state = MustVisit();
  EXPECT_EQ(state.copies.size(), 1u);
  EXPECT_EQ(ThereCount(), 1u);
  EXPECT_EQ(LastEntry(world_.agreement()).act, "key-copy-lapsed");
  EXPECT_EQ(Known()[0].gone, first.Lapses());
}

TEST_F(KeyCopiesTest, WithNoDaysNoneIsMadeAndNoneStays) {
  MustVisit();
  rules_.days = 0;
  EXPECT_TRUE(MustVisit().copies.empty());
  EXPECT_EQ(ThereCount(), 0u);
}

TEST_F(KeyCopiesTest, ARemovalThatWasLostLeavesTheCopyKnown) {
  const KeyCopy copy = MustVisit().copies[0];
  world_.time().Set(copy.Lapses());
  for (const auto removal : {Shelf::Removal::kLost, Shelf::Removal::kLies}) {
    shelf_.removal = removal;
    EXPECT_NE(Visit().trouble, "");
    EXPECT_EQ(Known()[0].gone, std::nullopt);
  }
  shelf_.removal = Shelf::Removal::kWorks;
  MustVisit();
  EXPECT_NE(Known()[0].gone, std::nullopt);
}

TEST_F(KeyCopiesTest, ARemovalThatWasKeptIsConfirmedAtTheNextVisit) {
  const KeyCopy copy = MustVisit().copies[0];
  world_.time().Set(copy.Lapses());
  shelf_.removal = Shelf::Removal::kKept;
  EXPECT_NE(Visit().trouble, "");
  EXPECT_EQ(Known()[0].gone, std::nullopt);
  shelf_.removal = Shelf::Removal::kWorks;
  MustVisit();
  EXPECT_NE(Known()[0].gone, std::nullopt);
}

TEST_F(KeyCopiesTest, ACopyThatCannotBeWrittenIsTakenBack) {
  for (const bool is_kept : {false, true}) {
    memory_.FailPut(1, is_kept);
    const KeyCopiesState state = Visit();
    EXPECT_NE(state.trouble, "");
    EXPECT_TRUE(state.copies.empty());
    EXPECT_EQ(ThereCount(), 0u);
    EXPECT_NE(Known().back().gone, std::nullopt);
    memory_.FailPut(0);
    world_.time().Advance(minutes(1));
  }
  EXPECT_EQ(MustVisit().copies.size(), 1u);
}

// The server stops behind the entry: nothing, or a part of the copy, is there.
TEST_F(KeyCopiesTest, ACopyThatACrashCutOffIsKnownUntilItIsGone) {
  for (const bool is_kept : {false, true}) {
    memory_.FailPut(1, is_kept);
    shelf_.removal = Shelf::Removal::kLost;
    EXPECT_EQ(Visit().copies.size(), 1u);
    EXPECT_EQ(ThereCount(), is_kept ? 1u : 0u);
    ASSERT_OK(world_.Reopen());
    ASSERT_EQ(Known().back().gone, std::nullopt);

    memory_.FailPut(0);
    shelf_.removal = Shelf::Removal::kWorks;
    world_.time().Advance(minutes(1));
    EXPECT_EQ(MustVisit().copies.size(), 1u) << "another one is made";
    EXPECT_NE(Known()[Known().size() - 2].gone, std::nullopt);
    rules_.days = 0;
    MustVisit();
    rules_.days = 7;
    world_.time().Advance(minutes(1));
  }
}

TEST_F(KeyCopiesTest, ACopyThatNobodyKnowsOfIsTakenNoteOfAndLapses) {
  const KeyCopy copy = MustVisit().copies[0];
  // As when the journal's tail was lost with a machine, and the copy was not.
  Change([&](Batch& batch) { batch.Remove(Space::kMeta, RowOf(copy.at)); });
  const EntryIndex erasure = Erase();
  RewrapAll();
  EXPECT_EQ(Field(erasure, "type"), "destruction") << "as far as is known";

  const KeyCopiesState state = MustVisit();
  ASSERT_EQ(state.copies.front().at, copy.at);
  EXPECT_EQ(state.copies.front().since, std::nullopt);
  EXPECT_EQ(Field(erasure, "type"), "partial");
  world_.time().Set(copy.Lapses());
  MustVisit();
  EXPECT_EQ(Field(erasure, "type"), "destruction");
}

TEST_F(KeyCopiesTest, ACopyOfAnInstantToComeIsLeftAlone) {
  ASSERT_OK(memory_.Put("keys/shop-acme/4000000000000000000-0000000001/end", "0"));
  EXPECT_NE(Visit().trouble, "");
  EXPECT_EQ(Known().size(), 1u) << "the one that was made";
  EXPECT_EQ(ThereCount(), 2u);
}

// A directory that is not mounted is empty, too.
TEST_F(KeyCopiesTest, WhatIsNotAtAnotherPlaceIsNotGone) {
  const KeyCopy copy = MustVisit().copies[0];
  MemoryTarget other;
  world_.time().Set(copy.Lapses());
  const KeyCopiesState elsewhere = KeepKeyCopies(world_.shared(), other, rules_);
  EXPECT_NE(elsewhere.trouble.find("another place, " + FormatHex(copy.place)), std::string::npos);
  EXPECT_EQ(Known()[0].gone, std::nullopt);
  MustVisit();
  EXPECT_NE(Known()[0].gone, std::nullopt);
}

TEST_F(KeyCopiesTest, ACopyWaitsWhileKeysAreWrappedAnew) {
  ASSERT_OK(world_.agreement().keyring().BeginRewrap());
  const KeyCopiesState state = MustVisit();
  EXPECT_TRUE(state.copies.empty());
  EXPECT_EQ(state.next, world_.agreement().gate().Now() + minutes(1));
  world_.agreement().keyring().DropRewrap();
  EXPECT_EQ(MustVisit().copies.size(), 1u);
}

TEST_F(KeyCopiesTest, WithoutCopiesAnErasureIsCompleteWithTheRewrap) {
  const EntryIndex erasure = Erase();
  EXPECT_EQ(Field(erasure, "type"), "partial");
  RewrapAll();
  EXPECT_EQ(Field(erasure, "type"), "destruction");
  EXPECT_EQ(Field(erasure, "residual"), "none known; there was no copy of keys from before");
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(KeyCopiesTest, ACopyFromBeforeKeepsAnErasurePartialUntilItIsGone) {
  const KeyCopy copy = MustVisit().copies[0];
  world_.time().Advance(hours(1));
  const EntryIndex erasure = Erase();
  RewrapAll();
  EXPECT_EQ(Field(erasure, "type"), "partial");
  EXPECT_EQ(Field(erasure, "complete-at"), copy.Lapses().Format() + " at the latest");
  EXPECT_NE(Field(erasure, "residual").find(copy.Lapses().Format()), std::string::npos);
  EXPECT_TRUE(Says(erasure, "copy: copies of keys | 1 kept until they lapse | open: until"));

  world_.time().Set(copy.Lapses() + seconds(5));
  EXPECT_EQ(Field(erasure, "type"), "partial") << "lapsed is not yet gone";
  EXPECT_TRUE(Says(erasure, "removal not confirmed; FAIL"));
  MustVisit();
  EXPECT_EQ(Field(erasure, "type"), "destruction");
  EXPECT_EQ(Field(erasure, "complete-at"), (copy.Lapses() + seconds(5)).Format());
  EXPECT_EQ(Field(erasure, "residual"), "none known; every copy of keys from before was removed");
}

TEST_F(KeyCopiesTest, ACopyThatCannotBeRemovedKeepsAnErasurePartial) {
  const KeyCopy copy = MustVisit().copies[0];
  const EntryIndex erasure = Erase();
  RewrapAll();
  world_.time().Set(copy.Lapses());
  shelf_.removal = Shelf::Removal::kLost;
  (void)Visit();
  EXPECT_EQ(Field(erasure, "type"), "partial");
  EXPECT_NE(Field(erasure, "residual").find("its removal is not confirmed"), std::string::npos);
}

// It has the agreement key that opens remains of the wrapped key, though not the key itself.
TEST_F(KeyCopiesTest, ACopyBetweenErasureAndRewrapKeepsItPartial) {
  const EntryIndex erasure = Erase();
  world_.time().Advance(seconds(1));
  MustVisit();
  EXPECT_EQ(Field(erasure, "type"), "partial");
  RewrapAll();
  EXPECT_EQ(Field(erasure, "type"), "partial");
}

TEST_F(KeyCopiesTest, ACopyFromBehindTheRewrapChangesNothing) {
  const EntryIndex erasure = Erase();
  RewrapAll();
  EXPECT_EQ(MustVisit().copies.size(), 1u);
  EXPECT_EQ(Field(erasure, "type"), "destruction");
  ASSERT_OK(world_.Reopen());
  EXPECT_EQ(Field(erasure, "type"), "destruction");
}

// With copies and erasures every day there is always a copy of before the last re-wrap.
TEST_F(KeyCopiesTest, LaterRewrapsDoNotMakeLaterCopiesCount) {
  const EntryIndex erasure = Erase();
  RewrapAll();
  for (uint8_t day = 2; day < 5; ++day) {
    ASSERT_OK(world_.Register(Person(day)));
    MustVisit();
    RewrapAll();
    EXPECT_EQ(Field(erasure, "type"), "destruction") << int{day};
    world_.time().Advance(hours(24));
  }
}

// Before the re-wrap the last word is not known: one more copy may be made until then.
TEST_F(KeyCopiesTest, ADateIsNotPromisedThatTheNextCopyWouldBreak) {
  MustVisit();
  const EntryIndex erasure = Erase();
  const Instant executed = EntryAt(world_.agreement(), erasure.value).at;
  EXPECT_EQ(Field(erasure, "complete-at"),
            (executed + hours(24 + 24 * 7)).Format() + " at the latest");
}

TEST_F(KeyCopiesTest, WhatIsKnownOfACopyIsReadStrictlyAndNotCertifiedWhenItIsDamaged) {
  const KeyCopy copy = MustVisit().copies[0];
  const EntryIndex erasure = Erase();
  const std::optional<Bytes> value = *world_.agreement().store().Find(Space::kMeta, RowOf(copy.at));
  ASSERT_TRUE(value.has_value());
  for (const Bytes& damaged :
       {*value + "x", value->substr(1), Bytes(), Bytes(value->size(), '\0')}) {
    Change([&](Batch& batch) { batch.Put(Space::kMeta, RowOf(copy.at), damaged); });
    EXPECT_EQ(ReadKeyCopies(world_.agreement().store()).error().kind, ErrorKind::kCorrupt);
    EXPECT_EQ(IssueCertificate(world_.agreement(), erasure).error().kind, ErrorKind::kCorrupt);
    EXPECT_NE(Visit().trouble, "");
  }
}

}  // namespace
}  // namespace mandat
