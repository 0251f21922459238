// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "crypto/tlog.h"
#include "journal/journal.h"
#include "store/store.h"

namespace mandat {

// Rows of the journal. On disk: see docs/internals/data-layout.md.
Bytes EntryRow(uint64_t index);            // "e" index
Bytes NodeRow(int level, uint64_t index);  // "h" level index: root of 256^level leaves
Bytes LeavesRow(uint64_t bundle);          // "l" number of a bundle that is gone: its leaf hashes
Bytes KeptRow(uint64_t index);             // "k" index: an entry of such a bundle
inline constexpr std::string_view kHeadRow = "head";

// Hashes of a stored tree. Entries give level 0, or what was left of a bundle when it went; every
// full tile left one row a level above.
class TreeReader {
 public:
  explicit TreeReader(const Store& store) : store_(store) {}

  // `count` hashes of a tile level from `first` on. Requires: they are of one tile. Errors:
  // kCorrupt (a row is missing), kUnavailable.
  Result<std::vector<Hash>> Hashes(int level, uint64_t first, uint64_t count) const;
  // Root over the leaves [begin, end). Requires: begin < end.
  Result<Hash> RangeHash(uint64_t begin, uint64_t end) const;
  // Source: RFC 9162 2.1.3.1. Requires: index < size.
  Result<std::vector<Hash>> InclusionPath(uint64_t index, uint64_t size) const;
  // Source: RFC 9162 2.1.4.1. Requires: 0 < old_size <= new_size.
  Result<std::vector<Hash>> ConsistencyPath(uint64_t old_size, uint64_t new_size) const;
  Result<Frontier> LoadFrontier(uint64_t size) const;

 private:
  Result<std::vector<Hash>> LeavesOfGone(uint64_t first, uint64_t count) const;
  Result<Hash> PerfectHash(int height, uint64_t index) const;
  Status Subproof(uint64_t old_size, uint64_t begin, uint64_t end, bool whole,
                  std::vector<Hash>& path) const;

  const Store& store_;
};

}  // namespace mandat
