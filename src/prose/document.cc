// SPDX-License-Identifier: Apache-2.0
#include "prose/document.h"

#include <algorithm>

#include "base/assert.h"

namespace mandat {

Passage Block::Locate(size_t begin, size_t end, std::string_view document) const {
  MANDAT_ASSERT(begin < end && end <= text.size());
  const auto [first, last] =
      std::minmax_element(origin.begin() + static_cast<std::ptrdiff_t>(begin),
                          origin.begin() + static_cast<std::ptrdiff_t>(end));
  Passage passage{.begin = *first, .end = std::min(*last + 1, document.size())};
  // To the end of a character of several bytes.
  while (passage.end < document.size() &&
         (static_cast<unsigned char>(document[passage.end]) & 0xC0U) == 0x80) {
    ++passage.end;
  }
  passage.line =
      1 + static_cast<size_t>(std::count(document.begin(),
                                         document.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                passage.begin, document.size())),
                                         '\n'));
  return passage;
}

}  // namespace mandat
