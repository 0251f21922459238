// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/docket.h"
#include "service/caller.h"

namespace mandat {

struct DutyOrder {
  uint64_t duty = 0;
  DutyAct act = DutyAct::kMeet;      // kPause, kResume, kExtend, kMeet, kWithdraw or kAssign
  std::optional<Instant> effective;  // now, where nothing is said
  std::string by;
  std::string reason;
  std::string basis;
  Bytes evidence;
  std::optional<Period> more;  // kExtend: so much beyond the period
  std::string responsible;     // kAssign
};

struct DutyAnswer {
  Receipt receipt;
  Duty duty;
};

// Changes a duty by hand. A recurring one opens again when it is met.
// Errors: kNotFound, kConflict (cannot be in this state), kInvalid, kRefused (the clause says that
// its time holds in any event, so it is not extended).
// Source: Dec. 2021/915 Cl. 8.
void ChangeDuty(const std::shared_ptr<OpenAgreement>& agreement, DutyOrder order, Bytes actor,
                Done<DutyAnswer> done);

}  // namespace mandat
