// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "crypto/hash.h"
#include "format/entry.h"
#include "format/loss.h"
#include "format/tile.h"

namespace mandat::internal {

inline constexpr size_t kOutcomesCount = static_cast<size_t>(Outcome::kObserved) + 1;

// That the log in front of an entry was closed, as the entry has it.
struct Lost {
  uint64_t entry = 0;
  Loss loss;
};

// What one bundle holds, as far as it can be said without the others.
struct BundleReading {
  struct Failure {
    std::string where;
    Error error;
  };

  std::vector<Hash> leaves;
  Hash root;  // over the leaves
  std::array<uint64_t, kOutcomesCount> outcomes{};
  std::optional<Instant> first_at;
  Instant last_at;
  uint64_t kept_count = 0;   // entries that were kept of it, when it was pruned
  uint64_t minimum = 0;      // the highest that an entry says the journal was pruned up to
  std::vector<Lost> losses;  // what entries say of logs that were closed
  std::optional<Failure> failure;
};

// A bundle as it was found: its file may be wider than what is asked of it.
using FoundBundle = Result<std::pair<Tile, Bytes>>;

// Reads the first `tile.width` entries of a bundle: strictly decoded, hashed, in the order of time.
BundleReading ReadBundle(const Tile& tile, const FoundBundle& found);
// What is left of a bundle that was pruned: the hashes of its tile, and the entries that were kept,
// which must be of them.
BundleReading ReadPruned(uint64_t bundle, const Result<Bytes>& hashes, const Result<Bytes>& kept);

// Gets bundles one after the other, reads several at the same time, and gives back what it read in
// the order of the journal.
// Threading: `get` is called by the caller of Next alone.
class BundleReader {
 public:
  using Get = std::function<FoundBundle(const Tile& tile)>;

  // Of a journal of `size` entries, the bundles from `first` on.
  BundleReader(uint64_t first, uint64_t size, Get get);

  // The next bundle; nothing after the last.
  std::optional<BundleReading> Next();

 private:
  using Readings = std::vector<BundleReading>;

  void StartReading();

  uint64_t size_;
  uint64_t bundles_count_;
  Get get_;
  size_t readers_max_;
  uint64_t next_;  // bundle to get
  std::queue<std::future<Readings>> running_;
  Readings done_;
  size_t taken_ = 0;  // of those done
};

}  // namespace mandat::internal
