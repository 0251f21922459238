// SPDX-License-Identifier: Apache-2.0
// Re-wrapping under faults, and the race of a look-up with a destruction.
#include <gtest/gtest.h>

#include <functional>
#include <latch>
#include <thread>

#include "base/error_test_util.h"
#include "keyring/keyring.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

SubjectId Person(uint8_t number) {
  return *SubjectId::Decode(Bytes(15, '\x51') + static_cast<char>(number));
}

// A disk on which the next look-up of one row can be held up right after it read.
class HoldingHome final : public Home {
 public:
  std::function<void()> after_find;
  Bytes row;

  Result<std::unique_ptr<Store>> OpenStore(const std::string& name) override {
    MANDAT_TRY(std::unique_ptr<Store> store, home_.OpenStore(name));
    return std::make_unique<HoldingStore>(*this, std::move(store));
  }
  Status RemoveStore(const std::string& name) override { return home_.RemoveStore(name); }
  Result<std::vector<std::string>> ListStores() const override { return home_.ListStores(); }
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override {
    return home_.ReadFile(name);
  }
  Status WriteFile(const std::string& name, ByteView bytes) override {
    return home_.WriteFile(name, bytes);
  }
  Status ShredFile(const std::string& name) override { return home_.ShredFile(name); }

 private:
  class HoldingStore final : public Store {
   public:
    HoldingStore(HoldingHome& home, std::unique_ptr<Store> store)
        : home_(home), store_(std::move(store)) {}
    Result<std::optional<Bytes>> Find(Space space, ByteView key,
                                      const Snapshot* at) const override {
      Result<std::optional<Bytes>> found = store_->Find(space, key, at);
      if (key == home_.row && home_.after_find) {
        std::exchange(home_.after_find, nullptr)();
      }
      return found;
    }
    std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                                 const Snapshot* at) const override {
      return store_->Scan(space, first, end, at);
    }
    std::unique_ptr<Snapshot> TakeSnapshot() const override { return store_->TakeSnapshot(); }
    CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override {
      return store_->Commit(batch, expected);
    }

    Position position() const override { return store_->position(); }
    Status ForEachCommit(Position since, OnCommit commit) const override {
      return store_->ForEachCommit(since, std::move(commit));
    }
    Status Reclaim() override { return store_->Reclaim(); }

   private:
    HoldingHome& home_;
    std::unique_ptr<Store> store_;
  };

  MemoryHome home_;
};

// Looks a key up on another thread, shreds it while the look-up holds the row in its hands, and
// gives what a look-up finds afterwards.
template <class Find, class Shred>
void ExpectNotCachedAfterShred(HoldingHome& home, const Bytes& row, Find find, Shred shred) {
  std::latch read(1);
  std::latch go_on(1);
  home.row = row;
  home.after_find = [&] {
    read.count_down();
    go_on.wait();
  };
  std::jthread reader(
      [&] { EXPECT_TRUE((*find()).has_value()) << "the row was there to be read"; });
  read.wait();
  ASSERT_OK(shred());
  go_on.count_down();
  reader.join();
  const auto left = find();
  ASSERT_OK(left);
  EXPECT_FALSE(left->has_value()) << "the key came back into the cache";
}

// Covers: GDPR Art. 17(1).
TEST(KeyringRace, AKeyReadBeforeItsDestructionDoesNotEnterTheCacheAfterIt) {
  HoldingHome home;
  SeededRandom random(5);
  const RootKey root(SecretBytes(Bytes(32, 'r')));
  {
    auto keyring = Keyring::Open(home, root, "acme", random);
    ASSERT_OK(keyring);
    (*keyring)->StageSubjectKey(Person(1));
    (*keyring)->StageBucketKey(Bucket{20'000});
    ASSERT_OK((*keyring)->CommitStaged());
  }
  auto opened = Keyring::Open(home, root, "acme", random);  // with an empty cache
  ASSERT_OK(opened);
  Keyring& keyring = **opened;
  Bytes bucket_row = "b";
  AppendBigEndian32(bucket_row, 20'000);
  ExpectNotCachedAfterShred(
      home, "s" + Bytes(Person(1).bytes()), [&] { return keyring.FindSubjectKey(Person(1)); },
      [&] { return keyring.Shred({Person(1)}, {}); });
  ExpectNotCachedAfterShred(
      home, bucket_row, [&] { return keyring.FindBucketKey(Bucket{20'000}); },
      [&] { return keyring.Shred({}, {Bucket{20'000}}); });
}

// One keyring with a survivor, an erased person and a bucket, before a re-wrap.
class RewrapTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start() {
    home_ = MemoryHome();
    Fill();
  }

  void Fill() {
    Open();
    for (const uint8_t number : {1, 2, 3}) {
      keyring_->StageSubjectKey(Person(number));
    }
    keyring_->StageBucketKey(Bucket{20'000});
    ASSERT_OK(keyring_->CommitStaged());
    survivor_ = KeyOf(Person(1));
    ASSERT_OK(keyring_->Shred({Person(2)}, {}));
    tag_ = keyring_->PrivateTag("key", "x");
  }

  void Open() {
    keyring_.reset();
    auto keyring = Keyring::Open(home_, root_, "acme", random_);
    ASSERT_OK(keyring);
    keyring_ = std::move(*keyring);
  }

  Bytes KeyOf(const SubjectId& subject) const {
    const auto key = keyring_->FindSubjectKey(subject);
    EXPECT_OK(key);
    return key && *key ? Bytes((*key)->view()) : Bytes();
  }

  void ExpectSurvivorsOnly() const {
    EXPECT_EQ(KeyOf(Person(1)), survivor_);
    EXPECT_EQ(KeyOf(Person(2)), "");
    EXPECT_TRUE(keyring_->FindBucketKey(Bucket{20'000})->has_value());
    EXPECT_TRUE(keyring_->FindBucketKey(Bucket{0})->has_value());
    EXPECT_EQ(keyring_->PrivateTag("key", "x"), tag_);
  }

  // Nothing of a generation but the one in force is on disk.
  void ExpectOneGeneration() const {
    EXPECT_EQ(home_.ListStores()->size(), 1U);
    for (uint64_t generation = 0; generation < 8; ++generation) {
      const auto file = home_.ReadFile("agreement-key-" + std::to_string(generation));
      ASSERT_OK(file);
      EXPECT_EQ(file->has_value(), generation == keyring_->generation()) << generation;
    }
  }

  // What every history that met a fault must come to, whether or not it went on before the crash.
  void ExpectRecovers() {
    keyring_->StageSubjectKey(Person(4));
    Bytes added((*keyring_->FindSubjectKeyStaged(Person(4)))->view());
    const bool kept = keyring_->CommitStaged().has_value();
    keyring_->DropStaged();
    const bool shredded = keyring_->Shred({Person(3)}, {}).has_value();
    Open();
    ExpectSurvivorsOnly();
    EXPECT_EQ(KeyOf(Person(4)), kept ? added : Bytes()) << "a durable key was lost";
    EXPECT_EQ(KeyOf(Person(3)).empty(), shredded) << "a destroyed key came back";
    ExpectOneGeneration();
    ASSERT_OK(keyring_->Rewrap());
    ExpectSurvivorsOnly();
    ExpectOneGeneration();
  }

  MemoryHome home_;
  SeededRandom random_{13};
  RootKey root_{SecretBytes(Bytes(32, 'r'))};
  std::unique_ptr<Keyring> keyring_;
  Bytes survivor_;
  Hash tag_;
};

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(RewrapTest, WrapsSurvivorsAnewAndDestroysTheOldAgreementKey) {
  const Bytes old_file = **home_.ReadFile("agreement-key-1");
  ASSERT_OK(keyring_->Rewrap());
  EXPECT_EQ(keyring_->generation(), 2U);
  ExpectSurvivorsOnly();
  ExpectOneGeneration();
  EXPECT_EQ(home_.Everything().find(old_file), Bytes::npos);
  Open();
  EXPECT_EQ(keyring_->generation(), 2U);
  ExpectSurvivorsOnly();
}

TEST_F(RewrapTest, AKeyWrappedUnderTheOldGenerationIsNotAcceptedInTheNew) {
  const Bytes row = "s" + Bytes(Person(1).bytes());
  const Bytes old = **(*home_.OpenStore("keys-1"))->Find(Space::kKeys, row);
  ASSERT_OK(keyring_->Rewrap());
  keyring_.reset();
  Batch batch;
  batch.Put(Space::kKeys, row, old);
  ASSERT_EQ((*home_.OpenStore("keys-2"))->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  Open();
  EXPECT_EQ(keyring_->FindSubjectKey(Person(1)).error().kind, ErrorKind::kCorrupt);
}

TEST_F(RewrapTest, WrapsAgainAndAgain) {
  for (uint64_t generation = 2; generation < 6; ++generation) {
    ASSERT_OK(keyring_->Rewrap());
    EXPECT_EQ(keyring_->generation(), generation);
    ExpectSurvivorsOnly();
    ExpectOneGeneration();
  }
}

// Each file step lost, and each kept though the call failed. The first re-wrap makes the second one
// find an older generation's name to look for.
TEST_F(RewrapTest, SurvivesAFailureOfEachFileStep) {
  constexpr int kSteps = 5;
  for (const bool keep : {false, true}) {
    for (int step = 1; step <= kSteps; ++step) {
      SCOPED_TRACE(testing::Message() << (keep ? "kept" : "lost") << " at file step " << step);
      Start();
      ASSERT_OK(keyring_->Rewrap());
      home_.FailFile(keep, step);
      EXPECT_EQ(keyring_->Rewrap().error().kind, ErrorKind::kUnavailable);
      ExpectRecovers();
    }
  }
  home_.FailFile(false, kSteps + 1);
  EXPECT_OK(keyring_->Rewrap()) << "there is a step more than the test knows";
}

TEST_F(RewrapTest, SurvivesAFailureOfTheCopy) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    Start();
    home_.FailCommit(fault);
    EXPECT_EQ(keyring_->Rewrap().error().kind, ErrorKind::kUnavailable);
    ExpectSurvivorsOnly();
    ExpectRecovers();
  }
}

// If the old key could not be destroyed, the next re-wrap must not leave it behind.
TEST_F(RewrapTest, DestroysWhatAnEarlierOneCouldNot) {
  home_.FailFile(false, 5);
  EXPECT_FALSE(keyring_->Rewrap());
  EXPECT_TRUE(home_.ReadFile("agreement-key-1")->has_value());
  ASSERT_OK(keyring_->Rewrap());
  ExpectSurvivorsOnly();
  ExpectOneGeneration();
}

// Nobody can tell which generation is in force: writing into either could lose a key, or bring one
// back.
TEST_F(RewrapTest, WritesNothingMoreWhenTheSwitchMayHaveHappened) {
  for (const bool keep : {false, true}) {
    Start();
    home_.FailFile(keep, 4);
    EXPECT_FALSE(keyring_->Rewrap());
    EXPECT_FALSE(keyring_->sound());
    EXPECT_EQ(KeyOf(Person(1)), survivor_);
    EXPECT_EQ(keyring_->Rewrap().error().kind, ErrorKind::kUnavailable);
    EXPECT_EQ(keyring_->Shred({Person(1)}, {}).error().kind, ErrorKind::kUnavailable);
    Open();
    EXPECT_EQ(keyring_->generation(), keep ? 2U : 1U);
    ExpectSurvivorsOnly();
  }
}

// A crash between any two steps of the very first start begins again.
TEST_F(RewrapTest, AFirstStartThatIsCutShortBeginsAgain) {
  constexpr int kSteps = 5;  // journal key, ledger key, shred, agreement key, generation
  for (const bool keep : {false, true}) {
    for (int step = 1; step <= kSteps; ++step) {
      SCOPED_TRACE(testing::Message() << (keep ? "kept" : "lost") << " at file step " << step);
      home_ = MemoryHome();
      home_.FailFile(keep, step);
      EXPECT_EQ(Keyring::Open(home_, root_, "acme", random_).error().kind, ErrorKind::kUnavailable);
      Fill();
      ASSERT_OK(keyring_->Rewrap());
      ExpectSurvivorsOnly();
    }
  }
}

// Requests go on between the first step and the last; what they did is in the new generation.
TEST_F(RewrapTest, TakesOverWhatWasMadeAndDestroyedWhileItCopied) {
  keyring_->StageNamedKey({NamedKey::Kind::kHold, "case-1"});
  ASSERT_OK(keyring_->CommitStaged());
  ASSERT_OK(keyring_->BeginRewrap());
  keyring_->StageSubjectKey(Person(4));
  ASSERT_OK(keyring_->CommitStaged());
  ASSERT_OK(keyring_->Shred({Person(3)}, {}, {{NamedKey::Kind::kHold, "case-1"}}));
  const Bytes before = KeyOf(Person(4));
  ASSERT_OK(keyring_->CopyRewrap());
  keyring_->StageSubjectKey(Person(5));
  ASSERT_OK(keyring_->CommitStaged());
  ASSERT_OK(keyring_->Shred({Person(5)}, {}));
  const uint64_t changes = keyring_->changes();
  ASSERT_OK(keyring_->FinishRewrap());
  for (const bool anew : {false, true}) {
    SCOPED_TRACE(anew ? "opened anew" : "as it is");
    if (anew) {
      Open();
    }
    ExpectSurvivorsOnly();
    ExpectOneGeneration();
    EXPECT_EQ(keyring_->generation(), 2U);
    EXPECT_EQ(keyring_->changes(), changes);
    EXPECT_EQ(KeyOf(Person(4)), before);
    EXPECT_EQ(KeyOf(Person(3)), "");
    EXPECT_EQ(KeyOf(Person(5)), "");
    EXPECT_FALSE(keyring_->FindNamedKey({NamedKey::Kind::kHold, "case-1"})->has_value());
  }
}

TEST_F(RewrapTest, CopiesOnAnotherThreadWhileKeysAreMadeAndRead) {
  ASSERT_OK(keyring_->BeginRewrap());
  Status copied = Fail(Error::Unavailable("did not run"));
  ASSERT_TRUE(keyring_->RunBeside(
      [&](const std::stop_token& stop) { copied = keyring_->CopyRewrap(stop); }));
  for (uint8_t number = 10; number < 60; ++number) {
    keyring_->StageSubjectKey(Person(number));
    ASSERT_OK(keyring_->CommitStaged());
    EXPECT_EQ(KeyOf(Person(1)), survivor_);
  }
  const Bytes last = KeyOf(Person(59));
  keyring_->StopBeside();
  ASSERT_OK(copied);
  ASSERT_OK(keyring_->FinishRewrap());
  Open();
  ExpectSurvivorsOnly();
  EXPECT_EQ(KeyOf(Person(59)), last);
  EXPECT_FALSE(keyring_->is_busy());
}

TEST_F(RewrapTest, RunsNothingBesideOnceItWasStopped) {
  keyring_->StopBeside();
  EXPECT_FALSE(keyring_->RunBeside([](const std::stop_token&) { FAIL() << "it ran"; }));
}

TEST_F(RewrapTest, IsOneAtATimeAndCanBeDropped) {
  ASSERT_OK(keyring_->BeginRewrap());
  EXPECT_EQ(keyring_->BeginRewrap().error().kind, ErrorKind::kConflict);
  EXPECT_EQ(keyring_->FinishRewrap().error().kind, ErrorKind::kConflict) << "nothing is copied";
  EXPECT_EQ(keyring_->generation(), 1U);
  ExpectSurvivorsOnly();
  ASSERT_OK(keyring_->Rewrap());
  ExpectSurvivorsOnly();
  ExpectOneGeneration();
}

TEST_F(RewrapTest, AStoppedCopyLeavesTheGenerationInForce) {
  for (uint16_t number = 0; number < 5000; ++number) {
    keyring_->StageBucketKey(Bucket{30'000U + number});
  }
  ASSERT_OK(keyring_->CommitStaged());
  ASSERT_OK(keyring_->BeginRewrap());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(keyring_->CopyRewrap(stop.get_token()).error().kind, ErrorKind::kUnavailable);
  keyring_->DropRewrap();
  Open();
  EXPECT_EQ(keyring_->generation(), 1U);
  ExpectSurvivorsOnly();
  ExpectOneGeneration();
}

// A crash between the steps: nothing was switched, nothing made meanwhile is lost.
TEST_F(RewrapTest, ACrashBetweenTheStepsKeepsTheGenerationInForce) {
  for (const bool copied : {false, true}) {
    Start();
    ASSERT_OK(keyring_->BeginRewrap());
    if (copied) {
      ASSERT_OK(keyring_->CopyRewrap());
    }
    keyring_->StageSubjectKey(Person(4));
    ASSERT_OK(keyring_->CommitStaged());
    const Bytes made = KeyOf(Person(4));
    ASSERT_OK(keyring_->Shred({Person(3)}, {}));
    Open();
    EXPECT_EQ(keyring_->generation(), 1U);
    ExpectSurvivorsOnly();
    ExpectOneGeneration();
    EXPECT_EQ(KeyOf(Person(4)), made);
    EXPECT_EQ(KeyOf(Person(3)), "");
  }
}

TEST_F(RewrapTest, SurvivesAFailureWhileItTakesOverWhatChanged) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    Start();
    ASSERT_OK(keyring_->BeginRewrap());
    ASSERT_OK(keyring_->Shred({Person(3)}, {}));
    ASSERT_OK(keyring_->CopyRewrap());
    home_.FailCommit(fault);
    EXPECT_EQ(keyring_->FinishRewrap().error().kind, ErrorKind::kUnavailable);
    ExpectSurvivorsOnly();
    Open();
    ExpectSurvivorsOnly();
    ExpectOneGeneration();
    EXPECT_EQ(KeyOf(Person(3)), "");
  }
}

}  // namespace
}  // namespace mandat
