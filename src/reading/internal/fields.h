// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "reading/contract_reading.h"

namespace mandat::internal {

// What was looked for and not found, each with the clause where one would look.
std::vector<FoundTerm> GapsOf(const std::vector<FoundTerm>& terms);

}  // namespace mandat::internal
