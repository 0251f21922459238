// SPDX-License-Identifier: Apache-2.0
// Chunks of one day made one, so that a read opens few of them whatever the calls were like.
#include <algorithm>

#include "crypto/aead.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_chunk.h"

namespace mandat {

using internal::AssociatedOfChunk;
using internal::ChunkHeader;
using internal::ChunkKeys;
using internal::ChunkOpener;
using internal::ChunkPlace;
using internal::ChunkReader;
using internal::kChunkHeadBytes;
using internal::SealOfPlace;
using internal::SeriesDayPrefix;

namespace {

constexpr size_t kRunLeast = 16;                     // chunks of one rank that are made one
constexpr uint64_t kPointsMost = uint64_t{1} << 16;  // of a merged chunk

struct StoredChunk {
  Bytes row;
  Bytes value;
  ChunkHeader header;
};

// Points of both expire by the same rule, and have the same fields.
bool Alike(const ChunkHeader& a, const ChunkHeader& b) {
  return a.schema_version == b.schema_version && a.expires.has_value() == b.expires.has_value() &&
         (!a.expires || *a.expires - a.last == *b.expires - b.last);
}

// From where on the chunks become one, and of which rank. Only the newest become one, so that the
// order of writing stays; those of a higher rank only when there are as many of them, so that a
// point is rewritten as often as its day has ranks, however often it is written to.
struct Run {
  size_t first = 0;
  uint8_t merges = 0;
};
Run RunOf(const std::vector<StoredChunk>& chunks) {
  Run run{chunks.size(), 0};
  uint64_t points = 0;
  for (uint8_t rank = 0; rank < UINT8_MAX; ++rank) {
    size_t first = run.first;
    while (first > 0 && chunks[first - 1].header.merges <= rank &&
           Alike(chunks[first - 1].header, chunks.back().header) &&
           points + chunks[first - 1].header.count <= kPointsMost) {
      points += chunks[--first].header.count;
    }
    // What the lower ranks become is one of this rank.
    if (run.first - first + (rank > 0 ? 1 : 0) < kRunLeast) {
      break;
    }
    run = {first, static_cast<uint8_t>(rank + 1)};
  }
  return run;
}

Result<std::vector<PointColumn>> ColumnsOfAll(const std::vector<Plaintext>& bodies) {
  std::vector<PointColumn> columns;
  for (const Plaintext& body : bodies) {
    MANDAT_TRY(const std::vector<PointColumn> here, internal::ColumnsOfBody(body.Reveal()));
    for (const PointColumn& column : here) {
      if (std::ranges::find(columns, column) == columns.end()) {
        columns.push_back(column);
      }
    }
  }
  return columns;
}

Result<PointTable> PointsOf(std::vector<Plaintext> bodies) {
  MANDAT_TRY(std::vector<PointColumn> columns, ColumnsOfAll(bodies));
  PointTable points(std::make_shared<const std::vector<PointColumn>>(columns));
  for (Plaintext& body : bodies) {
    MANDAT_TRY(ChunkReader reader, ChunkReader::Open(std::move(body), columns));
    points.Reserve(reader.count());
    for (uint64_t i = 0; i < reader.count(); ++i) {
      MANDAT_TRY(const bool there, reader.Next());
      if (there) {
        points.Add(reader.at(), reader.values());
      }
    }
  }
  return points;
}

}  // namespace

Result<Plaintext> ChunkOpener::Open(ByteView row, ByteView value) {
  MANDAT_TRY(const ChunkHeader header, ChunkHeader::Decode(value));
  MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(row));
  const ByteView day_prefix = row.substr(0, row.size() - sizeof(place.sequence));
  const Bucket bucket = Bucket::For(header.expires);
  if (!keys_ || day_prefix != day_prefix_ || bucket != bucket_) {
    MANDAT_TRY(const std::optional<SecretBytes> key,
               staged_ ? keyring_.FindBucketKeyStaged(bucket) : keyring_.FindBucketKey(bucket));
    if (!key) {
      return Fail(Error::Corrupt("points are within their retention and have no key"));
    }
    day_prefix_ = day_prefix;
    bucket_ = bucket;
    keys_ = ChunkKeys::Derive(subject_, *key, row.substr(0, row.size() - ChunkPlace::kPartBytes),
                              place.day);
  }
  const ByteView head = value.substr(0, ChunkHeader::kBytes);
  const ByteView sealed = value.substr(kChunkHeadBytes);
  if (!Same(value.substr(ChunkHeader::kBytes, internal::kPlaceSealBytes),
            SealOfPlace(keys_->place, row, head, sealed))) {
    return Fail(Error::Corrupt("chunk of a series is not in its place"));
  }
  MANDAT_TRY(Bytes body,
             mandat::Open(keys_->body, sealed, AssociatedOfChunk(owner_, day_prefix, head)));
  return Plaintext(std::move(body));
}

void Series::StageChunk(const Bytes& row, const ChunkHeader& header, ByteView header_bytes,
                        ByteView sealed, const SecretBytes& place_key,
                        BatchContext& context) const {
  Bytes value;
  value.reserve(kChunkHeadBytes + sealed.size());
  value.append(header_bytes);
  value.append(SealOfPlace(place_key, row, header_bytes, sealed));
  value.append(sealed);
  if (header.expires) {
    context.staging.PutUnseen(Space::kIndex,
                              ExpiryOfKindRow(*header.expires, KindLetter::kSeries, row), {});
  }
  context.staging.Put(Space::kSeries, row, std::move(value));
}

// What a later point of the same instant replaced goes here for good, unless a hold keeps it.
// Errors: kUnavailable, kCorrupt (damaged chunks; nothing is staged then).
Status Series::StageMerge(const SecretBytes& subject, const Bytes& series_prefix, uint32_t day,
                          const Mandate& mandate, BatchContext& context) const {
  const Bytes day_prefix = SeriesDayPrefix(series_prefix, day);
  std::vector<StoredChunk> chunks;
  const auto rows = store_.Scan(Space::kSeries, day_prefix, EndOfPrefix(day_prefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(std::optional<Bytes> value, context.staging.Find(Space::kSeries, rows->key()));
    if (value) {
      MANDAT_TRY(const ChunkHeader header, ChunkHeader::Decode(*value));
      chunks.push_back({Bytes(rows->key()), std::move(*value), header});
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  const Run run = RunOf(chunks);
  if (chunks.size() - run.first < 2) {
    return {};
  }
  const std::span<const StoredChunk> merged = std::span(chunks).subspan(run.first);
  ChunkOpener opener(keyring_, owner_, subject, true);
  std::vector<Plaintext> bodies;
  for (const StoredChunk& chunk : merged) {
    MANDAT_TRY(Plaintext body, opener.Open(chunk.row, chunk.value));
    bodies.push_back(std::move(body));
  }
  MANDAT_TRY(const PointTable points, PointsOf(std::move(bodies)));
  const std::vector<uint32_t> order = internal::OrderOf(points);
  MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(merged.back().row));
  const UnitRef unit{place.collection, place.series, {place.subject}};
  if (order.size() < points.size() && !holds_.empty() &&
      !holds_.On(unit, mandate.schema().FindCollection(place.collection), context.at).empty()) {
    return {};
  }
  ChunkHeader header = merged.back().header;
  const Instant last = points.at(order.back());
  header.expires = header.ExpiryOf(last);
  header.first = points.at(order.front());
  header.last = last;
  header.count = static_cast<uint32_t>(order.size());
  header.merges = run.merges;
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             keyring_.FindBucketKeyStaged(Bucket::For(header.expires)));
  if (!bucket) {
    return Fail(Error::Corrupt("points are within their retention and have no key"));
  }
  const ChunkKeys keys = ChunkKeys::Derive(subject, *bucket, series_prefix, day);
  const Bytes head = header.Encode();
  const Plaintext body = internal::EncodeChunk(points, order);
  const Bytes sealed =
      mandat::Seal(keys.body, body.Reveal(), AssociatedOfChunk(owner_, day_prefix, head), random_);
  for (const StoredChunk& chunk : merged) {
    if (chunk.header.expires) {
      context.staging.Remove(
          Space::kIndex, ExpiryOfKindRow(*chunk.header.expires, KindLetter::kSeries, chunk.row));
    }
    context.staging.Remove(Space::kSeries, chunk.row);
  }
  StageChunk(merged.back().row, header, head, sealed, keys.place, context);
  return {};
}

}  // namespace mandat
