// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/script_writer.h"

#include <utility>

namespace mandat::internal {

ScriptWriter::ScriptWriter(std::string format, size_t text_bytes_max)
    : text_bytes_max_(text_bytes_max) {
  script_.format = std::move(format);
}

void ScriptWriter::Add(std::string_view text) {
  if (script_.text.size() + row_.size() + line_.size() + text.size() > text_bytes_max_) {
    is_over_ = true;
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
}

void ScriptWriter::EndTable() {
  if (tables_ == 0) {
    return;
  }
  if (tables_ == 1) {
    EndCell();
    EndRow();
  }
  --tables_;
}

// A table in a cell is text of that cell.
void ScriptWriter::EndCell() {
  is_blank_due_ = false;
  if (tables_ != 1) {
    is_blank_due_ = true;
    return;
  }
  if (!row_.empty() || !cells_.empty()) {
    row_ += '\t';
  }
  cells_.emplace_back(row_.size(), row_.size() + line_.size());
  row_ += line_;
  line_.clear();
}

void ScriptWriter::EndRow() {
  if (tables_ != 1) {
    return;
  }
  if (!line_.empty()) {
    EndCell();
  }
  size_t filled = 0;
  size_t only = 0;
  for (size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].first < cells_[i].second) {
      ++filled;
      only = i;
    }
  }
  if (filled > 0) {
    const size_t begin = script_.text.size();
    Line line{.begin = begin, .end = begin + row_.size(), .hint = Hint::kRow};
    for (const auto& [from, to] : cells_) {
      line.cells.emplace_back(begin + from, begin + to);
    }
    if (cells_.size() == 1) {  // a frame around text, not a table
      line.begin = line.cells[only].first;
      line.end = line.cells[only].second;
      line.hint = Hint::kParagraph;
      line.cells.clear();
    }
    script_.text += row_;
    script_.text += '\n';
    script_.lines.push_back(std::move(line));
  }
  row_.clear();
  cells_.clear();
}

}  // namespace mandat::internal
