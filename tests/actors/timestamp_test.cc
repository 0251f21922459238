// SPDX-License-Identifier: Apache-2.0
// Answers of an authority that is not ours (tests/vectors/timestamp), and what is no answer.
#include "crypto/timestamp.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Bytes FileOf(const std::string& name) {
  std::ifstream in(MANDAT_SOURCE_DIR "/tests/vectors/timestamp/" + name, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << name;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class TimestampTest : public ::testing::Test {
 protected:
  const Bytes message_ = FileOf("message");
  const Bytes query_ = FileOf("query.tsq");
  const Bytes answer_ = FileOf("answer.tsr");
  const std::string authorities_ = FileOf("ca.pem");
};

// Covers: RFC 3161 2.3; RFC 3161 2.4.2.
TEST_F(TimestampTest, TellsWhenTheAuthorityHadTheMessage) {
  const auto with_nonce = VerifyTimestamp(answer_, message_, authorities_, query_);
  ASSERT_OK(with_nonce);
  EXPECT_GT(*with_nonce, *Instant::Parse("2026-01-01T00:00:00Z"));
  EXPECT_LT(*with_nonce, *Instant::Parse("2100-01-01T00:00:00Z"));
  const auto later = VerifyTimestamp(answer_, message_, authorities_);
  ASSERT_OK(later) << "whoever verifies later has no request";
  EXPECT_EQ(*later, *with_nonce);
}

TEST_F(TimestampTest, RefusesTheStampOfAnotherMessage) {
  EXPECT_FALSE(VerifyTimestamp(answer_, message_ + "x", authorities_));
  EXPECT_FALSE(VerifyTimestamp(answer_, "", authorities_));
  EXPECT_FALSE(VerifyTimestamp(FileOf("other_hash.tsr"), message_, authorities_));
}

TEST_F(TimestampTest, RefusesTheAnswerToAnotherRequest) {
  const Bytes other = FileOf("other_nonce.tsr");
  EXPECT_OK(VerifyTimestamp(other, message_, authorities_)) << "it is a stamp of the message";
  const auto refused = VerifyTimestamp(other, message_, authorities_, query_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kCorrupt);
  EXPECT_FALSE(VerifyTimestamp(answer_, message_, authorities_, "no request"));
}

TEST_F(TimestampTest, RefusesAnAuthorityThatNobodyStandsFor) {
  EXPECT_FALSE(VerifyTimestamp(answer_, message_, FileOf("other_ca.pem"), query_));
  EXPECT_OK(VerifyTimestamp(answer_, message_, FileOf("other_ca.pem") + authorities_, query_))
      << "one of several";
  for (const char* none : {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
    const auto refused = VerifyTimestamp(answer_, message_, none);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kInvalid);
  }
}

// The certificates of the answer may be changed where that is no part of what is signed or needed.
TEST_F(TimestampTest, ReadsNoAnswerThatWasCutOrPaddedOrIsOfSomethingElse) {
  for (size_t length = 0; length < answer_.size(); length += length < 64 ? 1 : 61) {
    EXPECT_FALSE(VerifyTimestamp(ByteView(answer_).substr(0, length), message_, authorities_));
  }
  EXPECT_FALSE(VerifyTimestamp(answer_ + Bytes(1, '\0'), message_, authorities_));
  EXPECT_FALSE(VerifyTimestamp(query_, message_, authorities_));
  EXPECT_FALSE(VerifyTimestamp(*ParseHex("30053003020102"), message_, authorities_))
      << "an authority that rejects";
  EXPECT_FALSE(VerifyTimestamp(*ParseHex("30053003020100"), message_, authorities_))
      << "granted, without a stamp";
}

TEST_F(TimestampTest, TellsNoOtherTimeWhateverBitIsTurned) {
  const Instant at = *VerifyTimestamp(answer_, message_, authorities_, query_);
  for (size_t i = 0; i < answer_.size(); i += 7) {
    Bytes changed = answer_;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    const auto told = VerifyTimestamp(changed, message_, authorities_, query_);
    EXPECT_TRUE(!told || *told == at) << i;
  }
}

// Covers: RFC 3161 2.4.1.
TEST_F(TimestampTest, AsksWithAHashANonceAndForTheCertificate) {
  SeededRandom random(5);
  const Bytes one = MakeTimestampRequest(message_, random);
  const Bytes other = MakeTimestampRequest(message_, random);
  EXPECT_NE(one, other) << "another nonce";
  EXPECT_NE(one.find(*ParseHex("0609608648016503040201")), Bytes::npos) << "sha-256";
  EXPECT_TRUE(one.ends_with(*ParseHex("0101ff"))) << "the certificate is asked for";
  const auto answered = VerifyTimestamp(answer_, message_, authorities_, one);
  ASSERT_FALSE(answered) << "an answer to another request";
}

}  // namespace
}  // namespace mandat
