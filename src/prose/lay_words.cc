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
constexpr double kApart = 2.5;     // times a line's height: more parts two tables
constexpr double kFurther = 1.17;  // times the distance of lines: a blank line
constexpr double kBlankLinesMost = 9;
constexpr size_t kColumnsMost = 240;  // of a line
constexpr size_t kBlanksBetween = 2;

// Words between one edge and the next.
struct Stretch {
  double left = 0;
  double right = 0;
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
      out.push_back({.left = word.left, .right = word.right});
    } else if (word.left - right > kJoined * line.height()) {
      out.back().text += ' ';
    }
    for (const char c : word.text) {
      const bool is_blank = c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\0';
      out.back().text += is_blank ? ' ' : c;
    }
    right = i == 0 ? word.right : std::max(right, word.right);
    out.back().right = std::max(out.back().right, word.right);
  }
  for (Stretch& stretch : out) {
    stretch.points = CountPoints(stretch.text);
  }
  return out;
}

struct Place {
  double left = 0;
  double right = 0;
  size_t line = 0;
  size_t index = 0;
};

// Of lines that are near each other, how far all that has ended reaches.
struct NearLines {
  std::vector<Place> by_right;
  size_t ended = 0;
  size_t behind = 0;  // the column behind it
};

// The lines of a page, before and after it was said in which columns they stand.
struct Sheet {
  std::vector<std::vector<Stretch>> lines;
  std::vector<size_t> near;  // of each line
};

Sheet SheetOf(const PlacedLines& page) {
  Sheet sheet;
  for (size_t i = 0; i < page.size(); ++i) {
    const bool is_apart = i > 0 && Distance(page[i - 1], page[i]) > kApart * page[i].height();
    sheet.lines.push_back(StretchesOf(page[i]));
    sheet.near.push_back(i == 0 ? 0 : sheet.near.back() + (is_apart ? 1 : 0));
  }
  return sheet;
}

// One column for all that begins at the same place of a page, behind all that ends before it on
// lines that are near: what stands apart on paper stands apart in the text.
void SetColumns(Sheet& sheet, double first, double width) {
  std::vector<Place> places;
  std::vector<NearLines> near(sheet.near.empty() ? 0 : sheet.near.back() + 1);
  for (size_t i = 0; i < sheet.lines.size(); ++i) {
    for (size_t j = 0; j < sheet.lines[i].size(); ++j) {
      const Stretch& stretch = sheet.lines[i][j];
      places.push_back({stretch.left, stretch.right, i, j});
      near[sheet.near[i]].by_right.push_back(places.back());
    }
  }
  const auto by_left = [](const Place& place) {
    return std::tuple(place.left, place.line, place.index);
  };
  std::ranges::sort(places, {}, by_left);
  for (NearLines& nearby : near) {
    std::ranges::sort(nearby.by_right, {}, [](const Place& place) {
      return std::tuple(place.right, place.line, place.index);
    });
  }
  size_t above = 0;  // no column is before one further left
  for (size_t begin = 0; begin < places.size();) {
    size_t end = begin;
    const double left = places[begin].left;
    size_t column =
        std::max(above, static_cast<size_t>(std::max(0.0, std::round((left - first) / width))));
    bool is_cell = false;  // something stands to the left of it
    size_t behind = 0;
    for (; end < places.size() && places[end].left - left < kSameEdge; ++end) {
      is_cell = is_cell || places[end].index > 0;
      NearLines& nearby = near[sheet.near[places[end].line]];
      for (; nearby.ended < nearby.by_right.size() && nearby.by_right[nearby.ended].right < left;
           ++nearby.ended) {
        const Place& before = nearby.by_right[nearby.ended];
        const Stretch& stretch = sheet.lines[before.line][before.index];
        nearby.behind = std::max(nearby.behind, stretch.column + stretch.points + kBlanksBetween);
      }
      behind = std::max(behind, nearby.behind);
    }
    column = std::min(is_cell ? std::max(column, behind) : column, kColumnsMost);
    for (size_t i = begin; i < end; ++i) {
      sheet.lines[places[i].line][places[i].index].column = column;
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
    Sheet sheet = SheetOf(page);
    SetColumns(sheet, extent.left, width);
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
      AddLine(sheet.lines[at], out);
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
