// SPDX-License-Identifier: Apache-2.0
// Writes of units: sealed on the caller's thread as far as possible, staged by the sequencer.
#include <algorithm>

#include "base/assert.h"
#include "crypto/tlog.h"
#include "vault/internal/rows.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {
namespace {

Error Unregistered() { return Error::NotFound("no such person is registered"); }

std::optional<Instant> ExpiryFor(const Permit& permit, const UnitHeader& header) {
  return permit.mandate().ExpiryOf(permit.operation().collection,
                                   UnitTimes{header.captured, header.started, header.until});
}

}  // namespace

namespace {

// The batch being built, where that is what is looked at.
const Staging* StagingOf(const Store&) { return nullptr; }
const Staging* StagingOf(const Staging& staging) { return &staging; }

}  // namespace

// `rows` is the store, or a batch being built upon it.
template <class Rows>
Result<Registration> Vault::RegisteredAs(const SubjectId& subject, const Rows& rows) const {
  MANDAT_TRY(const std::optional<Bytes> row, rows.Find(Space::kIndex, RegistrationRow(subject)));
  if (row && row->size() >= 8) {
    return Registration{row->substr(8), Instant{static_cast<int64_t>(ReadBigEndian64(*row))}};
  }
  const Hash tag = keyring_.LedgerTag("person", subject.bytes());
  MANDAT_TRY(const std::optional<Bytes> erased, rows.Find(Space::kLedger, tag.view()));
  return Fail(erased ? Error::Shredded("person was erased: the key is destroyed") : Unregistered());
}

// That further people are declared, there as often as declared, and registered as declared.
template <class Rows>
Status Vault::RequireMembers(const Permit& permit, const Collection& declared, const NewUnit& unit,
                             const Rows& rows) const {
  if (unit.people.size() > limits_.people_per_unit) {
    return Fail(Error::Exceeded("record names more people than limits.people_per_unit = " +
                                std::to_string(limits_.people_per_unit)));
  }
  for (const Role& role : declared.roles) {
    const auto count = std::ranges::count(unit.people, role.id, &UnitPerson::role);
    if ((role.required && count == 0) || (!role.many && count > 1)) {
      return Fail(Error::Invalid("record has " + std::to_string(count) + " people in role `" +
                                 role.id + "`"));
    }
  }
  for (size_t i = 0; i < unit.people.size(); ++i) {
    const UnitPerson& person = unit.people[i];
    const Role* role = declared.FindRole(person.role);
    if (role == nullptr) {
      return Fail(Error::Invalid("record names a role that the schema does not declare"));
    }
    for (size_t j = 0; j < i; ++j) {
      if (unit.people[j].role == person.role && unit.people[j].subject == person.subject) {
        return Fail(Error::Invalid("record names a person twice in one role"));
      }
    }
    if (role->erasure != RoleErasure::kFields && !person.fields.Reveal().empty()) {
      return Fail(Error::Invalid("only a role whose fields go with the person has fields"));
    }
    MANDAT_TRY(const Registration known, RegisteredAs(person.subject, rows));
    if (known.people != role->people) {
      return Fail(Error::Invalid("person is of another category than the role's"));
    }
    MANDAT_TRY_STATUS(people_.RequireFree(permit, person.subject, StagingOf(rows)));
  }
  return {};
}

// What must hold for a unit to be put, and what it replaces.
template <class Rows>
Result<PutGround> Vault::LookAround(const Permit& permit, const NewUnit& unit,
                                    const Rows& rows) const {
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const Registration person, RegisteredAs(unit.subject, rows));
  const Collection* declared = permit.mandate().schema().FindCollection(collection);
  if (declared == nullptr || declared->kind != CollectionKind::kRecords ||
      declared->people != person.people) {
    return Fail(Error::Invalid("person is of another category than the collection's"));
  }
  MANDAT_TRY_STATUS(people_.RequireFree(permit, unit.subject, StagingOf(rows)));
  MANDAT_TRY_STATUS(RequireMembers(permit, *declared, unit, rows));
  MANDAT_TRY(const std::optional<Bytes> owner,
             rows.Find(Space::kIndex, CollectionRow(collection, unit.id)));
  if (owner && *owner != unit.subject.bytes()) {
    return Fail(Error::Conflict("record belongs to another person"));
  }
  if (!owner && unit.if_version.value_or(0) != 0) {
    return Fail(Error::Changed("record is not there in any version"));
  }
  if (owner.has_value() != (permit.operation().verb == Verb::kAlter)) {
    return Fail(unit.if_version == 0U
                    ? Error::Changed("record is there already")
                    : Error::Conflict("record came or went meanwhile; ask again"));
  }
  if (!owner) {
    const Hash tag = keyring_.LedgerTag("unit", UnitName(collection, unit.id));
    MANDAT_TRY(const std::optional<Bytes> erased, rows.Find(Space::kLedger, tag.view()));
    if (erased) {
      return Fail(Error::Shredded("record of this id was erased; use another id"));
    }
    return PutGround{};
  }
  MANDAT_TRY(std::optional<Bytes> old,
             rows.Find(Space::kUnits, UnitRow(unit.subject, collection, unit.id)));
  if (!old) {
    return Fail(Error::Corrupt("record has an index row and no unit"));
  }
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(*old));
  if (unit.if_version && *unit.if_version != header.version) {
    return Fail(Error::Changed("record is of version " + std::to_string(header.version)));
  }
  // Whoever is left out by the new version is frozen in the old one all the same.
  MANDAT_TRY_STATUS(RequireAllFree(permit, unit.subject, header, StagingOf(rows)));
  return PutGround{header.version + 1, std::move(old)};
}

Status Vault::RequireAllFree(const Permit& permit, const SubjectId& first, const UnitHeader& header,
                             const Staging* staging) const {
  for (const SubjectId& subject : SubjectsOf(first, header)) {
    MANDAT_TRY_STATUS(people_.RequireFree(permit, subject, staging));
  }
  return {};
}

UnitHeader Vault::HeaderOf(const Permit& permit, const NewUnit& unit,
                           const PutGround& ground) const {
  UnitHeader header;
  header.version = ground.version;
  header.schema_version = permit.mandate().schema().version();
  header.captured = unit.captured;
  if (ground.old_row) {
    if (const Result<UnitHeader> old = UnitHeader::Decode(*ground.old_row); old) {
      header.started = old->started;
      header.until = old->until;
    }
  }
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared != nullptr && (!unit.people.empty() || declared->erasure != RoleErasure::kUnit)) {
    header.members.push_back({"", declared->erasure, unit.subject});
    for (const UnitPerson& person : unit.people) {
      const Role* role = declared->FindRole(person.role);
      header.members.push_back(
          {person.role, role == nullptr ? RoleErasure::kUnit : role->erasure, person.subject});
    }
  }
  header.expires = ExpiryFor(permit, header);
  return header;
}

Status Vault::SealAs(const Permit& permit, SealedUnit& sealed, const UnitHeader& header,
                     const SecretBytes& bucket, bool staged) const {
  NewUnit& unit = sealed.unit;
  const std::string& collection = permit.operation().collection;
  const auto key_of = [this, staged](const SubjectId& subject) {
    return staged ? people_.KeyStaged(subject) : people_.Key(subject);
  };
  const Bytes unit_row = UnitRow(unit.subject, collection, unit.id);
  const internal::UnitSite site{owner_, unit_row, {unit.subject, collection, unit.id}};
  internal::UnitBodies bodies;
  bodies.main = std::move(unit.body);
  for (size_t i = 0; i < unit.people.size(); ++i) {
    if (!unit.people[i].fields.Reveal().empty()) {
      bodies.fields.emplace_back(i + 1, std::move(unit.people[i].fields));
    }
  }
  Result<internal::SealedRow> row =
      internal::SealUnitRow(site, header, bodies, bucket, key_of, random_);
  for (auto& [index, fields] : bodies.fields) {
    unit.people[index - 1].fields = std::move(fields);
  }
  unit.body = std::move(bodies.main);
  if (!row) {
    return Fail(std::move(row).error());
  }
  sealed.row = std::move(row->row);
  sealed.header = header.Encode();
  Facts facts;
  facts.units_count = 1;
  facts.salt = random_.Draw(16);
  std::vector<Hash> leaves;
  for (const SubjectId& subject : SubjectsOf(unit.subject, header)) {
    MANDAT_TRY(const SecretBytes key, key_of(subject));
    leaves.push_back(LeafHash(Keyring::PersonTag(key, facts.salt).view()));
    facts.people.push_back(subject);
  }
  facts.people_count = leaves.size();
  facts.people_root = Bytes(TreeHash(leaves).view());
  facts.sealed_hash = Bytes(row->hash.view());
  sealed.facts = std::move(facts);
  return {};
}

// By what the unit is found under the schema in force.
Result<SearchTerms> Vault::TermsOf(const Permit& permit, const NewUnit& unit) const {
  const Collection* declared =
      permit.mandate().schema().FindCollection(permit.operation().collection);
  if (declared == nullptr) {
    return SearchTerms();
  }
  MANDAT_TRY(SearchTerms terms, blind_.TermsOf(*declared, unit.body.Reveal()));
  if (terms.tokens.size() + terms.ranges.size() > limits_.index_terms) {
    return Fail(Error::Exceeded("record has more index rows than limits.index_terms = " +
                                std::to_string(limits_.index_terms)));
  }
  return terms;
}

Result<SealedUnit> Vault::Seal(const Permit& permit, NewUnit unit) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kRecord ||
                permit.operation().verb == Verb::kAlter);
  SealedUnit sealed(std::move(unit));
  sealed.since = versions_.committed();
  if (const size_t bytes = sealed.unit.body.Reveal().size(); bytes > limits_.unit_bytes) {
    return Fail(Error::Exceeded("record has more bytes than limits.unit_bytes = " +
                                std::to_string(limits_.unit_bytes)));
  }
  MANDAT_TRY(sealed.terms, TermsOf(permit, sealed.unit));
  Result<PutGround> ground = LookAround(permit, sealed.unit, store_);
  if (!ground) {
    return sealed;
  }
  const UnitHeader header = HeaderOf(permit, sealed.unit, *ground);
  MANDAT_TRY(const std::optional<SecretBytes> bucket,
             keyring_.FindBucketKey(Bucket::For(header.expires)));
  if (bucket && !SealAs(permit, sealed, header, *bucket, false)) {
    sealed.header.clear();
  }
  sealed.ground = std::move(*ground);
  sealed.mandate = &permit.mandate();
  return sealed;
}

Result<SecretBytes> Vault::BucketKeyStaged(std::optional<Instant> expires) const {
  const Bucket day = Bucket::For(expires);
  MANDAT_TRY(std::optional<SecretBytes> bucket, keyring_.FindBucketKeyStaged(day));
  if (!bucket) {
    keyring_.StageBucketKey(day);
    MANDAT_TRY(bucket, keyring_.FindBucketKeyStaged(day));
  }
  MANDAT_ASSERT(bucket.has_value());
  return std::move(*bucket);
}

// Seals in the batch what could not be sealed before it: the version moved on, the bucket is new,
// or the retention or the schema in force is another.
Status Vault::EnsureSealed(const Permit& permit, SealedUnit& sealed) const {
  const UnitHeader header = HeaderOf(permit, sealed.unit, *sealed.ground);
  if (!sealed.header.empty() && sealed.header == header.Encode()) {
    return {};
  }
  MANDAT_TRY(const SecretBytes bucket, BucketKeyStaged(header.expires));
  return SealAs(permit, sealed, header, bucket, true);
}

// What the version that is replaced leaves behind: history where the schema keeps it, and a copy
// under each hold that names the unit. Source: GDPR Art. 16; GDPR Art. 17(3).
Status Vault::StageOldVersion(const Permit& permit, const NewUnit& unit, const Bytes& old_row,
                              const Collection& declared, BatchContext& context) const {
  const Bytes unit_row = UnitRow(unit.subject, declared.id, unit.id);
  MANDAT_TRY(const UnitHeader old, UnitHeader::Decode(old_row));
  if (declared.history) {
    Bytes history_row = HistoryRow(unit_row, old.version);
    if (old.expires) {
      context.staging.PutUnseen(
          Space::kIndex, ExpiryOfKindRow(*old.expires, KindLetter::kHistory, history_row), {});
    }
    context.staging.PutUnseen(Space::kHistory, std::move(history_row), old_row);
  }
  if (holds_.empty()) {
    return {};
  }
  const UnitRef ref{declared.id, unit.id, SubjectsOf(unit.subject, old)};
  const std::vector<std::string> holds = holds_.On(ref, &declared, permit.at());
  return holds.empty() ? Status() : StageHeldCopy(holds, ref, unit_row, old_row, context);
}

void Vault::StageIndexRows(ByteView unit_row, const UnitHeader& header, const Collection* declared,
                           BatchContext& context) const {
  const UnitPlace place = *UnitPlace::Decode(unit_row);
  if (header.expires) {
    context.staging.Put(Space::kIndex, ExpiryRow(*header.expires, unit_row), {});
  }
  context.staging.Put(Space::kIndex, CollectionRow(place.collection, place.record),
                      Bytes(place.subject.bytes()));
  for (const UnitMember& member : header.members) {
    if (member.subject != place.subject) {
      context.staging.Put(Space::kIndex, MemberRow(member.subject, place.collection, place.record),
                          Bytes(place.subject.bytes()));
    }
  }
  if (declared != nullptr && declared->by_time) {
    context.staging.Put(Space::kIndex, TimeRow(place.collection, header.captured, place.record),
                        Bytes(place.subject.bytes()));
  }
}

void Vault::StageIndexRemoval(ByteView unit_row, const UnitHeader& header,
                              BatchContext& context) const {
  const UnitPlace place = *UnitPlace::Decode(unit_row);
  if (header.expires) {
    context.staging.Remove(Space::kIndex, ExpiryRow(*header.expires, unit_row));
  }
  context.staging.Remove(Space::kIndex, CollectionRow(place.collection, place.record));
  for (const UnitMember& member : header.members) {
    if (member.subject != place.subject) {
      context.staging.Remove(Space::kIndex,
                             MemberRow(member.subject, place.collection, place.record));
    }
  }
  // Whether or not the schema of today lists it by time, that of then may have.
  context.staging.Remove(Space::kIndex, TimeRow(place.collection, header.captured, place.record));
}

Result<Facts> Vault::StagePut(const Permit& permit, SealedUnit& sealed, BatchContext& context,
                              uint32_t& version) const {
  const NewUnit& unit = sealed.unit;
  const std::string& collection = permit.operation().collection;
  const auto changed = [&](ByteView id) { return context.versions.Changed(id, sealed.since); };
  if (!sealed.ground || sealed.mandate != &permit.mandate() || changed(unit.subject.bytes()) ||
      changed(unit.id.bytes()) || std::ranges::any_of(unit.people, [&](const UnitPerson& person) {
        return changed(person.subject.bytes());
      })) {
    MANDAT_TRY(sealed.ground, LookAround(permit, unit, context.staging));
  }
  if (sealed.mandate != &permit.mandate()) {  // another schema may have it found by more
    MANDAT_TRY(sealed.terms, TermsOf(permit, unit));
    sealed.mandate = &permit.mandate();
  }
  version = sealed.ground->version;
  MANDAT_TRY_STATUS(EnsureSealed(permit, sealed));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(sealed.row));
  if (header.expires && *header.expires <= context.at) {
    return Fail(Error::Invalid("record would be past its retention already"));
  }
  const Collection* declared = permit.mandate().schema().FindCollection(collection);
  MANDAT_ASSERT(declared != nullptr);
  const Bytes unit_row = UnitRow(unit.subject, collection, unit.id);
  MANDAT_TRY_STATUS(quota_.TakeBytes(unit_row.size() + sealed.row.size(), context));
  if (!sealed.ground->old_row) {
    MANDAT_TRY_STATUS(quota_.TakeUnit(unit.subject, context));
  }
  if (const std::optional<Bytes>& old_row = sealed.ground->old_row) {
    MANDAT_TRY_STATUS(StageOldVersion(permit, unit, *old_row, *declared, context));
    MANDAT_TRY(const UnitHeader old, UnitHeader::Decode(*old_row));
    StageIndexRemoval(unit_row, old, context);
  }
  StageIndexRows(unit_row, header, declared, context);
  if (!sealed.terms.empty() || sealed.ground->old_row) {
    MANDAT_TRY_STATUS(blind_.Stage(unit_row, sealed.terms, context));
  }
  context.staging.Put(Space::kUnits, unit_row, std::move(sealed.row));
  context.versions.Touch(unit.id.bytes());
  return std::move(sealed.facts);
}

Result<Facts> Vault::StageTimes(Permit permit, const RecordId& record, const NewTimes& times,
                                BatchContext& context) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kAlter);
  const std::string& collection = permit.operation().collection;
  MANDAT_TRY(const Bytes unit_row, OwnerRow(collection, record));
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(unit_row));
  MANDAT_TRY(const std::optional<Bytes> row, context.staging.Find(Space::kUnits, unit_row));
  if (!row) {
    return Fail(Error::NotFound("no such record"));
  }
  MANDAT_TRY(const UnitHeader old, UnitHeader::Decode(*row));
  MANDAT_TRY_STATUS(RequireAllFree(permit, place.subject, old, &context.staging));
  if (old.expires && *old.expires <= context.at) {
    return Fail(Error::Shredded("record is past its retention"));
  }
  UnitHeader header = old;
  header.version = old.version + 1;
  header.started = times.started ? times.started : old.started;
  header.until = times.until ? times.until : old.until;
  header.expires = ExpiryFor(permit, header);
  if (header.expires && *header.expires <= context.at) {
    return Fail(Error::Invalid("record would be past its retention already"));
  }
  MANDAT_TRY(const internal::SealedRow fresh, Reseal({unit_row, *row}, unit_row, header));
  StageIndexRemoval(unit_row, old, context);
  StageIndexRows(unit_row, header, permit.mandate().schema().FindCollection(collection), context);
  context.staging.Put(Space::kUnits, unit_row, fresh.row);
  context.versions.Touch(record.bytes());
  MANDAT_TRY(const SecretBytes key, people_.KeyStaged(place.subject));
  Facts facts = people_.FactsOf(place.subject, key);
  facts.units_count = 1;
  facts.sealed_hash = Bytes(fresh.hash.view());
  facts.detail = "retention " + (header.expires ? header.expires->Format() : std::string("term"));
  return facts;
}

Result<Facts> Vault::StageRegister(Permit permit, const SubjectId& subject,
                                   BatchContext& context) const {
  return people_.StageRegister(permit, subject, context);
}

}  // namespace mandat
