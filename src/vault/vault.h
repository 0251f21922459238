// SPDX-License-Identifier: Apache-2.0
//
// One agreement's personal data, sealed per person and per expiry, clustered by person.
// Guarantees: nothing is read or changed without a Permit; a unit past its retention, of an erased
// person, or restricted, is not opened; every read authenticates. Trusts: the keyring for keys, the
// store for durability.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/limits.h"
#include "gate/held.h"
#include "gate/permit.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"
#include "vault/blind.h"
#include "vault/holds.h"
#include "vault/inspect.h"
#include "vault/people.h"
#include "vault/plaintext.h"
#include "vault/quota.h"
#include "vault/removal.h"
#include "vault/schema_steps.h"
#include "vault/unit.h"

namespace mandat {

namespace internal {
struct OpenedRow;
struct SealedRow;
}  // namespace internal
struct UnitHeader;

// Threading: reads and Seal from any thread; the Stage functions from the agreement's sequencer.
class Vault {
 public:
  Vault(const Store& store, Keyring& keyring, const Versions& versions, Random& random,
        std::string owner, Limits limits = {})
      : store_(store),
        keyring_(keyring),
        versions_(versions),
        random_(random),
        owner_(std::move(owner)),
        limits_(limits),
        people_(store, keyring, random),
        holds_(store, keyring, random, owner_),
        blind_(store, keyring),
        quota_(store, limits) {}

  People& people() { return people_; }
  const People& people() const { return people_; }
  Holds& holds() { return holds_; }
  const Holds& holds() const { return holds_; }
  const BlindIndex& blind() const { return blind_; }
  // What may still be kept. Sequencer only.
  Quota& quota() const { return quota_; }
  // Under which schemas units were stored, and which of them the index rows keep up with.
  SchemaSteps& schemas() { return schemas_; }
  const SchemaSteps& schemas() const { return schemas_; }
  // Data of another kind, which erasure and expiry must reach. It must outlive the vault's use.
  void Attach(KindLetter letter, DataKind& kind) { kinds_.insert_or_assign(letter, &kind); }
  // Reads what is kept in memory. To be called once, before anything else.
  Status Load() { return people_.Load(); }

  // Errors of all reads: kNotFound, kShredded (erased or expired), kRefused (restricted or objected
  // to), kCorrupt, kUnavailable. The permit's operation names the collection; an id of another
  // collection is not found. Fields of categories that the operation does not name are left out.
  // Requires: permit is for Verb::kConsult.
  Result<Reading> Read(Permit permit, const RecordId& record) const;
  // An earlier version, as long as history keeps it. Errors: kNotFound.
  Result<Reading> ReadVersion(Permit permit, const RecordId& record, uint32_t version) const;
  // One page of the versions that are kept, behind version `after`, the present one last.
  Result<Reading> ReadVersions(Permit permit, const RecordId& record, uint32_t after,
                               size_t limit) const;
  // One page of units of the permit's collection behind `after`, in the order of their ids, or for
  // ReadTimes of their capture. What may not be read now is passed over and counted.
  Result<Reading> ReadPerson(Permit permit, const SubjectId& subject,
                             const std::optional<Bytes>& after, size_t limit) const;
  Result<Reading> ReadCollection(Permit permit, const std::optional<Bytes>& after,
                                 size_t limit) const;
  // Errors: kInvalid (the schema does not list this collection by time), kUnavailable (not all of
  // its units are listed so yet).
  Result<Reading> ReadTimes(Permit permit, const TimeRange& range,
                            const std::optional<Bytes>& after, size_t limit) const;
  // Errors: kInvalid (the schema does not let the field be searched so), kUnavailable (not all
  // units are found by it yet).
  Result<Reading> Search(Permit permit, const SearchQuery& query, const std::optional<Bytes>& after,
                         size_t limit) const;
  // True if what was read may no longer be so at the batch's instant.
  bool IsStale(const Reading& reading, const BatchContext& context) const;

  // True if the unit exists now: tells whether putting it records or alters.
  Result<bool> Contains(std::string_view collection, const RecordId& record) const;

  // Looks and seals as far as that is possible before the batch; what fails here is looked at again
  // by StagePut. Errors: kUnavailable, kCorrupt, kExceeded.
  // Requires: permit is for Verb::kRecord or Verb::kAlter.
  Result<SealedUnit> Seal(const Permit& permit, NewUnit unit) const;
  // Errors: kNotFound (nobody of that id is registered), kShredded (erased), kInvalid (another
  // category of person than the collection's, or past its retention already), kConflict (the unit
  // belongs to someone else, or came or went since the permit was asked for), kChanged (it is not
  // the version that the caller named), kRefused. `version` is what the unit got.
  Result<Facts> StagePut(const Permit& permit, SealedUnit& sealed, BatchContext& context,
                         uint32_t& version) const;
  // Tells a unit when the event happened that its retention counts from, or until when an
  // instruction of the controller wants it kept; seals it anew under the key of that day.
  // Errors: kNotFound, kShredded, kInvalid (over already). Requires: Verb::kAlter.
  // Source: GDPR Art. 5(1)(e); GDPR Art. 28(3)(a).
  Result<Facts> StageTimes(Permit permit, const RecordId& record, const NewTimes& times,
                           BatchContext& context) const;
  // Errors: kConflict (registered as another category), kShredded.
  Result<Facts> StageRegister(Permit permit, const SubjectId& subject, BatchContext& context) const;

  // Removes what is a person's, by the rule of each role, and asks for the destruction of the
  // person's key: units that go with the person, that person's fields, the person's way into units
  // that stay with others; series, blobs, earlier versions and index rows as well. What a hold
  // names is kept under the hold's key. Cost grows with the person. Errors: kNotFound, kShredded.
  // Requires: permit is for Verb::kErase. Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
  Result<Facts> StageErasePerson(Permit permit, const SubjectId& subject,
                                 BatchContext& context) const;
  // With `if_version` only in that version. Errors: also kChanged.
  Result<Facts> StageEraseUnit(Permit permit, const RecordId& record, BatchContext& context,
                               std::optional<uint32_t> if_version = std::nullopt) const;

  // Looks through every kind of rows for a person who was erased, and for the key: one line each,
  // whatever is found. What holds keep is no remains. Errors: kUnavailable, kCorrupt.
  Result<std::vector<Remains>> FindRemains(const SubjectId& subject) const;

  // The instant at which the next unit, bucket key or hold expires; nullopt when nothing does.
  Result<std::optional<Instant>> NextExpiry() const;
  // Removes up to `limit` units that are past their retention at `at`, and what holds kept that are
  // over, and asks for the destruction of each bucket key whose day is over and whose units are
  // gone. `mandate` may be null. Source: GDPR Art. 5(1)(e).
  Result<Expiry> StageExpiry(Instant at, const Mandate* mandate, BatchContext& context,
                             size_t limit) const;

  // Makes the index rows of one page of units behind `after` from the units alone, after a restore
  // or when a field became searchable; of some collections only where `only` names them. A unit
  // that cannot be opened keeps the rows it has. Gives the row of the last unit; nullopt: there are
  // no more. Errors: kUnavailable.
  Result<std::optional<Bytes>> StageReindex(const ServiceSchema& schema,
                                            const std::set<std::string>* only,
                                            const std::optional<Bytes>& after,
                                            BatchContext& context, size_t limit) const;

  // Looks at every unit, chunk, segment, held copy, index row and person, and opens what there is.
  // `mandate` may be null: then nothing is said of rows that depend on the schema. Requires: nobody
  // writes meanwhile. Errors: kUnavailable.
  Status Inspect(const Mandate* mandate, uint64_t entries_count, Inspection& found) const;
  // Takes away rows that were found to point at nothing, and puts those that were found missing;
  // StageReindex makes what depends on the bodies of records.
  Status StageRepair(const Inspection& found, BatchContext& context) const;

  // Errors: kNotFound, kShredded.
  Result<Registration> FindRegistration(const SubjectId& subject) const {
    return people_.Find(subject);
  }

 private:
  class Reader;

  Result<Bytes> OwnerRow(std::string_view collection, const RecordId& record) const;
  UnitHeader HeaderOf(const Permit& permit, const NewUnit& unit, const PutGround& ground) const;
  Result<SearchTerms> TermsOf(const Permit& permit, const NewUnit& unit) const;
  Status SealAs(const Permit& permit, SealedUnit& sealed, const UnitHeader& header,
                const SecretBytes& bucket, bool staged) const;
  Status EnsureSealed(const Permit& permit, SealedUnit& sealed) const;
  Result<SecretBytes> BucketKeyStaged(std::optional<Instant> expires) const;
  template <class Rows>
  Result<Registration> RegisteredAs(const SubjectId& subject, const Rows& rows) const;
  template <class Rows>
  Result<PutGround> LookAround(const Permit& permit, const NewUnit& unit, const Rows& rows) const;
  template <class Rows>
  Status RequireMembers(const Permit& permit, const Collection& declared, const NewUnit& unit,
                        const Rows& rows) const;
  // Everybody whom a stored unit is about. Invariant (restricted is frozen).
  Status RequireAllFree(const Permit& permit, const SubjectId& first, const UnitHeader& header,
                        const Staging* staging) const;
  Status InspectUnit(const Mandate* mandate, ByteView unit_row, ByteView row,
                     Inspection& found) const;
  Status InspectPointers(Inspection& found) const;
  Status InspectPeople(uint64_t entries_count, Inspection& found) const;
  Result<internal::OpenedRow> OpenStaged(ByteView unit_row, ByteView row) const;
  // Opens a unit's row and seals what is in it as another row under another header; fields of
  // members that the new header does not have are left out.
  struct RowAt {
    ByteView unit_row;
    ByteView row;
  };
  Result<internal::SealedRow> Reseal(const RowAt& from, ByteView to,
                                     const UnitHeader& header) const;
  // A copy of one version of a unit under each of the holds.
  Status StageHeldCopy(const std::vector<std::string>& holds, const UnitRef& unit,
                       ByteView unit_row, ByteView row, BatchContext& context) const;
  // The unit and everything that points at it, its history included; a copy stays under holds.
  Status StageUnitRemoval(ByteView unit_row, ByteView row, const Mandate* mandate,
                          BatchContext& context, Removal& removal) const;
  // What one member's erasure does to a unit that is kept under `unit_row`.
  Status StageMemberRemoval(ByteView unit_row, ByteView row, const SubjectId& subject,
                            const Mandate* mandate, BatchContext& context, Removal& removal) const;
  Status StageOldVersion(const Permit& permit, const NewUnit& unit, const Bytes& old_row,
                         const Collection& declared, BatchContext& context) const;
  void StageIndexRows(ByteView unit_row, const UnitHeader& header, const Collection* declared,
                      BatchContext& context) const;
  void StageIndexRemoval(ByteView unit_row, const UnitHeader& header, BatchContext& context) const;

  const Store& store_;
  Keyring& keyring_;
  const Versions& versions_;
  Random& random_;
  const std::string owner_;
  const Limits limits_;
  People people_;
  Holds holds_;
  BlindIndex blind_;
  mutable Quota quota_;
  SchemaSteps schemas_;
  std::map<KindLetter, DataKind*> kinds_;
};

}  // namespace mandat
