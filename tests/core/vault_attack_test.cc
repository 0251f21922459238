// SPDX-License-Identifier: Apache-2.0
// The attacker of erasure_attack_test.cc against everything that a vault keeps: records of one and
// of several people, their history, the blind index, series, blobs, and what a hold keeps. He has
// the root key, every file as it stands and as it stood at every step, and the memory.
#include <set>

#include "core/vault_attack_stage.h"
#include "keyring/key_backup.h"

namespace mandat {
namespace {

// The control: the same attacker, by the same code, opens all of it while it may be read.
TEST_F(VaultAttackTest, ErasedStaysErased_TheAttackerOpensEverythingBefore) {
  Report report = Attack(before_);
  ExpectTheSurvivor(report);
  EXPECT_GE(Of(report, "units", kLetter), 1U);
  EXPECT_GE(Of(report, "fields", kLetter), 1U);
  EXPECT_GE(Of(report, "history", kLetter), 1U);
  EXPECT_GE(Of(report, "units", kAlone), 1U);
  EXPECT_GE(Of(report, "series", kMeter), 1U);
  EXPECT_GE(Of(report, "heads", kFile), 1U);
  EXPECT_GE(Of(report, "segments", kFile), kSegments);
  EXPECT_EQ(report["guess.0"], 1U);
  EXPECT_GE(report["in-memory"], 1U);
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g), GDPR Art. 32(1)(a).
TEST_F(VaultAttackTest, ErasedStaysErased_NoWayLeadsToAnythingOfThePerson) {
  world_.Erase(kVictim);
  TakeFiles("erased");
  world_.RewrapAll();
  Report report = Attack(TakeFiles("rewrapped"));
  ExpectNothingOfTheVictim(report);
  ExpectTheSurvivor(report);
}

// Until the index moves and the keys are wrapped anew, which is once a day, an erasure is partial.
TEST_F(VaultAttackTest, ErasedStaysErased_BeforeTheRewrapTheIndexStillTells) {
  world_.Erase(kVictim);
  Report report = Attack(TakeFiles("erased"));
  EXPECT_EQ(report["guess.0"], 1U);
  EXPECT_EQ(report["in-memory"], 0U);
}

// The unit is somebody else's and stays; what went with the person is gone.
TEST_F(VaultAttackTest, ErasedStaysErased_TheFieldsOfAPersonGoWithoutTheUnit) {
  world_.Erase(kClerk);
  world_.RewrapAll();
  Report report = Attack(TakeFiles("rewrapped"));
  EXPECT_EQ(Of(report, "fields", kLetter), 0U);
  EXPECT_EQ(Of(report, "fields", kOtherLetter), 0U);
  EXPECT_GE(Of(report, "units", kLetter), 1U);
  ExpectTheSurvivor(report);
}

// A unit that stays until the last of its people is gone goes with that one.
TEST_F(VaultAttackTest, ErasedStaysErased_TheLastPersonTakesTheSharedUnitAlong) {
  world_.Erase(kVictim);
  world_.Erase(kSurvivor);
  world_.RewrapAll();
  Report report = Attack(TakeFiles("rewrapped"));
  ExpectNothingOfTheVictim(report);
  EXPECT_EQ(Of(report, "units", kShared), 0U);
  EXPECT_EQ(Of(report, "units", kOtherLetter), 0U);
}

// Covers: GDPR Art. 5(1)(e).
TEST_F(VaultAttackTest, ExpiredIsGone_NoWayLeadsToAUnitPastItsRetention) {
  world_.time().Advance(std::chrono::hours(24 * 33));
  world_.ExpireAll();
  TakeFiles("expired");
  world_.RewrapAll();
  Report report = Attack(TakeFiles("rewrapped"));
  for (const uint8_t letter : {kLetter, kOtherLetter}) {
    EXPECT_EQ(Of(report, "units", letter), 0U);
    EXPECT_EQ(Of(report, "fields", letter), 0U);
    EXPECT_EQ(Of(report, "history", letter), 0U);
  }
  EXPECT_EQ(Of(report, "series", kMeter) + Of(report, "series", kOtherMeter), 0U);
  EXPECT_EQ(Of(report, "heads", kFile) + Of(report, "heads", kOtherFile), 0U);
  EXPECT_EQ(Of(report, "segments", kFile) + Of(report, "segments", kOtherFile), 0U);
  EXPECT_EQ(report["guess.0"] + report["guess.1"], 0U);
  // What is kept for the term is another bucket's.
  EXPECT_GE(Of(report, "units", kShared), 1U);
  EXPECT_GE(Of(report, "units", kAlone), 1U);
}

// Covers: GDPR Art. 17(3).
TEST_F(VaultAttackTest, HeldIsKept_WhatAHoldKeepsIsReadableUntilItEnds) {
  world_.Hold(EventKind::kHold, kVictim);
  world_.Erase(kVictim);
  TakeFiles("held");
  world_.RewrapAll();
  Report held = Attack(TakeFiles("rewrapped"));
  ExpectNothingOfTheVictim(held);
  for (const uint8_t record : {kLetter, kAlone, kMeter, kFile}) {
    EXPECT_GE(Of(held, "held", record), 1U) << int{record};
  }
  EXPECT_EQ(Of(held, "held", kOtherLetter), 0U) << "exactly what it names";

  world_.Hold(EventKind::kRelease, kVictim);
  world_.time().Advance(std::chrono::hours(1));
  world_.ExpireAll();
  TakeFiles("released");
  world_.RewrapAll();
  Report after = Attack(TakeFiles("rewrapped-again"));
  ExpectNothingOfTheVictim(after);
  for (const uint8_t record : {kLetter, kAlone, kShared, kMeter, kFile}) {
    EXPECT_EQ(Of(after, "held", record), 0U) << int{record};
  }
  ExpectTheSurvivor(after);
}

// Copies of the keys are what an erasure has to wait for; then it is complete.
TEST_F(VaultAttackTest, ErasedStaysErased_ACopyOfTheKeysOpensThePersonUntilItLapses) {
  constexpr int kDays = 14;
  const fs::path keys = copies_.path() / "keys";
  fs::create_directories(keys);
  const Instant made = world_.time().Now();
  {
    auto copy = world_.shared()->keyring().BeginExport(made);
    ASSERT_OK(copy);
    std::ofstream file(keys / "copy", std::ios::binary);
    ASSERT_OK((*copy)->WriteTo([&file](ByteView piece) {
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
      return Status();
    }));
  }
  world_.Erase(kVictim);
  const Instant erased = world_.time().Now();
  world_.RewrapAll();
  const fs::path now = TakeFiles("rewrapped");
  Report report = Attack(now);
  EXPECT_GE(Of(report, "units", kLetter), 1U);
  EXPECT_GE(Of(report, "series", kMeter), 1U);
  EXPECT_EQ(report["guess.0"], 1U);

  const auto complete = CompletesAt(erased + -std::chrono::seconds(1), erased, made, kDays);
  ASSERT_TRUE(complete.has_value());
  EXPECT_EQ(*complete, KeyBackupLapses(made, kDays));
  world_.time().Set(*complete);
  fs::remove(keys / "copy");  // as whoever stores copies does when they lapse
  Report after = Attack(now);
  ExpectNothingOfTheVictim(after);
  ExpectTheSurvivor(after);
}

// Bodies and people that are marked, and everything that is not a body: files, their names, entries
// of the journal, and what errors say.
TEST_F(VaultAttackTest, NothingLeaksSideways_MarkedBodiesAreInNoFileEntryOrError) {
  world_.Hold(EventKind::kHold, kVictim);
  std::string said;
  const auto put = [&](uint8_t person, std::string body, uint8_t record = 30) {
    const Result<PutAnswer> answer = StartPut(world_.As("support"), Record(record), Person(person),
                                              std::move(body), world_.time().Now(), "letters")
                                         .get();
    EXPECT_FALSE(answer);
    said += answer ? "" : answer.error().message;
  };
  put(kSurvivor, "{\"topic\":\"" + Topic(kVictim) + "\"}", kLetter);  // somebody else's
  put(kVictim, "{\"topic\":" + Topic(kVictim));
  put(99, "{\"topic\":\"" + Topic(kVictim) + "\"}");
  TakeFiles("alive");
  world_.Erase(kVictim);
  put(kVictim, "{\"topic\":\"" + Topic(kVictim) + "\"}");
  world_.RewrapAll();
  TakeFiles("erased");

  const std::vector<Bytes> marks = {Bytes(Topic(kVictim)), Bytes(Topic(kSurvivor)),
                                    Bytes("both were there"), Bytes("first draft")};
  Bytes entries;
  for (uint64_t i = 0; i < world_.shared()->journal().head().size; ++i) {
    entries += *world_.shared()->journal().ReadEntry(EntryIndex{i});
  }
  EXPECT_FALSE(said.empty());
  for (const Bytes& mark : marks) {
    EXPECT_FALSE(said.contains(mark)) << said;
    EXPECT_FALSE(entries.contains(mark)) << mark;
  }
  for (const uint8_t person : {kVictim, kSurvivor, kClerk}) {
    EXPECT_FALSE(entries.contains(Person(person).bytes()));
    EXPECT_FALSE(entries.contains(FormatHex(Person(person).bytes())));
    EXPECT_FALSE(said.contains(Person(person).Format()));
  }
  size_t files = 0;
  for (const fs::path& copy : data_) {
    for (const auto& entry : fs::recursive_directory_iterator(copy)) {
      for (const Bytes& mark : marks) {
        EXPECT_FALSE(entry.path().string().contains(mark));
        EXPECT_TRUE(entry.is_directory() || !BytesOf(entry.path()).contains(mark)) << entry.path();
      }
      ++files;
    }
  }
  EXPECT_GT(files, 20U);
}

// Every sealed value begins with its nonce; two of them under one key with one nonce would tell the
// difference of their contents and let anybody forge. What is compared here is wider than one key:
// no nonce comes twice anywhere, but in a row that is the same byte for byte.
TEST_F(VaultAttackTest, KeysAndNonces_TwoRunningCopiesAndARestoreRepeatNone) {
  world_.Close();
  const fs::path second = TakeFiles("second");
  const fs::path restored = TakeFiles("restored");
  std::map<Bytes, Bytes> sealed;  // by nonce
  size_t repeated = 0;
  size_t seen = 0;
  for (const fs::path& path : {world_.path(), second, restored}) {
    world_.Use(world_.Open(path));
    for (uint8_t i = 20; i < 40; ++i) {  // the same acts at the same instants in each
      world_.Put("minutes", i, kSurvivor, R"({"line":"the same in each"})");
      world_.Measure(i, kSurvivor);
      world_.Upload(i, kSurvivor);
    }
    for (const auto& [space, header] :
         std::map<Space, size_t>{{Space::kUnits, 0}, {Space::kSeries, 50}, {Space::kBlobs, 0}}) {
      const auto rows = world_.shared()->store().Scan(space, Bytes(), Bytes(64, '\xff'));
      for (; rows->Valid(); rows->Next()) {
        const bool is_segment = space == Space::kBlobs && rows->key()[SubjectId::kBytes] == 's';
        const bool is_head = space == Space::kBlobs && rows->key()[SubjectId::kBytes] == 'm';
        const size_t at = is_segment ? 0 : is_head ? 77 : header;
        const bool is_simple = space != Space::kUnits || rows->value()[0] == 1;
        if (!is_simple || (space == Space::kBlobs && !is_segment && !is_head)) {
          continue;
        }
        const ByteView value = rows->value().substr(space == Space::kUnits ? 25 : at);
        const auto [found, is_new] = sealed.emplace(value.substr(0, 12), value);
        repeated += !is_new && found->second != value ? 1 : 0;
        ++seen;
      }
    }
    world_.Close();
  }
  EXPECT_EQ(repeated, 0U);
  EXPECT_GT(seen, 3 * 80U);
  EXPECT_GT(sealed.size(), 3 * 60U) << "each copy drew its own";
}

}  // namespace
}  // namespace mandat
