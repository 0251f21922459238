// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mandat::internal {

// "days", "Stunden": a unit of time as it is written behind a number, or a word before one:
// "working".
bool IsTimeUnit(std::string_view word);

}  // namespace mandat::internal
