// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct RevisedAnswer {
  Receipt receipt;
  size_t revised = 0;
};

// To be called when an agreement was opened: where zone data changed since, a period in days ends
// at another instant of the same day; each such deadline is moved, and its change says so. Does
// nothing, at the cost of one row, while zone data is the same.
// Invariant (no clock is lost; time is explained).
void ReviseClocks(const std::shared_ptr<OpenAgreement>& agreement, Done<RevisedAnswer> done);

}  // namespace mandat
