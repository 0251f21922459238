// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "prose/internal/placed_lines.h"

namespace mandat::internal {

struct LaidLine {
  size_t width = 0;       // columns up to its right edge
  bool is_large = false;  // its letters are larger than most
};
struct LaidText {
  std::string text;
  std::vector<LaidLine> lines;  // that are not blank
};

// Text as it stands on its pages. What begins at one place of a page begins in one column of its
// lines, and at least two blanks part it from what stands before it; a blank line stands where
// lines are further apart than those of a paragraph; a form feed begins each page but the first.
// Ends with the line that makes it longer than `most` bytes.
LaidText LayWords(std::vector<PlacedPage> pages, size_t most);

}  // namespace mandat::internal
