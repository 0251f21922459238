// SPDX-License-Identifier: Apache-2.0
// Pages that were set in two columns and printed as one: each printed line has a piece of both.
#include <algorithm>
#include <array>
#include <utility>

#include "prose/internal/script.h"

namespace mandat::internal {
namespace {

constexpr size_t kWidthMax = 256;     // of a printed page, in characters
constexpr size_t kLinesMin = 10;      // fewer that have both columns prove nothing
constexpr size_t kEdgeGap = 2;        // blank lines that part a page's head or foot from its text
constexpr size_t kPageLinesMax = 80;  // of a text without page breaks, as much is looked at

// A line and the width at which each of its bytes stands.
size_t ByteAtColumn(std::string_view line, size_t column) {
  size_t at = 0;
  for (size_t i = 0; i < column && at < line.size(); ++i) {
    at += PointAt(line, at).bytes;
  }
  return std::min(at, line.size());
}

// For every width, in how many lines something stands there.
std::array<size_t, kWidthMax> Cover(std::string_view text, const Line* first, const Line* last) {
  std::array<size_t, kWidthMax> cover{};
  for (const Line* line = first; line != last; ++line) {
    const std::string_view words = text.substr(line->begin, line->end - line->begin);
    size_t column = 0;
    for (size_t at = 0; at < words.size() && column < kWidthMax; ++column) {
      const Point point = PointAt(words, at);
      cover[column] += point.code != ' ' ? 1 : 0;
      at += point.bytes;
    }
  }
  return cover;
}

struct Gutter {
  size_t begin = 0;
  size_t end = 0;  // where the right column begins
};

// The widest run of columns near the middle in which nearly nothing stands.
Gutter WidestGutter(const std::array<size_t, kWidthMax>& cover, size_t lines) {
  size_t width = 0;
  for (size_t i = 0; i < kWidthMax; ++i) {
    width = cover[i] > lines / 8 ? i + 1 : width;
  }
  Gutter best;
  size_t begin = 0;
  for (size_t i = width / 3; i < width * 2 / 3 + 1 && i < kWidthMax; ++i) {
    if (cover[i] > lines / 20) {
      begin = i + 1;
    } else if (begin > 0 && i + 1 - begin > best.end - best.begin) {
      best = {begin, i + 1};
    }
  }
  return best;
}

// Prose fills its column; the cells of a table do not.
bool AreColumnsOfProse(std::string_view text, const Line* first, const Line* last,
                       const Gutter& gutter) {
  size_t both = 0;
  size_t full = 0;
  for (const Line* line = first; line != last; ++line) {
    const std::string_view words = text.substr(line->begin, line->end - line->begin);
    const std::string_view left = words.substr(0, ByteAtColumn(words, gutter.begin));
    const std::string_view right = words.substr(left.size());
    const size_t left_end = left.find_last_not_of(' ');
    if (left_end == std::string_view::npos ||
        right.find_first_not_of(' ') == std::string_view::npos) {
      continue;
    }
    ++both;
    full += CountPoints(left.substr(0, left_end + 1)) * 4 > gutter.begin * 3 ? 1 : 0;
  }
  return both >= kLinesMin && both * 2 > static_cast<size_t>(last - first) && full * 5 > both * 3;
}

void SplitPage(std::string_view text, const Line* first, const Line* last, std::vector<Line>& out) {
  const auto lines = static_cast<size_t>(last - first);
  const Gutter gutter =
      lines < kLinesMin ? Gutter{} : WidestGutter(Cover(text, first, last), lines);
  if (gutter.end - gutter.begin < 2 || !AreColumnsOfProse(text, first, last, gutter)) {
    out.insert(out.end(), first, last);
    return;
  }
  std::vector<Line> right;
  const auto flush = [&] {
    out.insert(out.end(), right.begin(), right.end());
    right.clear();
  };
  for (const Line* line = first; line != last; ++line) {
    const std::string_view words = text.substr(line->begin, line->end - line->begin);
    const size_t cut = ByteAtColumn(words, gutter.begin);
    const bool is_edge = (line == first && line + 1 != last && line[1].gap >= kEdgeGap) ||
                         (line + 1 == last && line->gap >= kEdgeGap);
    const bool crosses =
        is_edge ||
        words.substr(cut, ByteAtColumn(words, gutter.end) - cut).find_first_not_of(' ') !=
            std::string_view::npos;
    if (crosses) {  // a heading over both columns, or a page's foot
      flush();
      out.push_back(*line);
      continue;
    }
    Line half = *line;
    half.width = 0;
    half.end = line->begin + cut;
    if (words.substr(0, cut).find_first_not_of(' ') != std::string_view::npos) {
      out.push_back(half);
    }
    half.begin = line->begin + cut;
    half.end = line->end;
    half.starts_page = false;
    if (words.substr(cut).find_first_not_of(' ') != std::string_view::npos) {
      right.push_back(half);
    }
  }
  flush();
}

}  // namespace

void UndoColumns(std::string_view text, std::vector<Line>& lines) {
  std::vector<Line> out;
  out.reserve(lines.size());
  for (size_t begin = 0; begin < lines.size();) {
    size_t end = begin + 1;
    while (end < lines.size() && !lines[end].starts_page && end - begin < kPageLinesMax) {
      ++end;
    }
    SplitPage(text, lines.data() + begin, lines.data() + end, out);
    begin = end;
  }
  lines = std::move(out);
}

}  // namespace mandat::internal
