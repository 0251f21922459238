// SPDX-License-Identifier: Apache-2.0
//
// Reads who is behind the entries of a journal, for as long as the keys of their rows live.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "keyring/keyring.h"
#include "store/store.h"
#include "trail/touch.h"

namespace mandat {

// Threading: any number of callers.
class Trail {
 public:
  // All must outlive it. `origin` is the name of the journal.
  Trail(const Store& store, const Keyring& keyring, std::string origin)
      : store_(store), keyring_(keyring), origin_(std::move(origin)) {}

  // How much of a range was there.
  struct Coverage {
    uint64_t rows_count = 0;
    uint64_t rows_without_key = 0;  // of a store whose keys were lost; never in the normal course
  };

  // Calls `touch` for each decision with first <= entry < end, in their order. Entries of the house
  // have none, nor those whose trail was pruned. Errors: kUnavailable, kCorrupt.
  Result<Coverage> ForEach(EntryIndex first, EntryIndex end,
                           const std::function<void(const Touch&)>& touch) const;
  // Ids of those who were erased and may still be on rows, until the next move.
  // Errors: kUnavailable, kCorrupt.
  Result<std::set<Bytes>> ErasedSinceMove() const;

 private:
  const Store& store_;
  const Keyring& keyring_;
  const std::string origin_;
};

}  // namespace mandat
