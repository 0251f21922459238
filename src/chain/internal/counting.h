// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "duty/deadline.h"

namespace mandat::internal {

// Every way in which an agreement may mean a period.
struct Counting {
  std::vector<TimeRules> readings;  // never empty

  const Zone& zone() const { return readings.front().zone; }
};

struct End {
  Instant at;
  size_t reading = 0;
};

// `silent_zone` stands in where the agreement states none. Errors: kNotFound (zone, calendar).
Result<Counting> CountingOf(const Agreement& agreement, const Statement& statement, TimeUnit unit,
                            const std::string& silent_zone);
// One reading only, for comparing versions: what is open is Monday to Friday, no holidays, and the
// day that counting gives.
Result<TimeRules> PlainRules(const Agreement& agreement, const Statement& statement,
                             const std::string& silent_zone);

// The earliest reading binds us, the latest is what the other party may rely on.
// Errors: as DeadlineOf.
Result<End> Earliest(const Counting& counting, Instant event, Period period);
Result<End> Latest(const Counting& counting, Instant event, Period period);
// Until when an act must lie before an event: for us a whole period between the two days, for the
// other party the later reading. Errors: as DeadlineOf.
Result<End> EarliestBefore(const Counting& counting, Instant event, Period period);
Result<End> LatestBefore(const Counting& counting, Instant event, Period period);
// How an end was computed.
std::vector<std::string> WhyOf(const Counting& counting, const End& end, Instant event,
                               Period period);

// What the clock on the wall shows, since 1970 there.
std::chrono::microseconds OnTheWall(Instant at, const Zone& zone);
// "Sat 2026-03-28 00:30"; an end at midnight is 24:00 of the day before.
std::string FormatLocal(Instant at, const Zone& zone, bool is_end);
// "3 days", "4 days 23 hours", "30 minutes", "nothing".
std::string FormatLength(std::chrono::microseconds length);

}  // namespace mandat::internal
