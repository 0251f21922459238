// SPDX-License-Identifier: Apache-2.0
#include "journal/pruning.h"

#include <algorithm>

#include "format/pruned.h"
#include "journal/internal/prune_mark.h"
#include "journal/internal/tree_reader.h"

namespace mandat {

Bytes PruneMark::Encode() const {
  Bytes row;
  AppendBigEndian64(row, declared);
  AppendBigEndian64(row, removed);
  AppendBigEndian64(row, static_cast<uint64_t>(at.micros));
  return row;
}

Result<PruneMark> PruneMark::Read(const Store& store) {
  MANDAT_TRY(const std::optional<Bytes> row, store.Find(Space::kMeta, kPruneRow));
  if (!row) {
    return PruneMark();
  }
  if (row->size() != 3 * 8) {
    return Fail(Error::Corrupt("row of pruning is damaged"));
  }
  const ByteView view = *row;
  const PruneMark mark{ReadBigEndian64(view), ReadBigEndian64(view.substr(8)),
                       Instant{static_cast<int64_t>(ReadBigEndian64(view.substr(16)))}};
  if (mark.removed > mark.declared || mark.removed % kTileWidth != 0 ||
      mark.declared % kTileWidth != 0) {
    return Fail(Error::Corrupt("row of pruning is damaged"));
  }
  return mark;
}

Result<Bytes> ReadKept(const Store& store, uint64_t bundle) {
  const uint64_t first = bundle * kTileWidth;
  const auto rows = store.Scan(Space::kJournal, KeptRow(first), KeptRow(first + kTileWidth));
  Bytes kept;
  for (; rows->Valid(); rows->Next()) {
    const ByteView key = rows->key();
    if (key.size() != 9) {
      return Fail(Error::Corrupt("row of a kept entry is damaged"));
    }
    AppendToKept(kept, static_cast<uint8_t>(ReadBigEndian64(key.substr(1)) % kTileWidth),
                 rows->value());
  }
  MANDAT_TRY_STATUS(rows->status());
  return kept.empty() ? Result<Bytes>(Fail(Error::NotFound("nothing was kept of that bundle")))
                      : std::move(kept);
}

Result<Pruning::State> Pruning::Read(const Store& store) {
  MANDAT_TRY(const PruneMark mark, PruneMark::Read(store));
  return State{mark.declared, mark.removed, mark.at};
}

Status Pruning::Declare(uint64_t minimum, Instant at, Staging& staging) const {
  if (minimum % kTileWidth != 0) {
    return Fail(Error::Invalid("minimum is not that of whole bundles"));
  }
  MANDAT_TRY(PruneMark mark, PruneMark::Read(journal_.store_));
  if (mark.removed < mark.declared) {
    return Fail(Error::Conflict("an earlier pruning is not done yet"));
  }
  uint64_t published = 0;
  {
    const std::lock_guard lock(journal_.publish_mutex_);
    published = journal_.published_size_;
  }
  if (minimum <= std::max(mark.declared, journal_.minimum()) || minimum > published) {
    return Fail(Error::Conflict("minimum does not rise, or is beyond the published checkpoint"));
  }
  mark.declared = minimum;
  mark.at = at;
  staging.Put(Space::kMeta, Bytes(kPruneRow), mark.Encode());
  return {};
}

// The checkpoint first: whoever finds the minimum finds the entry that declared it.
Status Pruning::Publish() {
  MANDAT_TRY(const PruneMark mark, PruneMark::Read(journal_.store_));
  if (mark.declared <= journal_.minimum()) {
    return {};
  }
  if (const Result<std::string> checkpoint = journal_.Publish(); !checkpoint) {
    return Fail(checkpoint.error());
  }
  MANDAT_TRY_STATUS(
      journal_.home_.WriteFile(std::string(kMinimumFile), FormatMinimum(mark.declared)));
  journal_.minimum_ = mark.declared;
  return {};
}

// A bundle that the tree does not know would take the proof of its damage along.
Status Pruning::RemoveBundle(uint64_t bundle, const Keeps& keeps, Staging& staging,
                             Step& step) const {
  const uint64_t first = bundle * kTileWidth;
  const Store& store = journal_.store_;
  const auto rows = store.Scan(Space::kJournal, EntryRow(first), EntryRow(first + kTileWidth));
  std::vector<Hash> leaves;
  leaves.reserve(kTileWidth);
  Bytes hashes;
  hashes.reserve(kTileBytesMax);
  for (; rows->Valid(); rows->Next()) {
    const EntryIndex index{first + leaves.size()};
    MANDAT_TRY(const Entry entry, Entry::Decode(rows->value()));
    if (keeps(index, entry)) {
      staging.PutUnseen(Space::kJournal, KeptRow(index.value), Bytes(rows->value()));
      ++step.kept_count;
    }
    leaves.push_back(LeafHash(rows->value()));
    hashes.append(leaves.back().view());
  }
  MANDAT_TRY_STATUS(rows->status());
  MANDAT_TRY(const std::optional<Bytes> root, store.Find(Space::kJournal, NodeRow(1, bundle)));
  if (leaves.size() != kTileWidth || !root || *root != TreeHash(leaves).view()) {
    return Fail(Error::Corrupt("bundle " + std::to_string(bundle) +
                               " of the journal is not what its tree says; nothing is pruned"));
  }
  staging.PutUnseen(Space::kJournal, LeavesRow(bundle), std::move(hashes));
  ++step.bundles_count;
  return {};
}

Result<Pruning::Step> Pruning::Remove(uint64_t bundles_max, const Keeps& keeps,
                                      Staging& staging) const {
  MANDAT_TRY(PruneMark mark, PruneMark::Read(journal_.store_));
  const uint64_t end = std::min(mark.declared, journal_.minimum());
  const uint64_t until =
      std::min(std::max(end, mark.removed), mark.removed + bundles_max * kTileWidth);
  Step step;
  for (uint64_t first = mark.removed; first < until; first += kTileWidth) {
    MANDAT_TRY_STATUS(RemoveBundle(first / kTileWidth, keeps, staging, step));
  }
  if (until > mark.removed) {
    staging.RemoveRangeUnseen(Space::kJournal, EntryRow(mark.removed), EntryRow(until));
    mark.removed = until;
    staging.Put(Space::kMeta, Bytes(kPruneRow), mark.Encode());
  }
  step.removed = until;
  step.is_done = until >= end;
  return step;
}

}  // namespace mandat
