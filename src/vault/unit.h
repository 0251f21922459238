// SPDX-License-Identifier: Apache-2.0
// What goes into the vault and comes out of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "gate/held.h"
#include "gate/work.h"
#include "vault/blind.h"
#include "vault/plaintext.h"

namespace mandat {

// One of the further people a unit is about, with the fields that go with that person.
struct UnitPerson {
  std::string role;  // of the collection
  SubjectId subject;
  Plaintext fields{Bytes()};  // one compact JSON object, or nothing
};

// One unit of personal data, opened.
struct Unit {
  RecordId id;
  SubjectId subject;
  std::string collection;
  uint32_t version = 0;         // from 1, grows with each change
  uint32_t schema_version = 0;  // under which it was sealed
  Instant captured;
  std::optional<Instant> expires;  // nullopt: kept for the term of the agreement
  Plaintext body;                  // the declared fields as one compact JSON object
  std::vector<UnitPerson> people;
};

// What a read found, closed until its entry is durable, and what must not have changed by then.
struct Reading {
  Held<std::vector<Unit>> units;
  Facts facts;
  bool more = false;                    // a further page exists
  Bytes last;                           // cursor behind the last unit; empty without one
  uint64_t withheld_count = 0;          // passed over: restricted, or objected to
  std::optional<Instant> first_expiry;  // of the units read
  std::vector<Bytes> read_set;          // ids of people and units
  uint64_t since = 0;                   // Versions::committed() before the read
};

// From, inclusive, and until, exclusive; open where there is none.
struct TimeRange {
  std::optional<Instant> from;
  std::optional<Instant> until;
};

// A unit to be stored.
struct NewUnit {
  RecordId id;
  SubjectId subject;
  Instant captured;
  Plaintext body;
  std::vector<UnitPerson> people;
  // The version that must be there: 0 means none at all. nullopt: whatever there is.
  std::optional<uint32_t> if_version;
};

struct NewTimes {
  std::optional<Instant> started;  // when the event happened that the retention counts from
  std::optional<Instant> until;    // by an instruction of the controller
};

// What a unit's people and place looked like when it was sealed; still true in the batch when none
// of the ids was changed since.
struct PutGround {
  uint32_t version = 1;          // the version it will get
  std::optional<Bytes> old_row;  // of the version that is replaced
};

// A unit sealed on the caller's thread under the version it will most likely get.
struct SealedUnit {
  explicit SealedUnit(NewUnit new_unit) : unit(std::move(new_unit)) {}

  NewUnit unit;
  std::optional<PutGround> ground;   // empty: could not be prepared; staging looks itself
  uint64_t since = 0;                // Versions::committed() before looking
  const Mandate* mandate = nullptr;  // under which it was looked at; compared, never opened
  Bytes header;                      // empty: could not be sealed yet; staging will
  Bytes row;
  SearchTerms terms;
  Facts facts;
};

// What went because its time was over.
struct Expiry {
  uint64_t units_count = 0;
  uint64_t held_count = 0;     // of them kept under a hold
  uint64_t buckets_count = 0;  // keys of days
  uint64_t holds_count = 0;    // keys of holds that ended
};

}  // namespace mandat
