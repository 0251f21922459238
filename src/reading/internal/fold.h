// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandat::internal {

// A text as rules see it: lower case, without accents, apostrophes and dashes made plain, blanks
// made one; and where each byte comes from.
struct Folded {
  std::string text;
  std::vector<uint32_t> origin;  // for each byte of text, its byte in what was folded; one more

  // Where bytes [begin, end) come from, begin first.
  std::pair<size_t, size_t> Origin(size_t begin, size_t end) const;
};

// Total: bytes that are no UTF-8 become '?'.
Folded Fold(std::string_view text);

// The same without the places.
std::string FoldText(std::string_view text);

}  // namespace mandat::internal
