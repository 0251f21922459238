// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "service/credentials.h"
#include "service/list_duties.h"

namespace mandat {

// Open duties that are due before an instant, of the agreements that a caller may see, the earliest
// first. Errors: as ListDutiesOfAll.
Result<std::vector<DutyOfAgreement>> DutiesSeenBy(Agreements& agreements, const Actor& actor,
                                                  Instant before, size_t duties_max);

}  // namespace mandat
