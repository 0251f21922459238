// SPDX-License-Identifier: Apache-2.0
//
// One agreement's personal data, sealed per person and per expiry, clustered by person.
// Guarantees: nothing is read or changed without a Permit; a unit past its retention, or of an
// erased person, is not opened; every read authenticates. Trusts: the keyring for keys, the store
// for durability.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "gate/held.h"
#include "gate/permit.h"
#include "gate/work.h"
#include "keyring/keyring.h"
#include "store/store.h"
#include "vault/plaintext.h"

namespace mandat {

// One unit of personal data, opened.
struct Unit {
  RecordId id;
  SubjectId subject;
  std::string collection;
  uint32_t version = 0;  // from 1, grows with each change
  Instant captured;
  std::optional<Instant> expires;  // nullopt: kept for the term of the agreement
  Plaintext body;
};

// What a read found, closed until its entry is durable, and what must not have changed by then.
struct Reading {
  Held<std::vector<Unit>> units;
  Facts facts;
  bool more = false;                    // a further page exists
  std::optional<Instant> first_expiry;  // of the units read
  std::vector<Bytes> read_set;          // ids of people and units
  uint64_t since = 0;                   // Versions::committed() before the read
};

// A unit to be stored.
struct NewUnit {
  RecordId id;
  SubjectId subject;
  Instant captured;
  Plaintext body;
};

// What a unit's person and place looked like when it was sealed; still true in the batch when
// neither id was changed since.
struct PutGround {
  std::optional<Instant> expired_before;  // expiry of the version that is replaced
  uint32_t version = 1;                   // the version it will get
};

// A unit sealed on the caller's thread under the version it will most likely get.
struct SealedUnit {
  NewUnit unit;
  std::optional<PutGround> ground;   // empty: could not be prepared; staging looks itself
  uint64_t since = 0;                // Versions::committed() before looking
  const Mandate* mandate = nullptr;  // under which it was looked at; compared, never opened
  uint32_t version = 0;              // 0: could not be sealed yet; staging will
  Bytes row;
  Facts facts;
};

// Who is registered, and as what.
struct Registration {
  std::string people;  // category of person of the agreement
  Instant since;
};

// Threading: reads and Seal from any thread; the Stage functions from the agreement's sequencer.
class Vault {
 public:
  Vault(const Store& store, Keyring& keyring, const Versions& versions, Random& random,
        std::string owner)
      : store_(store),
        keyring_(keyring),
        versions_(versions),
        random_(random),
        owner_(std::move(owner)) {}

  // Errors of all reads: kNotFound, kShredded (erased or expired), kCorrupt, kUnavailable.
  // The permit's operation names the collection; an id of another collection is not found.
  // Requires: permit is for Verb::kConsult.
  Result<Reading> Read(Permit permit, const RecordId& record) const;
  // One page of the units of the permit's collection, in the order of their ids, behind `after`.
  Result<Reading> ReadPerson(Permit permit, const SubjectId& subject,
                             const std::optional<RecordId>& after, size_t limit) const;
  Result<Reading> ReadCollection(Permit permit, const std::optional<RecordId>& after,
                                 size_t limit) const;
  // True if what was read may no longer be so at the batch's instant.
  bool IsStale(const Reading& reading, const BatchContext& context) const;

  // True if the unit exists now: tells whether putting it records or alters.
  Result<bool> Contains(std::string_view collection, const RecordId& record) const;

  // Looks and seals as far as that is possible before the batch; what fails here is looked at again
  // by StagePut. Errors: kUnavailable, kCorrupt.
  // Requires: permit is for Verb::kRecord or Verb::kAlter.
  Result<SealedUnit> Seal(const Permit& permit, NewUnit unit) const;

  // Errors: kNotFound (nobody of that id is registered), kShredded (erased), kInvalid (another
  // category of person than the collection's, or past its retention already), kConflict (the unit
  // belongs to someone else, or came or went since the permit was asked for). `version` is what the
  // unit got.
  Result<Facts> StagePut(Permit permit, SealedUnit& sealed, BatchContext& context,
                         uint32_t& version) const;
  // Errors: kConflict (registered as another category), kShredded.
  Result<Facts> StageRegister(Permit permit, const SubjectId& subject, BatchContext& context) const;

  // Removes every unit of a person and asks for the destruction of the person's key. Cost grows
  // with the person. Errors: kNotFound, kShredded. Requires: permit is for Verb::kErase. Source:
  // GDPR Art. 17(1); GDPR Art. 28(3)(g).
  Result<Facts> StageErasePerson(Permit permit, const SubjectId& subject,
                                 BatchContext& context) const;
  Result<Facts> StageEraseUnit(Permit permit, const RecordId& record, BatchContext& context) const;

  // The instant at which the next unit or bucket key expires; nullopt when nothing does.
  Result<std::optional<Instant>> NextExpiry() const;
  // Removes up to `limit` units that are past their retention at `at`, and asks for the destruction
  // of each bucket key whose day is over and whose units are gone. Gives how many units and buckets
  // went. Source: GDPR Art. 5(1)(e).
  Result<std::pair<uint64_t, uint64_t>> StageExpiry(Instant at, BatchContext& context,
                                                    size_t limit) const;

  // Errors: kNotFound, kShredded.
  Result<Registration> FindRegistration(const SubjectId& subject) const;

 private:
  struct Opened {
    Unit unit;
    Hash sealed_hash;
  };

  Result<Opened> OpenUnit(const Permit& permit, ByteView key, ByteView row,
                          const SecretBytes& subject) const;
  Result<SecretBytes> SubjectKey(const SubjectId& subject) const;
  void SealAs(const Permit& permit, SealedUnit& sealed, uint32_t version,
              const SecretBytes& subject, const SecretBytes& bucket) const;
  Status EnsureSealed(const Permit& permit, SealedUnit& sealed, uint32_t version) const;
  template <class Rows>
  Result<Bytes> RegisteredAs(const SubjectId& subject, const Rows& rows) const;
  template <class Rows>
  Result<PutGround> LookAround(const Permit& permit, const NewUnit& unit, const Rows& rows) const;
  Error Missing(const SubjectId& subject, Error otherwise) const;
  Error KeyMissing(const SubjectId& subject) const;
  Status StageRemoval(ByteView key, ByteView row, BatchContext& context) const;
  void PutLedger(std::string_view kind, ByteView id, BatchContext& context) const;
  Facts PersonFacts(const SecretBytes& subject) const;

  const Store& store_;
  Keyring& keyring_;
  const Versions& versions_;
  Random& random_;
  const std::string owner_;
};

}  // namespace mandat
