// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prose/internal/script.h"

namespace mandat::internal {

// Writes a Script from formats that have paragraphs and tables: one line for each.
// Blanks are made one on the way, as a browser and a word processor show them.
class ScriptWriter {
 public:
  ScriptWriter(std::string format, size_t text_bytes_max);

  void Add(std::string_view text);
  void AddBlank() { is_blank_due_ = true; }
  // Ends what was added since the last call, as one line.
  void EndLine(Hint hint);

  // Within a table, lines are cells, and rows are lines.
  void StartTable() { ++tables_; }
  void EndTable();
  void EndCell();
  void EndRow();

  bool is_over() const { return is_over_; }
  bool in_table() const { return tables_ > 0; }
  Script Take() && { return std::move(script_); }

 private:
  std::string line_;
  std::string row_;
  std::vector<std::pair<size_t, size_t>> cells_;  // in row_
  Script script_;
  size_t text_bytes_max_;
  size_t tables_ = 0;
  bool is_blank_due_ = false;
  bool is_over_ = false;
};

}  // namespace mandat::internal
