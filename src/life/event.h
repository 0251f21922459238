// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "mandate/standing.h"

namespace mandat {

// What may be recorded about an agreement. On disk: the name is written, see Name(EventKind).
enum class EventKind : uint8_t {
  kPropose,    // a version is drafted
  kSign,       // a party accepts it
  kActivate,   // it is in force from an instant
  kDeploy,     // another service schema under the version in force
  kInstruct,   // an order of the controller
  kRevoke,     // that order ends
  kAnnounce,   // a sub-processor is announced
  kObject,     // the controller objects to it
  kEngage,     // it is engaged
  kDisengage,  // it is engaged no more
  kSuspend,    // processing stops
  kResume,     // and goes on
  kHold,       // data must be kept
  kRelease,    // and need not any more
  kSucceed,    // a party is succeeded
  kEnd,        // the agreement ends
  kResidual,   // something is still held after the end
  kClose,      // nothing is held any more
};
inline constexpr size_t kEventKindsCount = 18;
// What a journal entry calls the act, e.g. "sign-version".
std::string_view Name(EventKind kind);
std::optional<EventKind> FindEventKind(std::string_view name);

enum class ContractParty : uint8_t { kController, kProcessor };
// "controller", "processor". On disk.
std::string_view Name(ContractParty party);
std::optional<ContractParty> FindContractParty(std::string_view name);

// "forbid", "allow", "consent". On disk.
std::string_view Name(InstructionKind kind);
std::optional<InstructionKind> FindInstructionKind(std::string_view name);

// How a party accepted. A signature over the version's hash proves itself; anything else is shown
// by evidence that is kept elsewhere.
// Source: GDPR Art. 28(9).
struct Proof {
  std::string how;        // "ed25519", "signature", "click", "conduct", "paper"
  std::string signer;     // who accepted
  std::string authority;  // by what authority
  std::string on;         // RFC 3339 full-date
  Bytes evidence;         // SHA-256 of what is kept, or empty
  Bytes key;              // public key, for ed25519
  Bytes signature;        // detached, for ed25519

  friend bool operator==(const Proof&, const Proof&) = default;
};

// The texts of a version, each kept under its SHA-256.
struct TextHashes {
  Bytes form;
  Bytes instance;
  Bytes schema;

  friend bool operator==(const TextHashes&, const TextHashes&) = default;
};

// How a new version came to bind without the other party's signature.
struct ChangeNotice {
  std::optional<Instant> received;
  std::optional<Instant> objected;
  std::string listed_case;  // one of amendment.cases

  friend bool operator==(const ChangeNotice&, const ChangeNotice&) = default;
};

// One thing that was recorded. Which members a kind has is said by Validate; the others are empty.
struct Event {
  EventKind kind = EventKind::kPropose;
  Instant recorded;   // when it was entered
  Instant effective;  // when it happened, or from when it counts
  std::string by;     // free reference to who had it recorded
  uint32_t version = 0;
  TextHashes texts;
  std::optional<ContractParty> party;
  Proof proof;
  ChangeNotice notice;
  std::string id;
  std::string basis;  // clause or law that it rests on, cited when it decides
  std::optional<Instant> until;
  std::optional<InstructionKind> order;
  StandingScope scope;
  std::vector<std::string> collections;
  // What a hold names one by one: tags of the erasure ledger in hexadecimal, never ids.
  std::vector<std::string> subjects;
  std::vector<std::string> units;
  std::string name;     // of a sub-processor or of a party's successor
  std::string country;  // of a sub-processor
  std::string address;
  std::string contact;

  // Which members there are, and of which shape. Errors: kInvalid.
  Status Validate() const;

  // On disk: deterministic CBOR, docs/internals/data-layout.md.
  Bytes Encode() const;
  // Strict: exactly what Encode writes. Errors: kCorrupt.
  static Result<Event> Decode(ByteView bytes);
};

bool operator==(const StandingScope& a, const StandingScope& b);
// True if both say the same, whenever it was recorded, and if `b` does not say from when, whenever
// it took effect.
bool SameContent(const Event& a, const Event& b, bool from_matters);

}  // namespace mandat
