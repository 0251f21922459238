// SPDX-License-Identifier: Apache-2.0
// Tables that lost their columns: each cell is a line, rows are parted by blank lines.
#include <algorithm>
#include <utility>

#include "prose/internal/draft.h"

namespace mandat::internal {
namespace {

constexpr size_t kCellsMin = 3;  // two are a heading and its text as often as a row
constexpr size_t kCellsMax = 7;
constexpr size_t kRowsMin = 3;
constexpr size_t kCellBytesMax = 260;
constexpr size_t kFirstCellMax = 90;

bool MayBeCell(const Draft& draft) {
  return draft.kind == BlockKind::kParagraph && draft.box == Box::kNone && draft.labels.empty() &&
         !draft.is_heading && draft.words.size() <= kCellBytesMax;
}

// The lines from `begin` up to the next blank line that may be cells.
size_t GroupEnd(const std::vector<Draft>& drafts, size_t begin) {
  size_t end = begin;
  while (end < drafts.size() && end - begin <= kCellsMax && MayBeCell(drafts[end]) &&
         (end == begin || drafts[end].gap == 0)) {
    ++end;
  }
  return end;
}

// A row of `cells`: one group, or a few that make as many, where a line was lost between them.
size_t RowEnd(const std::vector<Draft>& drafts, size_t begin, size_t cells) {
  size_t end = GroupEnd(drafts, begin);
  for (int merged = 0; end - begin < cells && merged < 2 && end > begin; ++merged) {
    const size_t next = GroupEnd(drafts, end);
    if (next == end || next - begin > cells) {
      break;
    }
    end = next;
  }
  const bool is_row = end - begin == cells && drafts[begin].words.size() <= kFirstCellMax &&
                      !EndsSentence(drafts[begin].words.text.substr(
                          0, drafts[begin].words.text.find_last_not_of(" .")));
  return is_row ? end : begin;
}

Draft RowOf(std::vector<Draft>& drafts, size_t begin, size_t end) {
  Draft row{.kind = BlockKind::kRow, .gap = drafts[begin].gap};
  for (size_t i = begin; i < end; ++i) {
    row.cells.push_back(std::move(drafts[i].words));
  }
  JoinCells(row);
  return row;
}

}  // namespace

void JoinCells(Draft& draft) {
  draft.words = {};
  bool is_first = true;
  for (const Mapped& cell : draft.cells) {
    if (!is_first) {
      const size_t at = !cell.empty()         ? cell.origin.front()
                        : draft.words.empty() ? 0
                                              : draft.words.origin.back();
      draft.words.Append(" | ", at);
    }
    is_first = false;
    draft.words.Append(cell);
  }
  if (draft.words.text.find_first_not_of(" |") == std::string::npos) {
    draft.words = {};
  }
}

void FindFlatTables(std::vector<Draft>& drafts) {
  std::vector<Draft> out;
  out.reserve(drafts.size());
  for (size_t at = 0; at < drafts.size();) {
    const size_t cells = GroupEnd(drafts, at) - at;
    std::vector<std::pair<size_t, size_t>> rows;
    if (cells >= kCellsMin && cells <= kCellsMax) {
      for (size_t begin = at; begin < drafts.size();) {
        const size_t end = RowEnd(drafts, begin, cells);
        if (end == begin) {
          break;
        }
        rows.emplace_back(begin, end);
        begin = end;
      }
    }
    if (rows.size() < kRowsMin) {
      out.push_back(std::move(drafts[at++]));
      continue;
    }
    for (const auto& [begin, end] : rows) {
      out.push_back(RowOf(drafts, begin, end));
    }
    at = rows.back().second;
  }
  drafts = std::move(out);
}

}  // namespace mandat::internal
