// SPDX-License-Identifier: Apache-2.0
#include "evidence/internal/bundle_reading.h"

#include <algorithm>
#include <thread>

#include "base/assert.h"
#include "crypto/tlog.h"

namespace mandat::internal {
namespace {

// Enough that a thread is worth its start, few enough that what waits fits into memory.
constexpr size_t kBundlesPerReader = 16;
constexpr size_t kReadersMax = 16;

Status TakeEntry(BundleReading& reading, ByteView bytes) {
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  if (reading.first_at && entry.at < reading.last_at) {
    return Fail(Error::Corrupt("the instant lies before that of the entry before it"));
  }
  reading.first_at = reading.first_at.value_or(entry.at);
  reading.last_at = entry.at;
  ++reading.outcomes[static_cast<size_t>(entry.outcome)];
  reading.leaves.push_back(LeafHash(bytes));
  return {};
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
    if (const Status taken = TakeEntry(reading, (*entries)[i]); !taken) {
      reading.failure = {"entry " + std::to_string(tile.index * kTileWidth + i), taken.error()};
      return reading;
    }
  }
  reading.root = TreeHash(reading.leaves);
  return reading;
}

BundleReader::BundleReader(uint64_t size, Get get)
    : size_(size),
      bundles_count_(size / kTileWidth + (size % kTileWidth != 0)),
      get_(std::move(get)),
      readers_max_(std::clamp<size_t>(std::thread::hardware_concurrency(), 1, kReadersMax) + 1) {}

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
