// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "prose/internal/clean_line.h"

namespace mandat::internal {

// How the lines of a text were made.
struct LineLayout {
  bool is_wrapped = false;  // by a printer or an editor, at `width`
  size_t width = 0;         // in characters
  size_t line_gap = 0;      // blank lines between two lines of one paragraph
};

LineLayout LayoutOf(const std::vector<CleanLine>& lines);

// It ends in a word that was cut short, behind which a sentence goes on: "gem.", "i. S. v.".
bool IsShortened(std::string_view text);

// It goes on: no sentence ends, and no list begins.
bool IsOpen(std::string_view text);

}  // namespace mandat::internal
