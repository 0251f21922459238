// SPDX-License-Identifier: Apache-2.0
// Lines of a page, and the edges that its tables stand at.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>

#include "prose/internal/placed_lines.h"

namespace mandat::internal {
namespace {

constexpr double kJoined = 0.09;     // of a word's height: what is nearer belongs to one word
constexpr double kWide = 0.9;        // of it: no blank of a sentence is as wide
constexpr double kSameEdge = 0.6;    // points
constexpr double kSameLine = 0.6;    // of the lower word, that stands beside the other
constexpr double kHalf = 0.72;       // of a line's height: less is no line below another
constexpr double kTallest = 2.2;     // times as high: the first letter of a chapter
constexpr double kPartsTable = 2.5;  // times a line's height, that no table leaves open
constexpr double kLarger = 1.12;     // times as high: a heading, which is in no table
constexpr size_t kEdgesMost = 24;    // that are followed at once

double Middle(const PlacedWord& word) { return (word.top + word.bottom) / 2; }

bool IsOnLine(const PlacedLine& line, const PlacedWord& word) {
  const double height = word.bottom - word.top;
  const double lower = std::min(height, line.height());
  if (std::max(height, line.height()) > kTallest * std::max(lower, 0.01)) {
    return std::abs(Middle(word) - (line.top + line.bottom) / 2) < lower / 2;
  }
  return std::min(word.bottom, line.bottom) - std::max(word.top, line.top) >= kSameLine * lower;
}

bool AreApart(const PlacedLine& one, const PlacedLine& other) {
  constexpr size_t kWordsMost = 200;
  if (one.words.size() > kWordsMost || other.words.size() > kWordsMost) {
    return false;
  }
  return std::ranges::none_of(one.words, [&](const PlacedWord& word) {
    return std::ranges::any_of(other.words, [&](const PlacedWord& beside) {
      return word.left < beside.right && beside.left < word.right;
    });
  });
}

// A cell in the middle of its row stands half a line below the first of its neighbour's two lines,
// and the lines of one column half a line below the other's.
void JoinHalves(PlacedLines& lines) {
  PlacedLines out;
  out.reserve(lines.size());
  for (PlacedLine& line : lines) {
    if (!out.empty() && line.bottom - out.back().bottom < kHalf * line.height() &&
        AreApart(out.back(), line)) {
      std::ranges::copy(line.words, std::back_inserter(out.back().words));
    } else {
      out.push_back(std::move(line));
    }
  }
  lines = std::move(out);
}

// What begins behind a wide blank.
void FindEdges(PlacedLine& line) {
  line.is_edge.assign(line.words.size(), false);
  double right = 0;
  for (size_t i = 0; i < line.words.size(); ++i) {
    line.is_edge[i] = i == 0 || line.words[i].left - right > kWide * line.height();
    right = i == 0 ? line.words[i].right : std::max(right, line.words[i].right);
  }
}

// Edges that stand in `from` or went through it go on in `line`, as far as no word crosses them: a
// cell may end close to the next one, which begins below its like.
void FollowEdges(const PlacedLine& from, PlacedLine& line, std::vector<double>& edges) {
  for (size_t i = 1; i < from.words.size(); ++i) {
    const double left = from.words[i].left;
    if (from.is_edge[i] && edges.size() < kEdgesMost &&
        std::ranges::none_of(edges, [&](double edge) { return std::abs(edge - left) < 0.1; })) {
      edges.push_back(left);
    }
  }
  std::erase_if(edges, [&](double edge) {
    return std::ranges::any_of(line.words, [&](const PlacedWord& word) {
      return word.left < edge - kSameEdge && word.right > edge + kSameEdge;
    });
  });
  for (size_t i = 1; i < line.words.size(); ++i) {
    const bool is_apart = line.words[i].left - line.words[i - 1].right > kJoined * line.height();
    line.is_edge[i] = line.is_edge[i] || (is_apart && std::ranges::any_of(edges, [&](double edge) {
                                            return std::abs(edge - line.words[i].left) < kSameEdge;
                                          }));
  }
}

void FollowEdges(PlacedLines& lines) {
  for (PlacedLine& line : lines) {
    FindEdges(line);
  }
  for (const bool is_down : {true, false}) {
    std::vector<double> edges;
    for (size_t i = 1; i < lines.size(); ++i) {
      const size_t from = is_down ? i - 1 : lines.size() - i;
      const size_t to = is_down ? i : lines.size() - i - 1;
      const double apart = std::abs(Distance(lines[from], lines[to]));
      const auto [lower, higher] = std::minmax(lines[from].height(), lines[to].height());
      if (apart > kPartsTable * higher || higher > kLarger * lower) {
        edges.clear();
        continue;
      }
      FollowEdges(lines[from], lines[to], edges);
    }
  }
}

}  // namespace

PlacedLines RowsOf(PlacedPage words) {
  const auto by_row = [](const PlacedWord& word) {
    return std::tuple(Middle(word), word.left, word.text.data());
  };
  std::ranges::sort(words, {}, by_row);
  PlacedLines lines;
  for (const PlacedWord& word : words) {
    if (lines.empty() || !IsOnLine(lines.back(), word)) {
      lines.emplace_back();
      lines.back().top = word.top;
      lines.back().bottom = word.bottom;
    }
    PlacedLine& line = lines.back();
    const double height = word.bottom - word.top;
    if (height > line.height() && height < kTallest * line.height()) {
      line.top = word.top;  // a note's number came first
      line.bottom = word.bottom;
    }
    line.words.push_back(word);
  }
  JoinHalves(lines);
  for (PlacedLine& line : lines) {
    const auto by_place = [](const PlacedWord& word) {
      return std::pair(word.left, word.text.data());
    };
    std::ranges::sort(line.words, {}, by_place);
  }
  return lines;
}

PlacedLines PlaceLines(PlacedPage words) {
  PlacedLines lines = RowsOf(std::move(words));
  FollowEdges(lines);
  return lines;
}

}  // namespace mandat::internal
