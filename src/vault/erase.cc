// SPDX-License-Identifier: Apache-2.0
// Erasure: of a person, by the rule of each role, and of one unit.
#include <algorithm>

#include "base/assert.h"
#include "crypto/hash.h"
#include "vault/internal/rows.h"
#include "vault/internal/unit_seal.h"
#include "vault/vault.h"

namespace mandat {
namespace {

// What the entry tells beside the counts: what stays, and under which rule.
std::string DetailOf(const Removal& removal) {
  std::string detail;
  const auto say = [&detail](std::string_view what, uint64_t count) {
    if (count > 0) {
      detail += (detail.empty() ? "" : " ") + std::string(what) + " " + std::to_string(count);
    }
  };
  say("held", removal.held_count);
  say("stays", removal.moved_count);
  say("fields", removal.parts_count);
  return detail;
}

void Take(const Removal& removal, Facts& facts) {
  facts.units_count = removal.units_count;
  if (!removal.sealed_hashes.empty()) {
    facts.sealed_hash = Bytes(Sha256(removal.sealed_hashes).view());
  }
  facts.detail = DetailOf(removal);
}

// Whoever a unit is kept under once `subject` is gone; nullopt: nobody, the unit goes.
std::optional<SubjectId> NextOwner(const UnitHeader& header, const SubjectId& owner,
                                   const SubjectId& subject) {
  bool has_last = false;
  std::optional<SubjectId> last;
  for (const UnitMember& member : header.members) {
    if (member.erasure == RoleErasure::kUnit && member.subject == subject) {
      return std::nullopt;
    }
    if (member.erasure == RoleErasure::kLast) {
      has_last = true;
      last = member.subject != subject && !last ? std::optional(member.subject) : last;
    }
  }
  if (has_last && !last) {
    return std::nullopt;
  }
  return owner != subject ? std::optional(owner) : last;
}

}  // namespace

// Takes a unit and everything that points at it. Requires: key and row are of a stored unit.
Status Vault::StageUnitRemoval(ByteView unit_row, ByteView row, const Mandate* mandate,
                               BatchContext& context, Removal& removal) const {
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(unit_row));
  MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(row));
  const Bytes history = Bytes(unit_row);
  if (!holds_.empty()) {
    const UnitRef ref{place.collection, place.record, SubjectsOf(place.subject, header)};
    const Collection* declared =
        mandate == nullptr ? nullptr : mandate->schema().FindCollection(place.collection);
    const std::vector<std::string> holds = holds_.On(ref, declared, context.at);
    if (!holds.empty()) {
      MANDAT_TRY_STATUS(StageHeldCopy(holds, ref, unit_row, row, context));
      const auto versions = store_.Scan(Space::kHistory, history, EndOfPrefix(history));
      for (; versions->Valid(); versions->Next()) {
        MANDAT_TRY_STATUS(StageHeldCopy(holds, ref, unit_row, versions->value(), context));
      }
      MANDAT_TRY_STATUS(versions->status());
      ++removal.held_count;
    }
  }
  StageIndexRemoval(unit_row, header, context);
  MANDAT_TRY_STATUS(blind_.StageRemoval(unit_row, context));
  if (header.version > 1) {
    context.staging.RemoveRangeUnseen(Space::kHistory, history, EndOfPrefix(history));
  }
  context.staging.Remove(Space::kUnits, Bytes(unit_row));
  quota_.NoteRemoval(place.subject);
  context.versions.Touch(place.record.bytes());
  MANDAT_TRY(const Hash hash, internal::SealedHash(row));
  removal.sealed_hashes.append(hash.view());
  ++removal.units_count;
  return {};
}

// The unit stays with the others of its people, without the one who goes; kept under the first of
// them. Earlier versions go: they may hold what was that person's.
Status Vault::StageMemberRemoval(ByteView unit_row, ByteView row, const SubjectId& subject,
                                 const Mandate* mandate, BatchContext& context,
                                 Removal& removal) const {
  MANDAT_TRY(const UnitPlace place, UnitPlace::Decode(unit_row));
  MANDAT_TRY(const UnitHeader old, UnitHeader::Decode(row));
  const std::optional<SubjectId> next =
      old.members.empty() ? std::nullopt : NextOwner(old, place.subject, subject);
  if (!next) {
    MANDAT_TRY_STATUS(StageUnitRemoval(unit_row, row, mandate, context, removal));
    people_.StageLedger("unit", UnitName(place.collection, place.record), context);
    return {};
  }
  // Invariant (held is kept): what the person's erasure takes from the unit is kept under a hold.
  const Collection* declared =
      mandate == nullptr ? nullptr : mandate->schema().FindCollection(place.collection);
  if (!holds_.empty()) {
    const UnitRef ref{place.collection, place.record, SubjectsOf(place.subject, old)};
    if (const auto holds = holds_.On(ref, declared, context.at); !holds.empty()) {
      MANDAT_TRY_STATUS(StageHeldCopy(holds, ref, unit_row, row, context));
      ++removal.held_count;
    }
  }
  UnitHeader header = old;
  header.version = old.version + 1;
  std::erase_if(header.members,
                [&subject](const UnitMember& member) { return member.subject == subject; });
  const Bytes fresh_row = UnitRow(*next, place.collection, place.record);
  MANDAT_TRY(const internal::SealedRow fresh, Reseal({unit_row, row}, fresh_row, header));
  StageIndexRemoval(unit_row, old, context);
  context.staging.RemoveRangeUnseen(Space::kHistory, Bytes(unit_row), EndOfPrefix(unit_row));
  if (fresh_row != unit_row) {
    quota_.Forget(*next);
    MANDAT_TRY_STATUS(blind_.StageMoveTo(unit_row, fresh_row, context));
    context.staging.Remove(Space::kUnits, Bytes(unit_row));
  }
  StageIndexRows(fresh_row, header, declared, context);
  context.staging.Put(Space::kUnits, fresh_row, fresh.row);
  context.versions.Touch(place.record.bytes());
  const bool had_fields = std::ranges::any_of(old.members, [&](const UnitMember& member) {
    return member.subject == subject && member.erasure == RoleErasure::kFields;
  });
  ++(had_fields ? removal.parts_count : removal.moved_count);
  return {};
}

// Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
Result<Facts> Vault::StageErasePerson(Permit permit, const SubjectId& subject,
                                      BatchContext& context) const {
  MANDAT_ASSERT(permit.operation().verb == Verb::kErase);
  MANDAT_TRY([[maybe_unused]] const Registration known,
             people_.FindStaged(subject, context.staging));
  MANDAT_TRY(const SecretBytes key, people_.KeyStaged(subject));
  const Mandate* mandate = &permit.mandate();
  // Rows are copied first: staging changes what is being walked through.
  std::vector<std::pair<Bytes, Bytes>> units;
  MANDAT_TRY_STATUS(
      context.staging.ForEach(Space::kUnits, PersonPrefix(subject),
                              [&](ByteView unit, ByteView row) { units.emplace_back(unit, row); }));
  std::vector<Bytes> shared;
  const Bytes members = MemberPrefix(subject);
  MANDAT_TRY_STATUS(
      context.staging.ForEach(Space::kIndex, members, [&](ByteView row, ByteView owner) {
        shared.push_back(Bytes(owner) + Bytes(row.substr(members.size())));
      }));
  Removal removal;
  for (const auto& [unit_row, row] : units) {
    MANDAT_TRY_STATUS(StageMemberRemoval(unit_row, row, subject, mandate, context, removal));
  }
  for (const Bytes& unit_row : shared) {
    MANDAT_TRY(const std::optional<Bytes> row, context.staging.Find(Space::kUnits, unit_row));
    if (!row) {
      return Fail(Error::Corrupt("record has an index row and no unit"));
    }
    MANDAT_TRY_STATUS(StageMemberRemoval(unit_row, *row, subject, mandate, context, removal));
  }
  for (const auto& [letter, kind] : kinds_) {
    MANDAT_TRY_STATUS(kind->StageRemovePerson(subject, mandate, context, removal));
  }
  context.staging.RemoveRangeUnseen(Space::kHistory, PersonPrefix(subject),
                                    EndOfPrefix(PersonPrefix(subject)));
  MANDAT_TRY_STATUS(people_.StageRemoval(subject, context));
  context.shred_subjects.push_back(subject);
  Facts facts = people_.FactsOf(subject, key);
  Take(removal, facts);
  return facts;
}

Result<Facts> Vault::StageEraseUnit(Permit permit, const RecordId& record, BatchContext& context,
                                    std::optional<uint32_t> if_version) const {
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
  MANDAT_TRY(const SecretBytes key, people_.KeyStaged(subject));
  const Bytes unit_row = UnitRow(subject, collection, record);
  MANDAT_TRY(const std::optional<Bytes> row, context.staging.Find(Space::kUnits, unit_row));
  if (!row) {
    return Fail(Error::Corrupt("record has an index row and no unit"));
  }
  if (if_version) {
    MANDAT_TRY(const UnitHeader header, UnitHeader::Decode(*row));
    if (header.version != *if_version) {
      return Fail(Error::Changed("record is of version " + std::to_string(header.version)));
    }
  }
  Facts facts = people_.FactsOf(subject, key);
  Removal removal;
  MANDAT_TRY_STATUS(StageUnitRemoval(unit_row, *row, &permit.mandate(), context, removal));
  people_.StageLedger("unit", UnitName(collection, record), context);
  Take(removal, facts);
  return facts;
}

}  // namespace mandat
