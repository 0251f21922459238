// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "agreement/agreement.h"
#include "duty/deadline.h"

namespace mandat {

// How an agreement counts time, and what it leaves open, in the order of ComputeBoth.
struct Counting {
  TimeRules stated;
  Unstated unstated;
};

// `week` is what the term says of working days: "mon-fri", "mon-sat", or anything else where it
// says nothing, and then the agreement's own week counts. Reading: where no zone is stated days are
// those of UTC. What else is open is computed in every reading, the calendars by those of the
// countries in which the parties of such agreements mostly are. Errors: kNotFound (zone, calendar).
Result<Counting> CountingOf(const Agreement& agreement, const std::string& week);

// When business hours are counted.
// Reading: the hours that the agreement gives for counting; failing them, the opening hours of its
// support, for those are the hours in which somebody works.
std::optional<OpeningHours> OpeningHoursOf(const Agreement& agreement);

}  // namespace mandat
