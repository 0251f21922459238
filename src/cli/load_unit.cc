// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/load_unit.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <charconv>
#include <cstring>

#include "crypto/hash.h"

namespace mandat {
namespace {

constexpr std::string_view kIdRule("mandat load id v1", 18);  // with its zero byte
constexpr int64_t kIntegerMax = (int64_t{1} << 53) - 1;
constexpr size_t kDecimalCharactersMax = 40;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string JsonText(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

std::optional<std::string> IntegerFrom(std::string_view text) {
  int64_t value = 0;
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > kIntegerMax ||
      value < -kIntegerMax) {
    return std::nullopt;
  }
  return std::to_string(value);
}

// A number of JSON: an optional sign, digits without a zero before them, maybe a fraction and an
// exponent. Source: RFC 8259 6.
std::optional<std::string> DecimalFrom(std::string_view text, bool has_comma) {
  std::string number(text);
  if (has_comma) {
    std::ranges::replace(number, ',', '.');
  }
  const size_t first = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
  size_t at = first;
  const auto digits = [&] {
    const size_t begin = at;
    while (at < number.size() && IsDigit(number[at])) {
      ++at;
    }
    return at > begin;
  };
  bool fits = number.size() <= kDecimalCharactersMax && digits();
  if (fits && at < number.size() && number[at] == '.') {
    ++at;
    fits = digits();
  }
  if (fits && at < number.size() && (number[at] == 'e' || number[at] == 'E')) {
    at += at + 1 < number.size() && (number[at + 1] == '-' || number[at + 1] == '+') ? 2 : 1;
    fits = digits();
  }
  if (!fits || at != number.size()) {
    return std::nullopt;
  }
  size_t zeros = first;
  while (zeros + 1 < number.size() && number[zeros] == '0' && IsDigit(number[zeros + 1])) {
    ++zeros;
  }
  return (number[0] == '-' ? "-" : "") + number.substr(zeros);
}

std::optional<std::string> TruthFrom(std::string_view text) {
  for (const std::string_view word : {"true", "t", "1", "TRUE", "True"}) {
    if (text == word) {
      return "true";
    }
  }
  for (const std::string_view word : {"false", "f", "0", "FALSE", "False"}) {
    if (text == word) {
      return "false";
    }
  }
  return std::nullopt;
}

bool IsDay(std::string_view text) {
  return text.size() == 10 && Instant::Parse(std::string(text) + "T00:00:00Z").has_value();
}

std::string_view Expected(FieldType type) {
  switch (type) {
    case FieldType::kText:
      return "a text";
    case FieldType::kEmail:
      return "an e-mail address";
    case FieldType::kInteger:
      return "a whole number";
    case FieldType::kDecimal:
      return "a number";
    case FieldType::kBoolean:
      return "true or false";
    case FieldType::kDate:
      return "a day like 2026-03-30";
    case FieldType::kInstant:
      return "an instant with a zone";
  }
  return "a value";
}

// The value as JSON; nullopt when it is not of the field's type.
std::optional<std::string> ValueFor(const Field& field, std::string_view text,
                                    const LoadMapping& mapping) {
  switch (field.type) {
    case FieldType::kText:
      return text.size() <= field.length_max || field.length_max == 0
                 ? std::optional(JsonText(text))
                 : std::nullopt;
    case FieldType::kEmail: {
      const size_t at = text.find('@');
      const bool fits = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                        text.find('@', at + 1) == std::string_view::npos &&
                        text.find_first_of(" \t\r\n") == std::string_view::npos;
      return fits ? std::optional(JsonText(text)) : std::nullopt;
    }
    case FieldType::kInteger:
      return IntegerFrom(text);
    case FieldType::kDecimal:
      return DecimalFrom(text, mapping.has_decimal_comma);
    case FieldType::kBoolean:
      return TruthFrom(text);
    case FieldType::kDate:
      return IsDay(text) ? std::optional(JsonText(text)) : std::nullopt;
    case FieldType::kInstant:
      if (const auto at = ParseLoadInstant(text, mapping.offset)) {
        return JsonText(at->Format());
      }
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string LoadIdOf(std::string_view agreement, std::string_view id_namespace,
                     std::string_view kind, std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? char(c - 'A' + 'a') : c; });
  if (SubjectId::Parse(lower)) {
    return lower;
  }
  const std::string_view zero("", 1);
  const Hash hash = Sha256({kIdRule, agreement, zero, id_namespace, zero, kind, zero, text});
  std::array<uint8_t, SubjectId::kBytes> bytes;
  std::memcpy(bytes.data(), hash.bytes.data(), bytes.size());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0fU) | 0x80U);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3fU) | 0x80U);
  return SubjectId(bytes).Format();
}

std::optional<Instant> ParseLoadInstant(std::string_view text, std::string_view offset) {
  std::string written(text);
  if (written.size() == 10) {
    written += "T00:00:00";
  }
  if (written.size() < 19 || (written[10] != ' ' && written[10] != 'T' && written[10] != 't')) {
    return std::nullopt;
  }
  written[10] = 'T';
  const size_t zone = written.find_first_of("Zz+-", 19);
  if (zone == std::string::npos) {
    if (offset.empty()) {
      return std::nullopt;
    }
    written += offset;
  } else if (written[zone] == 'z') {
    written[zone] = 'Z';
  } else if (written.size() - zone == 3) {  // +02
    written += ":00";
  } else if (written.size() - zone == 5) {  // +0230
    written.insert(zone + 3, ":");
  }
  const Result<Instant> at = Instant::Parse(written);
  return at ? std::optional(*at) : std::nullopt;
}

Result<UnitMaker> UnitMaker::Create(const LoadMapping& mapping, const Collection& collection,
                                    std::string agreement) {
  UnitMaker maker(mapping, collection, std::move(agreement));
  maker.columns_ = ColumnsOf(mapping);
  for (const MappedField& mapped : mapping.fields) {
    if (collection.FindField(mapped.field) == nullptr) {
      return Fail(
          Error::Invalid("collection `" + collection.id + "` has no field `" + mapped.field + "`"));
    }
  }
  for (const Field& field : collection.fields) {
    const auto mapped = std::ranges::find(mapping.fields, field.id, &MappedField::field);
    if (mapped != mapping.fields.end()) {
      const bool is_constant = mapped->column.empty();
      maker.sources_.push_back({&field, is_constant ? 0 : maker.ColumnOf(mapped->column),
                                is_constant ? &mapped->constant : nullptr, &mapped->column});
    } else if (field.required) {
      return Fail(Error::Invalid("the mapping leaves out field `" + field.id +
                                 "`, which every unit needs"));
    }
  }
  return maker;
}

size_t UnitMaker::ColumnOf(const std::string& name) const {
  return static_cast<size_t>(std::ranges::find(columns_, name) - columns_.begin());
}

bool UnitMaker::IsSkipped(const LoadRow& row) const {
  return std::ranges::any_of(mapping_->skip_rows, [&](const SkippedRows& skipped) {
    const LoadCell& cell = row.cells[ColumnOf(skipped.column)];
    return std::ranges::find(skipped.equals, cell.text) != skipped.equals.end();
  });
}

bool UnitMaker::MakeIds(const LoadRow& row, std::string& subject, std::string& record,
                        std::string& fault) const {
  const LoadCell& person = row.cells[ColumnOf(mapping_->subject)];
  if (person.text.empty() || person.kind == LoadCell::Kind::kOther) {
    fault = "column `" + mapping_->subject + "` has no id of a person";
    return false;
  }
  subject = LoadIdOf(agreement_, mapping_->id_namespace, "subject", person.text);
  const std::string kind = "record/" + collection_->id;
  if (mapping_->record.empty()) {
    const std::string place = "row " + std::to_string(row.begin) + " of " + subject;
    record = LoadIdOf(agreement_, mapping_->id_namespace, kind, place);
    return true;
  }
  const LoadCell& unit = row.cells[ColumnOf(mapping_->record)];
  if (unit.text.empty() || unit.kind == LoadCell::Kind::kOther) {
    fault = "column `" + mapping_->record + "` has no id";
    return false;
  }
  record = LoadIdOf(agreement_, mapping_->id_namespace, kind, unit.text);
  return true;
}

std::optional<LoadUnit> UnitMaker::Make(const LoadRow& row, std::string& fault) const {
  std::string subject;
  std::string record;
  if (!MakeIds(row, subject, record, fault)) {
    return std::nullopt;
  }
  LoadUnit unit{*SubjectId::Parse(subject), *RecordId::Parse(record), std::nullopt, "{", ""};
  if (!mapping_->captured.empty()) {
    const LoadCell& cell = row.cells[ColumnOf(mapping_->captured)];
    unit.captured = ParseLoadInstant(cell.text, mapping_->offset);
    if (!unit.captured) {
      fault = "column `" + mapping_->captured + "` is not an instant with a zone, or a day";
      return std::nullopt;
    }
  }
  for (const Source& source : sources_) {
    const LoadCell* cell = source.constant != nullptr ? nullptr : &row.cells[source.column];
    if (cell != nullptr && cell->kind == LoadCell::Kind::kAbsent) {
      if (source.field->required) {
        fault = "column `" + *source.name + "` is empty, and field `" + source.field->id +
                "` is needed";
        return std::nullopt;
      }
      continue;
    }
    const std::string& text = cell == nullptr ? *source.constant : cell->text;
    const bool fits = IsUtf8(text) && (cell == nullptr || cell->kind != LoadCell::Kind::kOther);
    const auto value = fits ? ValueFor(*source.field, text, *mapping_) : std::nullopt;
    if (!value) {
      fault =
          "field `" + source.field->id + "` is not " + std::string(Expected(source.field->type));
      fault += source.field->length_max != 0
                   ? " of at most " + std::to_string(source.field->length_max) + " bytes"
                   : "";
      return std::nullopt;
    }
    unit.data += unit.data.size() > 1 ? "," : "";
    unit.data += "\"" + source.field->id + "\":" + *value;
    unit.fields += (unit.fields.empty() ? "" : ",") + source.field->id;
  }
  unit.data += "}";
  return unit;
}

}  // namespace mandat
