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
  // From the block's own line, so that many passages of a long text cost no more than their blocks.
  const auto lines = [&](size_t from, size_t to) {
    const std::string_view between = document.substr(std::min(from, document.size()), to - from);
    return static_cast<size_t>(std::ranges::count(between, '\n'));
  };
  const size_t front = origin.front();
  passage.line = passage.begin >= front ? line + lines(front, passage.begin)
                                        : line - lines(passage.begin, front);
  return passage;
}

}  // namespace mandat
