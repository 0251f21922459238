// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct ObserveAnswer {
  Observation observation;
  Receipt receipt;  // replayed: it was so already
};

// Begins to observe an agreement: until an instant, what its lists do not allow is decided and
// journalled, and done all the same (IsForTrial says what of it). The counts begin anew.
// Errors: kInvalid (no reason, or a long one; an end in the past, or more than 90 days ahead),
// kConflict (nothing in force, or observed already with other words).
void StartObservation(const std::shared_ptr<OpenAgreement>& agreement, std::string reason,
                      Instant until, Bytes actor, Done<ObserveAnswer> done);

// Enforces again, from the next batch on. Errors: kConflict (it is not being observed).
void StopObservation(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor,
                     Done<ObserveAnswer> done);

// What enforcement would have refused in the newest observation.
struct ObservationReport {
  std::optional<Observation> observation;  // nullopt: never observed
  bool on = false;
  std::vector<ObservedCount> counts;
};
// Errors: kCorrupt, kUnavailable.
Result<ObservationReport> ReportObservation(const OpenAgreement& agreement);

}  // namespace mandat
