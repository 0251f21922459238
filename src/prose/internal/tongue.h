// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prose/document.h"

namespace mandat::internal {

// Frequent words of a language and of its contracts, lower case.
const std::vector<std::string_view>& CommonWords(Tongue tongue);
bool IsCommonWord(std::string_view lower, Tongue tongue);
bool IsCommonWord(std::string_view lower);  // in any of them

// The language that a text is in; kUnknown where it is too short or in none of them.
Tongue TongueOf(std::string_view text);

// The words of a text, lower case, parted at everything that is no letter.
std::vector<std::string> LowerWords(std::string_view text);

}  // namespace mandat::internal
