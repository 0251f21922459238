// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "prose/document.h"
#include "prose/internal/clean_line.h"
#include "prose/internal/label.h"

namespace mandat::internal {

// A block on its way: what it says, and what may be said of its place.
struct Draft {
  BlockKind kind = BlockKind::kParagraph;
  Box box = Box::kNone;
  Mapped words;               // with the label, without bullet and box
  std::vector<Mapped> cells;  // of a row
  std::vector<Label> labels;  // readings of what it begins with
  size_t gap = 0;             // blank lines before it
  size_t indent = 0;
  bool has_bullet = false;
  bool is_strong = false;
  bool is_large = false;    // in larger letters than most
  bool is_heading = false;  // the format says so
};

// Paragraphs, items and rows from lines: joined where the printer broke them, hyphens undone.
std::vector<Draft> JoinLines(std::vector<CleanLine> lines, bool is_markdown);
// Rows where a table's cells came as lines of their own.
void FindFlatTables(std::vector<Draft>& drafts);
// Items where a list runs on in one line.
void FindInlineLists(std::vector<Draft>& drafts);
// Entries of a table of contents go: the headings that they name stand further down.
void DropContents(std::vector<Draft>& drafts);
// Numbers of lists in Markdown as they are shown.
void CountMarkdownItems(std::vector<Draft>& drafts);
void JoinCells(Draft& draft);
// Text that could be the heading of something.
bool IsHeadingLike(std::string_view words);

}  // namespace mandat::internal
