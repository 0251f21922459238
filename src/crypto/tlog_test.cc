// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlog.h"

#include <gtest/gtest.h>

#include <string>

#include "base/error_test_util.h"
#include "crypto/tlog_test_util.h"

namespace mandat {
namespace {

constexpr size_t kSizeMax = 40;

std::vector<Hash> Leaves(size_t count) {
  std::vector<Hash> leaves;
  for (size_t i = 0; i < count; ++i) {
    leaves.push_back(LeafHash("entry-" + std::to_string(i)));
  }
  return leaves;
}

Hash Flipped(Hash hash, size_t bit) {
  hash.bytes[bit / 8] = static_cast<char>(hash.bytes[bit / 8] ^ (1 << (bit % 8)));
  return hash;
}

// Covers: RFC 9162 2.1, RFC 9162 2.1.1.
TEST(TlogTest, HashesLeavesNodesAndTreesByTheDefinition) {
  EXPECT_EQ(LeafHash("x"), Sha256({ByteView("\x00", 1), "x"}));
  const std::vector<Hash> leaves = Leaves(3);
  EXPECT_EQ(NodeHash(leaves[0], leaves[1]),
            Sha256({ByteView("\x01", 1), leaves[0].view(), leaves[1].view()}));
  EXPECT_EQ(TreeHash({}), Sha256(""));
  EXPECT_EQ(EmptyTreeHash(), Sha256(""));
  EXPECT_EQ(TreeHash(Leaves(1)), leaves[0]);
  EXPECT_EQ(TreeHash(leaves), NodeHash(NodeHash(leaves[0], leaves[1]), leaves[2]));
}

// Covers: RFC 9162 2.1.3.2.
TEST(TlogTest, AcceptsThePathOfEveryLeafInEverySmallTree) {
  for (size_t size = 1; size <= kSizeMax; ++size) {
    const std::vector<Hash> leaves = Leaves(size);
    const Hash root = TreeHash(leaves);
    for (size_t index = 0; index < size; ++index) {
      EXPECT_OK(VerifyInclusion(leaves[index], index, size, ProveInclusion(leaves, index), root))
          << index << " of " << size;
    }
  }
}

// Covers: RFC 9162 2.1.3.2.
TEST(TlogTest, RejectsAPathForAnyOtherLeafIndexSizeOrRoot) {
  for (const size_t size : {1U, 2U, 7U, 8U, 13U}) {
    const std::vector<Hash> leaves = Leaves(size);
    const Hash root = TreeHash(leaves);
    for (size_t index = 0; index < size; ++index) {
      const std::vector<Hash> path = ProveInclusion(leaves, index);
      const Hash leaf = leaves[index];
      for (size_t other = 0; other <= size; ++other) {
        EXPECT_EQ(VerifyInclusion(leaf, other, size, path, root).has_value(), other == index);
      }
      EXPECT_FALSE(VerifyInclusion(leaf, index, 0, path, root));
      EXPECT_FALSE(VerifyInclusion(leaf, index, index, path, root));
      EXPECT_FALSE(VerifyInclusion(Flipped(leaf, 0), index, size, path, root));
      EXPECT_FALSE(VerifyInclusion(leaf, index, size, path, Flipped(root, 255)));
      std::vector<Hash> longer = path;
      longer.push_back(root);
      EXPECT_FALSE(VerifyInclusion(leaf, index, size, longer, root));
      for (size_t node = 0; node < path.size(); ++node) {
        std::vector<Hash> forged = path;
        forged[node] = Flipped(forged[node], 77);
        EXPECT_FALSE(VerifyInclusion(leaf, index, size, forged, root));
        EXPECT_FALSE(VerifyInclusion(leaf, index, size, Slice(path, 0, node), root));
      }
    }
  }
}

// Covers: RFC 9162 2.1.4.2.
TEST(TlogTest, AcceptsEveryPrefixOfEverySmallTree) {
  for (size_t size = 1; size <= kSizeMax; ++size) {
    const std::vector<Hash> leaves = Leaves(size);
    const Hash root = TreeHash(leaves);
    EXPECT_OK(VerifyConsistency(0, EmptyTreeHash(), size, root, {}));
    for (size_t old_size = 1; old_size <= size; ++old_size) {
      const Hash old_root = TreeHash(Slice(leaves, 0, old_size));
      const std::vector<Hash> path = ProveConsistency(leaves, old_size);
      EXPECT_OK(VerifyConsistency(old_size, old_root, size, root, path))
          << old_size << " of " << size;
    }
  }
}

// Covers: RFC 9162 2.1.4.2.
TEST(TlogTest, RejectsEveryHistoryThatChanged) {
  for (const size_t size : {2U, 7U, 8U, 13U}) {
    const std::vector<Hash> leaves = Leaves(size);
    const Hash root = TreeHash(leaves);
    for (size_t old_size = 1; old_size < size; ++old_size) {
      const Hash old_root = TreeHash(Slice(leaves, 0, old_size));
      const std::vector<Hash> path = ProveConsistency(leaves, old_size);
      EXPECT_FALSE(VerifyConsistency(old_size, Flipped(old_root, 1), size, root, path));
      EXPECT_FALSE(VerifyConsistency(old_size, old_root, size, Flipped(root, 1), path));
      EXPECT_FALSE(VerifyConsistency(old_size, old_root, size, root, {}));
      EXPECT_FALSE(VerifyConsistency(size, root, old_size, old_root, path));
      for (size_t node = 0; node < path.size(); ++node) {
        std::vector<Hash> forged = path;
        forged[node] = Flipped(forged[node], 3);
        EXPECT_FALSE(VerifyConsistency(old_size, old_root, size, root, forged));
        EXPECT_FALSE(VerifyConsistency(old_size, old_root, size, root, Slice(path, 0, node)));
      }
      std::vector<Hash> longer = path;
      longer.push_back(root);
      EXPECT_FALSE(VerifyConsistency(old_size, old_root, size, root, longer));
    }
    EXPECT_FALSE(VerifyConsistency(size, root, size, Flipped(root, 9), {}));
    EXPECT_FALSE(VerifyConsistency(size, root, size, root, {root}));
    EXPECT_FALSE(VerifyConsistency(0, root, size, root, {}));
    EXPECT_FALSE(VerifyConsistency(0, EmptyTreeHash(), size, root, {root}));
  }
}

}  // namespace
}  // namespace mandat
