// SPDX-License-Identifier: Apache-2.0
// The attacker of vault_attack_test.cc at the place where copies of keys are kept.
#include "archive/target.h"
#include "core/vault_attack_stage.h"
#include "service/certificate.h"
#include "service/copy_keys.h"

namespace mandat {
namespace {

class VaultAttackKeysTest : public VaultAttackTest {
 protected:
  void SetUp() override {
    VaultAttackTest::SetUp();
    auto target = OpenDirectoryTarget(copies_.path() / "keys");
    ASSERT_OK(target);
    target_ = std::move(*target);
  }

  KeyCopiesState VisitKeys() {
    KeyCopiesState state = KeepKeyCopies(world_.shared(), *target_, {.days = 14});
    EXPECT_EQ(state.trouble, "");
    EXPECT_EQ(state.copies.size(), 1U);
    Settle(*world_.shared());
    return state;
  }

  EntryIndex Erase(uint8_t person) {
    world_.Erase(person);
    return EntryIndex{world_.shared()->journal().head().size - 1};
  }

  std::string CertificateType(EntryIndex erasure) {
    const Result<std::string> text = IssueCertificate(*world_.shared(), erasure);
    EXPECT_OK(text);
    const size_t at = text->find("type: ") + 6;
    return text->substr(at, text->find('\n', at) - at);
  }

  std::unique_ptr<Target> target_;
};

// Covers: GDPR Art. 17(1), GDPR Art. 28(3)(g).
TEST_F(VaultAttackKeysTest, ErasedStaysErased_ACopyOpensThePersonUntilItIsRemoved) {
  const KeyCopiesState made = VisitKeys();
  world_.time().Advance(std::chrono::seconds(1));
  const EntryIndex erasure = Erase(kVictim);
  world_.RewrapAll();
  const fs::path now = TakeFiles("rewrapped");
  Report before = Attack(now);
  EXPECT_GE(Of(before, "units", kLetter), 1U);
  EXPECT_GE(Of(before, "series", kMeter), 1U);
  EXPECT_EQ(before["guess.0"], 1U);
  EXPECT_EQ(CertificateType(erasure), "partial");

  // Another copy is there by now, and has nothing of the person.
  world_.time().Set(made.copies[0].Lapses());
  EXPECT_GT(VisitKeys().copies[0].at, made.copies[0].at);
  Report after = Attack(now);
  ExpectNothingOfTheVictim(after);
  ExpectTheSurvivor(after);
  EXPECT_EQ(CertificateType(erasure), "destruction");
}

}  // namespace
}  // namespace mandat
