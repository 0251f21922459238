// SPDX-License-Identifier: Apache-2.0
#include "keyring/internal/wrap.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "crypto/aead.h"

namespace mandat {
namespace {

class WrapTest : public ::testing::Test {
 protected:
  SeededRandom random_{3};
  SecretBytes parent_ = random_.DrawSecret();
  SecretBytes key_ = random_.DrawSecret();
};

TEST_F(WrapTest, GivesTheKeyBackAndIsNeverTheSameTwice) {
  const Bytes first = WrapKey(parent_, key_, "s", random_);
  const Bytes second = WrapKey(parent_, key_, "s", random_);
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), SecretBytes::kBytes + kSealOverheadBytes);
  EXPECT_EQ(UnwrapKey(parent_, first, "s")->view(), key_.view());
  EXPECT_EQ(UnwrapKey(parent_, second, "s")->view(), key_.view());
}

TEST_F(WrapTest, AWrappedKeyCannotTakeThePlaceOfAnother) {
  const Bytes wrapped = WrapKey(parent_, key_, "acme 1 a", random_);
  EXPECT_EQ(UnwrapKey(parent_, wrapped, "acme 1 b").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(UnwrapKey(key_, wrapped, "acme 1 a").error().kind, ErrorKind::kCorrupt);
}

TEST_F(WrapTest, SealedBytesThatAreNoKeyAreCorrupt) {
  const Bytes data = Seal(parent_, "not a key", "mandat key v1 s", random_);
  EXPECT_EQ(UnwrapKey(parent_, data, "s").error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace mandat
