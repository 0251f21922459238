// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "evidence/journal_test_util.h"

namespace mandat {
namespace {

constexpr uint64_t kErasure = 19;

class VerifyCertificateTest : public ::testing::Test {
 protected:
  Report Verify(const Certificate& certificate) const {
    return VerifyCertificate(journal_.Sign(certificate), journal_.key());
  }
  // The certificate with one field told otherwise, signed by the journal's own key.
  Report VerifyWith(std::string_view key, std::string_view value) const {
    Certificate certificate = journal_.Certify(kErasure);
    for (Certificate::Field& field : certificate.fields) {
      field.value = field.key == key ? std::string(value) : field.value;
    }
    return Verify(certificate);
  }

  TestJournal journal_{30};
};

// Covers: GDPR Art. 28(3)(g), Art. 28(3)(h).
TEST_F(VerifyCertificateTest, AcceptsACertificateThatSaysWhatTheJournalSays) {
  const Report report = Verify(journal_.Certify(kErasure));
  EXPECT_TRUE(report.ok()) << report.FormatText();
  EXPECT_NE(report.FormatText().find("not-covered"), std::string::npos);
}

// Covers: GDPR Art. 28(3)(g), Art. 28(3)(h).
TEST_F(VerifyCertificateTest, RejectsAFieldThatTheJournalContradicts) {
  const std::pair<std::string_view, std::string_view> lies[] = {
      {"entry", "18"},
      {"leaf", std::string_view("00")},
      {"journal", "example.org/journal/other"},
      {"clause", "9.2"},
      {"instruction", "2026-015"},
      {"units", "42"},
      {"units", "041"},
      {"people", "2"},
      {"executed-at", "2026-03-30T14:20:00Z"},
      {"agreement", "acme@4"},
      {"agreement", "acme"},
      {"agreement-hash", "00"},
      {"agreement-hash", "yes"}};
  for (const auto& [key, value] : lies) {
    const Report report = VerifyWith(key, value);
    ASSERT_FALSE(report.ok()) << key;
    EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
    EXPECT_NE(report.failure->message.find(key), std::string::npos) << report.failure->message;
  }
}

TEST_F(VerifyCertificateTest, RejectsTimesThatCannotBe) {
  EXPECT_FALSE(VerifyWith("issued-at", "2026-03-30T14:20:00Z").ok());
  EXPECT_FALSE(VerifyWith("complete-at", "2026-03-30T14:20:00Z").ok());
  EXPECT_FALSE(VerifyWith("complete-at", "soon").ok());
  EXPECT_FALSE(VerifyWith("issued-at", "2026-05-04T16:20:06+02:00").ok());
}

TEST_F(VerifyCertificateTest, IsPartialUntilTheErasureIsComplete) {
  EXPECT_FALSE(VerifyWith("issued-at", "2026-04-01T00:00:00Z").ok());
  EXPECT_FALSE(VerifyWith("type", kCertificatePartial).ok());
  EXPECT_FALSE(VerifyWith("complete-at", "2026-05-04T14:20:06Z at the latest").ok());
  Certificate early = journal_.Certify(kErasure);
  for (Certificate::Field& field : early.fields) {
    if (field.key == "type") {
      field.value = kCertificatePartial;
    }
    if (field.key == "complete-at") {
      field.value += kCertificateExpected;
    }
    if (field.key == "issued-at") {
      field.value = "2026-04-01T00:00:00Z";
    }
  }
  const Report report = Verify(early);
  EXPECT_TRUE(report.ok()) << report.FormatText();
}

TEST_F(VerifyCertificateTest, RejectsTheEntryOfAnythingButAnErasureThatWasDone) {
  EXPECT_FALSE(Verify(journal_.Certify(kErasure - 1)).ok());
  TestJournal refused(0);
  Entry entry = TestEntry(kErasure);
  entry.outcome = Outcome::kRefused;
  refused.Append(*entry.Encode());
  EXPECT_FALSE(VerifyCertificate(refused.Sign(refused.Certify(0)), refused.key()).ok());
}

TEST_F(VerifyCertificateTest, RejectsAnEntryOrProofThatIsNotOfThatJournal) {
  Certificate other_entry = journal_.Certify(kErasure);
  Entry entry = TestEntry(kErasure);
  entry.units_count = 1000;
  other_entry.entry = *entry.Encode();
  EXPECT_FALSE(Verify(other_entry).ok());

  Certificate other_proof = journal_.Certify(kErasure);
  other_proof.proof = journal_.Prove(kErasure - 10);
  EXPECT_FALSE(Verify(other_proof).ok());

  Certificate other_journal = journal_.Certify(kErasure);
  other_journal.proof = TestJournal(30, "example.org/journal/other").Prove(kErasure);
  EXPECT_FALSE(Verify(other_journal).ok());
}

TEST_F(VerifyCertificateTest, RejectsACertificateSignedByAnotherKey) {
  const Signer other = TestSigner(1);
  const std::string text = *journal_.Certify(kErasure).Format();
  EXPECT_FALSE(VerifyCertificate(*SignNote(text, kTestOrigin, other), journal_.key()).ok());
  EXPECT_FALSE(VerifyCertificate(text, journal_.key()).ok());
  EXPECT_FALSE(VerifyCertificate("", journal_.key()).ok());
  EXPECT_FALSE(VerifyCertificate(journal_.SignedCheckpoint(), journal_.key()).ok());
}

TEST_F(VerifyCertificateTest, RejectsEveryFlippedBit) {
  const std::string good = journal_.Sign(journal_.Certify(kErasure));
  for (size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string forged = good;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    const Report report = VerifyCertificate(forged, journal_.key());
    ASSERT_FALSE(report.ok()) << "bit " << bit;
    EXPECT_EQ(report.failure->kind, ErrorKind::kCorrupt);
  }
}

// Covers: C2SP tlog-proof.
TEST_F(VerifyCertificateTest, AcceptsTheProofOfEveryEntryAndNoOther) {
  for (uint64_t index = 0; index < journal_.size(); ++index) {
    const std::string proof = journal_.Prove(index).Format();
    EXPECT_TRUE(VerifyProof(proof, journal_.entry(index), journal_.key()).ok());
    const uint64_t other = (index + 1) % journal_.size();
    EXPECT_FALSE(VerifyProof(proof, journal_.entry(other), journal_.key()).ok());
  }
}

// Covers: C2SP tlog-proof.
TEST_F(VerifyCertificateTest, RejectsEveryFlippedBitOfAProofAndItsEntry) {
  const std::string proof = journal_.Prove(kErasure).Format();
  const Bytes& entry = journal_.entry(kErasure);
  for (size_t bit = 0; bit < proof.size() * 8; ++bit) {
    std::string forged = proof;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifyProof(forged, entry, journal_.key()).ok()) << "bit " << bit;
  }
  for (size_t bit = 0; bit < entry.size() * 8; ++bit) {
    Bytes forged = entry;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifyProof(proof, forged, journal_.key()).ok()) << "bit " << bit;
  }
}

TEST_F(VerifyCertificateTest, RefusesTheKeyOfAWitness) {
  const VerifierKey witness = VerifierKeyFor(kTestOrigin, journal_.signer(), kNoteTypeCosignature);
  TlogProof proof = journal_.Prove(kErasure);
  const Result<Note> note = Note::Parse(proof.checkpoint);
  ASSERT_OK(note);
  proof.checkpoint =
      Note{note->text, {CosignNote(note->text, kTestOrigin, {}, journal_.signer())}}.Format();
  EXPECT_FALSE(VerifyProof(proof.Format(), journal_.entry(kErasure), witness).ok());
}

}  // namespace
}  // namespace mandat
