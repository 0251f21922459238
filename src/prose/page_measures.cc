// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "prose/internal/mapped.h"
#include "prose/internal/placed_lines.h"

namespace mandat::internal {
namespace {

constexpr double kLarger = 1.12;  // times the usual letters: those of a heading
constexpr size_t kRatios = 60;    // distances of lines, in twentieths of their height
constexpr double kRatioSteps = 20;
constexpr double kFarthestUsual = 2.5;  // heights of a line

// How far apart the lines of a paragraph are, in heights of a line: the smallest distance that is
// usual.
double UsualDistance(const std::vector<PlacedLines>& pages) {
  std::array<size_t, kRatios> times{};
  size_t all = 0;
  for (const PlacedLines& lines : pages) {
    for (size_t i = 1; i < lines.size(); ++i) {
      const double height = std::max(lines[i].height(), 0.1);
      const double ratio = Distance(lines[i - 1], lines[i]) / height * kRatioSteps;
      if (ratio >= kRatioSteps / 2 && ratio < kRatios) {
        ++times[static_cast<size_t>(ratio)];
        ++all;
      }
    }
  }
  for (size_t i = 0; i + 1 < kRatios; ++i) {
    if ((times[i] + times[i + 1]) * 6 > all && all > 0) {
      return static_cast<double>(i + (times[i + 1] > times[i] ? 2 : 1)) / kRatioSteps;
    }
  }
  return kFarthestUsual;
}

// How wide a character of a word is in the middle, in points.
double CharacterWidth(const std::vector<PlacedLines>& pages) {
  double width = 0;
  size_t points = 0;
  for (const PlacedLines& lines : pages) {
    for (const PlacedLine& line : lines) {
      for (const PlacedWord& word : line.words) {
        width += word.right - word.left;
        points += CountPoints(word.text);
      }
    }
  }
  return std::max(width / static_cast<double>(std::max<size_t>(points, 1)), 0.5);
}

// Of the word in the middle, if all are put in a row by their height.
double HeightOf(const PlacedLine& line) {
  std::vector<double> heights;
  for (const PlacedWord& word : line.words) {
    heights.push_back(word.bottom - word.top);
  }
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::ranges::nth_element(heights, middle);
  return *middle;
}

// That of the lines which most characters stand in; where a fifth or more of them is larger, no
// line is large.
double UsualHeight(const std::vector<PlacedLines>& pages) {
  std::vector<std::pair<double, size_t>> heights;
  size_t all = 0;
  for (const PlacedLines& lines : pages) {
    for (const PlacedLine& line : lines) {
      size_t points = 0;
      for (const PlacedWord& word : line.words) {
        points += CountPoints(word.text);
      }
      heights.emplace_back(HeightOf(line), points);
      all += points;
    }
  }
  std::ranges::sort(heights);
  size_t below = 0;
  double usual = 0;
  for (const auto& [height, points] : heights) {
    usual = below * 2 < all ? height : usual;
    below += points;
  }
  size_t larger = 0;
  for (const auto& [height, points] : heights) {
    larger += height > kLarger * usual ? points : 0;
  }
  return larger * 5 < all || heights.empty() ? usual : heights.back().first;
}

}  // namespace

PageMeasures MeasurePages(const std::vector<PlacedLines>& pages) {
  return {UsualDistance(pages), CharacterWidth(pages), UsualHeight(pages)};
}

bool IsLarge(const PlacedLine& line, const PageMeasures& usual) {
  return HeightOf(line) > kLarger * usual.height;
}

}  // namespace mandat::internal
