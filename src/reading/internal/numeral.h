// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace mandat::internal {

// A run of letters and digits of a folded text.
struct FoldedWord {
  std::string_view text;
  size_t begin = 0;
  size_t end = 0;
};
std::vector<FoldedWord> WordsOf(std::string_view text);

// A whole number in figures or in words of English, French or German, and how many words it takes;
// none: 0 words. "a", "un" and "ein" count as one.
struct Numeral {
  unsigned value = 0;
  size_t words = 0;
};
Numeral NumeralAt(const std::vector<FoldedWord>& words, size_t at);

}  // namespace mandat::internal
