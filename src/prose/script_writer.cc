// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/script_writer.h"

#include <algorithm>
#include <utility>

namespace mandat::internal {
namespace {

constexpr size_t kColumnsMax = 64;  // over which one cell may go
constexpr size_t kRowsMax = 1000;

}  // namespace

ScriptWriter::ScriptWriter(std::string format, const ProseLimits& limits) : limits_(limits) {
  script_.format = std::move(format);
}

void ScriptWriter::SetOver(const std::string& what, size_t most) {
  if (!over_) {
    over_ = Error::Exceeded("the file has more " + what + " than " + std::to_string(most));
  }
}

Result<Script> ScriptWriter::Take() && {
  if (over_) {
    return Fail(*std::move(over_));
  }
  return std::move(script_);
}

void ScriptWriter::Add(std::string_view text) {
  if (script_.text.size() + row_.size() + line_.size() + repeated_bytes_ + text.size() >
      limits_.text_bytes) {
    SetOver("bytes of text", limits_.text_bytes);
  }
  if (is_over()) {
    return;
  }
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v') {
      is_blank_due_ = true;
      continue;
    }
    if (is_blank_due_ && !line_.empty()) {
      line_ += ' ';
    }
    is_blank_due_ = false;
    line_ += c;
  }
}

void ScriptWriter::EndLine(Hint hint) {
  is_blank_due_ = false;
  if (line_.empty()) {
    return;
  }
  if (in_table()) {
    is_blank_due_ = true;  // paragraphs of one cell are one text
    return;
  }
  const size_t begin = script_.text.size();
  script_.text += line_;
  script_.lines.push_back({.begin = begin, .end = script_.text.size(), .hint = hint, .gap = 1});
  script_.text += "\n\n";
  line_.clear();
  if (script_.lines.size() > limits_.lines) {
    SetOver("lines", limits_.lines);
  }
}

void ScriptWriter::EndTable() {
  if (tables_ == 0) {
    return;
  }
  if (tables_ == 1) {
    EndCell();
    EndRow();
    above_.clear();
    rows_due_.clear();
  }
  --tables_;
}

// A table in a cell is text of that cell.
void ScriptWriter::EndCell(const CellShape& shape) {
  is_blank_due_ = false;
  if (tables_ != 1) {
    is_blank_due_ = true;
    return;
  }
  if (cells_so_far_ + cells_.size() > limits_.cells) {
    SetOver("cells of tables", limits_.cells);
    line_.clear();
    return;
  }
  FillFromAbove();
  if (!row_.empty() || !cells_.empty()) {
    row_ += '\t';
  }
  const size_t column = cells_.size();
  cells_.push_back(
      {row_.size(), row_.size() + line_.size(), shape.is_same_as_above && line_.empty()});
  ++own_cells_;
  row_ += line_;
  line_.clear();
  const size_t columns = std::clamp<size_t>(shape.columns, 1, kColumnsMax);
  if (shape.rows > 1 && column + columns <= kColumnsMax) {
    rows_due_.resize(std::max(rows_due_.size(), column + columns));
    rows_due_[column] = std::min(shape.rows, kRowsMax) - 1;
  }
  for (size_t i = 1; i < columns; ++i) {
    cells_.push_back({row_.size(), row_.size(), false});
  }
}

// The columns whose cell began in a row above and goes on.
void ScriptWriter::FillFromAbove() {
  while (cells_.size() < rows_due_.size() && rows_due_[cells_.size()] > 0) {
    --rows_due_[cells_.size()];
    cells_.push_back({row_.size(), row_.size(), true});
  }
}

void ScriptWriter::EndRow() {
  if (tables_ != 1) {
    return;
  }
  if (!line_.empty()) {
    EndCell();
  }
  const bool is_filled =
      std::ranges::any_of(cells_, [](const Cell& cell) { return cell.begin < cell.end; });
  if (is_filled && !is_over()) {
    FillFromAbove();
    AddRow();
  }
  row_.clear();
  cells_.clear();
  own_cells_ = 0;
}

void ScriptWriter::AddRow() {
  const size_t begin = script_.text.size();
  Line line{.begin = begin, .end = begin + row_.size(), .hint = Hint::kRow};
  for (size_t i = 0; i < cells_.size(); ++i) {
    const bool is_again = cells_[i].is_same_as_above && i < above_.size();
    line.cells.push_back(is_again ? above_[i]
                                  : CellPiece{begin + cells_[i].begin, begin + cells_[i].end});
    repeated_bytes_ += is_again ? above_[i].end - above_[i].begin : 0;
  }
  cells_so_far_ += cells_.size();
  if (script_.text.size() + repeated_bytes_ > limits_.text_bytes) {
    SetOver("bytes of text", limits_.text_bytes);
  }
  above_ = line.cells;
  const bool has_repeated = std::ranges::any_of(cells_, &Cell::is_same_as_above);
  if (own_cells_ == 1 && !has_repeated) {
    // A frame around text, not a table.
    line.begin = line.cells.front().begin;
    line.end = line.cells.front().end;
    line.hint = Hint::kParagraph;
    line.cells.clear();
  }
  script_.text += row_;
  script_.text += '\n';
  script_.lines.push_back(std::move(line));
}

void ScriptWriter::Suspend() {
  suspended_.push_back(std::exchange(line_, {}));
  is_blank_due_ = false;
}

void ScriptWriter::Resume(Hint hint) {
  if (suspended_.empty()) {
    return;
  }
  EndLine(hint);
  // In a table there is no line of its own; what was added is of the cell.
  const bool has_both = !line_.empty() && !suspended_.back().empty();
  line_ = std::move(suspended_.back()) + (has_both ? " " : "") + line_;
  suspended_.pop_back();
}

void ScriptWriter::TellCut(std::string what) {
  const size_t at = script_.text.size();
  script_.damages.push_back(
      {.kind = Damage::Kind::kCut, .where = {at, at, 1}, .what = std::move(what)});
}

}  // namespace mandat::internal
