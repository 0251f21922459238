// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

// Tells when the event happened that a record's retention counts from, or until when an order of
// the controller wants it kept: for the latter the instruction is needed.
// Errors: kInvalid (nothing told, no instruction, or past its retention then), kNotFound,
// kShredded, kRefused, kUnavailable. Source: GDPR Art. 5(1)(e); GDPR Art. 28(3)(a).
struct TimesRequest {
  std::string collection;
  RecordId record;
  NewTimes times;
};
void SetUnitTimes(Caller caller, TimesRequest request, Done<Receipt> done);

}  // namespace mandat
