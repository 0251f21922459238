// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "prose/internal/clean_line.h"

namespace mandat::internal {

// A line of a page.
struct PageLine {
  std::string_view words;
  bool is_plain = false;  // no more than a line, for all that the format says
  bool starts_page = false;
};

// Which of the lines are on pages and not in the text: heads, feet and numbers of pages.
std::vector<bool> FindFurniture(const std::vector<PageLine>& lines);

// Takes out what is on pages and not in the text: heads, feet and numbers of pages, and the lines
// of a table of contents that end in dots and a page.
void DropFurniture(std::vector<CleanLine>& lines);

}  // namespace mandat::internal
