// SPDX-License-Identifier: Apache-2.0
// Removal: of a person, of one unit, of what is past its retention.
#include "base/assert.h"
#include "crypto/hash.h"
#include "vault/internal/rows.h"
#include "vault/vault.h"

namespace mandat {

// Remembers an erased person or unit under a keyed hash, and nothing else about it: when, and in
// which entry. On disk: instant and entry index, 8 bytes each.
void Vault::PutLedger(std::string_view kind, ByteView id, BatchContext& context) const {
  Bytes row;
  AppendBigEndian64(row, static_cast<uint64_t>(context.at.micros));
  AppendBigEndian64(row, context.entry.value);
  context.staging.Put(Space::kLedger, Bytes(keyring_.LedgerTag(kind, id).view()), std::move(row));
}

// Takes a unit and everything that points at it. Requires: key and row are of a stored unit.
Status Vault::StageRemoval(ByteView key, ByteView row, BatchContext& context) const {
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(key));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(row));
  if (header.expires) {
    context.staging.Remove(Space::kIndex, ExpiryRow(*header.expires, key));
  }
  context.staging.Remove(Space::kIndex, CollectionRow(place.collection, place.record));
  context.staging.Remove(Space::kUnits, Bytes(key));
  context.versions.Touch(place.record.bytes());
  return {};
}

// Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
Result<Facts> Vault::StageErasePerson(Permit permit, const SubjectId& subject,
                                      BatchContext& context) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kErase);
  MANDAT_TRY([[maybe_unused]] const Bytes people, RegisteredAs(subject, context.staging));
  MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKeyStaged(subject));
  if (!key) {
    return Fail(Error::Corrupt("registered person has no key"));
  }
  std::vector<std::pair<Bytes, Bytes>> units;
  MANDAT_TRY_STATUS(
      context.staging.ForEach(Space::kUnits, PersonPrefix(subject),
                              [&](ByteView unit, ByteView row) { units.emplace_back(unit, row); }));
  Facts facts = PersonFacts(*key);
  facts.units_count = units.size();
  Bytes sealed;
  for (const auto& [unit, row] : units) {
    MANDAT_TRY_STATUS(StageRemoval(unit, row, context));
    PutLedger("unit", ByteView(unit).substr(SubjectId::kBytes), context);
    sealed.append(Sha256(ByteView(row).substr(UnitHeader::kBytes)).view());
  }
  if (!sealed.empty()) {
    facts.sealed_hash = Bytes(Sha256(sealed).view());
  }
  context.staging.Remove(Space::kIndex, RegistrationRow(subject));
  PutLedger("person", subject.bytes(), context);
  context.versions.Touch(subject.bytes());
  context.shred_subjects.push_back(subject);
  return facts;
}

Result<Facts> Vault::StageEraseUnit(Permit permit, const RecordId& record,
                                    BatchContext& context) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kErase);
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const std::optional<Bytes> owner,
             context.staging.Find(Space::kIndex, CollectionRow(collection, record)));
  if (!owner) {
    const Bytes tag(keyring_.LedgerTag("unit", UnitName(collection, record)).view());
    MANDAT_TRY(const std::optional<Bytes> erased, context.staging.Find(Space::kLedger, tag));
    return Fail(erased ? Error::Shredded("record was erased") : Error::NotFound("no such record"));
  }
  MANDAT_TRY(const SubjectId subject, SubjectId::Decode(*owner));
  MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindSubjectKeyStaged(subject));
  const Bytes unit_row = UnitRow(subject, collection, record);
  MANDAT_TRY(const std::optional<Bytes> row, context.staging.Find(Space::kUnits, unit_row));
  if (!row || !key) {
    return Fail(Error::Corrupt("record has an index row and no unit or key"));
  }
  Facts facts = PersonFacts(*key);
  facts.units_count = 1;
  facts.sealed_hash = Bytes(Sha256(ByteView(*row).substr(UnitHeader::kBytes)).view());
  MANDAT_TRY_STATUS(StageRemoval(unit_row, *row, context));
  PutLedger("unit", UnitName(collection, record), context);
  return facts;
}

// Invariant (expired is gone): removed logically here; the key goes with its bucket's day.
// Source: GDPR Art. 5(1)(e).
Result<std::optional<Instant>> Vault::NextExpiry() const {
  const auto rows = store_.Scan(Space::kIndex, "x", EndOfPrefix("x"));
  MANDAT_TRY_STATUS(rows->status());
  MANDAT_TRY(const std::optional<Bucket> bucket, keyring_.FirstBucket());
  std::optional<Instant> next = bucket ? std::optional(bucket->end()) : std::nullopt;
  if (rows->Valid()) {
    const Instant unit{static_cast<int64_t>(ReadBigEndian64(rows->key().substr(1)))};
    next = next ? std::min(*next, unit) : unit;
  }
  return next;
}

Result<std::pair<uint64_t, uint64_t>> Vault::StageExpiry(Instant at, BatchContext& context,
                                                         size_t limit) const {
  uint64_t units_count = 0;
  const auto rows = store_.Scan(Space::kIndex, "x", ExpiryEnd(at));
  for (; rows->Valid() && units_count < limit; rows->Next()) {
    const ByteView unit_row = rows->key().substr(1 + 8);
    MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kUnits, unit_row));
    if (!row) {
      return Fail(Error::Corrupt("expiry row has no unit"));
    }
    MANDAT_TRY_STATUS(StageRemoval(unit_row, *row, context));
    ++units_count;
  }
  MANDAT_TRY_STATUS(rows->status());
  if (rows->Valid()) {
    return std::pair{units_count, uint64_t{0}};  // more are due: their buckets must wait
  }
  MANDAT_TRY(std::vector<Bucket> ended, keyring_.EndedBuckets(at));
  context.shred_buckets = std::move(ended);
  return std::pair{units_count, uint64_t{context.shred_buckets.size()}};
}

}  // namespace mandat
