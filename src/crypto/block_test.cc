// SPDX-License-Identifier: Apache-2.0
#include "crypto/block.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

Bytes Hex(std::string_view text) {
  Bytes bytes;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

Block BlockOf(const Bytes& bytes) {
  Block block;
  bytes.copy(block.data(), block.size());
  return block;
}

// Covers: FIPS 197. The example of its appendix C.3.
TEST(BlockTest, PermutesAsTheStandardSaysAndBack) {
  const SecretBytes key(Hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
  const Block plain = BlockOf(Hex("00112233445566778899aabbccddeeff"));
  const Block hidden = Permute(key, plain);
  EXPECT_EQ(ViewOf(hidden), ByteView(Hex("8ea2b7ca516745bfeafc49904b496089")));
  EXPECT_EQ(PermuteBack(key, hidden), plain);
}

TEST(BlockTest, AnotherKeyGivesAnotherBlock) {
  const Block plain = BlockOf(Bytes(16, 'x'));
  EXPECT_NE(Permute(SecretBytes(Bytes(32, 'a')), plain),
            Permute(SecretBytes(Bytes(32, 'b')), plain));
}

}  // namespace
}  // namespace mandat
