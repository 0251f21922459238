// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/instant.h"
#include "keyring/keyring.h"
#include "store/store.h"

namespace mandat {

// What was taken out of restored data, and what is left.
struct Replayed {
  uint64_t people_erased = 0;
  uint64_t units_erased = 0;
  uint64_t units_expired = 0;
  uint64_t people = 0;           // registered and not erased
  uint64_t people_unopened = 0;  // of those, without a key: their data cannot be read
  uint64_t units = 0;
};

// Takes out of restored data whoever and whatever was erased, by the ledger as it is now, and what
// is past its retention at `now`; and empties the blind index, which is to be made anew.
// `ledger` is where the ledger is; it may be the same store.
// Invariant (erased stays erased). Source: GDPR Art. 17(1); GDPR Art. 5(1)(e).
// Errors: kUnavailable, kCorrupt.
Result<Replayed> ReplayLedger(Store& restored, const Store& ledger, const Keyring& keyring,
                              Instant now);

}  // namespace mandat
