// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/instant.h"
#include "duty/time_rules.h"

namespace mandat {

// A stretch of the UTC time line; `ends` is not part of it.
struct Window {
  Instant begins;
  Instant ends;

  bool Contains(Instant at) const { return begins <= at && at < ends; }

  friend bool operator==(const Window&, const Window&) = default;
};

// When it is open on a day; nothing on a day that is not worked. A time that the clock shows twice
// opens at the earlier and closes at the later.
// Errors: kInvalid (hours that are none), kNotFound (the calendar does not cover the year).
Result<std::optional<Window>> OpenOn(Day day, const OpeningHours& opening, const TimeRules& rules);

// True while it is open: an audit "on Monday to Friday, 10:00 to 18:00". Errors: as above.
Result<bool> IsWithin(Instant at, const OpeningHours& opening, const TimeRules& rules);

}  // namespace mandat
