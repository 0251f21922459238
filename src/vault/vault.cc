// SPDX-License-Identifier: Apache-2.0
#include "vault/vault.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/aead.h"
#include "crypto/tlog.h"
#include "vault/internal/rows.h"

namespace mandat {
namespace {

constexpr size_t kSaltBytes = 16;

// What the sealed bytes are bound to: whose agreement, which unit, which header.
Bytes Associated(const std::string& owner, ByteView unit_row, ByteView header) {
  Bytes associated = "mandat unit v1 " + owner;
  associated.push_back('\0');
  associated.append(unit_row);
  associated.append(header);
  return associated;
}

Error Expired() { return Error::Shredded("record is past its retention"); }

}  // namespace

Result<SecretBytes> Vault::SubjectKey(const SubjectId& subject) const {
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindSubjectKey(subject));
  if (!key) {
    return Fail(KeyMissing(subject));
  }
  return std::move(*key);
}

// A registered person without a key is damage, and must not be told as "never here".
Error Vault::KeyMissing(const SubjectId& subject) const {
  const Result<std::optional<Bytes>> row = store_.Find(Space::kIndex, RegistrationRow(subject));
  if (!row) {
    return row.error();
  }
  return Missing(subject, *row ? Error::Corrupt("registered person has no key")
                               : Error::NotFound("no such person is registered"));
}

// Tells "never here" from "erased", which the ledger remembers.
Error Vault::Missing(const SubjectId& subject, Error otherwise) const {
  const Result<std::optional<Bytes>> row =
      store_.Find(Space::kLedger, keyring_.LedgerTag("person", subject.bytes()).view());
  if (!row) {
    return row.error();
  }
  return *row ? Error::Shredded("person was erased: the key is destroyed") : std::move(otherwise);
}

Result<Vault::Opened> Vault::OpenUnit(const Permit& permit, ByteView key, ByteView row,
                                      const SecretBytes& subject) const {
  MANDAT_TRY(UnitPlace place, UnitPlace::Decode(key));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(row));
  // Invariant (expired is gone): unreadable at the instant, whether or not the worker was here.
  if (header.expires && *header.expires <= permit.at()) {
    return Fail(Expired());
  }
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             keyring_.FindBucketKey(Bucket::For(header.expires)));
  if (!bucket) {
    return Fail(Error::Corrupt("record is within its retention and has no key"));
  }
  const SecretBytes unit_key =
      Keyring::UnitKey(subject, *bucket, UnitName(place.collection, place.record));
  const ByteView head = row.substr(0, UnitHeader::kBytes);
  const ByteView sealed = row.substr(UnitHeader::kBytes);
  MANDAT_TRY(Bytes body, mandat::Open(unit_key, sealed, Associated(owner_, key, head)));
  return Opened{Unit{place.record, place.subject, std::move(place.collection), header.version,
                     header.captured, header.expires, Plaintext(std::move(body))},
                Sha256(sealed)};
}

Facts Vault::PersonFacts(const SecretBytes& subject) const {
  Facts facts;
  facts.people_count = 1;
  facts.salt = random_.Draw(kSaltBytes);
  facts.people_root = Bytes(LeafHash(Keyring::PersonTag(subject, facts.salt).view()).view());
  return facts;
}

Result<Reading> Vault::Read(Permit permit, const RecordId& record) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kConsult);
  const std::string& collection = permit.operation().collection;
  const uint64_t since = versions_.committed();
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
  MANDAT_TRY(const SecretBytes key, SubjectKey(subject));
  const Bytes unit_row = UnitRow(subject, collection, record);
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kUnits, unit_row));
  if (!row) {
    return Fail(Error::NotFound("no such record"));
  }
  MANDAT_TRY(Opened opened, OpenUnit(permit, unit_row, *row, key));
  Facts facts = PersonFacts(key);
  facts.units_count = 1;
  facts.sealed_hash = Bytes(opened.sealed_hash.view());
  std::vector<Unit> units;
  const std::optional<Instant> expires = opened.unit.expires;
  units.push_back(std::move(opened.unit));
  return Reading{Held(std::move(units)),
                 std::move(facts),
                 false,
                 expires,
                 {Bytes(subject.bytes()), Bytes(record.bytes())},
                 since};
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

void Vault::SealAs(const Permit& permit, SealedUnit& sealed, uint32_t version,
                   const SecretBytes& subject, const SecretBytes& bucket) const {
  const NewUnit& unit = sealed.unit;
  const std::string& collection = permit.operation().collection;
  UnitHeader header;
  header.version = version;
  header.schema_version = permit.mandate().schema().version();
  header.captured = unit.captured;
  header.expires = permit.mandate().ExpiryOf(collection, unit.captured);
  Bytes row = header.Encode();
  const SecretBytes key = Keyring::UnitKey(subject, bucket, UnitName(collection, unit.id));
  const Bytes body =
      mandat::Seal(key, unit.body.Reveal(),
                   Associated(owner_, UnitRow(unit.subject, collection, unit.id), row), random_);
  row += body;
  sealed.row = std::move(row);
  sealed.version = version;
  sealed.facts = PersonFacts(subject);
  sealed.facts.units_count = 1;
  sealed.facts.sealed_hash = Bytes(Sha256(body).view());
}

Result<SealedUnit> Vault::Seal(const Permit& permit, NewUnit unit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRecord ||
                permit.operation().verb == Verb::kAlter);
  SealedUnit sealed{std::move(unit), {}, versions_.committed(), nullptr, 0, {}, {}};
  const std::string& collection = permit.operation().collection;
  Result<PutGround> ground = LookAround(permit, sealed.unit, store_);
  if (!ground) {
    return sealed;
  }
  MANDAT_TRY(const std::optional<SecretBytes> subject,
             keyring_.FindSubjectKey(sealed.unit.subject));
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             keyring_.FindBucketKey(
                 Bucket::For(permit.mandate().ExpiryOf(collection, sealed.unit.captured))));
  if (subject && bucket) {
    SealAs(permit, sealed, ground->version, *subject, *bucket);
  }
  sealed.ground = *ground;
  sealed.mandate = &permit.mandate();
  return sealed;
}

// Seals in the batch what could not be sealed before it: the version moved on, the bucket is new,
// or the retention of the agreement in force is another.
Status Vault::EnsureSealed(const Permit& permit, SealedUnit& sealed, uint32_t version) const {
  const std::optional<Instant> expires =
      permit.mandate().ExpiryOf(permit.operation().collection, sealed.unit.captured);
  if (sealed.version == version) {
    MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(sealed.row));
    if (header.expires == expires && header.schema_version == permit.mandate().schema().version()) {
      return {};
    }
  }
  const Bucket day = Bucket::For(expires);
  MANDAT_TRY(std::optional<SecretBytes> bucket, keyring_.FindBucketKeyStaged(day));
  if (!bucket) {
    keyring_.StageBucketKey(day);
    MANDAT_TRY(bucket, keyring_.FindBucketKeyStaged(day));
  }
  MANDAT_TRY(const std::optional<SecretBytes> subject,
             keyring_.FindSubjectKeyStaged(sealed.unit.subject));
  MANDAT_ASSERT(bucket.has_value());
  if (!subject) {
    return Fail(KeyMissing(sealed.unit.subject));
  }
  SealAs(permit, sealed, version, *subject, *bucket);
  return {};
}

// `rows` is the store, or a batch being built upon it.
template <class Rows>
Result<Bytes> Vault::RegisteredAs(const SubjectId& subject, const Rows& rows) const {
  MANDAT_TRY(std::optional<Bytes> row, rows.Find(Space::kIndex, RegistrationRow(subject)));
  if (!row || row->size() < 8) {
    const Hash tag = keyring_.LedgerTag("person", subject.bytes());
    MANDAT_TRY(const std::optional<Bytes> erased, rows.Find(Space::kLedger, tag.view()));
    return Fail(erased ? Error::Shredded("person was erased: the key is destroyed")
                       : Error::NotFound("no such person is registered"));
  }
  return row->substr(8);
}

template Result<Bytes> Vault::RegisteredAs(const SubjectId&, const Staging&) const;

// What must hold for a unit to be put, and what it replaces.
template <class Rows>
Result<PutGround> Vault::LookAround(const Permit& permit, const NewUnit& unit,
                                    const Rows& rows) const {
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const Bytes people, RegisteredAs(unit.subject, rows));
  const Collection* declared = permit.mandate().schema().FindCollection(collection);
  if (declared == nullptr || declared->people != people) {
    return Fail(Error::Invalid("person is of another category than the collection's"));
  }
  const Bytes index_row = CollectionRow(collection, unit.id);
  MANDAT_TRY(const std::optional<Bytes> owner, rows.Find(Space::kIndex, index_row));
  if (owner && *owner != unit.subject.bytes()) {
    return Fail(Error::Conflict("record belongs to another person"));
  }
  if (owner.has_value() != (permit.operation().verb == Verb::kAlter)) {
    return Fail(Error::Conflict("record came or went meanwhile; ask again"));
  }
  if (!owner) {
    const Hash tag = keyring_.LedgerTag("unit", UnitName(collection, unit.id));
    MANDAT_TRY(const std::optional<Bytes> erased, rows.Find(Space::kLedger, tag.view()));
    if (erased) {
      return Fail(Error::Shredded("record of this id was erased; use another id"));
    }
    return PutGround{};
  }
  MANDAT_TRY(const std::optional<Bytes> old,
             rows.Find(Space::kUnits, UnitRow(unit.subject, collection, unit.id)));
  if (!old) {
    return Fail(Error::Corrupt("record has an index row and no unit"));
  }
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(*old));
  return PutGround{header.expires, header.version + 1};
}

Result<Facts> Vault::StagePut(Permit permit, SealedUnit& sealed, BatchContext& context,
                              uint32_t& version) const {
  const NewUnit& unit = sealed.unit;
  const std::string& collection = permit.operation().collection;
  if (!sealed.ground || sealed.mandate != &permit.mandate() ||
      context.versions.Changed(unit.subject.bytes(), sealed.since) ||
      context.versions.Changed(unit.id.bytes(), sealed.since)) {
    MANDAT_TRY(sealed.ground, LookAround(permit, unit, context.staging));
  }
  version = sealed.ground->version;
  MANDAT_TRY_STATUS(EnsureSealed(permit, sealed, version));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(sealed.row));
  if (header.expires && *header.expires <= context.at) {
    return Fail(Error::Invalid("record would be past its retention already"));
  }
  Bytes unit_row = UnitRow(unit.subject, collection, unit.id);
  if (sealed.ground->expired_before) {
    context.staging.Remove(Space::kIndex, ExpiryRow(*sealed.ground->expired_before, unit_row));
  }
  if (header.expires) {
    context.staging.Put(Space::kIndex, ExpiryRow(*header.expires, unit_row), {});
  }
  context.staging.Put(Space::kIndex, CollectionRow(collection, unit.id),
                      Bytes(unit.subject.bytes()));
  context.staging.Put(Space::kUnits, std::move(unit_row), std::move(sealed.row));
  context.versions.Touch(unit.id.bytes());
  return std::move(sealed.facts);
}

Result<Facts> Vault::StageRegister(Permit permit, const SubjectId& subject,
                                   BatchContext& context) const {
  const std::string& people = permit.operation().people;
  const Result<Bytes> registered = RegisteredAs(subject, context.staging);
  if (registered && *registered != people) {
    return Fail(Error::Conflict("person is registered as another category"));
  }
  if (!registered && registered.error().kind != ErrorKind::kNotFound) {
    return Fail(registered.error());
  }
  MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindSubjectKeyStaged(subject));
  if (!registered) {
    if (!key) {  // else left by a registration that did not become durable, and maybe sealed under
      keyring_.StageSubjectKey(subject);
      MANDAT_TRY(key, keyring_.FindSubjectKeyStaged(subject));
    }
    Bytes row;
    AppendBigEndian64(row, static_cast<uint64_t>(context.at.micros));
    context.staging.Put(Space::kIndex, RegistrationRow(subject), row + people);
    context.versions.Touch(subject.bytes());
  }
  if (!key) {
    return Fail(Error::Corrupt("registered person has no key"));
  }
  return PersonFacts(*key);
}

Result<Registration> Vault::FindRegistration(const SubjectId& subject) const {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kIndex, RegistrationRow(subject)));
  if (!row || row->size() < 8) {
    return Fail(Missing(subject, Error::NotFound("no such person is registered")));
  }
  return Registration{row->substr(8), Instant{static_cast<int64_t>(ReadBigEndian64(*row))}};
}

}  // namespace mandat
