// SPDX-License-Identifier: Apache-2.0
#include "crypto/aead.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

class AeadTest : public ::testing::Test {
 protected:
  SeededRandom random_{1};
  SecretBytes key_ = random_.DrawSecret();
};

TEST_F(AeadTest, OpensWhatItSealed) {
  for (const size_t length : {0U, 1U, 16U, 100'000U}) {
    const Bytes plaintext(length, 'p');
    const Bytes sealed = Seal(key_, plaintext, "guests/7", random_);
    EXPECT_EQ(sealed.size(), length + kSealOverheadBytes);
    const Result<Bytes> opened = Open(key_, sealed, "guests/7");
    ASSERT_OK(opened);
    EXPECT_EQ(*opened, plaintext);
  }
}

// Covers: NIST SP 800-38D 8.2.2.
TEST_F(AeadTest, NeverSealsTwiceUnderOneNonce) {
  const Bytes first = Seal(key_, "same", "same", random_);
  const Bytes second = Seal(key_, "same", "same", random_);
  EXPECT_NE(first.substr(0, kNonceBytes), second.substr(0, kNonceBytes));
  EXPECT_NE(first.substr(kNonceBytes), second.substr(kNonceBytes));
}

// The fourteenth test case of the authors of GCM: all zero.
TEST_F(AeadTest, OpensWhatAnotherImplementationSealed) {
  const Result<Bytes> sealed =
      ParseHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  ASSERT_OK(sealed);
  const Result<Bytes> opened = Open(SecretBytes(), Bytes(kNonceBytes, '\0') + *sealed, "");
  ASSERT_OK(opened);
  EXPECT_EQ(*opened, Bytes(16, '\0'));
}

TEST_F(AeadTest, GivesOneAnswerWhateverIsWrong) {
  const Bytes sealed = Seal(key_, "plaintext", "guests/7", random_);
  const Result<Bytes> other_key = Open(random_.DrawSecret(), sealed, "guests/7");
  ASSERT_FALSE(other_key);
  EXPECT_EQ(other_key.error().kind, ErrorKind::kCorrupt);
  const auto refuses = [&](ByteView bytes, ByteView associated) {
    const Result<Bytes> opened = Open(key_, bytes, associated);
    return !opened && opened.error().kind == ErrorKind::kCorrupt &&
           opened.error().message == other_key.error().message;
  };
  EXPECT_TRUE(refuses(sealed, "guests/8"));
  EXPECT_TRUE(refuses(sealed + "x", "guests/7"));
  for (size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_TRUE(refuses(ByteView(sealed).substr(0, length), "guests/7")) << length;
  }
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes flipped = sealed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(refuses(flipped, "guests/7")) << "bit " << bit;
  }
}

}  // namespace
}  // namespace mandat
