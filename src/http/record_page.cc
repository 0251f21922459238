// SPDX-License-Identifier: Apache-2.0
#include "http/internal/record_page.h"

#include "http/internal/call.h"
#include "http/internal/json_writer.h"
#include "http/internal/problem.h"

namespace mandat {
namespace {

constexpr size_t kUnitFrameBytes = 320;  // what stands around the data of a record

void AppendUnit(const Unit& unit, JsonWriter& json) {
  json.BeginObject();
  json.Key("id").Text(unit.id.Format());
  json.Key("collection").Text(unit.collection);
  json.Key("subject").Text(unit.subject.Format());
  json.Key("version").Unsigned(unit.version);
  json.Key("captured").Text(unit.captured.Format());
  if (unit.expires) {
    json.Key("expires").Text(unit.expires->Format());
  }
  json.Key("data").Raw(unit.body.Reveal());
  json.EndObject();
}

}  // namespace

Bytes FormatUnit(const Unit& unit) {
  JsonWriter json(unit.body.Reveal().size() + kUnitFrameBytes);
  AppendUnit(unit, json);
  return std::move(json).Take();
}

Result<PageCall> PageCallOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, request.subject
                                    ? Query::Parse(request.query, {"collection", "after", "limit"})
                                    : Query::Parse(request.query, {"after", "limit"}));
  const std::string_view name = request.subject ? query.Find("collection") : request.collection;
  if (name.empty()) {
    return Fail(Error::Invalid("parameter `collection` is missing"));
  }
  MANDAT_TRY(const KnownCollection known, FindCollection(request, name));
  MANDAT_TRY(const size_t limit, query.Limit(ListRequest().limit, kListLimitMax));
  std::optional<RecordId> after;
  if (const std::string_view text = query.Find("after"); !text.empty()) {
    const Result<RecordId> id = RecordId::Parse(text);
    if (!id) {
      return Fail(Error::Invalid("parameter `after` is not a UUID in lower case"));
    }
    after = *id;
  }
  return PageCall{std::move(caller),
                  ListRequest{known.collection->id, request.subject, after, limit}};
}

Response FormatPage(const Request& request, ReadAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  size_t bytes = 128;
  for (const Unit& unit : answer.units) {
    bytes += unit.body.Reveal().size() + kUnitFrameBytes;
  }
  JsonWriter json(bytes);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const Unit& unit : answer.units) {
    AppendUnit(unit, json);
  }
  json.EndArray();
  if (answer.more && !answer.units.empty()) {
    json.Key("next").Text(answer.units.back().id.Format());
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

Response FormatErased(const Request& request, EraseAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const std::string entry = std::to_string(answer.receipt.entry.value);
  JsonWriter json(192);
  json.BeginObject();
  json.Key("records").Unsigned(answer.units_count);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.Key("certificate")
      .Text("/v1/agreements/" + request.agreement_id->text() + "/certificates/" + entry);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace mandat
