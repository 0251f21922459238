// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mandate/mandate.h"
#include "store/store.h"
#include "vault/internal/series_chunk.h"

namespace mandat::internal {

// The points of one series within a range in the order of their instants, each instant once, read
// from chunks that are opened when their time comes and let go when it is over: what is in memory
// at once is what overlaps in time.
// Invariant (expired is gone): passes over what is past its retention, by what was so when it was
// written and by what is so now.
class ChunkScan {
 public:
  struct Wanted {
    Bytes prefix;  // of the series
    const std::string& collection;
    Instant from;
    Instant until;  // exclusive
    Instant at;     // as of when
    const Mandate& mandate;
    const std::vector<PointColumn>& columns;
  };
  // All must outlive the scan.
  ChunkScan(const Store& store, const Snapshot& snapshot, ChunkOpener& opener, Wanted wanted);

  // False behind the last point. Errors: kCorrupt, kUnavailable.
  Result<bool> Next();

  // Of the point that Next went to.
  Instant at() const { return active_[current_].reader.at(); }
  std::span<const PointValue> values() const { return active_[current_].reader.values(); }
  std::optional<Instant> expires() const { return active_[current_].header.ExpiryOf(at()); }

  // SHA-256 of the sealed body of each chunk that was opened, one behind the other.
  const Bytes& sealed_hashes() const { return sealed_hashes_; }

 private:
  struct Pending {
    Bytes row;
    Bytes value;  // empty: to be read again, since the day is large
    ChunkHeader header;
  };
  struct Active {
    ChunkReader reader;
    ChunkHeader header;
    Bytes row;  // later rows of a day were written later
  };

  Result<bool> LoadDay();
  Status OpenFirst();
  // Goes to the next point that is wanted, and lets the chunk go when there is none.
  Status Advance(size_t index);
  Result<bool> Step(Active& active) const;
  Status AdvanceBehindCurrent();

  const Store& store_;
  const Snapshot& snapshot_;
  ChunkOpener& opener_;
  const Wanted wanted_;
  std::unique_ptr<Cursor> rows_;
  std::vector<Pending> pending_;  // of the day, the one that begins first at the end
  std::vector<Active> active_;
  size_t current_ = kNone;
  Bytes sealed_hashes_;

  static constexpr size_t kNone = SIZE_MAX;
};

// What is past its retention at `at`, by the chunk or by the mandate; the sooner of both counts.
std::optional<Instant> EffectiveExpiry(const ChunkHeader& header, const std::string& collection,
                                       const Mandate& mandate);

}  // namespace mandat::internal
