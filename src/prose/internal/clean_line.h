// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "prose/internal/mapped.h"
#include "prose/internal/script.h"

namespace mandat::internal {

// A line whose words are as their author meant them: no tags, entities, marks of a markup or of an
// editor, one sort of blank, NFC. Tabs are kept: they part cells.
struct CleanLine {
  Mapped words;  // of a row: empty
  Hint hint = Hint::kNone;
  std::vector<Mapped> cells;  // of a row
  size_t gap = 0;
  bool starts_page = false;
  bool is_strong = false;  // all of it was marked as bold, or as a heading
  bool is_large = false;   // in larger letters than most
  size_t indent = 0;       // blanks and tabs in front
  size_t width = 0;        // as printed, in characters, with what is in front
  size_t first_word = 0;   // the same of its first word, with its marks
};

// Lines of which nothing is left are left out.
std::vector<CleanLine> CleanLines(const Script& script);

}  // namespace mandat::internal
