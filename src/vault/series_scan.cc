// SPDX-License-Identifier: Apache-2.0
#include "vault/internal/series_scan.h"

#include <algorithm>

#include "crypto/hash.h"

namespace mandat::internal {
namespace {

constexpr size_t kDayBytesKept = size_t{4} << 20;

// Behind the last row of the range. Requires: from < until, both within what points may be.
std::unique_ptr<Cursor> RowsOf(const Store& store, const Snapshot& snapshot,
                               const ChunkScan::Wanted& wanted) {
  const uint32_t last_day = DayOf({wanted.until.micros - 1});
  return store.Scan(Space::kSeries, SeriesDayPrefix(wanted.prefix, DayOf(wanted.from)),
                    SeriesDayPrefix(wanted.prefix, last_day + 1), &snapshot);
}

}  // namespace

std::optional<Instant> EffectiveExpiry(const ChunkHeader& header, const std::string& collection,
                                       const Mandate& mandate) {
  const std::optional<Instant> now = mandate.ExpiryOf(collection, header.last);
  return !now ? header.expires : !header.expires ? now : std::min(*now, *header.expires);
}

ChunkScan::ChunkScan(const Store& store, const Snapshot& snapshot, ChunkOpener& opener,
                     Wanted wanted)
    : store_(store),
      snapshot_(snapshot),
      opener_(opener),
      wanted_(std::move(wanted)),
      rows_(wanted_.from < wanted_.until ? RowsOf(store, snapshot, wanted_) : nullptr) {}

// Notes the chunks of the next day that has any, without opening them.
Result<bool> ChunkScan::LoadDay() {
  size_t bytes = 0;
  std::optional<uint32_t> day;
  for (; rows_ && rows_->Valid(); rows_->Next()) {
    MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(rows_->key()));
    if (day && *day != place.day) {
      break;
    }
    const ByteView value = rows_->value();
    MANDAT_TRY(ChunkHeader header, ChunkHeader::Decode(value));
    header.expires = EffectiveExpiry(header, wanted_.collection, wanted_.mandate);
    if (header.last < wanted_.from || header.first >= wanted_.until ||
        (header.expires && *header.expires <= wanted_.at)) {
      continue;
    }
    day = place.day;
    bytes += value.size();
    pending_.push_back(
        {Bytes(rows_->key()), bytes <= kDayBytesKept ? Bytes(value) : Bytes(), header});
  }
  if (rows_) {
    MANDAT_TRY_STATUS(rows_->status());
  }
  std::ranges::sort(
      pending_, [](const Pending& a, const Pending& b) { return a.header.first > b.header.first; });
  return !pending_.empty();
}

Status ChunkScan::OpenFirst() {
  Pending chunk = std::move(pending_.back());
  pending_.pop_back();
  if (chunk.value.empty()) {
    MANDAT_TRY(std::optional<Bytes> value, store_.Find(Space::kSeries, chunk.row, &snapshot_));
    if (!value) {
      return Fail(Error::Corrupt("chunk of a series is gone from a snapshot"));
    }
    chunk.value = std::move(*value);
  }
  MANDAT_TRY(Plaintext body, opener_.Open(chunk.row, chunk.value));
  sealed_hashes_.append(Sha256(ByteView(chunk.value).substr(kChunkHeadBytes)).view());
  MANDAT_TRY(ChunkReader reader, ChunkReader::Open(std::move(body), wanted_.columns));
  active_.push_back({std::move(reader), chunk.header, std::move(chunk.row)});
  return Advance(active_.size() - 1);
}

Result<bool> ChunkScan::Step(Active& active) const {
  while (true) {
    MANDAT_TRY(const bool there, active.reader.Next());
    if (!there || active.reader.at() >= wanted_.until) {
      return false;
    }
    const std::optional<Instant> expires = active.header.ExpiryOf(active.reader.at());
    if (active.reader.at() >= wanted_.from && (!expires || *expires > wanted_.at)) {
      return true;
    }
  }
}

Status ChunkScan::Advance(size_t index) {
  MANDAT_TRY(const bool there, Step(active_[index]));
  if (!there) {
    std::swap(active_[index], active_.back());
    active_.pop_back();
  }
  return {};
}

// Leaves the instant of the current point, which older chunks may have as well.
Status ChunkScan::AdvanceBehindCurrent() {
  const Instant at = active_[current_].reader.at();
  current_ = kNone;
  for (size_t i = active_.size(); i-- > 0;) {
    if (active_[i].reader.at() == at) {
      MANDAT_TRY_STATUS(Advance(i));
    }
  }
  return {};
}

Result<bool> ChunkScan::Next() {
  if (current_ != kNone) {
    MANDAT_TRY_STATUS(AdvanceBehindCurrent());
  }
  while (true) {
    size_t best = kNone;
    for (size_t i = 0; i < active_.size(); ++i) {
      if (best == kNone || active_[i].reader.at() < active_[best].reader.at() ||
          (active_[i].reader.at() == active_[best].reader.at() &&
           active_[i].row > active_[best].row)) {
        best = i;
      }
    }
    if (!pending_.empty() &&
        (best == kNone || pending_.back().header.first <= active_[best].reader.at())) {
      MANDAT_TRY_STATUS(OpenFirst());
      continue;
    }
    if (best != kNone) {
      current_ = best;
      return true;
    }
    MANDAT_TRY(const bool more, LoadDay());
    if (!more) {
      return false;
    }
  }
}

}  // namespace mandat::internal
