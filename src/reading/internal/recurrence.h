// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mandat::internal {

// How often something comes again: "au moins une fois par mois", "yearly", "alle sechs Monate" is
// "1 month", "1 year", "6 months"; empty: not said, or more than once in that time. `text` is
// folded.
std::string RecurrenceIn(std::string_view text);

}  // namespace mandat::internal
