// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.h"

#include <gtest/gtest.h>

#include <ostream>
#include <type_traits>
#include <utility>

#include "crypto/random.h"

namespace mandat {
namespace {

// Invariant (no personal data leaks sideways).
template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!Printable<SecretBytes>);
static_assert(!std::equality_comparable<SecretBytes>);
static_assert(!std::is_copy_constructible_v<SecretBytes>);
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecretBytes>);

TEST(SecretTest, BeginsAsZerosAndHoldsWhatItIsGiven) {
  EXPECT_EQ(SecretBytes().view(), Bytes(SecretBytes::kBytes, '\0'));
  const Bytes bytes(SecretBytes::kBytes, '\x5a');
  EXPECT_EQ(SecretBytes(bytes).view(), bytes);
}

TEST(SecretTest, MovesAndClonesByName) {
  SecretBytes first(Bytes(SecretBytes::kBytes, '\x5a'));
  const SecretBytes clone = first.Clone();
  SecretBytes second(std::move(first));
  EXPECT_EQ(second.view(), clone.view());
  SecretBytes third;
  third = std::move(second);
  EXPECT_EQ(third.view(), clone.view());
}

TEST(SecretTest, HoldsManySecretsAtATime) {
  SeededRandom random(7);
  std::vector<SecretBytes> secrets;
  for (int i = 0; i < 1000; ++i) {
    secrets.push_back(random.DrawSecret());
  }
  SeededRandom again(7);
  for (const SecretBytes& secret : secrets) {
    EXPECT_EQ(secret.view(), again.DrawSecret().view());
  }
}

TEST(SecretTest, WipesBytesInPlace) {
  Bytes bytes = "secret";
  Wipe(bytes);
  EXPECT_EQ(bytes, Bytes(6, '\0'));
}

TEST(SecretTest, DrawsTheSameBytesForTheSameSeedOnly) {
  SeededRandom one(1);
  SeededRandom same(1);
  SeededRandom other(2);
  const Bytes drawn = one.Draw(100);
  EXPECT_EQ(same.Draw(100), drawn);
  EXPECT_NE(other.Draw(100), drawn);
}

TEST(SecretTest, DrawsFreshBytesFromTheSystemWhateverTheLength) {
  SystemRandom random;
  for (const size_t length : {12U, 32U, 4096U, 100'000U}) {
    EXPECT_NE(random.Draw(length), random.Draw(length));
  }
}

}  // namespace
}  // namespace mandat
