// SPDX-License-Identifier: Apache-2.0
// Another root key for a server that runs, and keys wrapped anew while requests go on.
#include <gtest/gtest.h>

#include <optional>

#include "core/core_test_util.h"
#include "keyring/pkcs11_root.h"
#include "keyring/soft_token_test_util.h"
#include "service/agreements.h"
#include "service/certificate.h"
#include "service/rotate_root.h"
#include "store/memory/memory_homes.h"

namespace mandat {
namespace {

// A data directory that outlives the server.
class SharedHomes final : public Homes {
 public:
  explicit SharedHomes(std::shared_ptr<MemoryHomes> homes) : homes_(std::move(homes)) {}
  Result<std::unique_ptr<Home>> Open(const std::string& name) override {
    return homes_->Open(name);
  }
  bool Exists(const std::string& name) const override { return homes_->Exists(name); }
  std::vector<std::string> List(const std::string& above) const override {
    return homes_->List(above);
  }

 private:
  std::shared_ptr<MemoryHomes> homes_;
};

// Two agreements, of which `shop-one` is open and `shop-two` is not, under root key `a`.
class RootRotationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b", "c"}) {
      ASSERT_OK(RootKey::CreateFile(At(name), random_));
    }
    place_.root = At("a");
    Begin();
  }

  void Begin() {
    agreements_.reset();
    homes_ = std::make_shared<MemoryHomes>();
    place_ = {At("a"), "", "", ""};
    Start();
    for (const char* name : {"shop-one", "shop-two"}) {
      ASSERT_OK(agreements_->FindOrMake(Id(name)));
    }
    Start();
    ASSERT_OK(agreements_->Find(Id("shop-one")));
  }

  // A start with the configuration as it is.
  void Start() {
    agreements_.reset();
    Result<RootKey> root = RootKey::Load(place_);
    ASSERT_OK(root);
    root_.emplace(std::move(*root));
    root_->SetSource([this]() -> Result<RootPlace> { return place_; });
    const Environment environment{*root_, time_, random_, workers_, "mandat.example/journal"};
    auto opened = Agreements::Open(std::make_unique<SharedHomes>(homes_), environment);
    ASSERT_OK(opened);
    agreements_ = std::move(*opened);
  }

  Result<RootRotated> Rotate() {
    return Wait<RootRotated>([&](Done<RootRotated> done) {
      RotateRoot(*agreements_, desk_, Bytes(8, 'o'), std::move(done));
    });
  }
  void Configure(const std::string& root, const std::string& previous) {
    place_ = {At(root), previous.empty() ? "" : At(previous), "", ""};
  }
  void ExpectAllUnder(const std::string& name) {
    for (const KeysOf& keys : ReportKeys(*agreements_).agreements) {
      ASSERT_OK(keys.files);
      EXPECT_EQ(keys.files->roots, std::vector<Bytes>{IdOf(name)}) << keys.agreement;
      EXPECT_EQ(keys.files->behind_count, 0U);
    }
  }
  void ExpectAllOpen() {
    for (const char* name : {"shop-one", "shop-two"}) {
      EXPECT_OK(agreements_->Find(Id(name)));
    }
  }

  static AgreementId Id(const std::string& name) { return *AgreementId::Parse(name); }
  std::string At(const std::string& name) const { return directory_.path() / name; }
  Bytes IdOf(const std::string& name) const { return RootKey::Load(At(name))->id(); }

  TemporaryDirectory directory_;
  std::shared_ptr<MemoryHomes> homes_;
  ManualTime time_{Instant{1'800'000'000'000'000}};
  SeededRandom random_{37};
  RootPlace place_;
  std::optional<RootKey> root_;
  Workers workers_{1};
  std::unique_ptr<Agreements> agreements_;
  Workers desk_{1};
};

// Covers: GDPR Art. 32(1)(a).
TEST_F(RootRotationTest, MovesTheFilesOfOpenAndClosedAgreementsAndOfTheSystem) {
  Configure("b", "a");
  const Result<RootRotated> rotated = Rotate();
  ASSERT_OK(rotated);
  EXPECT_EQ(rotated->root, IdOf("b"));
  EXPECT_EQ(rotated->previous, IdOf("a"));
  EXPECT_EQ(rotated->files_count, 9U) << "journal, ledger and agreement key of three homes";
  EXPECT_EQ(rotated->agreements_count, 3U);
  ExpectAllUnder("b");
  EXPECT_EQ(ReportKeys(*agreements_).previous, std::nullopt);
  const Entry entry = LastEntry(agreements_->system());
  EXPECT_EQ(entry.act, "rotate-root");
  EXPECT_EQ(entry.actor, Bytes(8, 'o'));
  EXPECT_EQ(entry.detail,
            "from " + FormatHex(IdOf("a")) + " to " + FormatHex(IdOf("b")) + " files 9");
  EXPECT_EQ(agreements_->Opened().size(), 1U) << "the closed one was not opened";
  ExpectAllOpen();
  Configure("b", "");
  Start();
  ExpectAllOpen();
}

TEST_F(RootRotationTest, RefusesAConfigurationThatNamesNoWayFromTheKeyInForce) {
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kConflict) << "nothing is configured";
  Configure("b", "");
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kConflict);
  Configure("b", "c");
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kConflict);
  Configure("nothing", "a");
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kNotFound);
  Configure("b", "nothing");
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kNotFound);
  ExpectAllUnder("a");
  ExpectAllOpen();
  Configure("b", "a");
  EXPECT_OK(Rotate());
}

TEST_F(RootRotationTest, IsOneAtATime) {
  Configure("b", "a");
  agreements_->is_rotating() = true;
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kConflict);
  ExpectAllUnder("a");
  agreements_->is_rotating() = false;
  ASSERT_OK(Rotate());
  const Result<RootRotated> again = Rotate();
  ASSERT_OK(again) << "again is fine";
  EXPECT_EQ(again->files_count, 0U);
  Configure("b", "");
  EXPECT_EQ(Rotate().error().kind, ErrorKind::kConflict) << "nothing is left to be moved";
}

// Each file step of an open and of a closed agreement, lost, and kept though it was reported as
// failed; the others stay readable, and the next call goes on, with or without a start between.
TEST_F(RootRotationTest, SurvivesAFailureOfEachFileStep) {
  for (const std::string home : {"agreements/shop-one", "agreements/shop-two", "system"}) {
    for (const bool keep : {false, true}) {
      for (int step = 1; step <= 12; ++step) {
        SCOPED_TRACE(home + (keep ? " kept" : " lost") + " at file step " + std::to_string(step));
        Begin();
        Configure("b", "a");
        homes_->HomeOf(home).FailFile(keep, step);
        const Result<RootRotated> failed = Rotate();
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().kind, ErrorKind::kUnavailable);
        EXPECT_NE(failed.error().message.find(home == "system" ? home : home.substr(11)),
                  std::string::npos);
        if (step % 2 == 0) {
          Start();
        }
        ExpectAllOpen();
        const Result<RootRotated> rotated = Rotate();
        ASSERT_OK(rotated);
        EXPECT_EQ(LastEntry(agreements_->system()).act, "rotate-root");
        ExpectAllUnder("b");
        Configure("b", "");
        Start();
        ExpectAllOpen();
      }
    }
  }
}

TEST_F(RootRotationTest, TellsOfAKeyFileThatOpensUnderNeitherKeyAndKeepsTheOldOne) {
  const Bytes good = **homes_->HomeOf("agreements/shop-two").ReadFile("ledger-key");
  ASSERT_OK(homes_->HomeOf("agreements/shop-two").WriteFile("ledger-key", Bytes(60, 'x')));
  Configure("b", "a");
  const Result<RootRotated> rotated = Rotate();
  ASSERT_FALSE(rotated);
  EXPECT_EQ(rotated.error().kind, ErrorKind::kCorrupt);
  EXPECT_NE(rotated.error().message.find("shop-two: key file ledger-key"), std::string::npos);
  EXPECT_EQ(agreements_->root().previous_id(), IdOf("a"));
  EXPECT_OK(agreements_->Find(Id("shop-one")));
  ASSERT_OK(homes_->HomeOf("agreements/shop-two").WriteFile("ledger-key", good));
  ASSERT_OK(Rotate());
  ExpectAllUnder("b");
}

// The root key moves from a file into a token; everything else goes on as before.
TEST_F(RootRotationTest, MovesFromAFileIntoAToken) {
  if (!SoftToken::IsInstalled()) {
    GTEST_SKIP() << "softhsm2 is not installed";
  }
  const SoftToken token;
  const Result<std::string> uri = MakePkcs11Root("pkcs11:token=house;object=root",
                                                 SoftToken::library(), token.pin_file(), random_);
  ASSERT_OK(uri);
  place_ = {*uri, At("a"), SoftToken::library(), token.pin_file()};
  ASSERT_OK(Rotate());
  ExpectAllOpen();
  place_.previous.clear();
  Start();
  ExpectAllOpen();
  const auto open = agreements_->Find(Id("shop-two"));
  ASSERT_OK(open);
  ASSERT_OK(Rewrap(*open));
  EXPECT_EQ((*open)->keyring().generation(), 2U);
  token.TakeAway();
  EXPECT_EQ(Rewrap(*open).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(agreements_->FindOrMake(Id("shop-three")).error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE((*open)->gate().sound()) << "what is open goes on";
  token.PutBack();
  EXPECT_OK(Rewrap(*open));
  EXPECT_OK(agreements_->FindOrMake(Id("shop-three")));
}

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST(OnlineRewrap, AnErasureBehindItsFirstStepIsCompletedByTheNextOne) {
  TestWorld world;
  world.Activate();
  for (const uint8_t number : {1, 2, 3}) {
    ASSERT_OK(world.Register(Person(number)));
  }
  const Result<EraseAnswer> before = world.Erase(Person(1));
  ASSERT_OK(before);
  world.time().Advance(std::chrono::seconds(1));
  HeldUp held(world.agreement().gate());
  auto rewrapped =
      Start<Receipt>([&](Done<Receipt> done) { RewrapKeys(world.shared(), {}, std::move(done)); });
  auto erased = StartErase(world.As("", "2026-014"), Person(2));
  held.StepAside();
  ASSERT_OK(rewrapped.get());
  const Result<EraseAnswer> after = erased.get();
  ASSERT_OK(after);
  EXPECT_TRUE(ErasureCompletion(world.agreement())->rewrap_due);
  const auto type = [&](const Result<EraseAnswer>& erasure) {
    return *IssueCertificate(world.agreement(), erasure->receipt.entry);
  };
  EXPECT_NE(type(before).find("type: destruction"), std::string::npos);
  EXPECT_NE(type(after).find("type: partial"), std::string::npos);
  world.time().Advance(std::chrono::seconds(1));
  ASSERT_OK(Rewrap(world.shared()));
  EXPECT_FALSE(ErasureCompletion(world.agreement())->rewrap_due);
  EXPECT_NE(type(after).find("type: destruction"), std::string::npos);
}

TEST(OnlineRewrap, RequestsGoOnAndNoKeyIsLost) {
  TestWorld world;
  world.Activate();
  auto rewrapped =
      Start<Receipt>([&](Done<Receipt> done) { RewrapKeys(world.shared(), {}, std::move(done)); });
  for (uint8_t number = 1; number < 40; ++number) {
    ASSERT_OK(world.Register(Person(number)));
    ASSERT_OK(world.Put(Record(number), Person(number), R"({"name":"Ada Example"})"));
    EXPECT_OK(world.Read(Record(number)));
  }
  ASSERT_OK(rewrapped.get());
  ASSERT_OK(world.Reopen());
  EXPECT_EQ(world.agreement().keyring().generation(), 2U);
  for (uint8_t number = 1; number < 40; ++number) {
    EXPECT_OK(world.Read(Record(number)));
  }
}

// Closing an agreement does not wait for a whole copy, and whoever asked is answered.
TEST(OnlineRewrap, AnswersWhenTheAgreementIsClosedMeanwhile) {
  TestWorld world;
  world.Activate();
  auto rewrapped =
      Start<Receipt>([&](Done<Receipt> done) { RewrapKeys(world.shared(), {}, std::move(done)); });
  ASSERT_OK(world.Reopen());
  const Result<Receipt> told = rewrapped.get();
  EXPECT_TRUE(told || told.error().kind == ErrorKind::kUnavailable);
  ASSERT_OK(world.Register(Person(1)));
  EXPECT_OK(Rewrap(world.shared()));
}

}  // namespace
}  // namespace mandat
