// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

Bytes FromHex(std::string_view text) {
  const Result<Bytes> bytes = ParseHex(text);
  EXPECT_OK(bytes);
  return bytes.value_or(Bytes());
}

// Covers: FIPS 180-4.
TEST(HashTest, HashesTheExamplesOfTheStandard) {
  EXPECT_EQ(FormatHex(Sha256("").view()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(FormatHex(Sha256("abc").view()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HashTest, HashesPartsAsIfTheyWereOne) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256("abc"));
  EXPECT_EQ(Sha256({}), Sha256(""));
}

// Covers: RFC 2104; RFC 4231 4.2, RFC 4231 4.3.
TEST(HashTest, AuthenticatesTheExamplesOfTheStandard) {
  EXPECT_EQ(FormatHex(HmacSha256(Bytes(20, '\x0b'), {"Hi ", "There"}).view()),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(FormatHex(HmacSha256("Jefe", {"what do ya want for nothing?"}).view()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HashTest, KeepsNothingOfAKeyForTheNextCall) {
  const Hash first = HmacSha256("one key", {"message"});
  EXPECT_NE(HmacSha256("another key", {"message"}), first);
  EXPECT_EQ(HmacSha256("one key", {"message"}), first);
  EXPECT_EQ(HmacSha256Secret("one key", {"message"}).view(), first.view());
}

// Covers: RFC 5869 2.2, RFC 5869 2.3.
TEST(HashTest, DerivesTheFirstBlockOfTheExampleOfTheStandard) {
  const Bytes salt = FromHex("000102030405060708090a0b0c");
  const Bytes info = FromHex("f0f1f2f3f4f5f6f7f8f9");
  const SecretBytes key =
      Hkdf(salt, Bytes(22, '\x0b'), {ByteView(info).substr(0, 3), ByteView(info).substr(3)});
  EXPECT_EQ(FormatHex(key.view()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

TEST(HashTest, ComparesByLengthAndBytes) {
  EXPECT_TRUE(Same("", ""));
  EXPECT_TRUE(Same("abc", "abc"));
  EXPECT_FALSE(Same("abc", "abd"));
  EXPECT_FALSE(Same("abc", "ab"));
}

}  // namespace
}  // namespace mandat
