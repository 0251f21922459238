// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reading/contract_reading.h"

namespace mandat {

// What somebody else says of a value, e.g. a finding of lint.
struct ReviewNote {
  std::string field;  // path in the draft, "sub-processors.list.sub-3"
  std::string level;  // "error", "warning" or "note"
  std::string text;
};

// One page for the person who confirms: the contract and beside it every value by section, each
// linked with its passage, with what was not found, what else it could be and what is said of it.
// The page loads nothing, and runs its own script alone, which its policy names by hash: no byte of
// the contract is markup. `language` is that of its own words: "fr" or "en".
std::string WriteReviewPage(const ContractReading& reading, std::string_view language,
                            std::span<const ReviewNote> notes = {});

}  // namespace mandat
