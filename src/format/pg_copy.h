// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandat {

// A name as PostgreSQL means it: lower case unless it stands in quotes, parts joined by ".".
// nullopt when the text does not begin with one. `bytes` is how many it takes.
std::optional<std::string> TakePgName(std::string_view text, size_t& bytes);

// The values of a line of COPY's text format; nullopt is NULL. Nothing when an escape is cut off.
// The PostgreSQL documentation has them under COPY, "Text Format".
std::optional<std::vector<std::optional<std::string>>> ParsePgCopyLine(std::string_view line);

struct PgRow {
  std::vector<std::optional<std::string>> values;
  bool is_row = false;          // false: something else of the dump, which is passed over
  size_t lines = 0;             // line feeds in what was taken
  const char* fault = nullptr;  // why a row is none, as one phrase without a value
};

// Reads the rows of one table out of a plain dump, as pg_dump writes it: COPY ... FROM stdin with
// its lines, or INSERT statements. All else is passed over.
// The PostgreSQL documentation has it under COPY, pg_dump ("--inserts") and "Lexical Structure".
class PgDump {
 public:
  // A statement or line longer than this is passed over as a fault.
  static constexpr size_t kPieceBytesMax = size_t{16} << 20;

  // `table` as TakePgName gives it; without a schema, of any. `columns` are those of INSERT
  // statements that name none.
  PgDump(std::string table, std::vector<std::string> columns)
      : table_(std::move(table)), columns_(std::move(columns)) {}

  // Takes the next piece off the text and gives how many bytes that were; 0 when its end is not
  // there yet. Requires: at_end, or a text longer than kPieceBytesMax when 0 is no answer.
  size_t Take(std::string_view text, bool at_end, PgRow& row);

  // Of the rows to come: changes with each COPY or INSERT that names its own.
  const std::vector<std::string>& columns() const { return columns_; }
  // Whether the table was met.
  bool found() const { return found_; }

 private:
  enum class Place : uint8_t { kBetween, kRows, kOtherRows, kValues };

  size_t TakeLine(std::string_view line, size_t bytes, PgRow& row);
  size_t TakeStatement(std::string_view text, bool at_end, PgRow& row);
  bool BeginCopy(std::string_view statement, PgRow& row);
  size_t BeginInsert(std::string_view text, PgRow& row);
  size_t TakeTuple(std::string_view text, bool at_end, PgRow& row);
  bool IsTable(std::string_view name) const;
  // The names within brackets; empty where there are none. Gives where it ends; 0: no list.
  static size_t TakeNames(std::string_view text, std::vector<std::string>& names);

  const std::string table_;
  std::vector<std::string> columns_;
  Place place_ = Place::kBetween;
  bool found_ = false;
};

}  // namespace mandat
