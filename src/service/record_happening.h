// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "docket/docket.h"
#include "service/caller.h"

namespace mandat {

struct HappeningRequest {
  Happening happening;    // `entered` is the batch's instant
  bool from_now = false;  // it says no other instant
};

struct HappeningAnswer {
  Receipt receipt;
  std::vector<Duty> duties;  // of all requests, in their order
};

// Enters what happened, possibly long ago, and opens the clocks that it starts, in one commit. All
// or nothing. What was entered already is answered as before.
// Errors: kInvalid (another event, how or evidence than there may be; something ahead that starts
// no clock), kConflict (the same event with another instant, no version in force), kNotFound (a
// calendar does not cover the year).
// Source: GDPR Art. 28(3); GDPR Art. 33(2).
void RecordHappenings(const std::shared_ptr<OpenAgreement>& agreement,
                      std::vector<HappeningRequest> requests, Bytes actor,
                      Done<HappeningAnswer> done);

}  // namespace mandat
