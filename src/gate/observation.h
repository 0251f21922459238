// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clause_ref.h"
#include "base/ids.h"
#include "base/instant.h"
#include "base/result.h"
#include "law/verb.h"
#include "mandate/decision.h"
#include "store/store.h"

namespace mandat {

// A time in which an agreement is tried out: what its lists do not allow is decided and journalled,
// and done all the same. A setting of the house, with a reason and an end.
struct Observation {
  static constexpr std::chrono::days kLongest{90};
  static constexpr size_t kReasonBytesMax = 200;

  Instant since;
  Instant until;
  std::optional<Instant> stopped;  // by somebody, before `until`
  EntryIndex entry;                // that records its start
  Bytes actor;                     // tag of who started it
  std::string reason;

  bool IsOn(Instant at) const { return at >= since && at < until && !stopped; }

  // On disk: docs/internals/data-layout.md.
  Bytes Encode() const;
  // Errors: kCorrupt.
  static Result<Observation> Decode(ByteView row);

  friend bool operator==(const Observation&, const Observation&) = default;
};

// True for what only the lists of the agreement stand against: the purpose, the operation, or both
// together. Everything else is refused during a trial too.
// Reading: whether data may leave, whether a person's restriction, a hold or an order of the
// controller stands, whether an agreement is in force at all: these are prohibitions of the law or
// of the controller, and nobody may try out what happens without them. What no list of people or
// categories has could later be neither erased nor kept for any period. What destroys or freezes
// cannot be taken back. Source: GDPR Art. 28(3)(a).
bool IsForTrial(Verb verb, Ground ground);

// What the agreement would have refused while it is observed.
//
// Invariant (silence refuses): only Gate makes one, and only at an instant of an Observation; so
// there is no other way to a Permit for what the mandate forbids.
class Observed {
 public:
  const Forbidden& would_refuse() const { return would_refuse_; }

 private:
  friend class Gate;
  explicit Observed(Forbidden would_refuse) : would_refuse_(would_refuse) {}
  Forbidden would_refuse_;
};

// How often one clause would have refused for one reason since the observation began.
struct ObservedCount {
  std::string reason;  // Name(Ground)
  uint32_t version = 0;
  std::string clause;
  uint64_t count = 0;
  EntryIndex first;
  EntryIndex last;

  friend bool operator==(const ObservedCount&, const ObservedCount&) = default;
};

// Rows of Space::kMeta. On disk: docs/internals/data-layout.md.
inline constexpr std::string_view kObservationRow = "observation";
inline constexpr std::string_view kObservedPrefix = "observed/";

Bytes RowOf(const ObservedCount& count);
// Counts one more, in the batch that has the entry.
Status CountObserved(Staging& staging, Ground ground, const ClauseRef& clause, EntryIndex entry);
// Errors: kCorrupt.
Result<std::vector<ObservedCount>> ReadObservedCounts(const Store& store);
// Nothing when the agreement was never observed. Errors: kCorrupt.
Result<std::optional<Observation>> ReadObservation(const Store& store);

}  // namespace mandat
