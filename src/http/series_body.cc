// SPDX-License-Identifier: Apache-2.0
#include "http/internal/series_body.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "crypto/secret.h"
#include "http/internal/json_reader.h"

namespace mandat {
namespace {

// What every JSON reader keeps exactly. Source: RFC 7493 2.2.
constexpr int64_t kIntegerMax = (int64_t{1} << 53) - 1;

Error NotOfType(const Field& field, std::string_view expected) {
  return Error::Invalid("field `" + field.id + "` is not " + std::string(expected));
}

Result<PointValue> ValueOf(const Field& field, const JsonNode& node) {
  if (field.type == FieldType::kBoolean) {
    return node.kind == JsonKind::kBool
               ? Result<PointValue>(PointValue::Boolean(node.truth))
               : Result<PointValue>(Fail(NotOfType(field, "true or false")));
  }
  if (field.type == FieldType::kInteger) {
    return node.kind == JsonKind::kInteger && std::abs(node.integer) <= kIntegerMax
               ? Result<PointValue>(PointValue::Integer(node.integer))
               : Result<PointValue>(Fail(NotOfType(field, "a whole number of at most 2^53 - 1")));
  }
  double value = 0;
  const char* const end = node.text.data() + node.text.size();
  const bool number = node.kind == JsonKind::kInteger || node.kind == JsonKind::kNumber;
  if (!number || std::from_chars(node.text.data(), end, value).ec != std::errc() ||
      !std::isfinite(value)) {
    return Fail(NotOfType(field, "a number that a double can hold"));
  }
  return PointValue::Decimal(value);
}

// Text, or a whole number of microseconds since 1970.
Result<Instant> InstantOf(const JsonNode& node) {
  if (node.kind == JsonKind::kInteger) {
    return Instant{node.integer};
  }
  if (node.kind == JsonKind::kText) {
    if (const Result<Instant> at = Instant::Parse(node.text)) {
      return *at;
    }
  }
  return Fail(Error::Invalid(
      "a point has no instant like 2026-03-30T14:20:00Z or a number of microseconds"));
}

// Takes one line after the other into tables of series.
class PointsReader {
 public:
  PointsReader(const Collection& collection, size_t points_max)
      : collection_(collection),
        points_max_(points_max),
        columns_(ColumnsOf(collection)),
        used_(collection.fields.size()) {}

  PointsReader(const PointsReader&) = delete;
  PointsReader& operator=(const PointsReader&) = delete;
  ~PointsReader() { Wipe(values_.data(), values_.size() * sizeof(PointValue)); }

  Status ReadLine(std::string_view line) {
    MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(line));
    JsonObject object(document, document.root());
    MANDAT_TRY(const std::string_view series_text, object.Text("series"));
    MANDAT_TRY(const std::string_view subject_text, object.Text("subject"));
    const Result<RecordId> series = RecordId::Parse(series_text);
    const Result<SubjectId> subject = SubjectId::Parse(subject_text);
    if (!series || !subject) {
      return Fail(Error::Invalid(std::string(series ? "`subject`" : "`series`") +
                                 " is not a UUID in lower case"));
    }
    MANDAT_TRY(PointTable* const table, TableOf(*series, *subject));
    if (object.MemberOrNull("points") != nullptr) {
      return ReadMany(document, object, *table);
    }
    const JsonNode* at = object.MemberOrNull("at");
    if (at == nullptr) {
      return Fail(Error::Invalid("`at` is missing"));
    }
    MANDAT_TRY(const JsonNode* values, object.Member("values", JsonKind::kObject, "an object"));
    MANDAT_TRY_STATUS(object.NothingElse());
    MANDAT_TRY(const Instant instant, InstantOf(*at));
    Begin();
    Status status;
    document.ForEach(*values, [&](const JsonNode& node) {
      if (status) {
        status = Set(FieldIndex(node.key), node);
      }
    });
    MANDAT_TRY_STATUS(status);
    return End(instant, *table);
  }

  PointsBody Take() && {
    PointsBody body{std::move(points_), {}};
    for (size_t i = 0; i < used_.size(); ++i) {
      if (used_[i]) {
        body.fields.push_back(collection_.fields[i].id);
      }
    }
    return body;
  }

 private:
  Result<PointTable*> TableOf(const RecordId& series, const SubjectId& subject) {
    const auto [at, is_new] = places_.try_emplace(series, points_.size());
    if (is_new) {
      points_.push_back({series, subject, PointTable(columns_)});
    } else if (points_[at->second].subject != subject) {
      return Fail(Error::Invalid("a series has two subjects in one call"));
    }
    return &points_[at->second].points;
  }

  // [[instant, value, ...], ...] with the values in the order of `fields`, or of the schema.
  Status ReadMany(const JsonDocument& document, JsonObject& object, PointTable& table) {
    MANDAT_TRY(const JsonNode* rows, object.Member("points", JsonKind::kArray, "a list"));
    std::vector<size_t> order(collection_.fields.size());
    for (size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    if (const JsonNode* fields = object.MemberOrNull("fields")) {
      order.clear();
      document.ForEach(*fields, [&](const JsonNode& node) {
        order.push_back(node.kind == JsonKind::kText ? FieldIndex(node.text) : kUnknown);
      });
      std::vector<size_t> sorted = order;
      std::ranges::sort(sorted);
      if (fields->kind != JsonKind::kArray || order.empty() || sorted.back() == kUnknown ||
          std::ranges::adjacent_find(sorted) != sorted.end()) {
        return Fail(Error::Invalid("`fields` is not a list of declared fields, each once"));
      }
    }
    MANDAT_TRY_STATUS(object.NothingElse());
    Status status;
    document.ForEach(*rows, [&](const JsonNode& row) {
      if (status) {
        status = ReadRow(document, row, order, table);
      }
    });
    return status;
  }

  Status ReadRow(const JsonDocument& document, const JsonNode& row,
                 const std::vector<size_t>& order, PointTable& table) {
    Begin();
    size_t place = 0;
    std::optional<Instant> at;
    Status status;
    if (row.kind == JsonKind::kArray) {
      document.ForEach(row, [&](const JsonNode& node) {
        if (!status) {
          return;
        }
        if (place == 0) {
          const Result<Instant> instant = InstantOf(node);
          status = instant ? Status() : Status(Fail(instant.error()));
          at = instant ? std::optional(*instant) : std::nullopt;
        } else if (place <= order.size() && node.kind != JsonKind::kNull) {
          status = Set(order[place - 1], node);
        }
        ++place;
      });
    }
    MANDAT_TRY_STATUS(status);
    if (!at || place != order.size() + 1) {
      return Fail(
          Error::Invalid("a point is not a list of its instant and a value or null for "
                         "each field"));
    }
    return End(*at, table);
  }

  size_t FieldIndex(std::string_view name) const {
    const Field* field = collection_.FindField(name);
    return field == nullptr ? kUnknown : static_cast<size_t>(field - collection_.fields.data());
  }

  void Begin() { values_.assign(collection_.fields.size(), {}); }

  Status Set(size_t field, const JsonNode& node) {
    if (field == kUnknown) {
      return Fail(Error::Invalid("`values` has " + Quoted(node.key) +
                                 ", which the schema does not declare"));
    }
    MANDAT_TRY(values_[field], ValueOf(collection_.fields[field], node));
    used_[field] = true;
    return {};
  }

  Status End(Instant at, PointTable& table) {
    bool any = false;
    for (size_t i = 0; i < values_.size(); ++i) {
      any = any || values_[i].there;
      if (!values_[i].there && collection_.fields[i].required) {
        return Fail(Error::Invalid("field `" + collection_.fields[i].id + "` is missing"));
      }
    }
    if (!any) {
      return Fail(Error::Invalid("a point has no value"));
    }
    if (++count_ > points_max_) {
      return Fail(
          Error::Exceeded("more than limits.points_per_call = " + std::to_string(points_max_)));
    }
    table.Add(at, values_, static_cast<uint32_t>(count_));
    return {};
  }

  static constexpr size_t kUnknown = SIZE_MAX;

  const Collection& collection_;
  const size_t points_max_;
  const PointColumns columns_;
  std::vector<bool> used_;
  std::map<RecordId, size_t> places_;
  std::vector<NewPoints> points_;
  std::vector<PointValue> values_;
  size_t count_ = 0;
};

}  // namespace

Result<PointsBody> ParsePoints(const Collection& collection, std::string_view body,
                               size_t points_max) {
  if (collection.kind != CollectionKind::kSeries) {
    return Fail(Error::Invalid("collection has no series"));
  }
  PointsReader reader(collection, points_max);
  for (size_t number = 1; !body.empty(); ++number) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(body.size(), line.size() + 1));
    if (line.empty() || line == "\r") {
      continue;
    }
    if (Status status = reader.ReadLine(line); !status) {
      Error error = std::move(status).error();
      error.message = "line " + std::to_string(number) + ": " + error.message;
      return Fail(std::move(error));
    }
  }
  return std::move(reader).Take();
}

void AppendPointValue(const PointColumn& column, const PointValue& value, Bytes& out) {
  if (!value.there) {
    out += "null";
  } else if (column.type == FieldType::kBoolean) {
    out += value.boolean() ? "true" : "false";
  } else if (column.type == FieldType::kDecimal) {
    out += fmt::format("{}", value.decimal());
  } else {
    out += std::to_string(value.integer());
  }
}

}  // namespace mandat
