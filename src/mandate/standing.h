// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "law/verb.h"

namespace mandat {

// What every entry says.
struct StandingEntry {
  std::string id;                // a name, told when it decides; of a sub-processor, its id
  Instant from;                  // in effect from
  std::optional<Instant> until;  // in effect until, exclusive
  // What is cited when it decides: the clause of the agreement it rests on, or for an order or a
  // hold the law or the reference. 1 to 64 printable ASCII characters.
  std::string basis;
};

// Operations, by the names of the agreement. An empty list means all of its kind, and one that is
// not empty means none where the operation names nothing of that kind.
struct StandingScope {
  std::vector<std::string> purposes;
  std::vector<Verb> verbs;
  std::vector<std::string> categories;
  std::vector<std::string> people;
  std::vector<std::string> places;  // countries, "EU" for any Member State, ids of sub-processors
};

enum class InstructionKind : uint8_t {
  kForbid,   // narrows: what is in scope is refused
  kAllow,    // widens: what is listed one by one goes together; names no place
  kConsent,  // opens the places it names, which the agreement closes until the controller consents
};

// An order of the controller after signing.
// Source: GDPR Art. 28(3)(a); GDPR Art. 29.
struct StandingInstruction : StandingEntry {
  InstructionKind kind = InstructionKind::kForbid;
  StandingScope scope;
};

// Data may be sent to a sub-processor while it is engaged.
// Source: GDPR Art. 28(2); GDPR Art. 28(4).
enum class Engagement : uint8_t { kAnnounced, kEngaged, kObjected, kEnded };

// From when a sub-processor is in which state. Of several in effect the one that began last counts;
// without any, one that the agreement lists is engaged and any other is a stranger.
struct SubprocessorState : StandingEntry {
  std::string name;
  // Where it processes: as Subprocessor::country. Empty means where the agreement says.
  std::string country;
  Engagement state = Engagement::kAnnounced;
};

enum class SuspendedBy : uint8_t { kController, kProcessor };

// Stops what is in scope, but neither storage nor what erases, destroys or restricts on an
// instruction: data that is not processed must still be kept, or go when its controller says so.
// Source: Dec. 2021/915 Cl. 10; GDPR Art. 28(3).
struct Suspension : StandingEntry {
  StandingScope scope;
  SuspendedBy by = SuspendedBy::kController;
};

// Keeps what it names from being erased or destroyed. An empty list means all of its kind. A hold
// that names single persons or units refuses nothing: the vault keeps exactly those, sealed under
// the hold's key, while everything else may go.
// Invariant (held is kept).
// Source: GDPR Art. 17(3); GDPR Art. 18(1)(c).
struct Hold : StandingEntry {
  std::vector<std::string> collections;
  std::vector<std::string> categories;
  std::vector<std::string> people;
  // Tags of the erasure ledger in hexadecimal (Keyring::LedgerTag "person" and "unit"), so that no
  // id outlives its person.
  std::vector<std::string> subjects;
  std::vector<std::string> units;

  bool is_of_single() const { return !subjects.empty() || !units.empty(); }
};

// Everything that was recorded since an agreement version was signed.
struct Standing {
  std::vector<StandingInstruction> instructions;
  std::vector<SubprocessorState> subprocessors;
  std::vector<Suspension> suspensions;
  std::vector<Hold> holds;
  // Whether the agreement lets an instruction allow what no permission covers.
  bool instructions_may_widen = false;
};

}  // namespace mandat
