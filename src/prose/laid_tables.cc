// SPDX-License-Identifier: Apache-2.0
// Tables that were printed with their cells side by side, as `lay_words` writes them: a cell may
// run over several lines, beside the lines of its neighbours. Columns are told by the strips in
// which nothing stands in any line; rows by blank lines, by where the first column begins again,
// and by words that would have fitted on the line before.
#include <algorithm>
#include <bitset>
#include <utility>

#include "prose/internal/furniture.h"
#include "prose/internal/label.h"
#include "prose/internal/script.h"

namespace mandat::internal {
namespace {

constexpr size_t kWidthMax = 256;   // of a printed line, in characters
constexpr size_t kStripMin = 2;     // characters between two columns
constexpr size_t kColumnsMax = 12;  // more are no table
constexpr size_t kGapMax = 2;       // blank lines within a table
constexpr size_t kLinesMin = 3;     // with several cells; fewer may stand so by chance
constexpr size_t kPairsMin = 4;     // the same, where there are two columns only
constexpr size_t kGroupsMin = 3;    // of lines, that show that blank lines part rows
constexpr size_t kTryMax = 24;      // lines after which an attempt is not made again a line later

using Cover = std::bitset<kWidthMax>;

// Words of a line without a wide blank in them; columns are counted in characters.
struct Segment {
  size_t begin = 0;  // in the text
  size_t end = 0;
  size_t from = 0;  // column
  size_t to = 0;    // behind the last one
};

struct Column {
  size_t from = 0;
  size_t to = 0;
  size_t room = 0;  // up to the next column
};

std::vector<Segment> SegmentsOf(std::string_view text, const Line& line) {
  std::vector<Segment> out;
  if (text[std::min(text.find_first_not_of(' ', line.begin), line.end - 1)] == '|') {
    return out;  // a row that has bars
  }
  size_t column = 0;
  for (size_t at = line.begin; at < line.end; ++column) {
    const Point point = PointAt(text.substr(0, line.end), at);
    if (point.code == '\t' || column >= kWidthMax) {
      return {};
    }
    if (point.code != ' ' && point.code != 0xA0) {
      if (out.empty() || column >= out.back().to + kStripMin) {
        out.push_back({.begin = at, .from = column});
      }
      out.back().end = at + point.bytes;
      out.back().to = column + 1;
    }
    at += point.bytes;
  }
  return out;
}

std::vector<Column> ColumnsOf(const Cover& cover) {
  std::vector<Column> out;
  for (size_t i = 0; i < kWidthMax; ++i) {
    if (!cover[i]) {
      continue;
    }
    if (out.empty() || i >= out.back().to + kStripMin) {
      out.push_back({.from = i});
    }
    out.back().to = i + 1;
  }
  for (size_t i = 0; i < out.size(); ++i) {
    const bool is_last = i + 1 == out.size();
    out[i].room = (is_last ? out[i].to : out[i + 1].from - kStripMin) - out[i].from;
  }
  return out;
}

size_t FirstWordOf(std::string_view words) { return CountPoints(words.substr(0, words.find(' '))); }

class LaidTable {
 public:
  LaidTable(std::string_view text, const std::vector<Line>& lines,
            const std::vector<bool>& is_furniture, size_t begin)
      : text_(text), lines_(lines), is_furniture_(is_furniture), begin_(begin) {
    Grow();
    Trim();
  }

  size_t begin() const { return begin_; }
  size_t size() const { return segments_.size(); }

  bool IsTable() const {
    const auto several = static_cast<size_t>(
        std::ranges::count_if(segments_, [](const auto& line) { return line.size() > 1; }));
    if (columns_.size() > 2) {
      return columns_.size() <= kColumnsMax && several >= kLinesMin;
    }
    const bool is_pairs = several >= kPairsMin && several * 2 >= size();
    return columns_.size() == 2 && (is_pairs || ArePairsApart()) && !IsListOrForm();
  }

  void AddRows(std::vector<Line>& out) {
    FindRows();
    for (size_t i = 0; i < size(); ++i) {
      const Line& line = lines_[begin_ + i];
      if (!goes_on_[i]) {
        row_.assign(columns_.size(), {});
        out.push_back({.begin = line.begin,
                       .hint = Hint::kRow,
                       .gap = line.gap,
                       .starts_page = line.starts_page});
      }
      out.back().end = line.end;
      TakeLine(i);
      if (i + 1 == size() || !goes_on_[i + 1]) {
        FinishRow(out.back());
      }
    }
  }

 private:
  struct Piece {
    size_t begin = 0;
    size_t end = 0;
    size_t line = 0;
  };
  using Filled = std::bitset<kColumnsMax>;  // by column, whether something stands there

  // Lines as long as the strips between the columns stay open.
  void Grow() {
    Cover cover;
    for (size_t i = begin_; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (is_furniture_[i] || line.is_large ||
          (i > begin_ && (line.starts_page || line.gap > kGapMax || line.hint != Hint::kNone))) {
        return;
      }
      std::vector<Segment> segments = SegmentsOf(text_, line);
      Cover with = cover;
      for (const Segment& segment : segments) {
        for (size_t column = segment.from; column < segment.to; ++column) {
          with.set(column);
        }
      }
      std::vector<Column> columns = with == cover ? columns_ : ColumnsOf(with);
      if (line.gap > 0 && BeginsAnother(segments, columns)) {
        return;
      }
      const bool is_fewer = columns.size() < columns_.size() && !PartAll(columns, segments);
      const bool is_front = i == begin_ && BeginsHead(i, segments);
      if (segments.empty() || (columns.size() < 2 && !is_front) || is_fewer ||
          (i > begin_ && IsHeading(i, segments))) {
        return;
      }
      cover = with;
      columns_ = std::move(columns);
      segments_.push_back(std::move(segments));
    }
  }

  // The upper half of a title in two lines, beside which no other is as high: "Sub-" of
  // "Sub-processor", whose next line has the other titles.
  bool BeginsHead(size_t i, const std::vector<Segment>& segments) const {
    if (segments.size() != 1 || i + 1 == lines_.size() || lines_[i + 1].gap > 0) {
      return false;
    }
    const Segment& upper = segments.front();
    const std::vector<Segment> next = SegmentsOf(text_, lines_[i + 1]);
    if (next.size() < 2 || !ReadLabels(WordsOf(upper) + " X").empty()) {
      return false;
    }
    const size_t room = next[1].from - std::min(next[1].from, upper.from + kStripMin);
    const bool is_first =
        next[0].from == upper.from && upper.to + kStripMin <= next[1].from &&
        (upper.to - upper.from + 1 + FirstWordOf(WordsOf(next[0]))) * 10 > room * 9;
    return is_first || std::any_of(next.begin() + 1, next.end(), [&](const Segment& segment) {
             return segment.from == upper.from;
           });
  }

  // Two strips may become one where the title of a column stands beside what is below it; all words
  // that stand apart are still in columns of their own.
  bool PartAll(const std::vector<Column>& columns, const std::vector<Segment>& segments) const {
    const auto parts = [&](const std::vector<Segment>& line) {
      return std::ranges::adjacent_find(line, [&](const Segment& one, const Segment& next) {
               return ColumnAt(one.from, columns) == ColumnAt(next.from, columns);
             }) == line.end();
    };
    return columns.size() > 2 && parts(segments) && std::ranges::all_of(segments_, parts);
  }

  // Cells where the lines so far have one: another table, which stands right below this one.
  bool BeginsAnother(const std::vector<Segment>& segments,
                     const std::vector<Column>& columns) const {
    return segments_.size() >= kPairsMin && segments.size() > 2 && segments.size() > columns.size();
  }

  // Words by themselves behind the table: with a label, or not where its first column begins.
  bool IsHeading(size_t i, const std::vector<Segment>& segments) const {
    const bool is_last = i + 1 == lines_.size() || lines_[i + 1].gap > 0;
    const std::vector<Segment> next =
        is_last ? std::vector<Segment>() : SegmentsOf(text_, lines_[i + 1]);
    // The first line of a cell that is higher than its neighbours.
    const bool is_cell =
        next.size() > 1 && std::any_of(next.begin() + 1, next.end(), [&](const Segment& segment) {
          return segment.from == segments.front().from;
        });
    const bool is_alone =
        segments.size() == 1 && lines_[i].gap > 0 && (is_last || next.size() > 1) && !is_cell;
    return is_alone && segments.front().from < columns_[1].from &&
           (segments.front().from != columns_.front().from ||
            !ReadLabels(WordsOf(segments.front())).empty());
  }

  // What follows the last line with several cells belongs to it only without a blank line.
  void Trim() {
    size_t last = segments_.size();
    while (last > 0 && segments_[last - 1].size() < 2) {
      --last;
    }
    while (last > 0 && last < segments_.size() && lines_[begin_ + last].gap == 0) {
      ++last;
    }
    segments_.resize(last);
  }

  // Pairs that blank lines part, of which the second may be long.
  bool ArePairsApart() const {
    size_t groups = 0;
    for (size_t begin = 0; begin < size(); begin = EndOfGroup(begin)) {
      ++groups;
      if (std::none_of(segments_.begin() + static_cast<std::ptrdiff_t>(begin),
                       segments_.begin() + static_cast<std::ptrdiff_t>(EndOfGroup(begin)),
                       [](const auto& line) { return line.size() > 1; })) {
        return false;
      }
    }
    return groups >= kGroupsMin;
  }

  // A label and its paragraph, a question and its blank, two signatures: not a table of pairs.
  bool IsListOrForm() const {
    size_t strange = 0;
    for (const std::vector<Segment>& line : segments_) {
      const std::string first = WordsOf(line.front());
      const std::string all = WordsOf({line.front().begin, line.back().end});
      strange += first.ends_with(':') || !ReadLabels(first + " X").empty() ||
                         all.find("__") != std::string::npos ||
                         all.find("....") != std::string::npos || BulletBytes(first + " X") > 0 ||
                         first.size() < 2
                     ? 1
                     : 0;
    }
    return strange * 4 > size();
  }

  std::string WordsOf(const Segment& segment) const {
    return std::string(text_.substr(segment.begin, segment.end - segment.begin));
  }

  static size_t ColumnAt(size_t from, const std::vector<Column>& columns) {
    size_t column = 0;
    while (column + 1 < columns.size() && from >= columns[column + 1].from) {
      ++column;
    }
    return column;
  }

  size_t ColumnAt(size_t from) const { return ColumnAt(from, columns_); }

  // Which lines are of the row of the line before them.
  void FindRows() {
    goes_on_.resize(size());
    Fill();
    JoinHeads();
    std::vector<std::pair<size_t, size_t>> groups;
    for (size_t begin = 0; begin < size(); begin = groups.back().second) {
      groups.emplace_back(begin, EndOfGroup(begin));
    }
    const auto several = static_cast<size_t>(std::ranges::count_if(
        groups, [&](const auto& group) { return MayBeRows(group.first, group.second); }));
    const bool is_parted = groups.size() >= kGroupsMin && several * 2 <= groups.size();
    for (const auto& [begin, end] : groups) {
      FindRowsOf(begin, end, is_parted);
    }
  }

  void Fill() {
    filled_.assign(size(), {});
    for (size_t i = 0; i < size(); ++i) {
      for (const Segment& segment : segments_[i]) {
        filled_[i].set(ColumnAt(segment.from));
      }
    }
  }

  size_t EndOfGroup(size_t begin) const {
    size_t end = begin + 1;
    while (end < size() && lines_[begin_ + end].gap == 0) {
      ++end;
    }
    return end;
  }

  Filled FilledIn(size_t begin, size_t end) const {
    Filled filled;
    for (size_t i = begin; i < end; ++i) {
      filled |= filled_[i];
    }
    return filled;
  }

  size_t FullLines(size_t begin, size_t end) const {
    return static_cast<size_t>(
        std::count_if(filled_.begin() + static_cast<std::ptrdiff_t>(begin),
                      filled_.begin() + static_cast<std::ptrdiff_t>(end),
                      [&](const Filled& line) { return line.count() == columns_.size(); }));
  }

  // Whether each of several lines begins in the first column and has another cell.
  bool MayBeRows(size_t begin, size_t end) const {
    return end - begin > 1 &&
           std::all_of(filled_.begin() + static_cast<std::ptrdiff_t>(begin),
                       filled_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Filled& line) { return line[0] && line.count() > 1; });
  }

  // A title in the middle above its column may stand beside what is below it.
  void JoinHeads() {
    const size_t head = EndOfGroup(0);
    for (size_t i = 0; i + 1 < columns_.size(); ++i) {
      const Filled above = FilledIn(0, head);
      const Filled below = FilledIn(head, size());
      const bool is_one = head < size() && above[i] != above[i + 1] && below[i] != below[i + 1] &&
                          above[i] == below[i + 1];
      if (is_one) {
        columns_[i].to = columns_[i + 1].to;
        columns_[i].room = columns_[i + 1].from + columns_[i + 1].room - columns_[i].from;
        columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        Fill();
      }
    }
  }

  // Of lines without a blank one between them; where blank lines part all rows, they are one.
  void FindRowsOf(size_t begin, size_t end, bool is_parted) {
    const Filled group = FilledIn(begin, end);
    goes_on_[begin] = begin > 0 && !group[0];
    // Cells in the middle of their row: its first line has fewer cells than the row.
    const bool is_one =
        is_parted || (FullLines(begin, end) < 2 && filled_[begin].count() < group.count() &&
                      HasOneFirstCell(begin, end));
    // No cell is empty in any of them: rows in columns that are as wide as their words.
    const bool are_rows = !is_parted && FullLines(begin, end) == end - begin;
    for (size_t i = begin + 1; i < end && !are_rows; ++i) {
      const bool is_half = i == 1 && segments_[0].size() == 1;  // of a title
      goes_on_[i] = is_one || is_half || !filled_[i][0] ||
                    ((filled_[i] & ~filled_[i - 1]).none() && !BeginsFull(i) &&
                     std::ranges::all_of(segments_[i], [&](const Segment& segment) {
                       return WouldNotFit(i, segment);
                     }));
    }
  }

  // A line without an empty cell whose first begins like a name.
  bool BeginsFull(size_t i) const {
    return filled_[i].count() == columns_.size() && StartsUpper(WordsOf(segments_[i].front()));
  }

  // Whether the first column of these lines can be one cell that was broken.
  bool HasOneFirstCell(size_t begin, size_t end) const {
    bool has_begun = false;
    for (size_t i = begin; i < end; ++i) {
      if (!filled_[i][0]) {
        continue;
      }
      if (has_begun && (!filled_[i - 1][0] || !WouldNotFit(i, segments_[i].front()))) {
        return false;
      }
      has_begun = true;
    }
    return true;
  }

  // Whether the line before had no room for the first word of this segment in its column.
  bool WouldNotFit(size_t i, const Segment& segment) const {
    const Column& column = columns_[ColumnAt(segment.from)];
    size_t used = 0;
    for (const Segment& before : segments_[i - 1]) {
      used = ColumnAt(before.from) == ColumnAt(segment.from) ? before.to - column.from : used;
    }
    return (used + 1 + FirstWordOf(WordsOf(segment))) * 10 > column.room * 9;
  }

  void TakeLine(size_t i) {
    for (const Segment& segment : segments_[i]) {
      std::vector<Piece>& pieces = row_[ColumnAt(segment.from)];
      if (!pieces.empty() && pieces.back().line == i) {
        pieces.back().end = segment.end;
      } else {
        pieces.push_back({segment.begin, segment.end, i});
      }
    }
  }

  void FinishRow(Line& row) const {
    for (const std::vector<Piece>& pieces : row_) {
      if (pieces.empty()) {
        row.cells.push_back({row.begin, row.begin});
      }
      for (size_t i = 0; i < pieces.size(); ++i) {
        row.cells.push_back({pieces[i].begin, pieces[i].end, i > 0});
      }
    }
  }

  std::string_view text_;
  const std::vector<Line>& lines_;
  const std::vector<bool>& is_furniture_;
  size_t begin_;
  std::vector<std::vector<Segment>> segments_;  // by line
  std::vector<Column> columns_;
  std::vector<Filled> filled_;           // by line
  std::vector<bool> goes_on_;            // by line
  std::vector<std::vector<Piece>> row_;  // that is being read, by column
};

// "-------- ----- ----": drawn below the titles of columns.
bool IsRuler(std::string_view words) {
  return words.find_first_not_of("-=+ ") == std::string_view::npos &&
         words.find_last_not_of(' ') > words.find(' ', words.find_first_not_of(' '));
}

}  // namespace

void FindLaidTables(std::string_view text, std::vector<Line>& lines) {
  std::erase_if(lines, [&](const Line& line) {
    return line.hint == Hint::kNone && line.end > line.begin &&
           IsRuler(text.substr(line.begin, line.end - line.begin));
  });
  std::vector<PageLine> views;
  views.reserve(lines.size());
  for (const Line& line : lines) {
    views.push_back({text.substr(line.begin, line.end - line.begin), line.hint == Hint::kNone,
                     line.starts_page});
  }
  const std::vector<bool> is_furniture = FindFurniture(views);
  std::vector<Line> out;
  out.reserve(lines.size());
  for (size_t i = 0; i < lines.size();) {
    LaidTable table(text, lines, is_furniture, i);
    if (table.IsTable()) {
      table.AddRows(out);
      i += table.size();
      continue;
    }
    const size_t tried = std::max<size_t>(1, table.size() > kTryMax ? table.size() : 1);
    for (const size_t end = i + tried; i < end; ++i) {
      out.push_back(lines[i]);
    }
  }
  lines = std::move(out);
}

}  // namespace mandat::internal
