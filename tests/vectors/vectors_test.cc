// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/error_test_util.h"
#include "evidence/evidence.h"
#include "facts.h"
#include "golden.h"

namespace mandat {
namespace {

const std::filesystem::path kHere = std::filesystem::path(MANDAT_SOURCE_DIR) / "tests/vectors";
constexpr std::string_view kOrigin = "mandat.example/journal/test";

std::string ReadWhole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

uint64_t Number(const std::string& text) { return ParseDecimal(text).value_or(UINT64_MAX); }
Bytes FromHex(const std::string& text) { return ParseHex(text).value_or("not hexadecimal"); }
Bytes FromBase64(const std::string& text) { return ParseBase64(text).value_or("not base64"); }

// Hashes with commas between them; "-" for none.
std::vector<Hash> Path(const std::string& text) {
  std::vector<Hash> path;
  std::istringstream in(text == "-" ? "" : text);
  for (std::string one; std::getline(in, one, ',');) {
    path.push_back(Hash::From(FromHex(one)));
  }
  return path;
}

class TlogFactsTest : public ::testing::Test {
 protected:
  TlogFactsTest() {
    for (int i = 0; i < 600; ++i) {
      leaves_.push_back(LeafHash("entry-" + std::to_string(i)));
    }
  }
  Hash RootOf(const std::string& size) const { return TreeHash(Slice(leaves_, 0, Number(size))); }
  VerifierKey key() const { return VerifierKeyFor(kOrigin, TestSigner()); }

  std::vector<Fact> facts_ = ReadFacts(kHere / "tlog_facts.txt");
  std::vector<Hash> leaves_;
};

// Covers: C2SP signed-note, C2SP tlog-checkpoint; RFC 9162 2.1.
TEST_F(TlogFactsTest, SignsTheCheckpointsOfTheFacts) {
  EXPECT_EQ(Select(facts_, "vkey")[0][1], key().Format());
  EXPECT_EQ(Select(facts_, "root").size(), 14U);
  for (const Fact& fact : Select(facts_, "root")) {
    EXPECT_EQ(FormatHex(RootOf(fact[1]).view()), fact[2]) << fact[1];
  }
  EXPECT_EQ(Select(facts_, "checkpoint").size(), 14U);
  for (const Fact& fact : Select(facts_, "checkpoint")) {
    const Checkpoint checkpoint{
        std::string(kOrigin), Number(fact[1]), Bytes(RootOf(fact[1]).view()), {}};
    EXPECT_EQ(*SignNote(checkpoint.Format(), kOrigin, TestSigner()), FromBase64(fact[2]));
  }
}

// Covers: RFC 9162 2.1.3.2, RFC 9162 2.1.4.2.
TEST_F(TlogFactsTest, AcceptsThePathsOfTheFacts) {
  EXPECT_EQ(Select(facts_, "inclusion").size(), 8U);
  for (const Fact& fact : Select(facts_, "inclusion")) {
    EXPECT_OK(VerifyInclusion(Hash::From(FromHex(fact[3])), Number(fact[2]), Number(fact[1]),
                              Path(fact[4]), RootOf(fact[1])));
    EXPECT_EQ(ProveInclusion(Slice(leaves_, 0, Number(fact[1])), Number(fact[2])), Path(fact[4]));
  }
  EXPECT_EQ(Select(facts_, "consistency").size(), 7U);
  for (const Fact& fact : Select(facts_, "consistency")) {
    EXPECT_OK(VerifyConsistency(Number(fact[1]), RootOf(fact[1]), Number(fact[2]), RootOf(fact[2]),
                                Path(fact[3])));
    EXPECT_EQ(ProveConsistency(Slice(leaves_, 0, Number(fact[2])), Number(fact[1])), Path(fact[3]));
  }
}

// Covers: C2SP tlog-tiles.
TEST_F(TlogFactsTest, PublishesTheTilesOfTheFacts) {
  TestJournal journal(0, std::string(kOrigin));
  for (int i = 0; i < 600; ++i) {
    journal.Append("entry-" + std::to_string(i));
  }
  const std::map<std::string, Bytes> files = journal.Files();
  EXPECT_EQ(Select(facts_, "tile").size(), 5U);
  for (const Fact& fact : Select(facts_, "tile")) {
    ASSERT_TRUE(files.contains(fact[1])) << fact[1];
    EXPECT_EQ(FormatHex(Sha256(files.at(fact[1])).view()), fact[2]) << fact[1];
  }
  const Fact proof = Select(facts_, "proof")[0];
  EXPECT_EQ(journal.Prove(Number(proof[2])).Format(), FromBase64(proof[3]));
}

// Covers: C2SP tlog-cosignature.
TEST_F(TlogFactsTest, CosignsAsTheWitnessOfTheFacts) {
  const Fact witness = Select(facts_, "witness")[0];
  const Fact cosignature = Select(facts_, "cosignature")[0];
  const Signer signer{SecretBytes(FromHex(witness[1]))};
  const Result<VerifierKey> witness_key = ParseVerifierKey(witness[2]);
  ASSERT_OK(witness_key);
  const Checkpoint checkpoint{std::string(kOrigin), 600, Bytes(RootOf("600").view()), {}};
  const Instant at{static_cast<int64_t>(Number(cosignature[1])) * 1'000'000};
  const std::string line = FromBase64(cosignature[2]);
  EXPECT_EQ(CosignNote(checkpoint.Format(), witness_key->name, at, signer).Format(), line);
  const Result<VerifiedNote> note =
      OpenNote(*SignNote(checkpoint.Format(), kOrigin, TestSigner()) + line, {*witness_key});
  ASSERT_OK(note);
  EXPECT_EQ(note->signatures[0].cosigned_at, at);
}

TEST(GoldenTest, WritesEveryFormatAsBefore) {
  const std::map<std::string, std::string> files = GoldenFiles();
  for (const auto& [name, bytes] : files) {
    EXPECT_EQ(ReadWhole(kHere / "golden" / name), bytes) << name;
  }
  for (const auto& file : std::filesystem::directory_iterator(kHere / "golden")) {
    EXPECT_TRUE(files.contains(file.path().filename().string())) << file.path();
  }
}

TEST(GoldenTest, ReadsEveryEntryBackToTheByte) {
  for (const std::string name : {"least", "full", "allowed", "refused", "observed", "erasure"}) {
    std::string text = ReadWhole(kHere / "golden" / ("entry_" + name + ".hex"));
    ASSERT_FALSE(text.empty());
    text.pop_back();
    const Bytes bytes = FromHex(text);
    const Result<Entry> entry = Entry::Decode(bytes);
    ASSERT_OK(entry);
    EXPECT_EQ(entry->Encode().value_or(""), bytes);
  }
}

TEST(GoldenTest, VerifiesTheCertificateAndTheProof) {
  std::string vkey = ReadWhole(kHere / "golden/vkey.txt");
  vkey.pop_back();
  const Result<VerifierKey> key = ParseVerifierKey(vkey);
  ASSERT_OK(key);
  const Report certificate = VerifyCertificate(ReadWhole(kHere / "golden/certificate.txt"), *key);
  EXPECT_TRUE(certificate.ok()) << certificate.FormatText();
  const Report proof =
      VerifyProof(ReadWhole(kHere / "golden/erasure.tlog-proof"), *TestEntry(9).Encode(), *key);
  EXPECT_TRUE(proof.ok()) << proof.FormatText();
}

}  // namespace
}  // namespace mandat
