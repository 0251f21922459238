// SPDX-License-Identifier: Apache-2.0
// Reads: of one unit, and of pages by person, collection, time and content.
#include <algorithm>

#include "base/assert.h"
#include "vault/internal/reader.h"
#include "vault/internal/reading_verb.h"
#include "vault/internal/rows.h"
#include "vault/vault.h"

namespace mandat {
namespace {

Bytes Behind(const Bytes& prefix, const std::optional<Bytes>& after) {
  return after ? prefix + *after + Bytes(1, '\0') : prefix;
}

}  // namespace

// The row of a unit. Errors: kNotFound, kShredded.
Result<Bytes> Vault::OwnerRow(std::string_view collection, const RecordId& record) const {
  MANDAT_TRY(const std::optional<Bytes> owner,
             store_.Find(Space::kIndex, CollectionRow(collection, record)));
  if (!owner) {
    MANDAT_TRY(const std::optional<Bytes> erased,
               store_.Find(Space::kLedger,
                           keyring_.LedgerTag("unit", UnitName(collection, record)).view()));
    return Fail(erased ? Error::Shredded("record was erased: the key is destroyed")
                       : Error::NotFound("no such record"));
  }
  MANDAT_TRY(const SubjectId subject, SubjectId::Decode(*owner));
  return UnitRow(subject, collection, record);
}

Result<Reading> Vault::Read(Permit permit, const RecordId& record) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  Reader reader(*this, permit, 1);
  MANDAT_TRY(const Bytes unit_row, OwnerRow(permit.operation().collection, record));
  MANDAT_TRY_STATUS(reader.TakeNamed(unit_row, Reader::Mode::kOne));
  return std::move(reader).Finish(false);
}

Result<Reading> Vault::ReadVersion(Permit permit, const RecordId& record, uint32_t version) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  Reader reader(*this, permit, 1);
  MANDAT_TRY(const Bytes unit_row, OwnerRow(permit.operation().collection, record));
  MANDAT_TRY(std::optional<Bytes> row, store_.Find(Space::kUnits, unit_row));
  if (row) {
    MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(*row));
    if (header.version != version) {
      MANDAT_TRY(row, store_.Find(Space::kHistory, HistoryRow(unit_row, version)));
    }
  }
  if (!row) {
    return Fail(Error::NotFound("no such version of the record is kept"));
  }
  MANDAT_TRY_STATUS(reader.Take(unit_row, *row, Reader::Mode::kOne));
  return std::move(reader).Finish(false);
}

// Units kept under the person, and units of others that are also about the person, in one order.
Result<Reading> Vault::ReadPerson(Permit permit, const SubjectId& subject,
                                  const std::optional<Bytes>& after, size_t limit) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  const std::string& collection = permit.operation().collection;
  Reader reader(*this, permit, std::max<size_t>(limit, 2));
  MANDAT_TRY_STATUS(reader.AddPerson(subject));
  MANDAT_TRY_STATUS(people_.RequireFree(permit, subject));
  const Bytes own_prefix = PersonCollectionPrefix(subject, collection);
  const Bytes member_prefix = "m" + own_prefix;
  const auto own = store_.Scan(Space::kUnits, Behind(own_prefix, after), EndOfPrefix(own_prefix),
                               reader.snapshot());
  const auto shared = store_.Scan(Space::kIndex, Behind(member_prefix, after),
                                  EndOfPrefix(member_prefix), reader.snapshot());
  for (size_t taken = 0; (own->Valid() || shared->Valid()) && taken < limit; ++taken) {
    const bool is_own = own->Valid() && (!shared->Valid() || own->key() < shared->key().substr(1));
    if (is_own) {
      MANDAT_TRY_STATUS(reader.Take(own->key(), own->value(), Reader::Mode::kPage));
      reader.set_last(Bytes(own->key().substr(own_prefix.size())));
      own->Next();
    } else {
      const Bytes id(shared->key().substr(member_prefix.size()));
      MANDAT_TRY(const SubjectId owner, SubjectId::Decode(shared->value()));
      MANDAT_TRY(const RecordId record, RecordId::Decode(id));
      MANDAT_TRY_STATUS(reader.TakeNamed(UnitRow(owner, collection, record), Reader::Mode::kPage));
      reader.set_last(id);
      shared->Next();
    }
  }
  MANDAT_TRY_STATUS(own->status());
  MANDAT_TRY_STATUS(shared->status());
  return std::move(reader).Finish(own->Valid() || shared->Valid());
}

Result<Reading> Vault::ReadCollection(Permit permit, const std::optional<Bytes>& after,
                                      size_t limit) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  const std::string& collection = permit.operation().collection;
  Reader reader(*this, permit, std::max<size_t>(limit, 2));
  const Bytes prefix = CollectionPrefix(collection);
  const auto rows =
      store_.Scan(Space::kIndex, Behind(prefix, after), EndOfPrefix(prefix), reader.snapshot());
  for (size_t taken = 0; rows->Valid() && taken < limit; rows->Next(), ++taken) {
    const Bytes id(rows->key().substr(prefix.size()));
    MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->value()));
    MANDAT_TRY(const RecordId record, RecordId::Decode(id));
    MANDAT_TRY_STATUS(reader.TakeNamed(UnitRow(subject, collection, record), Reader::Mode::kPage));
    reader.set_last(id);
  }
  MANDAT_TRY_STATUS(rows->status());
  return std::move(reader).Finish(rows->Valid());
}

Result<Reading> Vault::ReadTimes(Permit permit, const TimeRange& range,
                                 const std::optional<Bytes>& after, size_t limit) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  const std::string& collection = permit.operation().collection;
  const Collection* declared = permit.mandate().schema().FindCollection(collection);
  if (declared == nullptr || !declared->by_time) {
    return Fail(Error::Invalid("the schema does not list this collection by time"));
  }
  MANDAT_TRY_STATUS(schemas_.RequireTimes(*declared, permit.at()));
  Reader reader(*this, permit, std::max<size_t>(limit, 2));
  const Bytes prefix = TimePrefix(collection);
  const size_t head = prefix.size() + 8;
  const RecordId least = *RecordId::Decode(Bytes(RecordId::kBytes, '\0'));
  Bytes first = range.from ? TimeRow(collection, *range.from, least) : prefix;
  if (after) {
    first = std::max(first, Behind(prefix, after));
  }
  const Bytes end = range.until ? TimeRow(collection, *range.until, least) : EndOfPrefix(prefix);
  if (first >= end) {
    return std::move(reader).Finish(false);
  }
  const auto rows = store_.Scan(Space::kIndex, first, end, reader.snapshot());
  for (size_t taken = 0; rows->Valid() && taken < limit; rows->Next(), ++taken) {
    MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->value()));
    MANDAT_TRY(const RecordId record, RecordId::Decode(rows->key().substr(head)));
    MANDAT_TRY_STATUS(reader.TakeNamed(UnitRow(subject, collection, record), Reader::Mode::kPage));
    reader.set_last(Bytes(rows->key().substr(prefix.size())));
  }
  MANDAT_TRY_STATUS(rows->status());
  return std::move(reader).Finish(rows->Valid());
}

Result<Reading> Vault::Search(Permit permit, const SearchQuery& query,
                              const std::optional<Bytes>& after, size_t limit) const {
  MANDAT_ASSERT(IsReading(permit.operation().verb));
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared == nullptr) {
    return Fail(Error::NotFound("no such collection"));
  }
  const auto touched = permit.mandate().CategoriesOf(declared->id, {query.field});
  const CategorySet asked = permit.operation().categories;
  if (asked != 0 && (!touched || (*touched & ~asked) != 0)) {
    return Fail(Error::Invalid("the field looked for is of a category that is not asked for"));
  }
  if (const Field* field = declared->FindField(query.field); field != nullptr) {
    MANDAT_TRY_STATUS(schemas_.RequireField(*declared, *field, permit.at()));
  }
  Reader reader(*this, permit, std::max<size_t>(limit, 2));
  // Two values may share a beginning, or by chance a keyed hash.
  reader.set_test(
      [declared, &query](ByteView body) { return BlindIndex::Answers(*declared, query, body); });
  MANDAT_TRY(const std::vector<BlindIndex::Hit> hits,
             blind_.Find(*declared, query, after, limit + 1, reader.snapshot()));
  const size_t taken = std::min(hits.size(), limit);
  for (size_t i = 0; i < taken; ++i) {
    MANDAT_TRY_STATUS(reader.TakeNamed(hits[i].unit_row, Reader::Mode::kPage));
    reader.set_last(hits[i].cursor);
  }
  reader.set_test(nullptr);
  return std::move(reader).Finish(hits.size() > limit);
}

bool Vault::IsStale(const Reading& reading, const BatchContext& context) const {
  return (reading.first_expiry && *reading.first_expiry <= context.at) ||
         std::ranges::any_of(reading.read_set, [&](const Bytes& id) {
           return context.versions.Changed(id, reading.since);
         });
}

Result<bool> Vault::Contains(std::string_view collection, const RecordId& record) const {
  MANDAT_TRY(const std::optional<Bytes> row,
             store_.Find(Space::kIndex, CollectionRow(collection, record)));
  return row.has_value();
}

}  // namespace mandat
