// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// Terms of the Data Privacy Vocabulary that an item may stand for, the likeliest first; empty: none
// is known. `kind` is "purposes", "data-categories" or "people".
// Source: DPV 2.3.
std::vector<std::string> DpvTermsFor(std::string_view kind, std::string_view text);

// Operations that a passage on the nature of processing names, as verbs of the language.
// Source: GDPR Art. 4(2).
std::vector<std::string_view> VerbsIn(std::string_view text);

}  // namespace mandat::internal
