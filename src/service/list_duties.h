// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/docket.h"
#include "service/agreements.h"

namespace mandat {

struct DutyOfAgreement {
  AgreementId agreement;
  Duty duty;
};

// Open duties of all agreements that are due before an instant, the earliest first, at most so
// many. Agreements that have something due before it are opened for that.
// Errors: kCorrupt, kUnavailable.
Result<std::vector<DutyOfAgreement>> ListDutiesOfAll(Agreements& agreements, Instant before,
                                                     size_t duties_max);

// Why a duty is due when it is: the rules step by step, then what was done with its clock.
// Invariant (time is explained). Errors: kCorrupt, kUnavailable, and those of DueOf.
Result<std::vector<std::string>> ExplainDuty(const OpenAgreement& agreement, const Duty& duty,
                                             Language language);

}  // namespace mandat
