// SPDX-License-Identifier: Apache-2.0
//
// Puts who is behind the entries of a batch into the batch's own commit, sealed.
// Guarantees: what is committed with the entries is all that there is about them; an erased person
// is on no row of the batch that erases them. Trusts: the gate to call it for every decision.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keyring/keyring.h"
#include "store/store.h"
#include "trail/trail_row.h"

namespace mandat {

// Threading: the agreement's sequencer only.
class TrailWriter {
 public:
  // All must outlive it. `origin` is the name of the journal.
  TrailWriter(const Store& store, Keyring& keyring, Random& random, std::string origin)
      : store_(store), keyring_(keyring), random_(random), origin_(std::move(origin)) {}

  // Takes note of a decision of the batch being built.
  void Add(EntryIndex index, const Entry& entry, const std::vector<SubjectId>& people);
  // Stages what was noted as one row, and perhaps older rows as one. `first` is the first index of
  // the batch; `erased` lose their keys with it. New keys are staged in the keyring.
  // Errors: kUnavailable, kCorrupt.
  Status Stage(Instant at, EntryIndex first, const std::vector<SubjectId>& erased,
               Staging& staging);
  // The batch is durable, or is not there.
  void Committed();
  void Drop();

  // Where rows are sealed from here on; begins another epoch than any before.
  // Errors: kUnavailable, kCorrupt.
  Result<TrailEpoch> BeginEpoch(Instant at);
  // Errors: kUnavailable, kCorrupt.
  Result<SecretBytes> KeyOf(TrailEpoch epoch) const;
  const std::string& origin() const { return origin_; }
  Random& random() const { return random_; }

 private:
  // A row at the end of the trail that may still be folded with its neighbours.
  struct Small {
    EntryIndex first;
    uint32_t span;
    size_t bytes;
  };

  Status FindEpoch();
  Status LoadSmall(EntryIndex next);
  Status Fold(Staging& staging);
  Status StageErased(EntryIndex first, const std::vector<SubjectId>& erased, Staging& staging);
  Bytes SealRow(const TrailBody& body, const SecretBytes& key) const;

  const Store& store_;
  Keyring& keyring_;
  Random& random_;
  const std::string origin_;
  TrailEpoch epoch_;
  TrailBody noted_;
  Bytes ids_;                                      // of one decision; kept for its room
  std::optional<std::vector<Small>> small_;        // nullopt: not looked yet
  std::optional<std::vector<Small>> small_after_;  // if the batch being built is committed
};

}  // namespace mandat
