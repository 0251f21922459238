// SPDX-License-Identifier: Apache-2.0
// A certificate carries a checkpoint that witnesses have seen, or says that they have not.
#include <gtest/gtest.h>

#include "evidence/evidence.h"
#include "format/certificate.h"
#include "service/certificate.h"
#include "witness/witness_world.h"

namespace mandat {
namespace {

class WitnessCertificateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.LetKnow(local_.witness());
    witnesses_ = world_.Look(local_, {local_.Peer("acme", {"shop-0"})});
    world_.Grow();
    const auto erased = Wait<EraseAnswer>([&](Done<EraseAnswer> done) {
      Caller caller = world_.shop.As(0);
      caller.purpose = "";
      caller.instruction = "2026-014";
      EraseSubject(std::move(caller), Person(1), std::move(done));
    });
    ASSERT_OK(erased);
    erasure_ = erased->receipt.entry;
  }

  Certificate Issue(const CosignedCheckpoint* cosigned) {
    const auto text = IssueCertificate(*world_.agreement(), erasure_, std::nullopt, cosigned);
    EXPECT_OK(text);
    const VerifierKey key = WitnessWorld::KeyOf(*world_.agreement());
    const Report report = VerifyCertificate(*text, key);
    EXPECT_FALSE(report.failure);
    return *Certificate::Parse(OpenNote(*text, {key})->text);
  }

  WitnessWorld world_;
  LocalWitness local_{world_.shop.time()};
  std::unique_ptr<Witnesses> witnesses_;
  EntryIndex erasure_;
};

// Covers: GDPR Art. 28(3)(g); C2SP tlog-proof.
TEST_F(WitnessCertificateTest, EmbedsTheCosignedCheckpointAndSaysWhoSigned) {
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  world_.Grow("later");  // the journal goes on; the proof is of what was cosigned
  const Certificate certificate = Issue(&*cosigned);
  EXPECT_EQ(certificate.proof.checkpoint, cosigned->note);
  const auto opened = OpenNote(certificate.proof.checkpoint, {local_.witness().key()});
  ASSERT_OK(opened);
  EXPECT_TRUE(opened->IsSignedBy(local_.witness().key()));
  EXPECT_EQ(certificate.Find("witness"), "acme | witness.example.org/w1 | cosigned " +
                                             opened->signatures[0].cosigned_at->Format());
}

TEST_F(WitnessCertificateTest, IsIssuedAllTheSameWhenNobodyCanBeReachedAndSaysSo) {
  local_.trouble = LocalWitness::Trouble::kDown;
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  const Certificate certificate = Issue(&*cosigned);
  EXPECT_EQ(certificate.Find("witness"),
            "acme | witness.example.org/w1 | did not cosign: couldn't connect to server");
}

TEST_F(WitnessCertificateTest, SaysThatNobodyLooksAtTheJournal) {
  EXPECT_EQ(Issue(nullptr).Find("witness"), "none looks at this journal");
}

TEST_F(WitnessCertificateTest, IsNotProvenByACheckpointFromBeforeTheErasure) {
  const auto cosigned = world_.Ask(*witnesses_);
  ASSERT_OK(cosigned);
  world_.Grow("later");
  const EntryIndex later{world_.agreement()->journal().head().size - 1};
  const auto early = IssueCertificate(*world_.agreement(), later, std::nullopt, &*cosigned);
  EXPECT_FALSE(early);
}

}  // namespace
}  // namespace mandat
