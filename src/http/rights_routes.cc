// SPDX-License-Identifier: Apache-2.0
// Rights of people, exercised by whoever they turned to: restriction, objection; what holds keep;
// and when retention counts from.
#include "http/internal/json_reader.h"
#include "http/internal/record_page.h"
#include "http/internal/routes.h"
#include "service/held_units.h"
#include "service/restrict_subject.h"
#include "service/unit_times.h"

namespace mandat {
namespace {

constexpr size_t kNamesMax = 256;

Result<std::optional<Instant>> TakeInstant(JsonObject& object, std::string_view key) {
  MANDAT_TRY(const std::string_view text, object.TextOrEmpty(key));
  if (text.empty()) {
    return std::optional<Instant>();
  }
  const Result<Instant> instant = Instant::Parse(text);
  if (!instant) {
    return Fail(
        Error::Invalid("`" + std::string(key) + "` is not an instant like 2026-03-30T14:20:00Z"));
  }
  return std::optional<Instant>(*instant);
}

Result<std::vector<std::string>> TakeNames(const JsonDocument& document, JsonObject& object,
                                           std::string_view key) {
  std::vector<std::string> names;
  const JsonNode* list = object.MemberOrNull(key);
  if (list == nullptr) {
    return names;
  }
  bool is_list = list->kind == JsonKind::kArray;
  if (is_list) {
    document.ForEach(*list, [&](const JsonNode& name) {
      is_list = is_list && name.kind == JsonKind::kText && IsName(name.text);
      names.emplace_back(name.text);
    });
  }
  if (!is_list || names.size() > kNamesMax) {
    return Fail(Error::Invalid("`" + std::string(key) + "` is not a list of names"));
  }
  return names;
}

template <class Body>
struct RightCall {
  Caller caller;
  Body body;
};

Result<RightCall<RestrictRequest>> RestrictionOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerWithoutPurpose(request));
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  RestrictRequest body{.subject = *request.subject};
  MANDAT_TRY(body.from, TakeInstant(object, "from"));
  MANDAT_TRY(body.basis, object.Text("basis"));
  MANDAT_TRY(body.collections, TakeNames(document, object, "collections"));
  MANDAT_TRY(body.purposes, TakeNames(document, object, "purposes"));
  MANDAT_TRY_STATUS(object.NothingElse());
  return RightCall<RestrictRequest>{std::move(caller), std::move(body)};
}

Result<RightCall<ObjectRequest>> ObjectionOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerWithoutPurpose(request));
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  ObjectRequest body{.subject = *request.subject};
  MANDAT_TRY(body.purpose, object.Text("purpose"));
  MANDAT_TRY(body.from, TakeInstant(object, "from"));
  MANDAT_TRY(body.basis, object.Text("basis"));
  MANDAT_TRY_STATUS(object.NothingElse());
  return RightCall<ObjectRequest>{std::move(caller), std::move(body)};
}

Result<RightCall<TimesRequest>> TimesOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const KnownCollection known, FindCollection(request, request.collection));
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  TimesRequest body{known.collection->id, *request.record, {}};
  MANDAT_TRY(body.times.started, TakeInstant(object, "started"));
  MANDAT_TRY(body.times.until, TakeInstant(object, "until"));
  MANDAT_TRY_STATUS(object.NothingElse());
  return RightCall<TimesRequest>{std::move(caller), std::move(body)};
}

Result<RightCall<HeldRequest>> HeldOf(const Request& request) {
  MANDAT_TRY(Caller caller, CallerOf(request));
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"collection", "after", "limit"}));
  const std::string_view name = query.Find("collection");
  if (name.empty()) {
    return Fail(Error::Invalid("parameter `collection` is missing"));
  }
  MANDAT_TRY(const KnownCollection known, FindCollection(request, name));
  HeldRequest body{std::string(request.id), known.collection->id, {}};
  MANDAT_TRY(body.after, ParseCursor(PageOrder::kHeld, query.Find("after")));
  MANDAT_TRY(body.limit, query.Limit(HeldRequest().limit, kListLimitMax));
  return RightCall<HeldRequest>{std::move(caller), std::move(body)};
}

Response FormatReceipt(const Request& request, Receipt receipt) {
  Response response;
  AddReceipt(request, receipt, response);
  JsonWriter json(96);
  json.BeginObject();
  json.Key("entered").Text(receipt.at.Format());
  json.Key("entry").Unsigned(receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AppendNames(std::string_view key, const std::vector<std::string>& names, JsonWriter& json) {
  if (names.empty()) {
    return;
  }
  json.Key(key).BeginArray();
  for (const std::string& name : names) {
    json.Text(name);
  }
  json.EndArray();
}

Response FormatMarks(const Request& request, MarksAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(512);
  json.BeginObject();
  if (const auto& restriction = answer.marks.restriction) {
    json.Key("restriction").BeginObject();
    json.Key("from").Text(restriction->from.Format());
    json.Key("entered").Text(restriction->entered.Format());
    json.Key("basis").Text(restriction->basis);
    AppendNames("collections", restriction->collections, json);
    AppendNames("purposes", restriction->purposes, json);
    json.EndObject();
  }
  json.Key("objections").BeginArray();
  for (const Objection& objection : answer.marks.objections) {
    json.BeginObject();
    json.Key("purpose").Text(objection.purpose);
    json.Key("from").Text(objection.from.Format());
    json.Key("entered").Text(objection.entered.Format());
    json.Key("basis").Text(objection.basis);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

// What is no record is given as it was kept.
void AppendHeld(const HeldUnit& held, JsonWriter& json) {
  if (const auto* unit = std::get_if<Unit>(&held.kept)) {
    return AppendUnit(*unit, json);
  }
  const HeldPart& part = std::get<HeldPart>(held.kept);
  json.BeginObject();
  json.Key("id").Text(part.id.Format());
  json.Key("collection").Text(part.collection);
  json.Key("subject").Text(part.subject.Format());
  json.Key("part").Text(FormatHex(part.part));
  json.Key("content").Text(FormatBase64(part.body.Reveal()));
  json.EndObject();
}

Response FormatHeld(const Request& request, HeldAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  size_t bytes = 192;
  for (const HeldUnit& held : answer.units) {
    const auto* unit = std::get_if<Unit>(&held.kept);
    bytes += unit != nullptr ? BytesOfUnit(*unit)
                             : 512 + std::get<HeldPart>(held.kept).body.Reveal().size() * 3 / 2;
  }
  JsonWriter json(bytes);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const HeldUnit& held : answer.units) {
    AppendHeld(held, json);
  }
  json.EndArray();
  if (answer.more && !answer.last.empty()) {
    json.Key("next").Text(FormatCursor(PageOrder::kHeld, answer.last));
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Source: GDPR Art. 18(1).
void PostRestriction(Context&, const Request& request, Responder responder) {
  Result<RightCall<RestrictRequest>> call = RestrictionOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  RestrictSubject(std::move(call->caller), std::move(call->body),
                  SendAs(&FormatReceipt, std::move(responder)));
}

// Source: GDPR Art. 18(3).
void DeleteRestriction(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerWithoutPurpose(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  LiftRestriction(std::move(*caller), *request.subject,
                  SendAs(&FormatReceipt, std::move(responder)));
}

// Source: GDPR Art. 21(1).
void PostObjection(Context&, const Request& request, Responder responder) {
  Result<RightCall<ObjectRequest>> call = ObjectionOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  ObjectToPurpose(std::move(call->caller), std::move(call->body),
                  SendAs(&FormatReceipt, std::move(responder)));
}

void DeleteObjection(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerWithoutPurpose(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  EndObjection(std::move(*caller), *request.subject, std::string(request.id),
               SendAs(&FormatReceipt, std::move(responder)));
}

void GetMarks(Context&, const Request& request, Responder responder) {
  Result<Caller> caller = CallerOf(request);
  if (!caller) {
    return std::move(responder).Send(std::move(caller).error());
  }
  ReadMarks(std::move(*caller), *request.subject, SendAs(&FormatMarks, std::move(responder)));
}

// Source: GDPR Art. 17(3).
void GetHeldUnits(Context&, const Request& request, Responder responder) {
  Result<RightCall<HeldRequest>> call = HeldOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  ReadHeldUnits(std::move(call->caller), std::move(call->body),
                SendAs(&FormatHeld, std::move(responder)));
}

// Source: GDPR Art. 5(1)(e).
void PostTimes(Context&, const Request& request, Responder responder) {
  Result<RightCall<TimesRequest>> call = TimesOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  SetUnitTimes(std::move(call->caller), std::move(call->body),
               SendAs(&FormatReceipt, std::move(responder)));
}

}  // namespace mandat
