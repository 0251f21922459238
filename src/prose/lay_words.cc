// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/lay_words.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr double kJoined = 0.09;   // of a word's height: what is nearer belongs to one word
constexpr double kSameEdge = 0.6;  // points
constexpr double kFurther = 1.17;  // times the distance of lines: a blank line
constexpr double kBlankLinesMost = 9;
constexpr size_t kColumnsMost = 240;  // of a line
constexpr size_t kBlanksBetween = 2;

// Words between one edge and the next.
struct Stretch {
  double left = 0;
  size_t column = 0;  // that it begins in
  size_t points = 0;  // characters of its text
  std::string text;
};

std::vector<Stretch> StretchesOf(const PlacedLine& line) {
  std::vector<Stretch> out;
  double right = 0;
  for (size_t i = 0; i < line.words.size(); ++i) {
    const PlacedWord& word = line.words[i];
    if (line.is_edge[i]) {
      out.push_back({.left = word.left});
    } else if (word.left - right > kJoined * line.height()) {
      out.back().text += ' ';
    }
    for (const char c : word.text) {
      const bool is_blank = c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\0';
      out.back().text += is_blank ? ' ' : c;
    }
    right = i == 0 ? word.right : std::max(right, word.right);
  }
  for (Stretch& stretch : out) {
    stretch.points = CountPoints(stretch.text);
  }
  return out;
}

// One column for all that begins at the same place of a page, behind all that ends before it.
void SetColumns(std::vector<std::vector<Stretch>>& lines, double first, double width) {
  struct Place {
    double left;
    size_t line;
    size_t index;
  };
  std::vector<Place> places;
  for (size_t i = 0; i < lines.size(); ++i) {
    for (size_t j = 0; j < lines[i].size(); ++j) {
      places.push_back({lines[i][j].left, i, j});
    }
  }
  std::ranges::sort(places, {}, [](const Place& place) {
    return std::tuple(place.left, place.line, place.index);
  });
  size_t above = 0;  // no column is before one further left
  for (size_t begin = 0; begin < places.size();) {
    size_t end = begin;
    size_t column = std::max(above, static_cast<size_t>(std::max(
                                        0.0, std::round((places[begin].left - first) / width))));
    for (; end < places.size() && places[end].left - places[begin].left < kSameEdge; ++end) {
      const auto& [left, line, index] = places[end];
      if (index > 0) {
        const Stretch& before = lines[line][index - 1];
        column = std::max(column, before.column + before.points + kBlanksBetween);
      }
    }
    column = std::min(column, kColumnsMost);
    for (size_t i = begin; i < end; ++i) {
      lines[places[i].line][places[i].index].column = column;
    }
    above = column;
    begin = end;
  }
}

void AddLine(const std::vector<Stretch>& line, std::string& out) {
  size_t column = 0;
  for (const Stretch& stretch : line) {
    const size_t least = column == 0 ? 0 : column + kBlanksBetween;
    const size_t to = std::max(stretch.column, least);
    out.append(to - column, ' ');
    out += stretch.text;
    column = to + stretch.points;
  }
  out += '\n';
}

double RightOf(const PlacedLine& line) {
  return std::ranges::max(line.words, {}, &PlacedWord::right).right;
}

struct Extent {
  double left = 1e9;
  double right = 0;
};

Extent ExtentOf(const PlacedLines& lines) {
  Extent extent;
  for (const PlacedLine& line : lines) {
    for (const PlacedWord& word : line.words) {
      extent.left = std::min(extent.left, word.left);
      extent.right = std::max(extent.right, word.right);
    }
  }
  return extent;
}

}  // namespace

LaidText LayWords(std::vector<PlacedPage> pages, size_t most) {
  std::vector<PlacedLines> lines;
  for (PlacedPage& page : pages) {
    for (PlacedPage& part : PartColumns(std::move(page))) {
      lines.push_back(PlaceLines(std::move(part)));
    }
  }
  const PageMeasures usual = MeasurePages(lines);
  LaidText laid_text;
  std::string& out = laid_text.text;
  for (size_t i = 0; i < lines.size(); ++i) {
    const PlacedLines& page = lines[i];
    const Extent extent = ExtentOf(page);
    const double width =
        std::max(usual.character, (extent.right - extent.left) / static_cast<double>(kColumnsMost));
    std::vector<std::vector<Stretch>> laid;
    for (const PlacedLine& line : page) {
      laid.push_back(StretchesOf(line));
    }
    SetColumns(laid, extent.left, width);
    out += i > 0 ? "\f" : "";
    for (size_t at = 0; at < page.size() && out.size() <= most; ++at) {
      const double apart = at == 0 ? 0
                                   : Distance(page[at - 1], page[at]) /
                                         std::max(page[at].height(), 0.1) / usual.distance;
      if (apart > kFurther) {
        out.append(static_cast<size_t>(std::clamp(std::round(apart) - 1, 1.0, kBlankLinesMost)),
                   '\n');
      }
      const size_t begin = out.size();
      AddLine(laid[at], out);
      if (out.find_first_not_of(" \n", begin) != std::string::npos) {
        const double columns = std::round((RightOf(page[at]) - extent.left) / width);
        laid_text.lines.push_back(
            {.width = static_cast<size_t>(columns), .is_large = IsLarge(page[at], usual)});
      }
    }
  }
  return laid_text;
}

}  // namespace mandat::internal
