// SPDX-License-Identifier: Apache-2.0
#include "crypto/tlog.h"

#include <bit>
#include <span>

namespace mandat {
namespace {

constexpr ByteView kLeafPrefix("\x00", 1);
constexpr ByteView kNodePrefix("\x01", 1);

Hash HashOf(std::span<const Hash> leaves) {
  if (leaves.size() == 1) {
    return leaves[0];
  }
  const size_t left = std::bit_floor(leaves.size() - 1);
  return NodeHash(HashOf(leaves.first(left)), HashOf(leaves.subspan(left)));
}

// Where a node stands while a path is walked from the bottom: its index and that of the last node
// of the same level.
struct Walk {
  uint64_t at;
  uint64_t last;

  void Up() {
    at >>= 1;
    last >>= 1;
  }
  bool IsRightOrLast() const { return (at & 1) != 0 || at == last; }
  // A last node without a sibling rises unchanged.
  void SkipLevelsWithoutSibling() {
    while ((at & 1) == 0 && at != 0) {
      Up();
    }
  }
};

std::unexpected<Error> NotConsistent() {
  return Fail(Error::Corrupt("the smaller tree is not a prefix of the larger"));
}

Status Require(bool holds) { return holds ? Status{} : Status{NotConsistent()}; }

}  // namespace

Hash LeafHash(ByteView entry) { return Sha256({kLeafPrefix, entry}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({kNodePrefix, left.view(), right.view()});
}

Hash EmptyTreeHash() { return Sha256(ByteView()); }

Hash TreeHash(const std::vector<Hash>& leaves) {
  return leaves.empty() ? EmptyTreeHash() : HashOf(leaves);
}

Status VerifyInclusion(const Hash& leaf, uint64_t index, uint64_t size,
                       const std::vector<Hash>& path, const Hash& root) {
  bool leads = index < size;
  Walk walk{index, size - 1};
  Hash hash = leaf;
  for (const Hash& sibling : path) {
    leads = leads && walk.last != 0;
    if (!leads) {
      break;
    }
    if (walk.IsRightOrLast()) {
      hash = NodeHash(sibling, hash);
      walk.SkipLevelsWithoutSibling();
    } else {
      hash = NodeHash(hash, sibling);
    }
    walk.Up();
  }
  if (!leads || walk.last != 0 || hash != root) {
    return Fail(Error::Corrupt("the path does not lead from the leaf to the root"));
  }
  return {};
}

Status VerifyConsistency(uint64_t old_size, const Hash& old_root, uint64_t new_size,
                         const Hash& new_root, const std::vector<Hash>& path) {
  if (old_size > new_size) {
    return NotConsistent();
  }
  if (old_size == new_size) {
    return Require(path.empty() && old_root == new_root);
  }
  if (old_size == 0) {
    return Require(path.empty() && old_root == EmptyTreeHash());
  }
  // The root of a complete old tree is itself the first node; otherwise the path brings it.
  const bool complete = std::has_single_bit(old_size);
  size_t next = complete ? 0 : 1;
  if (path.empty()) {
    return NotConsistent();
  }
  Hash old_hash = complete ? old_root : path[0];
  Hash new_hash = old_hash;
  Walk walk{old_size - 1, new_size - 1};
  while ((walk.at & 1) != 0) {
    walk.Up();
  }
  for (; next < path.size(); ++next) {
    if (walk.last == 0) {
      return NotConsistent();
    }
    if (walk.IsRightOrLast()) {
      old_hash = NodeHash(path[next], old_hash);
      new_hash = NodeHash(path[next], new_hash);
      walk.SkipLevelsWithoutSibling();
    } else {
      new_hash = NodeHash(new_hash, path[next]);
    }
    walk.Up();
  }
  return Require(walk.last == 0 && old_hash == old_root && new_hash == new_root);
}

}  // namespace mandat
