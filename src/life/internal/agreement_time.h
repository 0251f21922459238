// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "agreement/agreement.h"
#include "duty/deadline.h"

namespace mandat::internal {

// How long a term says, an option or a house rule standing in where the form gives no number.
std::optional<Period> LengthOf(const Term& term);

// The end of a window of the other party that opens at `event`: where the agreement leaves open how
// periods are counted, the latest of all readings. Errors: as DeadlineOf.
Result<Instant> WindowEnd(const Agreement& agreement, const Term& term, Instant event,
                          Period period);

// The first instant at which something may happen that was told at `told`, a whole period before,
// by the longest of all readings. Errors: as DeadlineOf.
Result<Instant> FirstAfterNotice(const Agreement& agreement, const Term& term, Instant told,
                                 Period period);

}  // namespace mandat::internal
