// SPDX-License-Identifier: Apache-2.0
// Where the words of a PDF stand on its pages.
#pragma once

#include <string_view>
#include <vector>

namespace mandat::internal {

// A word of a page, in points from its upper left corner.
struct PlacedWord {
  double left = 0;
  double right = 0;
  double top = 0;
  double bottom = 0;
  std::string_view text;
};
using PlacedPage = std::vector<PlacedWord>;

// Pages as `pdftotext -tsv` tells them: a row for each word, with its place. Rows that are none
// belong to the word before them.
std::vector<PlacedPage> ReadPlacedWords(std::string_view rows);

// Words beside each other; never none.
struct PlacedLine {
  PlacedPage words;           // from left to right
  std::vector<bool> is_edge;  // by word: what begins here begins a cell, or the line
  double top = 0;
  double bottom = 0;
  double height() const { return bottom - top; }
};

using PlacedLines = std::vector<PlacedLine>;

// A page in the order in which it is read: one part, or several where it is set in two columns.
std::vector<PlacedPage> PartColumns(PlacedPage words);

// Words beside each other, from the top down.
PlacedLines RowsOf(PlacedPage words);

// The same with edges. What begins behind a wide blank is an edge, and what begins below it or
// above it as far as no word crosses that edge.
PlacedLines PlaceLines(PlacedPage words);

// From one line down to another, in points.
inline double Distance(const PlacedLine& above, const PlacedLine& below) {
  return below.bottom - above.bottom;
}

// What is usual on all pages together.
struct PageMeasures {
  double distance = 0;   // of lines of a paragraph, in heights of a line
  double character = 0;  // its width, in points
  double height = 0;     // of letters, in points
};
PageMeasures MeasurePages(const std::vector<PlacedLines>& pages);

// Whether most letters of a line are those of a heading.
bool IsLarge(const PlacedLine& line, const PageMeasures& usual);

}  // namespace mandat::internal
