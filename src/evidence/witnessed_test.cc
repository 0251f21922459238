// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

constexpr Instant kSeenAt{1'774'884'000'000'000};

std::string WitnessName(char seed) { return "example.org/witness/" + std::to_string(seed); }

// Of the witnesses a, b and c (seeds 1 to 3) of the policy two must have seen a checkpoint.
class WitnessedTest : public ::testing::Test {
 protected:
  WitnessedTest() {
    std::string text = "log " + journal_.key().Format() + "\n";
    for (const char seed : {1, 2, 3}) {
      text += "witness " + std::string(1, static_cast<char>('a' + seed - 1)) + " " +
              VerifierKeyFor(WitnessName(seed), TestSigner(seed), kNoteTypeCosignature).Format() +
              "\n";
    }
    auto policy = TlogPolicy::Parse(text + "group two 2 a b c\nquorum two\n");
    EXPECT_OK(policy);
    policy_ = *policy;
  }

  static std::string Cosignature(std::string_view note, char seed, Instant at = kSeenAt) {
    const std::string text(note.substr(0, note.find("\n\n") + 1));
    return CosignNote(text, WitnessName(seed), at, TestSigner(seed)).Format();
  }
  static std::string CosignedBy(const std::string& note, std::initializer_list<char> seeds) {
    std::string cosigned = note;
    for (const char seed : seeds) {
      cosigned += Cosignature(note, seed);
    }
    return cosigned;
  }
  Report Verify(const std::string& checkpoint, std::optional<VerifierKey> key = {}) const {
    std::map<std::string, Bytes> files = journal_.Files();
    files["checkpoint"] = checkpoint;
    MemorySource source(std::move(files));
    return VerifyJournal(source, {.key = std::move(key), .since = {}, .policy = policy_}, {});
  }
  void ExpectCorrupt(const std::string& checkpoint) const {
    const Report report = Verify(checkpoint);
    ASSERT_FALSE(report.ok()) << checkpoint;
    EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
  }

  TestJournal journal_{30};
  std::string note_ = journal_.SignedCheckpoint();
  std::optional<TlogPolicy> policy_;
};

// Covers: C2SP tlog-cosignature, C2SP tlog-policy.
TEST_F(WitnessedTest, AcceptsAJournalThatEnoughWitnessesHaveSeen) {
  const Report report = Verify(CosignedBy(note_, {1, 3}));
  ASSERT_TRUE(report.ok()) << report.FormatText();
  const std::string text = report.FormatText();
  EXPECT_NE(text.find("seen by witness a (example.org/witness/1) at 2026-03-30T15:20:00Z"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("quorum two is met"), std::string::npos);
  EXPECT_EQ(text.find("that others are shown"), std::string::npos);
  EXPECT_EQ(text.find("not its origin"), std::string::npos);
  EXPECT_NE(report.FormatJson().find("\"witness\":[\"a\",\"c\"]"), std::string::npos);
  EXPECT_TRUE(Verify(CosignedBy(note_, {1, 2, 3})).ok());
}

// Covers: C2SP tlog-cosignature, C2SP tlog-policy.
TEST_F(WitnessedTest, RejectsAJournalThatTooFewWitnessesHaveSeen) {
  ExpectCorrupt(note_);
  ExpectCorrupt(CosignedBy(note_, {2}));
  ExpectCorrupt(CosignedBy(note_, {2, 2}));
  ExpectCorrupt(CosignedBy(note_, {2, 4}));
  EXPECT_NE(Verify(note_).FormatText().find("quorum two is not met"), std::string::npos);
}

TEST_F(WitnessedTest, RejectsACosignatureOfAnythingElse) {
  const std::string older = journal_.SignedCheckpoint(20);
  const std::string other = TestJournal(30, "example.org/journal/other").SignedCheckpoint();
  for (const std::string& from : {older, other}) {
    ExpectCorrupt(CosignedBy(note_, {1}) + Cosignature(from, 2));
  }
  // One wrong cosignature of a known witness is too many, even where the others are enough.
  ExpectCorrupt(CosignedBy(note_, {1, 3}) + Cosignature(older, 2));
}

TEST_F(WitnessedTest, RejectsACheckpointThatWitnessesSignedButNotItsLog) {
  const std::string signed_by_log = CosignedBy(note_, {1, 2});
  const size_t begin = note_.find("\n\n") + 2;
  ExpectCorrupt(signed_by_log.substr(0, begin) + signed_by_log.substr(note_.size()));
}

TEST_F(WitnessedTest, RejectsEveryFlippedBitOfTheCosignatures) {
  const std::string good = CosignedBy(note_, {1, 2});
  for (size_t bit = note_.size() * 8; bit < good.size() * 8; ++bit) {
    std::string forged = good;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_FALSE(Verify(forged).ok()) << "bit " << bit;
  }
}

TEST_F(WitnessedTest, RejectsAKeyThatThePolicyDoesNotKnow) {
  const std::string good = CosignedBy(note_, {1, 2});
  EXPECT_TRUE(Verify(good, journal_.key()).ok());
  const Report report = Verify(good, VerifierKeyFor(kTestOrigin, TestSigner(9)));
  ASSERT_FALSE(report.ok());
  EXPECT_NE(report.FormatText().find("no log of the policy"), std::string::npos);
}

// Covers: C2SP tlog-proof, C2SP tlog-policy.
TEST_F(WitnessedTest, AsksTheSameOfAProofAndOfACertificate) {
  constexpr uint64_t kErasure = 19;
  TlogProof proof = journal_.Prove(kErasure);
  Certificate certificate = journal_.Certify(kErasure);
  const auto verify_both = [&](bool expected) {
    certificate.proof = proof;
    EXPECT_EQ(VerifyProof(proof.Format(), journal_.entry(kErasure), journal_.key(), &*policy_).ok(),
              expected);
    EXPECT_EQ(VerifyCertificate(journal_.Sign(certificate), journal_.key(), &*policy_).ok(),
              expected);
  };
  verify_both(false);
  proof.checkpoint = CosignedBy(note_, {3});
  verify_both(false);
  proof.checkpoint = CosignedBy(note_, {3, 1});
  verify_both(true);
}

}  // namespace
}  // namespace mandat
