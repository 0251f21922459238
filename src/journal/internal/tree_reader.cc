// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/tree_reader.h"

#include <bit>

#include "base/assert.h"

namespace mandat {
namespace {

constexpr int kTileHeight = 8;

// Largest power of two smaller than count. Requires: count > 1.
uint64_t Split(uint64_t count) { return std::bit_floor(count - 1); }

}  // namespace

Bytes EntryRow(uint64_t index) {
  Bytes row = "e";
  AppendBigEndian64(row, index);
  return row;
}

Bytes NodeRow(int level, uint64_t index) {
  Bytes row = "h";
  row.push_back(static_cast<char>(level));
  AppendBigEndian64(row, index);
  return row;
}

Bytes LeavesRow(uint64_t bundle) {
  Bytes row = "l";
  AppendBigEndian64(row, bundle);
  return row;
}

Bytes KeptRow(uint64_t index) {
  Bytes row = "k";
  AppendBigEndian64(row, index);
  return row;
}

// A bundle goes in the commit that brings this row, so whoever missed the one finds the other.
Result<std::vector<Hash>> TreeReader::LeavesOfGone(uint64_t first, uint64_t count) const {
  const size_t at = first % kTileWidth;
  MANDAT_TRY(const std::optional<Bytes> row,
             store_.Find(Space::kJournal, LeavesRow(first / kTileWidth)));
  if (!row || row->size() != kTileBytesMax || at + count > kTileWidth) {
    return Fail(Error::Corrupt("journal has a gap"));
  }
  std::vector<Hash> hashes;
  hashes.reserve(count);
  for (size_t i = at; i < at + count; ++i) {
    hashes.push_back(Hash::From(ByteView(*row).substr(i * Hash::kBytes, Hash::kBytes)));
  }
  return hashes;
}

Result<std::vector<Hash>> TreeReader::Hashes(int level, uint64_t first, uint64_t count) const {
  const auto row = [level](uint64_t index) {
    return level == 0 ? EntryRow(index) : NodeRow(level, index);
  };
  std::vector<Hash> hashes;
  hashes.reserve(count);
  const auto rows = store_.Scan(Space::kJournal, row(first), row(first + count));
  for (uint64_t i = 0; i < count; ++i, rows->Next()) {
    if (!rows->Valid() || rows->key() != row(first + i) ||
        (level != 0 && rows->value().size() != Hash::kBytes)) {
      MANDAT_TRY_STATUS(rows->status());
      return level == 0 && i == 0
                 ? LeavesOfGone(first, count)
                 : Result<std::vector<Hash>>(Fail(Error::Corrupt("journal has a gap")));
    }
    hashes.push_back(level == 0 ? LeafHash(rows->value()) : Hash::From(rows->value()));
  }
  return hashes;
}

Result<Hash> TreeReader::PerfectHash(int height, uint64_t index) const {
  const int level = height / kTileHeight;
  const uint64_t count = uint64_t{1} << (height % kTileHeight);
  MANDAT_TRY(const std::vector<Hash> hashes, Hashes(level, index * count, count));
  return TreeHash(hashes);
}

Result<Hash> TreeReader::RangeHash(uint64_t begin, uint64_t end) const {
  MANDAT_ASSERT(begin < end);
  const uint64_t count = end - begin;
  if (std::has_single_bit(count) && begin % count == 0) {
    return PerfectHash(std::countr_zero(count), begin / count);
  }
  const uint64_t middle = begin + Split(count);
  MANDAT_TRY(const Hash left, RangeHash(begin, middle));
  MANDAT_TRY(const Hash right, RangeHash(middle, end));
  return NodeHash(left, right);
}

Result<std::vector<Hash>> TreeReader::InclusionPath(uint64_t index, uint64_t size) const {
  MANDAT_ASSERT(index < size);
  std::vector<Hash> path;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + Split(end - begin);
    const bool left = index < middle;
    MANDAT_TRY(const Hash sibling, left ? RangeHash(middle, end) : RangeHash(begin, middle));
    path.push_back(sibling);
    (left ? end : begin) = middle;
  }
  return std::vector<Hash>(path.rbegin(), path.rend());
}

Status TreeReader::Subproof(uint64_t old_size, uint64_t begin, uint64_t end, bool whole,
                            std::vector<Hash>& path) const {
  if (old_size == end - begin) {
    if (!whole) {
      MANDAT_TRY(const Hash hash, RangeHash(begin, end));
      path.push_back(hash);
    }
    return {};
  }
  const uint64_t split = Split(end - begin);
  const uint64_t middle = begin + split;
  if (old_size <= split) {
    MANDAT_TRY_STATUS(Subproof(old_size, begin, middle, whole, path));
    MANDAT_TRY(const Hash right, RangeHash(middle, end));
    path.push_back(right);
    return {};
  }
  MANDAT_TRY_STATUS(Subproof(old_size - split, middle, end, false, path));
  MANDAT_TRY(const Hash left, RangeHash(begin, middle));
  path.push_back(left);
  return {};
}

Result<std::vector<Hash>> TreeReader::ConsistencyPath(uint64_t old_size, uint64_t new_size) const {
  MANDAT_ASSERT(old_size > 0 && old_size <= new_size);
  std::vector<Hash> path;
  MANDAT_TRY_STATUS(Subproof(old_size, 0, new_size, true, path));
  return path;
}

Result<Frontier> TreeReader::LoadFrontier(uint64_t size) const {
  Frontier frontier;
  frontier.size_ = size;
  uint64_t begin = 0;
  for (int height = 63; height >= 0; --height) {
    const uint64_t count = uint64_t{1} << height;
    if ((size & count) != 0) {
      MANDAT_TRY(const Hash peak, PerfectHash(height, begin / count));
      frontier.peaks_[static_cast<size_t>(frontier.peaks_count_++)] = peak;
      begin += count;
    }
  }
  return frontier;
}

}  // namespace mandat
