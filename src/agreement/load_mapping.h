// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agreement/finding.h"

namespace mandat {

enum class LoadFormat : uint8_t { kCsv, kNdjson, kPostgresql };

// Where the value of one field comes from.
struct MappedField {
  std::string field;
  std::string column;    // empty: a constant
  std::string constant;  // the same for every row
  Span span;             // of the field's name
};

// Rows of this value in this column are left out.
struct SkippedRows {
  std::string column;
  std::vector<std::string> equals;
};

// How the columns of existing data become units of one collection. docs/guides/adopt.md shows one.
struct LoadMapping {
  LoadFormat format = LoadFormat::kCsv;
  char separator = ',';              // CSV
  bool has_header = true;            // CSV: the first row names the columns
  std::string table;                 // PostgreSQL: as `public.people`
  std::vector<std::string> columns;  // where the data does not name them
  std::string collection;
  std::string purpose;  // empty: the first that the agreement allows
  std::string id_namespace;
  std::string subject;   // column
  std::string record;    // column; empty: the place of the row in the data names it
  std::string captured;  // column; empty: the instant of loading
  std::string offset;    // of times without a zone, "+01:00"; empty: there must be none
  bool has_decimal_comma = false;
  std::vector<MappedField> fields;
  std::vector<std::string> skip;  // columns
  bool skips_unmapped = false;    // every column that is named nowhere too
  std::vector<SkippedRows> skip_rows;

  // Findings when the text is no mapping.
  static std::variant<LoadMapping, std::vector<Finding>> Parse(const std::string& name,
                                                               const std::string& text);
};

}  // namespace mandat
