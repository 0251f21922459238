// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "prose/internal/line_layout.h"
#include "prose/internal/script.h"

namespace mandat::internal {

// A cell over several columns or rows is one of each row that it is in, so that every row has what
// belongs to it.
struct CellShape {
  size_t columns = 1;
  size_t rows = 1;
  bool is_same_as_above = false;
};

// Writes a Script from formats that have paragraphs and tables: one line for each.
// Blanks are made one on the way, as a browser and a word processor show them.
class ScriptWriter {
 public:
  ScriptWriter(std::string format, const ProseLimits& limits);

  void Add(std::string_view text);
  void AddBlank() { is_blank_due_ = true; }
  // Ends what was added since the last call, as one line.
  void EndLine(Hint hint);

  // Within a table, lines are cells, and rows are lines.
  void StartTable() { ++tables_; }
  void EndTable();
  void EndCell(const CellShape& shape = {});
  void EndRow();

  // What is added until Resume is lines of its own, before the line that was begun: a text box.
  void Suspend();
  void Resume(Hint hint);
  // Says that a part of the text is missing here.
  void TellCut(std::string what);

  // Once a limit is passed, nothing more is taken.
  bool is_over() const { return over_.has_value(); }
  // What was written. Errors: kExceeded, with the limit that was passed.
  Result<Script> Take() &&;
  bool in_table() const { return tables_ > 0; }
  // What was added since the last line goes on: no sentence ends, and no list begins.
  bool is_open() const { return IsOpen(line_); }

 private:
  struct Cell {
    size_t begin = 0;  // in row_
    size_t end = 0;
    bool is_same_as_above = false;
  };
  void FillFromAbove();
  void AddRow();
  void SetOver(const std::string& what, size_t most);

  std::string line_;
  std::vector<std::string> suspended_;
  std::string row_;
  std::vector<Cell> cells_;
  size_t own_cells_ = 0;          // of cells_, those that the file has
  std::vector<CellPiece> above_;  // the cells of the last row
  std::vector<size_t> rows_due_;  // by column, how long its cell goes on
  size_t repeated_bytes_ = 0;
  size_t cells_so_far_ = 0;
  Script script_;
  const ProseLimits& limits_;
  std::optional<Error> over_;
  size_t tables_ = 0;
  bool is_blank_due_ = false;
};

}  // namespace mandat::internal
