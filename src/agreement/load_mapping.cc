// SPDX-License-Identifier: Apache-2.0
#include "agreement/load_mapping.h"

#include <algorithm>
#include <array>
#include <set>

#include "agreement/internal/grammar_rule.h"
#include "agreement/internal/reader.h"
#include "agreement/internal/shape.h"
#include "agreement/internal/yaml.h"

namespace mandat {

using internal::Kind;
using internal::Node;
using internal::Reader;
using internal::Rule;

namespace {

constexpr auto kFormats = std::to_array<std::string_view>({"csv", "ndjson", "postgresql"});
constexpr auto kSeparators = std::to_array<std::string_view>({"comma", "semicolon", "tab"});
constexpr std::string_view kSeparatorCharacters = ",;\t";
constexpr auto kDecimals = std::to_array<std::string_view>({"point", "comma"});
constexpr auto kUnmapped = std::to_array<std::string_view>({"refuse", "skip"});

constexpr auto kFieldRules = std::to_array<Rule>(
    {internal::Req("field", Kind::kName, "The field of the collection."),
     internal::Opt("column", Kind::kText, "The column it is taken from."),
     internal::Opt("constant", Kind::kText, "The value that it has in every unit.")});
constexpr auto kSkipRules = std::to_array<Rule>(
    {internal::Req("column", Kind::kText, "The column that is looked at."),
     internal::Req("equals", Kind::kTexts, "The values of rows that are left out.")});
constexpr auto kRules = std::to_array<Rule>(
    {internal::OneOf(internal::Req("format", Kind::kWord, "What the data is."), kFormats),
     internal::OneOf(internal::Opt("separator", Kind::kWord, "Of CSV; `comma` if absent."),
                     kSeparators),
     internal::Opt("header", Kind::kYesNo, "Whether the first row names the columns."),
     internal::Opt("table", Kind::kText, "The table of a PostgreSQL dump."),
     internal::Opt("columns", Kind::kTexts, "Their names where the data has none."),
     internal::Req("collection", Kind::kName, "The collection of the service schema."),
     internal::Opt("purpose", Kind::kName, "The purpose it is recorded for."),
     internal::Req("namespace", Kind::kText, "What sets ids made here apart from all others."),
     internal::Req("subject", Kind::kText, "The column of the person's id."),
     internal::Opt("record", Kind::kText, "The column of the unit's id."),
     internal::Opt("captured", Kind::kText, "The column of the instant of capture."),
     internal::Opt("offset", Kind::kText, "Of times without a zone, e.g. +01:00."),
     internal::OneOf(internal::Opt("decimal", Kind::kWord, "`point` if absent."), kDecimals),
     internal::With(internal::Req("fields", Kind::kList, "Where each field comes from."),
                    kFieldRules),
     internal::Opt("skip", Kind::kTexts, "Columns that are left out."),
     internal::OneOf(
         internal::Opt("unmapped", Kind::kWord, "What happens to columns that are named nowhere."),
         kUnmapped),
     internal::With(internal::Opt("skip-rows", Kind::kList, "Rows that are left out."),
                    kSkipRules)});

class MappingReader {
 public:
  MappingReader(const std::string& file, const std::string& text)
      : file_(file), text_(text), reader_(file, findings_) {}

  std::variant<LoadMapping, std::vector<Finding>> Read() {
    const auto root = internal::ReadYaml(file_, text_, findings_);
    if (root) {
      internal::ReadShape(reader_, *root, kRules);
    }
    if (root && findings_.empty()) {
      ReadMapping(*root);
      Validate(*root);
    }
    if (!findings_.empty()) {
      return internal::InOrder(std::move(findings_), file_);
    }
    return std::move(draft_);
  }

 private:
  size_t WordOr(const Node& map, std::string_view key, std::span<const std::string_view> words) {
    return map.Find(key) == nullptr ? 0 : reader_.ReadWord(map, key, words).value_or(0);
  }
  std::string TextOr(const Node& map, std::string_view key) {
    return map.Find(key) == nullptr ? "" : reader_.ReadText(map, key);
  }
  std::vector<std::string> TextsOr(const Node& map, std::string_view key) {
    return map.Find(key) == nullptr ? std::vector<std::string>() : reader_.ReadTexts(map, key);
  }
  void Report(const Node& map, std::string_view key, std::string message, std::string help = {}) {
    const Node* value = map.Find(key);
    reader_.Report("A108", value == nullptr ? map.title : value->at, std::move(message),
                   {.help = std::move(help)});
  }

  void ReadMapping(const Node& root) {
    draft_.format = static_cast<LoadFormat>(WordOr(root, "format", kFormats));
    draft_.separator = kSeparatorCharacters[WordOr(root, "separator", kSeparators)];
    draft_.has_header = root.Find("header") == nullptr || reader_.ReadYesNo(root, "header");
    draft_.table = TextOr(root, "table");
    draft_.columns = TextsOr(root, "columns");
    draft_.collection = reader_.ReadName(root, "collection");
    draft_.purpose = root.Find("purpose") == nullptr ? "" : reader_.ReadName(root, "purpose");
    draft_.id_namespace = TextOr(root, "namespace");
    draft_.subject = TextOr(root, "subject");
    draft_.record = TextOr(root, "record");
    draft_.captured = TextOr(root, "captured");
    draft_.offset = TextOr(root, "offset");
    draft_.has_decimal_comma = WordOr(root, "decimal", kDecimals) == 1;
    draft_.skip = TextsOr(root, "skip");
    draft_.skips_unmapped = WordOr(root, "unmapped", kUnmapped) == 1;
    std::set<std::string> ids;
    for (const Node& item : root.Find("fields")->items) {
      MappedField field{reader_.ReadNewName(item, "field", ids), TextOr(item, "column"),
                        TextOr(item, "constant"), reader_.SpanOf(item.Find("field")->at)};
      if ((item.Find("column") == nullptr) == (item.Find("constant") == nullptr)) {
        Report(item, "field",
               "field `" + field.field + "` has neither a column nor a constant, or both");
      }
      draft_.fields.push_back(std::move(field));
    }
    if (const Node* rows = root.Find("skip-rows")) {
      for (const Node& item : rows->items) {
        draft_.skip_rows.push_back({TextOr(item, "column"), reader_.ReadTexts(item, "equals")});
      }
    }
  }

  // What cannot stand together.
  void Validate(const Node& root) {
    const bool is_csv = draft_.format == LoadFormat::kCsv;
    const bool is_dump = draft_.format == LoadFormat::kPostgresql;
    for (const std::string_view key : {"separator", "header"}) {
      if (root.Find(key) != nullptr && !is_csv) {
        Report(root, key, "key `" + std::string(key) + "` is for csv alone");
      }
    }
    if (is_dump == draft_.table.empty()) {
      Report(root, "format",
             is_dump ? "a dump needs the `table` to load" : "key `table` is for postgresql alone");
    }
    if (is_csv && draft_.has_header != draft_.columns.empty()) {
      Report(root, draft_.columns.empty() ? "header" : "columns",
             "columns are named by the header or by `columns`, not by both or neither");
    }
    if (draft_.format == LoadFormat::kNdjson && !draft_.columns.empty()) {
      Report(root, "columns", "the members of ndjson name themselves");
    }
    if (!draft_.offset.empty() && !IsOffset(draft_.offset)) {
      Report(root, "offset", "`" + draft_.offset + "` is no offset", "write it as +01:00 or Z");
    }
    for (const std::string& skipped : draft_.skip) {
      const bool is_mapped =
          std::ranges::find(draft_.fields, skipped, &MappedField::column) != draft_.fields.end();
      if (is_mapped || skipped == draft_.subject) {
        Report(root, "skip", "column `" + skipped + "` is mapped and skipped");
      }
    }
  }

  static bool IsOffset(std::string_view text) {
    if (text == "Z") {
      return true;
    }
    const auto is_digit = [&](size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    return text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' &&
           is_digit(1) && is_digit(2) && is_digit(4) && is_digit(5);
  }

  const std::string& file_;
  const std::string& text_;
  std::vector<Finding> findings_;
  Reader reader_;
  LoadMapping draft_;
};

}  // namespace

std::variant<LoadMapping, std::vector<Finding>> LoadMapping::Parse(const std::string& name,
                                                                   const std::string& text) {
  return MappingReader(name, text).Read();
}

}  // namespace mandat
