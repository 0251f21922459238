// SPDX-License-Identifier: Apache-2.0
#include "archive/pack.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

class PackTest : public ::testing::Test {
 protected:
  SeededRandom random_{7};
  const SecretBytes key_ = random_.DrawSecret();
  const SecretBytes other_key_ = random_.DrawSecret();
  const Bytes wrapped_ = random_.Draw(kWrappedKeyBytes);
};

TEST_F(PackTest, GivesBackWhatWasSealedHoweverLong) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{1} << 20, (size_t{1} << 20) + 1}) {
    const Bytes bytes = random_.Draw(size);
    const Bytes object = SealPack(key_, "a/1.pack", bytes, random_);
    const auto opened = OpenPack(key_, "a/1.pack", object);
    ASSERT_OK(opened);
    EXPECT_EQ(*opened, bytes);
  }
}

TEST_F(PackTest, OpensUnderItsOwnKeyAndNameOnly) {
  const Bytes object = SealPack(key_, "a/1.pack", "rows", random_);
  EXPECT_EQ(OpenPack(other_key_, "a/1.pack", object).error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(OpenPack(key_, "a/2.pack", object).error().kind, ErrorKind::kCorrupt);
  const Bytes manifest = SealManifest(key_, wrapped_, "a/1.manifest", "record", random_);
  EXPECT_EQ(*OpenManifest(key_, "a/1.manifest", manifest), "record");
  EXPECT_EQ(*WrappedKeyOf(manifest), wrapped_);
  EXPECT_FALSE(OpenManifest(other_key_, "a/1.manifest", manifest));
  EXPECT_FALSE(OpenManifest(key_, "a/2.manifest", manifest));
}

TEST_F(PackTest, NoticesEveryBitThatWasFlipped) {
  const Bytes pack = SealPack(key_, "n", "some rows of an agreement", random_);
  for (size_t bit = 0; bit < pack.size() * 8; ++bit) {
    Bytes damaged = pack;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(OpenPack(key_, "n", damaged)) << bit;
  }
  const Bytes manifest = SealManifest(key_, wrapped_, "n", "record", random_);
  for (size_t bit = 0; bit < manifest.size() * 8; ++bit) {
    Bytes damaged = manifest;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(OpenManifest(key_, "n", damaged)) << bit;
  }
}

TEST_F(PackTest, NoticesWhatWasCutOffLeftOutOrAdded) {
  const Bytes object = SealPack(key_, "n", Bytes((size_t{1} << 20) + 5, 'r'), random_);
  for (const size_t size : {size_t{0}, size_t{5}, size_t{18}, object.size() - 1}) {
    EXPECT_FALSE(OpenPack(key_, "n", object.substr(0, size))) << size;
  }
  EXPECT_FALSE(OpenPack(key_, "n", object + "x"));
  // The second frame alone, announced as the only one.
  Bytes alone = object.substr(0, 14);
  AppendBigEndian32(alone, 1);
  alone += object.substr(object.size() - (4 + 28 + 5));
  EXPECT_FALSE(OpenPack(key_, "n", alone));
}

}  // namespace
}  // namespace mandat
