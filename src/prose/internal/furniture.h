// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "prose/internal/clean_line.h"

namespace mandat::internal {

// Takes out what is on pages and not in the text: heads, feet and numbers of pages, and the lines
// of a table of contents that end in dots and a page.
void DropFurniture(std::vector<CleanLine>& lines);

}  // namespace mandat::internal
