// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/instant.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

namespace mandat::internal {

// Rows of series. On disk: docs/internals/series.md; never change a shape, add a new one.

// Of whom a series is: Space::kIndex, "r", collection 00 series; the value is the subject.
Bytes SeriesOwnerRow(std::string_view collection, const RecordId& series);

// Where chunks stand in Space::kSeries: subject, collection 00, series, day, sequence.
Bytes SeriesPrefix(const SubjectId& subject, std::string_view collection, const RecordId& series);
Bytes SeriesDayPrefix(ByteView series_prefix, uint32_t day);
Bytes ChunkRow(ByteView series_prefix, uint32_t day, uint64_t sequence);

// Days since 1970-01-01, UTC. Requires: not before 1970, not behind kPointLast.
uint32_t DayOf(Instant at);
inline constexpr Instant kPointFirst{0};
inline constexpr Instant kPointLast{7'258'118'400'000'000 - 1};  // the end of 2199

// What is touched when points of a series change; the id of the series itself only when the series
// comes or goes, so that those who write points need not look again after each other.
Bytes ContentId(const RecordId& series);
// What is touched when a series of a person comes or goes.
Bytes ListId(const SubjectId& subject);

// A chunk row taken apart. Errors: kCorrupt.
struct ChunkPlace {
  SubjectId subject;
  std::string collection;
  RecordId series;
  uint32_t day = 0;
  uint64_t sequence = 0;  // index of the entry that wrote its newest points

  static constexpr size_t kPartBytes = 4 + 8;
  static Result<ChunkPlace> Decode(ByteView row);
};

// What stands in clear before the sealed body of a chunk, and is authenticated with it.
struct ChunkHeader {
  uint32_t schema_version = 0;
  Instant first;
  Instant last;
  uint32_t count = 0;
  std::optional<Instant> expires;  // of its last point
  uint8_t merges = 0;              // how often its points were merged

  static constexpr size_t kBytes = 1 + 4 + 8 + 8 + 4 + 8 + 1;
  Bytes Encode() const;
  static Result<ChunkHeader> Decode(ByteView row);

  // A point expires as long before the last one as it lies before it: within one day every
  // retention adds the same to each instant.
  std::optional<Instant> ExpiryOf(Instant point) const {
    return expires ? std::optional(Instant{expires->micros - (last.micros - point.micros)})
                   : std::nullopt;
  }
};

// The row's value: header, seal of the place (16), sealed body.
inline constexpr size_t kPlaceSealBytes = 16;
inline constexpr size_t kChunkHeadBytes = ChunkHeader::kBytes + kPlaceSealBytes;

// The two keys of the chunks of one series and day under one bucket.
struct ChunkKeys {
  SecretBytes body;
  SecretBytes place;

  static ChunkKeys Derive(const SecretBytes& subject, const SecretBytes& bucket,
                          ByteView series_prefix, uint32_t day);
};

// Binds a chunk, sealed before it had a place, to its place and with it to the order of writing.
Bytes SealOfPlace(const SecretBytes& key, ByteView row, ByteView header, ByteView sealed);

// What a sealed body is bound to: whose agreement, which series and day, which header.
Bytes AssociatedOfChunk(const std::string& owner, ByteView day_prefix, ByteView header);

}  // namespace mandat::internal
