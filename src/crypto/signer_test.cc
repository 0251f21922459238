// SPDX-License-Identifier: Apache-2.0
#include "crypto/signer.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Bytes FromHex(std::string_view text) {
  const Result<Bytes> bytes = ParseHex(text);
  EXPECT_OK(bytes);
  return bytes.value_or(Bytes());
}

// Covers: RFC 8032 5.1, RFC 8032 7.1.
TEST(SignerTest, SignsTheFirstExampleOfTheStandard) {
  const Signer signer(
      SecretBytes(FromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));
  EXPECT_EQ(FormatHex(signer.public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(FormatHex(signer.Sign("")),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  EXPECT_TRUE(VerifySignature(signer.public_key(), "", signer.Sign("")));
}

TEST(SignerTest, RejectsAnotherMessageKeyOrSignature) {
  const Signer signer{SecretBytes(Bytes(32, '\x01'))};
  const Signer other{SecretBytes(Bytes(32, '\x02'))};
  const Bytes signature = signer.Sign("message");
  EXPECT_TRUE(VerifySignature(signer.public_key(), "message", signature));
  EXPECT_FALSE(VerifySignature(signer.public_key(), "massage", signature));
  EXPECT_FALSE(VerifySignature(other.public_key(), "message", signature));
  EXPECT_FALSE(VerifySignature(signer.public_key(), "message", signature.substr(1)));
  EXPECT_FALSE(VerifySignature(signer.public_key(), "message", signature + "x"));
  EXPECT_FALSE(VerifySignature(signer.public_key().substr(1), "message", signature));
  EXPECT_FALSE(VerifySignature("", "message", ""));
  for (size_t bit = 0; bit < signature.size() * 8; ++bit) {
    Bytes flipped = signature;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(VerifySignature(signer.public_key(), "message", flipped)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace mandat
