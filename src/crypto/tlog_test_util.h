// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "crypto/tlog.h"

namespace mandat {

inline std::vector<Hash> Slice(const std::vector<Hash>& leaves, size_t first, size_t count) {
  const auto begin = leaves.begin() + static_cast<ptrdiff_t>(first);
  return {begin, begin + static_cast<ptrdiff_t>(count)};
}

// The path of a leaf, word for word after the definition. Source: RFC 9162 2.1.3.1.
inline std::vector<Hash> ProveInclusion(const std::vector<Hash>& leaves, size_t index) {
  if (leaves.size() == 1) {
    return {};
  }
  const size_t left = std::bit_floor(leaves.size() - 1);
  const std::vector<Hash> first = Slice(leaves, 0, left);
  const std::vector<Hash> second = Slice(leaves, left, leaves.size() - left);
  const bool in_first = index < left;
  std::vector<Hash> path =
      in_first ? ProveInclusion(first, index) : ProveInclusion(second, index - left);
  path.push_back(TreeHash(in_first ? second : first));
  return path;
}

// SUBPROOF. Source: RFC 9162 2.1.4.1.
inline std::vector<Hash> ProveSubtree(const std::vector<Hash>& leaves, size_t old_size,
                                      bool known) {
  if (old_size == leaves.size()) {
    return known ? std::vector<Hash>() : std::vector<Hash>{TreeHash(leaves)};
  }
  const size_t left = std::bit_floor(leaves.size() - 1);
  const std::vector<Hash> first = Slice(leaves, 0, left);
  const std::vector<Hash> second = Slice(leaves, left, leaves.size() - left);
  std::vector<Hash> path = old_size <= left ? ProveSubtree(first, old_size, known)
                                            : ProveSubtree(second, old_size - left, false);
  path.push_back(TreeHash(old_size <= left ? second : first));
  return path;
}

// That the first `old_size` leaves are a prefix. Requires: 0 < old_size <= leaves.
inline std::vector<Hash> ProveConsistency(const std::vector<Hash>& leaves, size_t old_size) {
  return ProveSubtree(leaves, old_size, true);
}

}  // namespace mandat
