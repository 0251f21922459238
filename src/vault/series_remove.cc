// SPDX-License-Identifier: Apache-2.0
// Removal of series: of a person, of one, of what is past its retention.
#include <set>

#include "base/assert.h"
#include "vault/internal/rows.h"
#include "vault/internal/series_chunk.h"

namespace mandat {

using internal::ChunkHeader;
using internal::ChunkOpener;
using internal::ChunkPlace;
using internal::ContentId;
using internal::kChunkHeadBytes;
using internal::ListId;
using internal::SeriesOwnerRow;

namespace {

// A chunk that is to go, without its body.
struct Going {
  Bytes row;
  ChunkHeader header;
  Hash hash;
};

Result<Going> GoingOf(ByteView row, ByteView value) {
  MANDAT_TRY(const ChunkHeader header, ChunkHeader::Decode(value));
  return Going{Bytes(row), header, Sha256(value.substr(kChunkHeadBytes))};
}

}  // namespace

// Keeps a chunk under the holds that name it. Invariant (held is kept).
Status Series::KeepHeld(ByteView row, ByteView value, const Mandate* mandate, BatchContext& context,
                        Removal& removal) const {
  if (holds_.empty()) {
    return {};
  }
  MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(row));
  const UnitRef unit{place.collection, place.series, {place.subject}};
  const Collection* declared =
      mandate != nullptr ? mandate->schema().FindCollection(place.collection) : nullptr;
  const std::vector<std::string> holds = holds_.On(unit, declared, context.at);
  if (holds.empty()) {
    return {};
  }
  MANDAT_TRY(const SecretBytes subject, people_.KeyStaged(place.subject));
  ChunkOpener opener(keyring_, owner_, subject, true);
  MANDAT_TRY(const Plaintext body, opener.Open(row, value));
  MANDAT_TRY_STATUS(holds_.StageKeep(holds, unit, row.substr(row.size() - ChunkPlace::kPartBytes),
                                     body.Reveal(), context));
  ++removal.held_count;
  return {};
}

// The series of these rows go: their chunks, what points at them, and that they were there.
Status Series::StageRemoveAll(const Bytes& prefix, const Mandate* mandate, BatchContext& context,
                              Removal& removal) const {
  std::vector<Going> going;
  std::vector<std::pair<Bytes, Bytes>> held;
  Status status;
  MANDAT_TRY_STATUS(
      context.staging.ForEach(Space::kSeries, prefix, [&](ByteView row, ByteView value) {
        Result<Going> chunk = GoingOf(row, value);
        if (!chunk) {
          status = Fail(std::move(chunk).error());
          return;
        }
        going.push_back(std::move(*chunk));
        if (!holds_.empty()) {
          held.emplace_back(row, value);
        }
      }));
  MANDAT_TRY_STATUS(status);
  for (const auto& [row, value] : held) {
    MANDAT_TRY_STATUS(KeepHeld(row, value, mandate, context, removal));
  }
  std::set<std::pair<std::string, RecordId>> series;
  for (const Going& chunk : going) {
    MANDAT_TRY(ChunkPlace place, ChunkPlace::Decode(chunk.row));
    if (chunk.header.expires) {
      context.staging.Remove(
          Space::kIndex, ExpiryOfKindRow(*chunk.header.expires, KindLetter::kSeries, chunk.row));
    }
    context.staging.Remove(Space::kSeries, chunk.row);
    removal.sealed_hashes.append(chunk.hash.view());
    series.emplace(std::move(place.collection), place.series);
  }
  removal.units_count += going.size();
  if (!going.empty()) {
    MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(going.front().row));
    quota_.NoteRemoval(place.subject);  // the prefix begins with the person
  }
  for (const auto& [collection, id] : series) {
    context.staging.Remove(Space::kIndex, SeriesOwnerRow(collection, id));
    people_.StageLedger("unit", UnitName(collection, id), context);
    context.versions.Touch(id.bytes());
    context.versions.Touch(ContentId(id));
  }
  return {};
}

Status Series::StageRemovePerson(const SubjectId& subject, const Mandate* mandate,
                                 BatchContext& context, Removal& removal) {
  const Bytes prefix = PersonPrefix(subject);
  MANDAT_TRY_STATUS(StageRemoveAll(prefix, mandate, context, removal));
  context.staging.RemoveRangeUnseen(Space::kSeries, prefix, EndOfPrefix(prefix));
  context.versions.Touch(ListId(subject));
  return {};
}

// Source: GDPR Art. 17(1).
Result<Facts> Series::StageErase(Permit permit, const RecordId& series, BatchContext& context) {
  MANDAT_ASSERT(permit.operation().verb == Verb::kErase);
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const std::optional<Bytes> owner,
             context.staging.Find(Space::kIndex, SeriesOwnerRow(collection, series)));
  if (!owner) {
    const Bytes tag(keyring_.LedgerTag("unit", UnitName(collection, series)).view());
    MANDAT_TRY(const std::optional<Bytes> erased, context.staging.Find(Space::kLedger, tag));
    return Fail(erased ? Error::Shredded("series was erased") : Error::NotFound("no such series"));
  }
  MANDAT_TRY(const SubjectId subject, SubjectId::Decode(*owner));
  MANDAT_TRY(const SecretBytes key, people_.KeyStaged(subject));
  Facts facts = people_.FactsOf(subject, key);
  Removal removal;
  MANDAT_TRY_STATUS(StageRemoveAll(internal::SeriesPrefix(subject, collection, series),
                                   &permit.mandate(), context, removal));
  context.versions.Touch(ListId(subject));
  facts.units_count = removal.units_count;
  if (!removal.sealed_hashes.empty()) {
    facts.sealed_hash = Bytes(Sha256(removal.sealed_hashes).view());
  }
  return facts;
}

// The row of a series of which nothing is left goes as well: it names a person.
// Invariant (expired is gone). Source: GDPR Art. 5(1)(e).
Status Series::StageRemoveExpired(ByteView row, const Mandate* mandate, BatchContext& context,
                                  Removal& removal) {
  MANDAT_TRY(const std::optional<Bytes> value, context.staging.Find(Space::kSeries, row));
  if (!value) {
    return {};
  }
  MANDAT_TRY(const Going chunk, GoingOf(row, *value));
  if (!chunk.header.expires || *chunk.header.expires > context.at) {
    return {};
  }
  MANDAT_TRY_STATUS(KeepHeld(row, *value, mandate, context, removal));
  context.staging.Remove(Space::kSeries, Bytes(row));
  context.staging.Remove(Space::kIndex,
                         ExpiryOfKindRow(*chunk.header.expires, KindLetter::kSeries, row));
  removal.sealed_hashes.append(chunk.hash.view());
  ++removal.units_count;
  MANDAT_TRY(const bool others, HasOtherChunks(row, context.staging));
  if (!others) {
    MANDAT_TRY(const ChunkPlace place, ChunkPlace::Decode(row));
    quota_.NoteRemoval(place.subject);
    context.staging.Remove(Space::kIndex, SeriesOwnerRow(place.collection, place.series));
    context.versions.Touch(place.series.bytes());
    context.versions.Touch(ListId(place.subject));
  }
  return {};
}

// Looks behind the row first: what expires is mostly the oldest.
Result<bool> Series::HasOtherChunks(ByteView row, const Staging& staging) const {
  const Bytes prefix(row.substr(0, row.size() - ChunkPlace::kPartBytes));
  const Bytes behind = Bytes(row) + Bytes(1, '\0');
  for (const auto& [first, end] : {std::pair<Bytes, Bytes>{behind, EndOfPrefix(prefix)},
                                   std::pair<Bytes, Bytes>{prefix, Bytes(row)}}) {
    const auto rows = store_.Scan(Space::kSeries, first, end);
    for (; rows->Valid(); rows->Next()) {
      MANDAT_TRY(const std::optional<Bytes> there, staging.Find(Space::kSeries, rows->key()));
      if (there) {
        return true;
      }
    }
    MANDAT_TRY_STATUS(rows->status());
  }
  return false;
}

}  // namespace mandat
