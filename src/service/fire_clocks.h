// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/docket.h"
#include "service/caller.h"

namespace mandat {

struct FiredAnswer {
  Receipt receipt;
  std::vector<ChangedDuty> fired;
  bool goes_on = false;  // more was due than one batch takes
};

// Fires every reminder that has come due, of the oldest first and a batch at a time, and puts the
// notices that tell of them into the outbox in the same commit. Nothing is journalled when nothing
// is due.
// Invariant (no clock is lost).
void FireClocks(const std::shared_ptr<OpenAgreement>& agreement, Done<FiredAnswer> done);

}  // namespace mandat
