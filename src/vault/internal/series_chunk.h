// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "vault/internal/series_codec.h"
#include "vault/internal/series_rows.h"
#include "vault/series.h"

namespace mandat {

// The points of one series and day on their way into a chunk.
struct SealedPoints::Chunk {
  uint32_t day = 0;
  size_t first = 0;  // of Source::order
  size_t end = 0;
  internal::ChunkHeader header;
  Bytes header_bytes;
  Bytes sealed;  // empty: could not be sealed yet
  Hash hash;     // SHA-256 over `sealed`
  std::optional<SecretBytes> place_key;
};

struct SealedPoints::Source {
  NewPoints fresh;
  Bytes prefix;                 // of its rows
  std::vector<uint32_t> order;  // by instant; of several at one instant the last
  std::optional<bool> known;    // the series is there; empty: to be looked at in the batch
  std::optional<SecretBytes> subject_key;
  std::vector<Chunk> chunks;

  bool IsWhole() const {
    return known && subject_key &&
           std::ranges::none_of(chunks, [](const Chunk& chunk) { return chunk.sealed.empty(); });
  }
  // True if a point that was alive when it was cut is past its retention by now.
  bool ExpiresBy(Instant at) const {
    return std::ranges::any_of(chunks, [at](const Chunk& chunk) {
      const std::optional<Instant> first = chunk.header.ExpiryOf(chunk.header.first);
      return first && *first <= at;
    });
  }
  std::span<const uint32_t> Of(const Chunk& chunk) const {
    return std::span(order).subspan(chunk.first, chunk.end - chunk.first);
  }
};

namespace internal {

// The points in the order of their instants, and of several at one instant only the one that was
// added last.
std::vector<uint32_t> OrderOf(const PointTable& points);

// Opens chunks of one person. Threading: none.
class ChunkOpener {
 public:
  // `staged`: on the sequencer, where keys of the batch being built count. All must outlive it.
  ChunkOpener(const Keyring& keyring, const std::string& owner, const SecretBytes& subject,
              bool staged)
      : keyring_(keyring), owner_(owner), subject_(subject), staged_(staged) {}

  // `row` and `value` as in Space::kSeries. Errors: kCorrupt, kUnavailable.
  Result<Plaintext> Open(ByteView row, ByteView value);

 private:
  const Keyring& keyring_;
  const std::string& owner_;
  const SecretBytes& subject_;
  const bool staged_;
  // Of the last chunk; the next is mostly of the same day.
  Bytes day_prefix_;
  Bucket bucket_;
  std::optional<ChunkKeys> keys_;
};

}  // namespace internal

}  // namespace mandat
