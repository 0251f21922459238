// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/bundle_reading.h"

#include <algorithm>
#include <thread>

#include "base/assert.h"
#include "crypto/tlog.h"
#include "format/checkpoint.h"
#include "format/pruned.h"

namespace mandat::internal {
namespace {

// Enough that a thread is worth its start, few enough that what waits fits into memory.
constexpr size_t kBundlesPerReader = 16;
constexpr size_t kReadersMax = 16;

// What an entry says of the journal itself.
Status TakeMeaning(BundleReading& reading, uint64_t index, const Entry& entry) {
  constexpr std::string_view kMinimum = "minimum ";
  if (entry.act == "prune" && entry.detail.starts_with(kMinimum)) {
    const std::string_view rest = std::string_view(entry.detail).substr(kMinimum.size());
    MANDAT_TRY(const uint64_t minimum, ParseDecimal(rest.substr(0, rest.find(' '))));
    reading.minimum = std::max(reading.minimum, minimum);
  } else if (entry.act == kNewOriginAct) {
    MANDAT_TRY(Loss loss, Loss::Parse(entry.detail));
    reading.losses.push_back({index, std::move(loss)});
  }
  return {};
}

Status TakeEntry(BundleReading& reading, uint64_t index, ByteView bytes) {
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  if (reading.first_at && entry.at < reading.last_at) {
    return Fail(Error::Corrupt("the instant lies before that of the entry before it"));
  }
  reading.first_at = reading.first_at.value_or(entry.at);
  reading.last_at = entry.at;
  ++reading.outcomes[static_cast<size_t>(entry.outcome)];
  return TakeMeaning(reading, index, entry);
}

}  // namespace

BundleReading ReadBundle(const Tile& tile, const FoundBundle& found) {
  BundleReading reading;
  if (!found) {
    reading.failure = {tile.Format(), found.error()};
    return reading;
  }
  const auto entries = DecodeBundle(found->second, found->first.width);
  if (!entries) {
    reading.failure = {tile.Format(), entries.error()};
    return reading;
  }
  reading.leaves.reserve(tile.width);
  for (uint32_t i = 0; i < tile.width; ++i) {
    const uint64_t index = tile.index * kTileWidth + i;
    if (const Status taken = TakeEntry(reading, index, (*entries)[i]); !taken) {
      reading.failure = {"entry " + std::to_string(index), taken.error()};
      return reading;
    }
    reading.leaves.push_back(LeafHash((*entries)[i]));
  }
  reading.root = TreeHash(reading.leaves);
  return reading;
}

BundleReading ReadPruned(uint64_t bundle, const Result<Bytes>& hashes, const Result<Bytes>& kept) {
  BundleReading reading;
  const Tile tile{0, bundle, kTileWidth};
  if (!hashes || hashes->size() != kTileBytesMax) {
    reading.failure = {tile.Format(),
                       hashes ? Error::Corrupt("tile has the wrong length") : hashes.error()};
    return reading;
  }
  for (size_t at = 0; at < kTileBytesMax; at += Hash::kBytes) {
    reading.leaves.push_back(Hash::From(ByteView(*hashes).substr(at, Hash::kBytes)));
  }
  reading.root = TreeHash(reading.leaves);
  if (!kept && kept.error().kind == ErrorKind::kNotFound) {
    return reading;
  }
  const auto entries =
      kept ? DecodeKept(*kept) : Result<std::vector<KeptEntry>>(Fail(kept.error()));
  if (!entries) {
    reading.failure = {KeptPath(bundle), entries.error()};
    return reading;
  }
  for (const KeptEntry& entry : *entries) {
    const uint64_t index = bundle * kTileWidth + entry.place;
    Status taken = LeafHash(entry.bytes) == reading.leaves[entry.place]
                       ? TakeEntry(reading, index, entry.bytes)
                       : Status(Fail(Error::Corrupt("a kept entry is not that of its leaf")));
    if (!taken) {
      reading.failure = {"entry " + std::to_string(index), std::move(taken).error()};
      return reading;
    }
    ++reading.kept_count;
  }
  return reading;
}

BundleReader::BundleReader(uint64_t first, uint64_t size, Get get)
    : size_(size),
      bundles_count_(size / kTileWidth + (size % kTileWidth != 0)),
      get_(std::move(get)),
      readers_max_(std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kReadersMax) + 1),
      next_(first) {}

void BundleReader::StartReading() {
  std::vector<std::pair<Tile, FoundBundle>> bundles;
  while (next_ < bundles_count_ && bundles.size() < kBundlesPerReader) {
    const Tile tile = TileAt(size_, Tile::kEntries, next_++);
    bundles.emplace_back(tile, get_(tile));
    if (!bundles.back().second) {
      next_ = bundles_count_;  // nothing behind it will be asked for
    }
  }
  running_.push(std::async(std::launch::async, [bundles = std::move(bundles)] {
    Readings readings;
    readings.reserve(bundles.size());
    for (const auto& [tile, found] : bundles) {
      readings.push_back(ReadBundle(tile, found));
    }
    return readings;
  }));
}

std::optional<BundleReading> BundleReader::Next() {
  if (taken_ == done_.size()) {
    while (next_ < bundles_count_ && running_.size() < readers_max_) {
      StartReading();
    }
    if (running_.empty()) {
      return std::nullopt;
    }
    done_ = running_.front().get();
    running_.pop();
    taken_ = 0;
  }
  return std::move(done_[taken_++]);
}

}  // namespace mandat::internal
