// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mandat {

struct CsvField {
  std::string text;
  bool is_quoted = false;  // so that "" can be told from nothing

  friend bool operator==(const CsvField&, const CsvField&) = default;
};

struct CsvRow {
  std::vector<CsvField> fields;  // none: an empty line
  size_t lines = 0;              // lines of the text that it takes
  const char* fault = nullptr;   // why it is none, as one phrase without a value; null: it is one
};

// A row longer than this is taken for a quote that is never closed.
inline constexpr size_t kCsvRowBytesMax = size_t{1} << 20;

// Takes the first row off a text of comma-separated values, or values separated by another
// character, and gives how many bytes that were; 0 when the end of the row is not in the text yet.
// Lines end in LF or CRLF, fields may stand in quotes and then have line ends, separators and
// doubled quotes. A row that is none is taken up to the end of its line, so that the next one can
// be read. Requires: at_end, or a text longer than kCsvRowBytesMax when 0 is no answer.
// Source: RFC 4180 2.
size_t TakeCsvRow(std::string_view text, bool at_end, char separator, CsvRow& row);

}  // namespace mandat
