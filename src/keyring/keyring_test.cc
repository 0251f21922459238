// SPDX-License-Identifier: Apache-2.0
#include "keyring/keyring.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "base/error_test_util.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, '\x51') + static_cast<char>(number));
}

class KeyringTest : public ::testing::Test {
 protected:
  void SetUp() override { Open(); }

  void Open() {
    keyring_.reset();
    auto keyring = Keyring::Open(home_, root_, "acme", random_);
    ASSERT_OK(keyring);
    keyring_ = std::move(*keyring);
  }

  void Add(const SubjectId& subject) {
    keyring_->StageSubjectKey(subject);
    ASSERT_OK(keyring_->CommitStaged());
  }
  void Add(Bucket bucket) {
    keyring_->StageBucketKey(bucket);
    ASSERT_OK(keyring_->CommitStaged());
  }

  // Empty when there is no such key.
  Bytes KeyOf(const SubjectId& subject) const {
    const auto key = keyring_->FindSubjectKey(subject);
    EXPECT_OK(key);
    return key && *key ? Bytes((*key)->view()) : Bytes();
  }
  Bytes KeyOf(Bucket bucket) const {
    const auto key = keyring_->FindBucketKey(bucket);
    EXPECT_OK(key);
    return key && *key ? Bytes((*key)->view()) : Bytes();
  }

  MemoryHome home_;
  SeededRandom random_{11};
  RootKey root_{SecretBytes(Bytes(SecretBytes::kBytes, 'r'))};
  std::unique_ptr<Keyring> keyring_;
};

TEST_F(KeyringTest, KeepsItsKeysAcrossARestart) {
  Add(Person(1));
  Add(Bucket{20'000});
  const Bytes person = KeyOf(Person(1));
  const Bytes bucket = KeyOf(Bucket{20'000});
  const Bytes term = KeyOf(Bucket{0});
  const Bytes signer = keyring_->journal_signer().public_key();
  const Hash ledger = keyring_->LedgerTag("person", "x");
  const Hash tag = keyring_->PrivateTag("key", "x");
  Open();
  EXPECT_EQ(KeyOf(Person(1)), person);
  EXPECT_EQ(KeyOf(Bucket{20'000}), bucket);
  EXPECT_EQ(KeyOf(Bucket{0}), term);
  EXPECT_EQ(keyring_->journal_signer().public_key(), signer);
  EXPECT_EQ(keyring_->LedgerTag("person", "x"), ledger);
  EXPECT_EQ(keyring_->PrivateTag("key", "x"), tag);
  EXPECT_EQ(person.size(), SecretBytes::kBytes);
  EXPECT_NE(person, bucket);
}

TEST_F(KeyringTest, NoKeyStandsInClearOnDisk) {
  Add(Person(1));
  Add(Bucket{20'000});
  const Bytes everything = home_.Everything();
  for (const Bytes& key :
       {KeyOf(Person(1)), KeyOf(Bucket{20'000}), KeyOf(Bucket{0}), Bytes(32, 'r')}) {
    EXPECT_EQ(everything.find(key), Bytes::npos);
  }
}

TEST_F(KeyringTest, RefusesAnotherRootKeyAndAnotherOwner) {
  const RootKey other(SecretBytes(Bytes(SecretBytes::kBytes, 'q')));
  EXPECT_EQ(Keyring::Open(home_, other, "acme", random_).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(Keyring::Open(home_, root_, "acmf", random_).error().kind, ErrorKind::kCorrupt);
  Open();
}

TEST_F(KeyringTest, RefusesADamagedOrMissingKeyFile) {
  for (const char* file : {"journal-key", "ledger-key", "agreement-key-1", "key-generation"}) {
    const Bytes kept = **home_.ReadFile(file);
    ASSERT_OK(home_.WriteFile(file, kept + "x"));
    EXPECT_EQ(Keyring::Open(home_, root_, "acme", random_).error().kind, ErrorKind::kCorrupt)
        << file;
    ASSERT_OK(home_.WriteFile(file, kept));
  }
  ASSERT_OK(home_.ShredFile("agreement-key-1"));
  EXPECT_EQ(Keyring::Open(home_, root_, "acme", random_).error().kind, ErrorKind::kCorrupt);
}

TEST_F(KeyringTest, AWrappedKeyCannotTakeThePlaceOfAnotherInTheStore) {
  Add(Person(1));
  Add(Person(2));
  const auto store = home_.OpenStore("keys-1");
  ASSERT_OK(store);
  const Bytes first = "s" + Bytes(Person(1).bytes());
  const Bytes second = "s" + Bytes(Person(2).bytes());
  Batch swap;
  swap.Put(Space::kKeys, second, **(*store)->Find(Space::kKeys, first));
  ASSERT_EQ((*store)->Commit(swap, std::nullopt), CommitOutcome::kCommitted);
  Open();
  EXPECT_OK(keyring_->FindSubjectKey(Person(1)));
  EXPECT_EQ(keyring_->FindSubjectKey(Person(2)).error().kind, ErrorKind::kCorrupt);
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(KeyringTest, AUnitsKeyDiesWithItsPersonAndWithItsBucket) {
  Add(Person(1));
  Add(Bucket{20'000});
  ASSERT_OK(keyring_->Shred({Person(1)}, {}));
  EXPECT_EQ(KeyOf(Person(1)), "");
  EXPECT_NE(KeyOf(Bucket{20'000}), "");
  ASSERT_OK(keyring_->Shred({}, {Bucket{20'000}}));
  EXPECT_EQ(KeyOf(Bucket{20'000}), "");
  Open();
  EXPECT_EQ(KeyOf(Person(1)), "");
  EXPECT_EQ(KeyOf(Bucket{20'000}), "");
  EXPECT_OK(keyring_->Shred({Person(1)}, {Bucket{20'000}}));
}

TEST_F(KeyringTest, AUnitsKeyDependsOnPersonBucketAndUnitAlike) {
  const SecretBytes person(Bytes(32, 'p'));
  const SecretBytes bucket(Bytes(32, 'b'));
  const Bytes key(Keyring::UnitKey(person, bucket, "unit").view());
  EXPECT_EQ(key, Hkdf(bucket.view(), person.view(), {"mandat unit v1unit"}).view());
  EXPECT_NE(key, Keyring::UnitKey(bucket, person, "unit").view());
  EXPECT_NE(key, Keyring::UnitKey(SecretBytes(Bytes(32, 'q')), bucket, "unit").view());
  EXPECT_NE(key, Keyring::UnitKey(person, SecretBytes(Bytes(32, 'c')), "unit").view());
  EXPECT_NE(key, Keyring::UnitKey(person, bucket, "unis").view());
}

TEST_F(KeyringTest, TagsTellNothingWithoutTheirKeyAndDependOnEveryPart) {
  EXPECT_NE(keyring_->LedgerTag("person", "x"), keyring_->LedgerTag("unit", "x"));
  EXPECT_NE(keyring_->LedgerTag("person", "x"), keyring_->LedgerTag("person", "y"));
  EXPECT_NE(keyring_->LedgerTag("key", "x"), keyring_->PrivateTag("key", "x"));
  const SecretBytes person(Bytes(32, 'p'));
  EXPECT_NE(Keyring::PersonTag(person, "salt"), Keyring::PersonTag(person, "tlas"));
  EXPECT_NE(Keyring::PersonTag(person, "salt"),
            Keyring::PersonTag(SecretBytes(Bytes(32, 'q')), "salt"));
}

TEST_F(KeyringTest, StagedKeysAreForTheSequencerUntilTheyAreDurable) {
  keyring_->StageSubjectKey(Person(1));
  keyring_->StageBucketKey(Bucket{20'000});
  EXPECT_TRUE(keyring_->has_staged());
  const Bytes staged((*keyring_->FindSubjectKeyStaged(Person(1)))->view());
  const Bytes bucket((*keyring_->FindBucketKeyStaged(Bucket{20'000}))->view());
  EXPECT_EQ(KeyOf(Person(1)), "");
  EXPECT_EQ(KeyOf(Bucket{20'000}), "");
  ASSERT_OK(keyring_->CommitStaged());
  EXPECT_FALSE(keyring_->has_staged());
  EXPECT_EQ(KeyOf(Person(1)), staged);
  EXPECT_EQ(KeyOf(Bucket{20'000}), bucket);
  Open();
  EXPECT_EQ(KeyOf(Person(1)), staged);
  EXPECT_EQ(KeyOf(Bucket{20'000}), bucket);
}

TEST_F(KeyringTest, DroppedKeysLeaveNoTrace) {
  keyring_->StageSubjectKey(Person(1));
  keyring_->StageBucketKey(Bucket{20'000});
  keyring_->DropStaged();
  EXPECT_FALSE(keyring_->has_staged());
  EXPECT_EQ(*keyring_->FindSubjectKeyStaged(Person(1)), std::nullopt);
  EXPECT_EQ(*keyring_->FindBucketKeyStaged(Bucket{20'000}), std::nullopt);
}

// Both twins of one fault: the keys are lost, and the keys are kept though the call failed.
TEST_F(KeyringTest, SaysSoWhenStagedKeysMayNotBeDurable) {
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    keyring_->StageSubjectKey(Person(1));
    home_.FailCommit(fault);
    EXPECT_EQ(keyring_->CommitStaged().error().kind, ErrorKind::kUnavailable);
    keyring_->DropStaged();
    Open();
    EXPECT_EQ(KeyOf(Person(1)).empty(), fault == CommitFault::kUnknownLost);
  }
}

TEST_F(KeyringTest, SaysSoWhenAKeyMayNotBeDestroyed) {
  Add(Person(1));
  for (const CommitFault fault : {CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    home_.FailCommit(fault);
    EXPECT_EQ(keyring_->Shred({Person(1)}, {}).error().kind, ErrorKind::kUnavailable);
    Open();
    EXPECT_EQ(KeyOf(Person(1)).empty(), fault == CommitFault::kUnknownKept);
  }
}

TEST_F(KeyringTest, NamesTheBucketsWhoseDayIsOver) {
  for (const uint32_t day : {20'000U, 20'001U, 20'002U}) {
    Add(Bucket{day});
  }
  EXPECT_EQ(Bucket{20'000}.end(), (Instant{20'001 * kMicrosPerDay}));
  EXPECT_EQ(keyring_->EndedBuckets(Instant{20'001 * kMicrosPerDay - 1})->size(), 0U);
  EXPECT_EQ(*keyring_->EndedBuckets(Instant{20'001 * kMicrosPerDay}),
            (std::vector<Bucket>{{20'000}}));
  EXPECT_EQ(keyring_->EndedBuckets(Instant{20'500 * kMicrosPerDay})->size(), 3U);
  ASSERT_OK(keyring_->Shred({}, {Bucket{20'001}}));
  EXPECT_EQ(*keyring_->EndedBuckets(Instant{20'500 * kMicrosPerDay}),
            (std::vector<Bucket>{{20'000}, {20'002}}));
}

// Covers: GDPR Art. 5(1)(e).
TEST(Bucket, IsTheFirstDayThatEndsAtOrAfterTheExpiry) {
  EXPECT_EQ(Bucket::For(std::nullopt), Bucket{0});
  const Instant midnight{20'001 * kMicrosPerDay};
  EXPECT_EQ(Bucket::For(midnight), Bucket{20'000});
  EXPECT_EQ(Bucket::For(Instant{midnight.micros + 1}), Bucket{20'001});
  EXPECT_EQ(Bucket::For(Instant{midnight.micros - 1}), Bucket{20'000});
  EXPECT_EQ(Bucket::For(Instant{0}), Bucket{1});
  EXPECT_EQ(Bucket::For(Instant{-5}), Bucket{1});
  for (const int64_t micros : {int64_t{1}, kMicrosPerDay, midnight.micros + 7}) {
    EXPECT_GE(Bucket::For(Instant{micros}).end(), Instant{micros});
  }
}

}  // namespace
}  // namespace mandat
