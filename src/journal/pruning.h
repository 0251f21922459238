// SPDX-License-Identifier: Apache-2.0
//
// Takes whole bundles of entries off the front of a journal, and leaves its tree as it is.
// Guarantees: the minimum index is published, durable, before a bundle goes, and never falls; every
// hash stays, so that every proof can still be made; whatever is interrupted goes on where it was.
// Trusts: whoever says which entries are kept.
#pragma once

#include <cstdint>
#include <functional>

#include "journal/journal.h"

namespace mandat {

// Kept entries of a bundle that is gone, as `kept/entries/<N>` publishes them.
// Errors: kNotFound (nothing was kept, or the bundle is there), kUnavailable.
Result<Bytes> ReadKept(const Store& store, uint64_t bundle);

// In the order of its functions, each in a commit of its own. Threading: the agreement's sequencer.
class Pruning {
 public:
  // Which entries stay though their bundle goes.
  using Keeps = std::function<bool(EntryIndex index, const Entry& entry)>;

  explicit Pruning(Journal& journal) : journal_(journal) {}

  // Declares a higher minimum, in the batch of the entry that says so. Errors: kInvalid (not of
  // whole bundles), kConflict (not higher, beyond what is published, or the one before is not done
  // yet), kCorrupt, kUnavailable.
  Status Declare(uint64_t minimum, Instant at, Staging& staging) const;
  // Publishes what was declared, behind a checkpoint that has the entry. Errors: kUnavailable.
  Status Publish();

  struct Step {
    uint64_t bundles_count = 0;
    uint64_t kept_count = 0;
    uint64_t removed = 0;  // all bundles below it are gone with this step
    bool is_done = false;  // nothing is left below the minimum
  };
  // Removes the next bundles below the published minimum. Errors: kCorrupt (a bundle is not what
  // the tree says; it stays), kUnavailable.
  Result<Step> Remove(uint64_t bundles_max, const Keeps& keeps, Staging& staging) const;

  // How far it has come. Errors: kCorrupt, kUnavailable.
  struct State {
    uint64_t declared = 0;
    uint64_t removed = 0;
    Instant declared_at;
  };
  static Result<State> Read(const Store& store);

 private:
  Status RemoveBundle(uint64_t bundle, const Keeps& keeps, Staging& staging, Step& step) const;

  Journal& journal_;
};

}  // namespace mandat
