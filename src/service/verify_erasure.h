// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/caller.h"

namespace mandat {

// One kind of copy that an erasure had to reach: what was done about it, and what a look at it
// found afterwards.
struct ErasureCopy {
  std::string what;
  std::string done;
  std::string found;
};

// Looks for what the erasures since the last time may have left, keeps the results for their
// certificates and journals them in one entry; nothing where nobody was erased. What is still there
// opens a duty of the house, which stays until somebody meets it. To be called about once a second.
// Source: GDPR Art. 28(3)(g); GDPR Art. 5(2).
void VerifyErasures(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done);

// The same at once, for whoever is about to certify an erasure; waits for it. Not from a sequencer.
// Errors: kUnavailable, kCorrupt; then the looks are still owed.
Status VerifyErasuresNow(OpenAgreement& agreement);

// Every copy that the erasure of an entry concerns, as things are now, and whether all of them are
// known to be gone. `entry` is that of the erasure. Errors: kUnavailable, kCorrupt.
struct ErasureState {
  std::vector<ErasureCopy> copies;
  bool failed = false;  // a look found something
  bool looked = false;  // somebody looked at all
};
Result<ErasureState> StateOfErasure(const OpenAgreement& agreement, const Entry& entry,
                                    EntryIndex erasure);

}  // namespace mandat
