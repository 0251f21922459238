// SPDX-License-Identifier: Apache-2.0
// Figures about groups of people.
#include "service/aggregate.h"

#include <fmt/core.h>

#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

constexpr size_t kListMax = 8;

struct AggregateCall {
  Caller caller;
  AggregateRequest request;
};

// The items of a list of texts; empty when it is not there.
Result<std::vector<std::string>> TakeTexts(const JsonDocument& document, JsonObject& object,
                                           std::string_view key) {
  std::vector<std::string> texts;
  const JsonNode* list = object.MemberOrNull(key);
  bool is_list = list == nullptr || list->kind == JsonKind::kArray;
  if (list != nullptr && is_list) {
    document.ForEach(*list, [&](const JsonNode& node) {
      is_list = is_list && node.kind == JsonKind::kText && IsName(node.text);
      texts.emplace_back(node.text);
    });
  }
  if (!is_list || texts.size() > kListMax) {
    return Fail(Error::Invalid("`" + std::string(key) + "` is not a short list of names"));
  }
  return texts;
}

// A value as the vault stores it.
Result<std::string> StoredForm(const JsonNode& node) {
  if (node.kind == JsonKind::kText) {
    Bytes text;
    AppendJsonText(text, node.text);
    return text;
  }
  if (node.kind == JsonKind::kBool) {
    return std::string(node.truth ? "true" : "false");
  }
  if (node.kind == JsonKind::kInteger || node.kind == JsonKind::kNumber) {
    return std::string(node.text);
  }
  return Fail(Error::Invalid("`is` of a condition is no text, number, true or false"));
}

Result<std::optional<double>> BoundOf(JsonObject& object, std::string_view key) {
  const JsonNode* node = object.MemberOrNull(key);
  if (node == nullptr) {
    return std::optional<double>();
  }
  if (node->kind != JsonKind::kInteger && node->kind != JsonKind::kNumber) {
    return Fail(Error::Invalid("`from` and `until` of a condition are numbers"));
  }
  return std::optional<double>(std::stod(std::string(node->text)));
}

Result<AggregateCondition> ConditionOf(const JsonDocument& document, const JsonNode& node) {
  if (node.kind != JsonKind::kObject) {
    return Fail(Error::Invalid("a condition is not an object"));
  }
  JsonObject object(document, node);
  AggregateCondition condition;
  MANDAT_TRY(condition.field, object.Text("field"));
  if (const JsonNode* is = object.MemberOrNull("is")) {
    MANDAT_TRY(condition.is, StoredForm(*is));
  }
  MANDAT_TRY(condition.from, BoundOf(object, "from"));
  MANDAT_TRY(condition.until, BoundOf(object, "until"));
  MANDAT_TRY_STATUS(object.NothingElse());
  if (condition.is.has_value() == (condition.from || condition.until)) {
    return Fail(Error::Invalid("a condition has either `is`, or `from` and `until`"));
  }
  return condition;
}

Result<std::vector<AggregateCondition>> ConditionsOf(const JsonDocument& document,
                                                     JsonObject& object) {
  std::vector<AggregateCondition> conditions;
  const JsonNode* list = object.MemberOrNull("where");
  if (list == nullptr) {
    return conditions;
  }
  if (list->kind != JsonKind::kArray) {
    return Fail(Error::Invalid("`where` is not a list of conditions"));
  }
  Status all;
  document.ForEach(*list, [&](const JsonNode& node) {
    Result<AggregateCondition> condition = ConditionOf(document, node);
    if (!condition) {
      all = Fail(condition.error());
    } else if (conditions.size() <= kListMax) {
      conditions.push_back(std::move(*condition));
    }
  });
  MANDAT_TRY_STATUS(all);
  return conditions;
}

Result<AggregateCall> AggregateCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  AggregateRequest asked;
  asked.collection = known.collection->id;
  MANDAT_TRY(const std::vector<std::string> functions, TakeTexts(document, object, "functions"));
  for (const std::string& name : functions) {
    const std::optional<Statistic> figure = FindStatistic(name);
    if (!figure) {
      return Fail(Error::Invalid("`functions` are of count, sum, mean, min and max"));
    }
    asked.figures.push_back(*figure);
  }
  MANDAT_TRY(asked.field, object.TextOrEmpty("field"));
  MANDAT_TRY(asked.group_by, TakeTexts(document, object, "group-by"));
  MANDAT_TRY(asked.where, ConditionsOf(document, object));
  MANDAT_TRY_STATUS(object.NothingElse());
  return AggregateCall{std::move(caller), std::move(asked)};
}

Response FormatAggregate(const Request& request, AggregateReply reply) {
  Response response;
  AddReceipt(request, reply.receipt, response);
  JsonWriter json(256 + 160 * reply.answer.groups.size());
  json.BeginObject();
  json.Key("groups").BeginArray();
  for (const ToldGroup& group : reply.answer.groups) {
    json.BeginObject();
    json.Key("group").Raw(group.group);
    json.Key("people").Unsigned(group.people_count);
    for (const ToldStatistic& figure : group.figures) {
      json.Key(Name(figure.figure)).Raw(fmt::format("{}", figure.value));
    }
    json.EndObject();
  }
  json.EndArray();
  json.Key("withheld").BeginArray();
  for (const Guard guard : reply.answer.withheld) {
    json.Text(Name(guard));
  }
  json.EndArray();
  json.Key("people-min").Unsigned(reply.rules.people_min);
  json.Key("entry").Unsigned(reply.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Source: GDPR Rec. 26.
void PostAggregates(Context&, const Request& request, Responder responder) {
  Result<AggregateCall> call = AggregateCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  AskAggregate(std::move(call->caller), std::move(call->request),
               SendAs(&FormatAggregate, std::move(responder)));
}

}  // namespace mandat
