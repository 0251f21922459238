// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mandat::internal {

// 4 as '1': "4", 'a': "d", 'A': "D", 'i': "iv", 'I': "IV".
std::string NumeralOf(unsigned number, char type);
// The number that `text` is, at most 9999; `otherwise` if it is none.
unsigned FigureOf(std::string_view text, unsigned otherwise);

}  // namespace mandat::internal
