// SPDX-License-Identifier: Apache-2.0
// Reads: of a range, of computed values over it, of the newest point, of which series there are.
#include <algorithm>

#include "base/assert.h"
#include "crypto/tlog.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_scan.h"
#include "vault/internal/series_spans.h"

namespace mandat {

using internal::ChunkHeader;
using internal::ChunkOpener;
using internal::ChunkPlace;
using internal::ChunkScan;
using internal::ContentId;
using internal::DayOf;
using internal::EffectiveExpiry;
using internal::kPointFirst;
using internal::kPointLast;
using internal::ListId;
using internal::SeriesDayPrefix;
using internal::SeriesOwnerRow;
using internal::SpanTable;

namespace {

// Of computed values: how many points one page looks at before it ends with a span.
constexpr uint64_t kPointsSeenMost = 500'000;

Result<PointColumns> ColumnsWanted(const Permit& permit, const std::vector<std::string>& fields) {
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared == nullptr || declared->kind != CollectionKind::kSeries) {
    return Fail(Error::NotFound("no such series"));
  }
  PointColumns all = ColumnsOf(*declared);
  if (fields.empty()) {
    return all;
  }
  auto columns = std::make_shared<std::vector<PointColumn>>();
  for (const std::string& name : fields) {
    const auto found = std::ranges::find(*all, name, &PointColumn::name);
    if (found == all->end()) {
      return Fail(Error::Invalid("a field that is asked for is not declared"));
    }
    if (std::ranges::find(*columns, *found) != columns->end()) {
      return Fail(Error::Invalid("field `" + name + "` stands twice"));
    }
    columns->push_back(*found);
  }
  return PointColumns(std::move(columns));
}

// A page being filled from a scan.
struct Found {
  PointTable points;
  std::optional<Instant> next;
  std::optional<Instant> first_expiry;
  uint64_t seen = 0;

  void Note(const ChunkScan& scan) {
    ++seen;
    const std::optional<Instant> expires = scan.expires();
    if (expires && (!first_expiry || *expires < *first_expiry)) {
      first_expiry = expires;
    }
  }
};

Result<Found> PointsOf(ChunkScan& scan, const PointsQuery& query, PointColumns columns) {
  Found found{PointTable(std::move(columns)), {}, {}, 0};
  while (true) {
    MANDAT_TRY(const bool there, scan.Next());
    if (!there) {
      return found;
    }
    if (found.points.size() == query.limit) {
      found.next = scan.at();
      return found;
    }
    found.Note(scan);
    found.points.Add(scan.at(), scan.values());
  }
}

// Nothing of the range is kept but the span at hand.
Result<Found> SpansOf(ChunkScan& scan, const PointsQuery& query, SpanTable spans) {
  Found found{PointTable(spans.columns()), {}, {}, 0};
  std::optional<std::pair<Instant, Instant>> span;
  while (true) {
    MANDAT_TRY(const bool there, scan.Next());
    if (span && (!there || scan.at() >= span->second)) {
      spans.Flush(span->first, found.points);
      span.reset();
    }
    if (!there) {
      return found;
    }
    if (!span) {
      span = query.span(scan.at());
      if (found.points.size() == query.limit || found.seen >= kPointsSeenMost) {
        found.next = std::max(span->first, query.from);
        return found;
      }
    }
    found.Note(scan);
    spans.Add(scan.values());
  }
}

}  // namespace

bool Series::IsStale(const std::optional<Instant>& first_expiry, const std::vector<Bytes>& read_set,
                     uint64_t since, const BatchContext& context) {
  return (first_expiry && *first_expiry <= context.at) ||
         std::ranges::any_of(read_set,
                             [&](const Bytes& id) { return context.versions.Changed(id, since); });
}

Result<SubjectId> Series::OwnerOf(std::string_view collection, const RecordId& series) const {
  MANDAT_TRY(const std::optional<Bytes> owner,
             store_.Find(Space::kIndex, SeriesOwnerRow(collection, series)));
  if (owner) {
    return SubjectId::Decode(*owner);
  }
  MANDAT_TRY(
      const std::optional<Bytes> erased,
      store_.Find(Space::kLedger, keyring_.LedgerTag("unit", UnitName(collection, series)).view()));
  return Fail(erased ? Error::Shredded("series was erased") : Error::NotFound("no such series"));
}

Result<SeriesReading<PointsPage>> Series::Read(Permit permit, const PointsQuery& query) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
  const std::unique_ptr<Snapshot> snapshot = store_.TakeSnapshot();
  MANDAT_TRY(PointColumns columns, ColumnsWanted(permit, query.fields));
  MANDAT_TRY(const SubjectId subject, OwnerOf(collection, query.series));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, subject));
  MANDAT_TRY(const SecretBytes key, people_.Key(subject));
  ChunkOpener opener(keyring_, owner_, key, false);
  ChunkScan scan(
      store_, *snapshot, opener,
      {internal::SeriesPrefix(subject, collection, query.series), collection,
       std::max(query.from, kPointFirst), std::min(query.until, Instant{kPointLast.micros + 1}),
       permit.at(), permit.mandate(), *columns});
  Result<Found> found = Fail(Error::Invalid("nothing is asked for"));
  if (query.span) {
    MANDAT_TRY(SpanTable spans, SpanTable::Make(*columns, query.functions));
    found = SpansOf(scan, query, std::move(spans));
  } else {
    found = PointsOf(scan, query, columns);
  }
  if (!found) {
    return Fail(std::move(found).error());
  }
  Facts facts = people_.FactsOf(subject, key);
  facts.units_count = found->seen;
  if (!scan.sealed_hashes().empty()) {
    facts.sealed_hash = Bytes(Sha256(scan.sealed_hashes()).view());
  }
  return SeriesReading<PointsPage>{
      Held(PointsPage{subject, std::move(found->points), found->next}),
      std::move(facts),
      found->first_expiry,
      {Bytes(subject.bytes()), Bytes(query.series.bytes()), ContentId(query.series)},
      since};
}

// Looks at headers alone, in ever longer stretches of days back from now, until there is a chunk:
// nothing is stored behind tomorrow.
Result<SeriesReading<PointsPage>> Series::ReadLast(Permit permit, PointsQuery query) const {
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
  MANDAT_TRY(const SubjectId subject, OwnerOf(collection, query.series));
  const Bytes prefix = internal::SeriesPrefix(subject, collection, query.series);
  const Instant now = std::clamp(permit.at(), kPointFirst, kPointLast);
  std::optional<Instant> newest;
  uint32_t end = DayOf(now) + 2;
  for (uint32_t length = 2; end > 0 && !newest; length *= 4) {
    const uint32_t first = end > length ? end - length : 0;
    const auto rows =
        store_.Scan(Space::kSeries, SeriesDayPrefix(prefix, first), SeriesDayPrefix(prefix, end));
    for (; rows->Valid(); rows->Next()) {
      MANDAT_TRY(const ChunkHeader header, ChunkHeader::Decode(rows->value()));
      const auto expires = EffectiveExpiry(header, collection, permit.mandate());
      if ((!expires || *expires > permit.at()) && (!newest || header.last > *newest)) {
        newest = header.last;
      }
    }
    MANDAT_TRY_STATUS(rows->status());
    end = first;
  }
  query.from = newest.value_or(kPointFirst);
  query.until = {query.from.micros + (newest ? 1 : 0)};
  query.limit = 1;
  query.span = nullptr;
  MANDAT_TRY(SeriesReading<PointsPage> reading, Read(std::move(permit), query));
  reading.since = since;
  return reading;
}

// From one series to the next, without going over all their chunks.
Result<SeriesReading<SeriesPage>> Series::List(Permit permit, const SubjectId& subject,
                                               const std::optional<RecordId>& after,
                                               size_t limit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
  const std::unique_ptr<Snapshot> snapshot = store_.TakeSnapshot();
  MANDAT_TRY_STATUS(people_.RequireFree(permit, subject));
  MANDAT_TRY(const SecretBytes key, people_.Key(subject));
  const Bytes prefix = PersonCollectionPrefix(subject, collection);
  const Bytes end = EndOfPrefix(prefix);
  SeriesPage page;
  Bytes first =
      after ? EndOfPrefix(internal::SeriesPrefix(subject, collection, *after)) : Bytes(prefix);
  while (!page.more) {
    const auto rows = store_.Scan(Space::kSeries, first, end, snapshot.get());
    std::optional<RecordId> found;
    for (; rows->Valid() && !found; rows->Next()) {
      MANDAT_TRY(const ChunkHeader header, ChunkHeader::Decode(rows->value()));
      const auto expires = EffectiveExpiry(header, collection, permit.mandate());
      if (!expires || *expires > permit.at()) {
        MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(rows->key()));
        found = place.series;
      }
    }
    MANDAT_TRY_STATUS(rows->status());
    if (!found) {
      break;
    }
    if (page.series.size() == limit) {
      page.more = true;
      break;
    }
    page.series.push_back(*found);
    first = EndOfPrefix(internal::SeriesPrefix(subject, collection, *found));
  }
  Facts facts = people_.FactsOf(subject, key);
  facts.units_count = page.series.size();
  return SeriesReading<SeriesPage>{Held(std::move(page)),
                                   std::move(facts),
                                   {},
                                   {Bytes(subject.bytes()), ListId(subject)},
                                   since};
}

}  // namespace mandat
