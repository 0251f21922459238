// SPDX-License-Identifier: Apache-2.0
#include "http/internal/record_body.h"

#include <algorithm>
#include <chrono>

#include "base/assert.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"

namespace mandat {
namespace {

// What every JSON reader keeps exactly. Source: RFC 7493 2.2.
constexpr int64_t kIntegerMax = (int64_t{1} << 53) - 1;
constexpr size_t kDecimalCharactersMax = 40;
constexpr size_t kLocalPartBytesMax = 64;  // Source: RFC 5321 4.5.3.1.1
constexpr size_t kDomainBytesMax = 255;    // Source: RFC 5321 4.5.3.1.2

Error NotOfType(const Field& field, std::string_view expected) {
  return Error::Invalid("field `" + field.id + "` is not " + std::string(expected));
}

// One "@", something on each side, no spaces or control characters: what can be told without
// sending.
bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && text.find('@', at + 1) == std::string_view::npos &&
         at >= 1 && at <= kLocalPartBytesMax && text.size() - at - 1 >= 1 &&
         text.size() - at - 1 <= kDomainBytesMax &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
}

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return false;
  }
  const std::optional<int> year = Digits(text.substr(0, 4));
  const std::optional<int> month = Digits(text.substr(5, 2));
  const std::optional<int> day = Digits(text.substr(8, 2));
  return year && month && day &&
         std::chrono::year_month_day(std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
             .ok();
}

// Appends a value that is of the field's type.
Status AppendValue(const Field& field, const JsonNode& node, Bytes& out) {
  const bool text = node.kind == JsonKind::kText;
  const bool number = node.kind == JsonKind::kInteger || node.kind == JsonKind::kNumber;
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kEmail:
      if (!text) {
        return Fail(NotOfType(field, "a text"));
      }
      if (field.type == FieldType::kEmail && !IsEmail(node.text)) {
        return Fail(NotOfType(field, "an e-mail address"));
      }
      if (node.text.size() > field.length_max) {
        return Fail(Error::Invalid("field `" + field.id + "` has more than " +
                                   std::to_string(field.length_max) + " bytes"));
      }
      break;
    case FieldType::kInteger:
      if (node.kind != JsonKind::kInteger || node.integer > kIntegerMax ||
          node.integer < -kIntegerMax) {
        return Fail(NotOfType(field, "a whole number of at most 2^53 - 1"));
      }
      out += std::to_string(node.integer);
      return {};
    case FieldType::kDecimal:
      if (!number || node.text.size() > kDecimalCharactersMax) {
        return Fail(NotOfType(field, "a number of at most 40 characters"));
      }
      out += node.text;
      return {};
    case FieldType::kBoolean:
      if (node.kind != JsonKind::kBool) {
        return Fail(NotOfType(field, "true or false"));
      }
      out += node.truth ? "true" : "false";
      return {};
    case FieldType::kDate:
      if (!text || !IsDate(node.text)) {
        return Fail(NotOfType(field, "a date like 2026-03-30"));
      }
      break;
    case FieldType::kInstant:
      if (!text || !Instant::Parse(node.text)) {
        return Fail(NotOfType(field, "an instant like 2026-03-30T14:20:00Z"));
      }
      break;
  }
  AppendJsonText(out, node.text);
  return {};
}

Status NothingUndeclared(const Collection& collection, const JsonDocument& document,
                         const JsonNode& data) {
  const JsonNode* stranger = nullptr;
  document.ForEach(data, [&collection, &stranger](const JsonNode& node) {
    if (stranger == nullptr && collection.FindField(node.key) == nullptr) {
      stranger = &node;
    }
  });
  if (stranger != nullptr) {
    return Fail(Error::Invalid("`data` has " + Quoted(stranger->key) +
                               ", which the schema does not declare"));
  }
  return {};
}

}  // namespace

Result<RecordBody> ParseRecordBody(const Collection& collection, std::string_view body) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view subject_text, object.Text("subject"));
  MANDAT_TRY(const std::string_view captured_text, object.TextOrEmpty("captured"));
  MANDAT_TRY(const JsonNode* data, object.Member("data", JsonKind::kObject, "an object"));
  MANDAT_TRY_STATUS(object.NothingElse());

  const Result<SubjectId> subject = SubjectId::Parse(subject_text);
  if (!subject) {
    return Fail(Error::Invalid("`subject` is not a UUID in lower case"));
  }
  std::optional<Instant> captured;
  if (!captured_text.empty()) {
    const Result<Instant> instant = Instant::Parse(captured_text);
    if (!instant) {
      return Fail(Error::Invalid("`captured` is not an instant like 2026-03-30T14:20:00Z"));
    }
    captured = *instant;
  }
  MANDAT_TRY_STATUS(NothingUndeclared(collection, document, *data));

  std::vector<std::string_view> fields;
  fields.reserve(collection.fields.size());
  Bytes text;
  text.reserve(body.size());  // enough, so that nothing is left behind unwiped by growing
  text.push_back('{');
  for (const Field& field : collection.fields) {
    const JsonNode* value = document.Find(*data, field.id);
    if (value == nullptr) {
      if (field.required) {
        return Fail(Error::Invalid("field `" + field.id + "` is missing"));
      }
      continue;
    }
    if (!fields.empty()) {
      text.push_back(',');
    }
    AppendJsonText(text, field.id);
    text.push_back(':');
    MANDAT_TRY_STATUS(AppendValue(field, *value, text));
    fields.push_back(field.id);
  }
  text.push_back('}');
  return RecordBody{*subject, captured, Plaintext(std::move(text)), std::move(fields)};
}

}  // namespace mandat
