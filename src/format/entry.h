// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"

namespace mandat {

// How the act recorded by an entry came out. On disk: never change, never reuse.
enum class Outcome : uint8_t {
  kDone = 1,       // allowed, and done in the same commit
  kRefused = 2,    // the agreement forbids it
  kUndecided = 3,  // the rules could not be evaluated; refused
  kAbsent = 4,     // allowed, but there was no such unit
  kGone = 5,       // allowed, but the unit is erased or expired
  kObserved = 6,   // the agreement would have refused it; done, since it was being tried out
};

// One leaf of the journal: what was decided, under which clause, without a word about whom.
//
// Invariant (no personal data leaks sideways): people appear only as the root of a tree over salted
// keyed tags, units only as a hash of their sealed bytes. docs/reference/journal-entry.md has the
// grammar (CDDL) and example bytes.
// On disk: deterministic CBOR (RFC 8949 4.2.1), a map with unsigned keys in ascending order.
struct Entry {
  static constexpr size_t kBytesMax = 1024;

  Instant at;                        // 1: instant of the batch that decided it
  Bytes actor;                       // 2: tag of the caller, 8 bytes; empty for the system itself
  std::string act;                   // 3: verb of GDPR Art. 4(2), or an act of the house
  Outcome outcome = Outcome::kDone;  // 4
  std::string clause;                // 5: clause of the agreement that decided; empty for the house
  uint32_t agreement_version = 0;    // 6: version in force; 0 in the system's journal
  std::string purpose;               // 7: absent when empty
  std::string collection;            // 8: absent when empty
  uint64_t units_count = 0;          // 9: absent when 0
  uint64_t people_count = 0;         // 10: absent when 0
  std::string instruction;  // 11: reference of the controller's instruction; absent when empty
  Bytes salt;               // 12: 16 random bytes
  Bytes people_root;        // 13: 32 bytes; absent when empty
  Bytes sealed_hash;        // 14: SHA-256 over sealed bytes; absent when empty
  std::string detail;       // 15: house acts: what, e.g. a version hash in hex; absent when empty

  // Errors: kInvalid (longer than kBytesMax, text not UTF-8, no act, a tag, salt or hash of the
  // wrong length, an instant outside 1970 to 9999).
  Result<Bytes> Encode() const;
  // Strict: exactly what Encode writes. Errors: kCorrupt.
  static Result<Entry> Decode(ByteView bytes);

  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace mandat
