// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "reading/contract_reading.h"

namespace mandat {

// One page that shows the contract beside what was read from it, passage and value linked both
// ways. It loads nothing and runs nothing; every text in it is escaped. `language` of its own words
// is "fr" or "en".
std::string WriteReviewPage(const ContractReading& reading, std::string_view language);

}  // namespace mandat
