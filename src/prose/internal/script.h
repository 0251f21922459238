// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "prose/document.h"
#include "prose/internal/mapped.h"
#include "prose/read_document.h"

namespace mandat::internal {

// What a format says of a line; kNone where it has only lines as they were printed.
enum class Hint : uint8_t { kNone, kParagraph, kHeading, kItem, kRow };

// Of a cell, a run of bytes; of one over several lines, there are several.
struct CellPiece {
  size_t begin = 0;  // in Script::text
  size_t end = 0;
  bool goes_on = false;  // the cell of the piece before it
};

// A line of Script::text as it was printed, or a whole paragraph where the format has paragraphs.
struct Line {
  size_t begin = 0;  // in Script::text
  size_t end = 0;    // before the line's end
  Hint hint = Hint::kNone;
  size_t gap = 0;  // blank lines before it
  bool starts_page = false;
  bool is_large = false;         // in larger letters than most
  size_t width = 0;              // as printed, in characters; 0: as its characters are many
  std::vector<CellPiece> cells;  // of a row
};

// What every importer makes: text, and its lines in reading order.
struct Script {
  std::string format;
  std::string text;
  std::vector<Line> lines;
  std::vector<Damage> damages;  // parts that are known to be missing
};

// UTF-8 from UTF-8, UTF-16 with a mark, or Windows-1252; without a byte order mark.
// Errors: kInvalid for bytes that are no text (null bytes).
Result<std::string> DecodeText(std::string_view bytes);

Result<Script> ImportPlain(std::string_view bytes, std::string_view format,
                           const ProseLimits& limits);
Result<Script> ImportHtml(std::string_view bytes, const ProseLimits& limits);
Result<Script> ImportDocx(std::string_view bytes, const ProseLimits& limits);
Result<Script> ImportPdf(std::string_view bytes, const ProseLimits& limits);

// Lines of a text that was printed: split at line ends, gaps counted, pages told by form feeds.
// At most one more than `most`.
std::vector<Line> SplitLines(std::string_view text, size_t most);
// Where a page is set in two columns, its left column is read before its right one.
void UndoColumns(std::string_view text, std::vector<Line>& lines);

// Rows where a table was printed with its cells side by side.
void FindLaidTables(std::string_view text, std::vector<Line>& lines);

Error TooMuchText(const ProseLimits& limits);
Status CheckLines(const Script& script, const ProseLimits& limits);

}  // namespace mandat::internal
