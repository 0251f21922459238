// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "docket/duty.h"
#include "format/icalendar.h"
#include "service/open_agreement.h"

namespace mandat {

// A duty with a date as an entry of a calendar: the last day where it is counted in days, otherwise
// the last half hour; with an alarm for each warning that is still to come. It names no person.
// Requires: duty.due. Errors: kCorrupt, kUnavailable, kNotFound (no such zone).
Result<CalendarEntry> CalendarEntryOf(OpenAgreement& agreement, const Duty& duty,
                                      Language language);

// Whether a calendar shows it: its clock runs and has an end.
bool IsInCalendar(const Duty& duty);

}  // namespace mandat
