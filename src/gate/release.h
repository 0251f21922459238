// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "base/bytes.h"
#include "base/clause_ref.h"
#include "base/ids.h"
#include "base/instant.h"

namespace mandat {

// Proof that the entry of one operation is durable in the journal, together with its effects.
//
// Invariant (journal before disclosure): only Gate makes one, and only after the commit.
class Release {
 public:
  Release(Release&&) = default;
  Release& operator=(Release&&) = default;

  EntryIndex entry() const { return entry_; }
  Instant at() const { return at_; }
  const ClauseRef& clause() const { return clause_; }
  // Set when an earlier request with the same idempotency key already did it: what Work::ReplayNote
  // gave then.
  bool replayed() const { return replayed_; }
  const Bytes& replay_note() const { return replay_note_; }
  // The agreement is being observed and would have refused it under the clause.
  bool observed() const { return observed_; }

 private:
  friend class Gate;

  Release(EntryIndex entry, Instant at, ClauseRef clause)
      : entry_(entry), at_(at), clause_(std::move(clause)) {}

  EntryIndex entry_;
  Instant at_;
  ClauseRef clause_;
  bool replayed_ = false;
  bool observed_ = false;
  Bytes replay_note_;
};

}  // namespace mandat
