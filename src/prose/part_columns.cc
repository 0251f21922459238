// SPDX-License-Identifier: Apache-2.0
// Pages that are set in two columns: the left one is read before the right one.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "prose/internal/placed_lines.h"

namespace mandat::internal {
namespace {

constexpr size_t kWordsMin = 80;      // fewer are no page of two columns
constexpr size_t kWordsMost = 20000;  // more are no page
constexpr size_t kLinesMin = 8;       // of each column
constexpr size_t kStripsMost = 2000;  // over the width of a page
constexpr double kStrip = 1;          // points
constexpr double kCrossed = 0.12;     // of a page's height: lines over both columns
constexpr double kBlank = 0.6;        // of a line's height
constexpr double kGutterMin = 6;      // points
constexpr double kFullLine = 0.7;     // of a column's width
constexpr double kFullLines = 0.45;   // of its lines; the cells of a table do not fill theirs
constexpr double kFullIfApart = 0.3;  // where paragraphs begin in each column by itself
constexpr double kRowApart = 1.12;    // times the distance of the lines above
constexpr double kRowsAlike = 0.8;    // of the paragraphs that begin beside another: rows
constexpr double kRowsApart = 0.5;    // and columns
constexpr double kEdgeApart = 1.6;    // heights of a line, from a head or foot to the text
constexpr double kBeside = 2;         // points

struct Frame {
  double left = 1e9;
  double right = -1e9;
  double top = 1e9;
  double bottom = -1e9;
};

Frame FrameOf(const PlacedPage& words) {
  Frame box;
  for (const PlacedWord& word : words) {
    box.left = std::min(box.left, word.left);
    box.right = std::max(box.right, word.right);
    box.top = std::min(box.top, word.top);
    box.bottom = std::max(box.bottom, word.bottom);
  }
  return box;
}

struct Gutter {
  double begin = 0;
  double end = 0;
  bool IsCrossedBy(const PlacedWord& word) const {
    return word.left < end - kStrip && word.right > begin + kStrip;
  }
};

// The widest strip near the middle of the page that few words stand in.
std::optional<Gutter> FindGutter(const PlacedPage& words, const Frame& box) {
  const double wide = std::max(kStrip, (box.right - box.left) / kStripsMost);
  std::vector<double> cover(static_cast<size_t>((box.right - box.left) / wide) + 2, 0);
  const auto strip = [&](double at) { return static_cast<size_t>((at - box.left) / wide); };
  for (const PlacedLine& line : RowsOf(words)) {
    double from = line.words.front().left;
    for (const PlacedWord& word : line.words) {
      // The blank between two words of a sentence is no gutter.
      from = word.left - from < kBlank * line.height() ? from : word.left;
      for (size_t i = strip(from); i <= strip(word.right); ++i) {
        cover[i] += line.height();
      }
      from = std::max(from, word.right);
    }
  }
  Gutter best;
  size_t begin = cover.size() * 3 / 10;
  const size_t end = cover.size() * 7 / 10;
  const double least = *std::min_element(cover.begin() + static_cast<std::ptrdiff_t>(begin),
                                         cover.begin() + static_cast<std::ptrdiff_t>(end) + 1);
  if (least > (box.bottom - box.top) * kCrossed) {
    return std::nullopt;
  }
  for (size_t i = begin; i < end; ++i) {
    if (cover[i] > least + kStrip) {
      begin = i + 1;
    } else if (static_cast<double>(i + 1 - begin) * wide > best.end - best.begin) {
      best = {box.left + static_cast<double>(begin) * wide,
              box.left + static_cast<double>(i + 1) * wide};
    }
  }
  return best.end - best.begin >= kGutterMin ? std::optional(best) : std::nullopt;
}

// Whether so many of a column's lines go to its right side; what sticks out of it does not count.
bool IsFull(const PlacedLines& lines, double least) {
  if (lines.size() < kLinesMin) {
    return false;
  }
  std::vector<double> lefts;
  std::vector<double> rights;
  for (const PlacedLine& line : lines) {
    lefts.push_back(line.words.front().left);
    rights.push_back(line.words.back().right);
  }
  std::ranges::sort(lefts);
  std::ranges::sort(rights);
  const double left = lefts[lefts.size() / 10];
  const double right = rights[rights.size() * 9 / 10];
  const auto full = std::ranges::count_if(
      rights, [&](double end) { return end > left + (right - left) * kFullLine; });
  return static_cast<double>(full) >= static_cast<double>(lines.size()) * least;
}

// Where paragraphs begin: lines that are further from the one above than the nearest two are.
std::vector<double> BeginningsOf(const PlacedLines& lines) {
  double usual = 1e9;
  for (size_t i = 1; i < lines.size(); ++i) {
    usual = std::min(usual, std::max(Distance(lines[i - 1], lines[i]), lines[i].height()));
  }
  std::vector<double> tops;
  for (size_t i = 1; i < lines.size(); ++i) {
    if (Distance(lines[i - 1], lines[i]) > usual * kRowApart) {
      tops.push_back(lines[i].top);
    }
  }
  return tops;
}

// Cells of a row begin beside each other, again and again.
enum class Rows : uint8_t { kYes, kNo, kUnknown };
Rows AreRows(const PlacedLines& left, const PlacedLines& right) {
  const std::vector<double> tops = BeginningsOf(left);
  const std::vector<double> others = BeginningsOf(right);
  const size_t fewer = std::min(tops.size(), others.size());
  const auto beside = std::ranges::count_if(tops, [&](double top) {
    const auto next = std::ranges::lower_bound(others, top - kBeside);
    return next != others.end() && *next < top + kBeside;
  });
  if (fewer < 2) {
    return Rows::kUnknown;
  }
  const double share = static_cast<double>(beside) / static_cast<double>(fewer);
  return share > kRowsAlike ? Rows::kYes : share < kRowsApart ? Rows::kNo : Rows::kUnknown;
}

// Parts of a page from the top down: what crosses the gutter, and between two such lines the left
// column, then the right one.
class Parts {
 public:
  Parts(PlacedPage words, const Gutter& gutter) : gutter_(gutter) {
    PlacedLines lines = RowsOf(std::move(words));
    for (size_t i = 0; i < lines.size(); ++i) {
      AddLine(lines[i], IsAtEdge(lines, i));
    }
    Flush();
  }

  std::vector<PlacedPage> Take() && {
    std::erase_if(parts_, [](const PlacedPage& part) { return part.empty(); });
    return std::move(parts_);
  }

 private:
  // A head or a foot of the page goes over both columns, whatever room is in it.
  static bool IsAtEdge(const PlacedLines& lines, size_t i) {
    const double far = kEdgeApart * lines[i].height();
    return lines.size() > 1 && ((i == 0 && Distance(lines[0], lines[1]) > far) ||
                                (i + 1 == lines.size() && Distance(lines[i - 1], lines[i]) > far));
  }

  void AddLine(const PlacedLine& line, bool is_at_edge) {
    const bool crosses = is_at_edge || std::ranges::any_of(line.words, [&](const PlacedWord& word) {
                           return gutter_.IsCrossedBy(word);
                         });
    if (crosses) {
      if (!is_crossing_) {
        Flush();
      }
      is_crossing_ = true;
      std::ranges::copy(line.words, std::back_inserter(left_));
      return;
    }
    if (is_crossing_) {
      Flush();
    }
    is_crossing_ = false;
    for (const PlacedWord& word : line.words) {
      (word.right <= gutter_.end ? left_ : right_).push_back(word);
    }
  }

  void Flush() {
    parts_.push_back(std::exchange(left_, {}));
    parts_.push_back(std::exchange(right_, {}));
  }

  Gutter gutter_;
  bool is_crossing_ = false;
  PlacedPage left_;
  PlacedPage right_;
  std::vector<PlacedPage> parts_;
};

}  // namespace

std::vector<PlacedPage> PartColumns(PlacedPage words) {
  const Frame box = FrameOf(words);
  const std::optional<Gutter> gutter =
      words.size() < kWordsMin || words.size() > kWordsMost ? std::nullopt : FindGutter(words, box);
  if (!gutter) {
    return {std::move(words)};
  }
  PlacedPage left;
  PlacedPage right;
  for (const PlacedWord& word : words) {
    if (!gutter->IsCrossedBy(word)) {
      (word.right <= gutter->end ? left : right).push_back(word);
    }
  }
  const PlacedLines left_lines = RowsOf(left);
  const PlacedLines right_lines = RowsOf(right);
  const Rows rows = AreRows(left_lines, right_lines);
  const double least = rows == Rows::kNo ? kFullIfApart : kFullLines;
  if (rows == Rows::kYes || !IsFull(left_lines, least) || !IsFull(right_lines, least)) {
    return {std::move(words)};
  }
  return Parts(std::move(words), *gutter).Take();
}

}  // namespace mandat::internal
