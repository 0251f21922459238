// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/instant.h"
#include "duty/opening_hours.h"

namespace mandat {

enum class Every { kDay, kWeek, kMonth, kYear };

// The first instant after `after` of a series that begins at `anchor` and keeps its local time of
// day: the 31st becomes the last day of a shorter month and is the 31st again after it. A time that
// the clock leaves out is the instant at which it leaps; of a time shown twice, the earlier.
// Errors: kInvalid (outside 1970 to 2199).
Result<Instant> NextOccurrence(Instant anchor, Every every, Instant after, const Zone& zone);

// "At least once a month", after it was done last. It may mean within a month of the last time, or
// once in each month of the calendar; the first is never the later.
struct AtLeastOnce {
  Instant rolling;   // end of the day one unit after the last time
  Instant calendar;  // end of the next day, week (from Monday), month or year
};
// Errors: as above.
Result<AtLeastOnce> NextAtLeastOnce(Instant last, Every every, const Zone& zone);

// The windows for "once per calendar year" and "once per contract year". A contract year begins at
// the start of the day on which the contract does. Errors: kInvalid (outside 1970 to 2199, or
// before the contract).
Result<Window> CalendarYearOf(Instant at, const Zone& zone);
Result<Window> ContractYearOf(Instant at, Instant contract_start, const Zone& zone);

}  // namespace mandat
