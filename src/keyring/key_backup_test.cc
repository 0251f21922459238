// SPDX-License-Identifier: Apache-2.0
#include "keyring/key_backup.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

constexpr Instant kAt{1'800'000'000'000'000};
constexpr auto kDay = std::chrono::hours(24);

SubjectId Person(uint16_t number) {
  Bytes bytes(14, '\x51');
  AppendBigEndian16(bytes, number);
  return *SubjectId::Decode(bytes);
}

class KeyBackupTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto keyring = Keyring::Open(home_, root_, "acme", random_);
    ASSERT_OK(keyring);
    keyring_ = std::move(*keyring);
    keyring_->StageSubjectKey(Person(1));
    keyring_->StageSubjectKey(Person(2));
    keyring_->StageBucketKey(Bucket{20'000});
    keyring_->StageNamedKey({NamedKey::Kind::kHold, "case-1"});
    ASSERT_OK(keyring_->CommitStaged());
  }

  Bytes Export(Instant at = kAt) {
    Bytes copy;
    auto begun = keyring_->BeginExport(at);
    EXPECT_OK(begun);
    EXPECT_OK((*begun)->WriteTo([&](ByteView piece) -> Status {
      copy.append(piece);
      return {};
    }));
    return copy;
  }

  Result<KeyBackupHead> Import(ByteView copy, const std::string& owner = "acme") {
    back_ = MemoryHome();
    return ImportKeys(back_, root_, owner, copy);
  }
  void ExpectNothingWritten() {
    EXPECT_TRUE(back_.ListStores()->empty());
    EXPECT_FALSE(back_.ReadFile("key-generation")->has_value());
    EXPECT_FALSE(back_.ReadFile("journal-key")->has_value());
  }
  std::unique_ptr<Keyring> OpenBack() {
    auto keyring = Keyring::Open(back_, root_, "acme", random_);
    EXPECT_OK(keyring);
    return keyring ? std::move(*keyring) : nullptr;
  }

  static Bytes KeyOf(const Keyring& keyring, const SubjectId& subject) {
    const auto key = keyring.FindSubjectKey(subject);
    EXPECT_OK(key);
    return key && *key ? Bytes((*key)->view()) : Bytes();
  }

  MemoryHome home_;
  MemoryHome back_;
  SeededRandom random_{17};
  const RootKey root_{SecretBytes(Bytes(32, 'r'))};
  std::unique_ptr<Keyring> keyring_;
};

// Covers: GDPR Art. 32(1)(c).
TEST_F(KeyBackupTest, GivesBackEveryKeyInAnEmptyHome) {
  ASSERT_OK(keyring_->Rewrap());
  const Bytes copy = Export();
  const Result<KeyBackupHead> head = Import(copy);
  ASSERT_OK(head);
  EXPECT_EQ(*head, (KeyBackupHead{"acme", kAt, 2, keyring_->changes()}));
  EXPECT_EQ(*ReadKeyBackupHead(copy), *head);
  const std::unique_ptr<Keyring> back = OpenBack();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->generation(), 2U);
  EXPECT_EQ(back->changes(), keyring_->changes());
  EXPECT_EQ(KeyOf(*back, Person(1)), KeyOf(*keyring_, Person(1)));
  EXPECT_EQ(KeyOf(*back, Person(2)), KeyOf(*keyring_, Person(2)));
  EXPECT_EQ((**back->FindBucketKey(Bucket{20'000})).view(),
            (**keyring_->FindBucketKey(Bucket{20'000})).view());
  EXPECT_EQ(back->ListNamedKeys(NamedKey::Kind::kHold), std::vector<std::string>{"case-1"});
  EXPECT_EQ(back->PrivateTag("key", "x"), keyring_->PrivateTag("key", "x"));
  EXPECT_EQ(back->LedgerTag("person", "x"), keyring_->LedgerTag("person", "x"));
  EXPECT_EQ(back->journal_signer().public_key(), keyring_->journal_signer().public_key());
}

TEST_F(KeyBackupTest, HoldsNoKeyInClearAndNoNameOfAPerson) {
  const Bytes copy = Export();
  EXPECT_EQ(copy.find(KeyOf(*keyring_, Person(1))), Bytes::npos);
  EXPECT_EQ(copy.find(Person(1).bytes()), Bytes::npos);
}

TEST_F(KeyBackupTest, IsWholeOverManySegments) {
  constexpr uint16_t kPeople = 20'000;
  for (uint16_t number = 10; number < kPeople; ++number) {
    keyring_->StageSubjectKey(Person(number));
  }
  ASSERT_OK(keyring_->CommitStaged());
  const Bytes copy = Export();
  EXPECT_GT(copy.size(), size_t{1} << 20);
  ASSERT_OK(Import(copy));
  const std::unique_ptr<Keyring> back = OpenBack();
  ASSERT_TRUE(back);
  EXPECT_EQ(KeyOf(*back, Person(kPeople - 1)), KeyOf(*keyring_, Person(kPeople - 1)));
  for (const size_t cut : {copy.size() - 1, copy.size() / 2, size_t{200}, size_t{20}, size_t{0}}) {
    EXPECT_EQ(Import(ByteView(copy).substr(0, cut)).error().kind, ErrorKind::kCorrupt) << cut;
    ExpectNothingWritten();
  }
}

TEST_F(KeyBackupTest, OneChangedBitAnywhereGivesNothing) {
  const Bytes copy = Export();
  for (size_t i = 0; i < copy.size(); ++i) {
    Bytes flipped = copy;
    flipped[i] ^= static_cast<char>(1 << (i % 8));
    ASSERT_EQ(Import(flipped).error().kind, ErrorKind::kCorrupt) << "byte " << i;
    ExpectNothingWritten();
  }
  EXPECT_EQ(Import(copy + "x").error().kind, ErrorKind::kCorrupt);
  EXPECT_OK(Import(copy));
}

TEST_F(KeyBackupTest, OpensUnderItsRootKeyAndForItsAgreementOnly) {
  const Bytes copy = Export();
  const RootKey other(SecretBytes(Bytes(32, 'x')));
  EXPECT_EQ(ImportKeys(back_, other, "acme", copy).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(Import(copy, "beta").error().kind, ErrorKind::kCorrupt);
  ExpectNothingWritten();
}

TEST_F(KeyBackupTest, KeepsTheKeysOfAHomeThatHasSome) {
  const Bytes copy = Export();
  EXPECT_EQ(ImportKeys(home_, root_, "acme", copy).error().kind, ErrorKind::kConflict);
}

// A crash during the import leaves a home in which it is done again.
TEST_F(KeyBackupTest, IsPutBackAgainAfterAFailureOfEachStep) {
  const Bytes copy = Export();
  const Bytes person = KeyOf(*keyring_, Person(1));
  for (const bool keep : {false, true}) {
    for (int step = 1; step <= 3; ++step) {  // journal, ledger, agreement key
      back_ = MemoryHome();
      back_.FailFile(keep, step);
      EXPECT_FALSE(ImportKeys(back_, root_, "acme", copy));
      ASSERT_OK(ImportKeys(back_, root_, "acme", copy));
      EXPECT_EQ(KeyOf(*OpenBack(), Person(1)), person);
    }
  }
}

// The copy counts less than the data has seen: the start refuses it without the newer ledger.
// Covers: GDPR Art. 17(1).
TEST_F(KeyBackupTest, ACopyFromBeforeAnErasureTellsThatItIsOlder) {
  const Bytes copy = Export();
  ASSERT_OK(keyring_->Shred({Person(1)}, {}));
  const Result<KeyBackupHead> head = Import(copy);
  ASSERT_OK(head);
  EXPECT_LT(head->changes, keyring_->changes());
  const std::unique_ptr<Keyring> back = OpenBack();
  EXPECT_LT(back->changes(), keyring_->changes());
  EXPECT_NE(KeyOf(*back, Person(1)), "") << "that is why copies lapse";
  ASSERT_OK(Import(Export()));
  EXPECT_EQ(KeyOf(*OpenBack(), Person(1)), "");
}

TEST_F(KeyBackupTest, IsOfTheInstantItWasBegunThoughKeysChangeMeanwhile) {
  auto begun = keyring_->BeginExport(kAt);
  ASSERT_OK(begun);
  const uint64_t changes = keyring_->changes();
  ASSERT_OK(keyring_->Shred({Person(2)}, {}));
  Bytes copy;
  ASSERT_OK((*begun)->WriteTo([&](ByteView piece) -> Status {
    copy.append(piece);
    return {};
  }));
  const Result<KeyBackupHead> head = Import(copy);
  ASSERT_OK(head);
  EXPECT_EQ(head->changes, changes);
  EXPECT_EQ(OpenBack()->changes(), changes);
}

TEST_F(KeyBackupTest, TakesTurnsWithARewrap) {
  {
    auto begun = keyring_->BeginExport(kAt);
    ASSERT_OK(begun);
    EXPECT_TRUE(keyring_->is_busy());
    EXPECT_EQ(keyring_->Rewrap().error().kind, ErrorKind::kConflict);
    EXPECT_EQ(keyring_->BeginExport(kAt).error().kind, ErrorKind::kConflict);
  }
  ASSERT_OK(keyring_->BeginRewrap());
  EXPECT_EQ(keyring_->BeginExport(kAt).error().kind, ErrorKind::kConflict);
  keyring_->DropRewrap();
  EXPECT_FALSE(keyring_->is_busy());
  EXPECT_OK(keyring_->Rewrap());
}

TEST_F(KeyBackupTest, PassesOnWhatStopsItsReceiver) {
  auto begun = keyring_->BeginExport(kAt);
  ASSERT_OK(begun);
  const Status written =
      (*begun)->WriteTo([](ByteView) -> Status { return Fail(Error::Unavailable("no space")); });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "no space");
}

// Covers: GDPR Art. 17(1).
TEST(CompletesAt, IsTheRewrapWhenThereIsNoCopyFromBeforeIt) {
  EXPECT_EQ(CompletesAt(kAt, kAt + kDay, std::nullopt, 7), kAt + kDay);
  EXPECT_EQ(CompletesAt(kAt, kAt + kDay, std::nullopt, 0), kAt + kDay);
}

TEST(CompletesAt, IsNeverWithoutARewrapBehindTheErasure) {
  EXPECT_EQ(CompletesAt(kAt, std::nullopt, std::nullopt, 7), std::nullopt);
  EXPECT_EQ(CompletesAt(kAt, kAt, std::nullopt, 7), std::nullopt) << "begun in the same instant";
  EXPECT_EQ(CompletesAt(kAt, kAt + -kDay, kAt, 7), std::nullopt);
}

TEST(CompletesAt, WaitsForTheLastCopyThatHasTheOldAgreementKey) {
  EXPECT_EQ(CompletesAt(kAt, kAt + kDay, kAt + -kDay, 7), kAt + 6 * kDay);
  EXPECT_EQ(CompletesAt(kAt, kAt + kDay, kAt + kDay / 2, 7), kAt + kDay / 2 + 7 * kDay);
  EXPECT_EQ(CompletesAt(kAt, kAt + 9 * kDay, kAt, 7), kAt + 9 * kDay) << "lapsed before";
  EXPECT_EQ(KeyBackupLapses(kAt, 7), kAt + 7 * kDay);
}

}  // namespace
}  // namespace mandat
