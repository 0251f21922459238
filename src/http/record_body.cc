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
constexpr size_t kEscapeBytesMax = 6;      // of one byte of a text
constexpr size_t kFieldFrameBytes = 48;    // around a field's name and text, or a number
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

// `role` is empty for the fields of the record itself.
Status NothingUndeclared(const Collection& collection, std::string_view role,
                         const JsonDocument& document, const JsonNode& data) {
  const JsonNode* stranger = nullptr;
  document.ForEach(data, [&](const JsonNode& node) {
    const Field* field = collection.FindField(node.key);
    if (stranger == nullptr && (field == nullptr || field->role != role)) {
      stranger = &node;
    }
  });
  if (stranger == nullptr) {
    return {};
  }
  const bool elsewhere = collection.FindField(stranger->key) != nullptr;
  return Fail(Error::Invalid("`data` has " + Quoted(stranger->key) +
                             (elsewhere ? ", which stands with somebody else of the record"
                                        : ", which the schema does not declare")));
}

// The fields of one role as compact JSON.
Result<Plaintext> FieldsOf(const Collection& collection, std::string_view role,
                           const JsonDocument& document, const JsonNode& data, size_t bytes_most,
                           std::vector<std::string_view>& fields) {
  MANDAT_TRY_STATUS(NothingUndeclared(collection, role, document, data));
  Bytes text;
  text.reserve(bytes_most);  // enough, so that nothing is left behind unwiped by growing
  text.push_back('{');
  for (const Field& field : collection.fields) {
    if (field.role != role) {
      continue;
    }
    const JsonNode* value = document.Find(data, field.id);
    if (value == nullptr) {
      if (field.required) {
        return Fail(Error::Invalid("field `" + field.id + "` is missing"));
      }
      continue;
    }
    if (text.size() > 1) {
      text.push_back(',');
    }
    AppendJsonText(text, field.id);
    text.push_back(':');
    MANDAT_TRY_STATUS(AppendValue(field, *value, text));
    fields.push_back(field.id);
  }
  text.push_back('}');
  return Plaintext(std::move(text));
}

// Reads whom a record is about beside its first person.
class PeopleReader {
 public:
  PeopleReader(const Collection& collection, const JsonDocument& document, size_t bytes_most)
      : collection_(collection), document_(document), bytes_most_(bytes_most) {}

  // Errors: kInvalid.
  Status Read(const JsonNode& people, RecordBody& body) const {
    Status status;
    document_.ForEach(people, [&](const JsonNode& node) {
      if (!status) {
        return;
      }
      const Role* role = collection_.FindRole(node.key);
      if (role == nullptr) {
        status = Fail(Error::Invalid("`people` has " + Quoted(node.key) +
                                     ", which is no role of the collection"));
        return;
      }
      status = ReadRole(*role, node, body);
    });
    return status;
  }

 private:
  Status ReadRole(const Role& role, const JsonNode& node, RecordBody& body) const {
    if (node.kind != JsonKind::kArray) {
      return ReadPerson(role, node, body);
    }
    Status status;
    document_.ForEach(node, [&](const JsonNode& item) {
      status = status ? ReadPerson(role, item, body) : std::move(status);
    });
    return status;
  }

  Status ReadPerson(const Role& role, const JsonNode& node, RecordBody& body) const {
    std::string_view id = node.text;
    const JsonNode* data = nullptr;
    if (node.kind == JsonKind::kObject) {
      JsonObject object(document_, node);
      MANDAT_TRY(id, object.Text("subject"));
      data = object.MemberOrNull("data");
      MANDAT_TRY_STATUS(object.NothingElse());
    }
    const Result<SubjectId> subject = SubjectId::Parse(id);
    if ((node.kind != JsonKind::kObject && node.kind != JsonKind::kText) || !subject) {
      return Fail(Error::Invalid("somebody in role `" + role.id + "` is not a UUID in lower case"));
    }
    UnitPerson person{role.id, *subject};
    if (data != nullptr && (data->kind != JsonKind::kObject || !HasFields(role))) {
      return Fail(Error::Invalid("`data` of role `" + role.id + "` is not wanted, or no object"));
    }
    if (data != nullptr) {
      size_t bytes = 2;
      document_.ForEach(*data, [&bytes](const JsonNode& field) {
        bytes += field.key.size() + kEscapeBytesMax * field.text.size() + kFieldFrameBytes;
      });
      MANDAT_TRY(person.fields, FieldsOf(collection_, role.id, document_, *data,
                                         std::min(bytes, bytes_most_), body.fields));
    } else if (const Field* missing = RequiredOf(role)) {
      return Fail(Error::Invalid("field `" + missing->id + "` is missing"));
    }
    body.people.push_back(std::move(person));
    return {};
  }

  static bool HasFields(const Role& role) { return role.erasure == RoleErasure::kFields; }
  const Field* RequiredOf(const Role& role) const {
    const auto found = std::ranges::find_if(collection_.fields, [&role](const Field& field) {
      return field.required && field.role == role.id;
    });
    return found == collection_.fields.end() ? nullptr : &*found;
  }

  const Collection& collection_;
  const JsonDocument& document_;
  const size_t bytes_most_;
};

// Takes what a record consists of out of an object.
Result<RecordBody> TakeBody(const Collection& collection, const JsonDocument& document,
                            JsonObject& object, size_t bytes_most) {
  MANDAT_TRY(const std::string_view subject_text, object.Text("subject"));
  MANDAT_TRY(const std::string_view captured_text, object.TextOrEmpty("captured"));
  MANDAT_TRY(const JsonNode* data, object.Member("data", JsonKind::kObject, "an object"));
  const JsonNode* people = object.MemberOrNull("people");
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
  RecordBody body{*subject, captured, Plaintext(Bytes()), {}, {}};
  body.fields.reserve(collection.fields.size());
  MANDAT_TRY(body.data, FieldsOf(collection, "", document, *data, bytes_most, body.fields));
  if (people != nullptr) {
    if (people->kind != JsonKind::kObject) {
      return Fail(Error::Invalid("`people` is not an object of roles"));
    }
    MANDAT_TRY_STATUS(PeopleReader(collection, document, bytes_most).Read(*people, body));
  }
  return body;
}

}  // namespace

Result<RecordBody> ParseRecordBody(const Collection& collection, std::string_view body) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(body));
  JsonObject object(document, document.root());
  return TakeBody(collection, document, object, body.size());
}

Result<RecordLine> ParseRecordLine(const Collection& collection, std::string_view line) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(line));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view id_text, object.Text("id"));
  const JsonNode* version = object.MemberOrNull("if-version");
  const Result<RecordId> id = RecordId::Parse(id_text);
  if (!id) {
    return Fail(Error::Invalid("`id` is not a UUID in lower case"));
  }
  std::optional<uint32_t> if_version;
  if (version != nullptr) {
    if (version->kind != JsonKind::kInteger || version->integer < 0 ||
        version->integer > UINT32_MAX) {
      return Fail(Error::Invalid("`if-version` is not a version, or 0 for none"));
    }
    if_version = static_cast<uint32_t>(version->integer);
  }
  MANDAT_TRY(RecordBody body, TakeBody(collection, document, object, line.size()));
  return RecordLine{*id, if_version, std::move(body)};
}

}  // namespace mandat
