// SPDX-License-Identifier: Apache-2.0
// Ingestion: points in order, cut by days, sealed before the batch as far as that is possible.
#include <algorithm>
#include <numeric>
#include <set>

#include "base/assert.h"
#include "crypto/aead.h"
#include "crypto/tlog.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_chunk.h"

namespace mandat {

using internal::AssociatedOfChunk;
using internal::ChunkHeader;
using internal::ChunkKeys;
using internal::ChunkRow;
using internal::ContentId;
using internal::DayOf;
using internal::kChunkHeadBytes;
using internal::kPointFirst;
using internal::kPointLast;
using internal::ListId;
using internal::SeriesDayPrefix;
using internal::SeriesOwnerRow;

namespace {

constexpr size_t kSaltBytes = 16;
constexpr std::chrono::minutes kClockDriftMax{5};  // of a source's clock against ours
constexpr uint32_t kChunksMax = 16;                // of a day before they are merged
constexpr size_t kHintsMax = size_t{1} << 18;

std::string NamePoint(uint32_t mark) { return "point " + std::to_string(mark); }

}  // namespace

std::vector<uint32_t> internal::OrderOf(const PointTable& points) {
  std::vector<uint32_t> order(points.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto earlier = [&](uint32_t a, uint32_t b) {
    return points.at(a) < points.at(b) || (points.at(a) == points.at(b) && a < b);
  };
  if (!std::ranges::is_sorted(order, earlier)) {
    std::ranges::sort(order, earlier);
  }
  size_t kept = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i + 1 == order.size() || points.at(order[i]) != points.at(order[i + 1])) {
      order[kept++] = order[i];
    }
  }
  order.resize(kept);
  return order;
}

SealedPoints::SealedPoints() = default;
SealedPoints::SealedPoints(SealedPoints&&) noexcept = default;
SealedPoints& SealedPoints::operator=(SealedPoints&&) noexcept = default;
SealedPoints::~SealedPoints() = default;

Status Series::ValidateInstants(const Permit& permit, const std::vector<NewPoints>& points) const {
  const Instant latest = std::min(permit.at() + kClockDriftMax, kPointLast);
  std::set<RecordId> seen;
  for (const NewPoints& fresh : points) {
    if (!seen.insert(fresh.series).second) {
      return Fail(Error::Invalid("a series stands twice in one call"));
    }
    for (size_t i = 0; i < fresh.points.size(); ++i) {
      if (fresh.points.at(i) < kPointFirst) {
        return Fail(Error::Invalid(NamePoint(fresh.points.mark(i)) + " lies before 1970"));
      }
      if (fresh.points.at(i) > latest) {
        return Fail(Error::Invalid(NamePoint(fresh.points.mark(i)) + " lies in the future"));
      }
    }
  }
  return points.empty() ? Status(Fail(Error::Invalid("there are no points"))) : Status();
}

// What must hold for points of a series to be added. True if the series is there already.
template <class Rows>
Result<bool> Series::LookAround(const Permit& permit, const SealedPoints::Source& source,
                                const Rows& rows, const Staging* staging) const {
  const std::string& collection = permit.operation().collection;
  const SubjectId& subject = source.fresh.subject;
  MANDAT_TRY(const Registration person,
             staging != nullptr ? people_.FindStaged(subject, *staging) : people_.Find(subject));
  const Collection* declared = permit.mandate().schema().FindCollection(collection);
  if (declared == nullptr || declared->kind != CollectionKind::kSeries) {
    return Fail(Error::Invalid("collection has no series"));
  }
  if (declared->people != person.people) {
    return Fail(Error::Invalid("person is of another category than the collection's"));
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, subject, staging));
  const RecordId& series = source.fresh.series;
  MANDAT_TRY(const std::optional<Bytes> owner,
             rows.Find(Space::kIndex, SeriesOwnerRow(collection, series)));
  if (owner) {
    return *owner == subject.bytes()
               ? Result<bool>(true)
               : Result<bool>(Fail(Error::Conflict("series belongs to another person")));
  }
  const Hash tag = keyring_.LedgerTag("unit", UnitName(collection, series));
  MANDAT_TRY(const std::optional<Bytes> erased, rows.Find(Space::kLedger, tag.view()));
  return erased
             ? Result<bool>(Fail(Error::Shredded("series of this id was erased; use another id")))
             : Result<bool>(false);
}

// Cuts the points into one chunk a day, without those that are past their retention at `at`.
// Invariant (expired is gone).
void Series::Cut(const Permit& permit, Instant at, SealedPoints::Source& source) const {
  const std::string& collection = permit.operation().collection;
  const PointTable& points = source.fresh.points;
  const auto instant = [&](size_t i) { return points.at(source.order[i]); };
  source.chunks.clear();
  for (size_t first = 0; first < source.order.size();) {
    const uint32_t day = DayOf(instant(first));
    size_t end = first + 1;
    while (end < source.order.size() && DayOf(instant(end)) == day) {
      ++end;
    }
    ChunkHeader header;
    header.schema_version = permit.mandate().schema().version();
    header.last = instant(end - 1);
    header.expires = permit.mandate().ExpiryOf(collection, header.last);
    size_t alive = first;
    while (header.expires && alive < end && *header.ExpiryOf(instant(alive)) <= at) {
      ++alive;
    }
    if (alive < end) {
      header.first = instant(alive);
      header.count = static_cast<uint32_t>(end - alive);
      SealedPoints::Chunk chunk;
      chunk.day = day;
      chunk.first = alive;
      chunk.end = end;
      chunk.header = header;
      source.chunks.push_back(std::move(chunk));
    }
    first = end;
  }
}

// Seals what is not sealed yet. Outside the batch a missing bucket key is left for the batch.
Status Series::SealSource(SealedPoints::Source& source, const Staging* staging) const {
  if (!source.subject_key) {
    MANDAT_TRY(source.subject_key, staging != nullptr ? people_.KeyStaged(source.fresh.subject)
                                                      : people_.Key(source.fresh.subject));
  }
  for (SealedPoints::Chunk& chunk : source.chunks) {
    if (!chunk.sealed.empty()) {
      continue;
    }
    const Bucket bucket = Bucket::For(chunk.header.expires);
    MANDAT_TRY(std::optional<SecretBytes> key, staging != nullptr
                                                   ? keyring_.FindBucketKeyStaged(bucket)
                                                   : keyring_.FindBucketKey(bucket));
    if (!key) {
      if (staging == nullptr) {
        continue;
      }
      keyring_.StageBucketKey(bucket);
      MANDAT_TRY(key, keyring_.FindBucketKeyStaged(bucket));
      MANDAT_ASSERT(key.has_value());
    }
    ChunkKeys keys = ChunkKeys::Derive(*source.subject_key, *key, source.prefix, chunk.day);
    const Plaintext body = internal::EncodeChunk(source.fresh.points, source.Of(chunk));
    chunk.header_bytes = chunk.header.Encode();
    chunk.sealed = mandat::Seal(
        keys.body, body.Reveal(),
        AssociatedOfChunk(owner_, SeriesDayPrefix(source.prefix, chunk.day), chunk.header_bytes),
        random_);
    chunk.hash = Sha256(chunk.sealed);
    chunk.place_key = std::move(keys.place);
  }
  return {};
}

// Counts, root over the people, and the hash over all that is sealed.
void Series::Summarize(SealedPoints& sealed) const {
  Facts facts;
  facts.salt = random_.Draw(kSaltBytes);
  AppendCounts counts;
  std::set<SubjectId> people;
  std::vector<Hash> tags;
  Bytes hashes;
  for (const SealedPoints::Source& source : sealed.sources_) {
    if (people.insert(source.fresh.subject).second) {
      tags.push_back(LeafHash(Keyring::PersonTag(*source.subject_key, facts.salt).view()));
      facts.people.push_back(source.fresh.subject);
    }
    size_t next = 0;
    const auto pass = [&](size_t until) {
      for (; next < until; ++next) {
        ++counts.expired;
        if (counts.passed.size() < AppendCounts::kPassedMax) {
          counts.passed.push_back(source.fresh.points.mark(source.order[next]));
        }
      }
    };
    for (const SealedPoints::Chunk& chunk : source.chunks) {
      pass(chunk.first);
      next = chunk.end;
      counts.stored += chunk.header.count;
      hashes.append(chunk.hash.view());
    }
    pass(source.order.size());
    counts.replaced += source.fresh.points.size() - source.order.size();
  }
  std::ranges::sort(counts.passed);
  facts.units_count = counts.stored;
  facts.people_count = tags.size();
  facts.people_root = Bytes(TreeHash(tags).view());
  if (!hashes.empty()) {
    facts.sealed_hash = Bytes(Sha256(hashes).view());
  }
  sealed.facts_ = std::move(facts);
  sealed.counts_ = std::move(counts);
}

Result<SealedPoints> Series::Seal(const Permit& permit, std::vector<NewPoints> points) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRecord);
  MANDAT_TRY_STATUS(ValidateInstants(permit, points));
  SealedPoints sealed;
  sealed.since_ = versions_.committed();
  sealed.mandate_ = &permit.mandate();
  sealed.sources_.reserve(points.size());
  bool whole = true;
  for (NewPoints& fresh : points) {
    SealedPoints::Source source{std::move(fresh), {}, {}, {}, {}, {}};
    source.order = internal::OrderOf(source.fresh.points);
    source.prefix = internal::SeriesPrefix(source.fresh.subject, permit.operation().collection,
                                           source.fresh.series);
    if (const Result<bool> known = LookAround(permit, source, store_, nullptr)) {
      Cut(permit, permit.at(), source);
      const Status done = SealSource(source, nullptr);
      if (!done && done.error().kind != ErrorKind::kShredded) {
        return Fail(done.error());
      }
      if (done) {
        source.known = *known;
      }
    }
    whole = whole && source.IsWhole();
    sealed.sources_.push_back(std::move(source));
  }
  if (whole) {
    Summarize(sealed);
  }
  return sealed;
}

// Puts the sealed chunks of one series into the batch.
Status Series::StageSource(SealedPoints::Source& source, const std::string& collection,
                           const Mandate& mandate, BatchContext& context) {
  const RecordId& series = source.fresh.series;
  if (!*source.known && !source.chunks.empty()) {
    MANDAT_TRY_STATUS(quota_.TakeUnit(source.fresh.subject, context));
    context.staging.Put(Space::kIndex, SeriesOwnerRow(collection, series),
                        Bytes(source.fresh.subject.bytes()));
    context.versions.Touch(series.bytes());
    context.versions.Touch(ListId(source.fresh.subject));
  }
  for (SealedPoints::Chunk& chunk : source.chunks) {
    StageChunk(ChunkRow(source.prefix, chunk.day, context.entry.value), chunk.header,
               chunk.header_bytes, chunk.sealed, *chunk.place_key, context);
    const Bytes day = SeriesDayPrefix(source.prefix, chunk.day);
    if (added_.size() > kHintsMax) {
      added_.clear();
    }
    uint32_t& added = added_[std::hash<Bytes>{}(day)];
    if (++added >= kChunksMax) {
      added = 0;
      const Status merged =
          StageMerge(*source.subject_key, source.prefix, chunk.day, mandate, context);
      // Whoever reads that day is told of damage; new points are not refused because of it.
      if (!merged && merged.error().kind != ErrorKind::kCorrupt) {
        return merged;
      }
    }
  }
  context.versions.Touch(ContentId(series));
  return {};
}

// Source: GDPR Art. 5(1)(e).
Result<Facts> Series::StageAppend(Permit permit, SealedPoints& sealed, BatchContext& context) {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRecord);
  const std::string& collection = permit.operation().collection;
  const bool same = sealed.mandate_ == &permit.mandate();
  bool whole = same;
  for (SealedPoints::Source& source : sealed.sources_) {
    if (!same || !source.known ||
        context.versions.Changed(source.fresh.subject.bytes(), sealed.since_) ||
        context.versions.Changed(source.fresh.series.bytes(), sealed.since_)) {
      MANDAT_TRY(source.known, LookAround(permit, source, context.staging, &context.staging));
      whole = whole && source.IsWhole();
    }
    if (!same || !source.IsWhole() || source.ExpiresBy(context.at)) {
      whole = false;
      Cut(permit, context.at, source);
      MANDAT_TRY_STATUS(SealSource(source, &context.staging));
    }
  }
  if (!whole) {
    Summarize(sealed);
  }
  uint64_t bytes = 0;
  for (const SealedPoints::Source& source : sealed.sources_) {
    for (const SealedPoints::Chunk& chunk : source.chunks) {
      bytes += kChunkHeadBytes + chunk.sealed.size();
    }
  }
  if (bytes > 0) {
    MANDAT_TRY_STATUS(quota_.TakeBytes(bytes, context));
  }
  for (SealedPoints::Source& source : sealed.sources_) {
    MANDAT_TRY_STATUS(StageSource(source, collection, permit.mandate(), context));
  }
  return sealed.facts_;
}

}  // namespace mandat
