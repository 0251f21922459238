// SPDX-License-Identifier: Apache-2.0
// What happened, and which clocks an agreement has.
#include <algorithm>

#include "http/internal/docket_body.h"
#include "http/internal/docket_json.h"
#include "http/internal/docket_query.h"
#include "http/internal/routes.h"
#include "service/record_happening.h"

namespace mandat {
namespace {

constexpr size_t kHappeningsMax = 100;

Result<HappeningRequest> HappeningOf(const Request& request, const JsonDocument& document,
                                     const JsonNode& object) {
  HappeningRequest wanted;
  Happening& happening = wanted.happening;
  std::optional<Instant> at;
  BodyFields body(document, object);
  body.Text("matter", happening.matter).Text("event", happening.event);
  body.Text("reference", happening.reference).Text("path", happening.path).At("at", at);
  body.Text("how", happening.how).Evidence("evidence", happening.evidence);
  body.Text("by", happening.by);
  MANDAT_TRY_STATUS(body.Finish());
  if (happening.by.empty()) {
    happening.by = Name(request.actor.role);
  }
  wanted.from_now = !at.has_value();
  happening.effective = at.value_or(Instant());
  return wanted;
}

// One happening, or `happenings` with several.
Result<std::vector<HappeningRequest>> HappeningsOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  const JsonNode* list = document.Find(document.root(), "happenings");
  std::vector<HappeningRequest> all;
  if (list == nullptr) {
    MANDAT_TRY(HappeningRequest one, HappeningOf(request, document, document.root()));
    all.push_back(std::move(one));
    return all;
  }
  JsonObject body(document, document.root());
  MANDAT_TRY_STATUS(body.Member("happenings", JsonKind::kArray, "a list"));
  MANDAT_TRY_STATUS(body.NothingElse());
  std::vector<const JsonNode*> items;
  document.ForEach(*list, [&items](const JsonNode& item) { items.push_back(&item); });
  if (items.empty() || items.size() > kHappeningsMax ||
      std::ranges::any_of(items, [](auto* item) { return item->kind != JsonKind::kObject; })) {
    return Fail(Error::Invalid("`happenings` is not a list of 1 to 100 objects"));
  }
  for (const JsonNode* item : items) {
    MANDAT_TRY(HappeningRequest one, HappeningOf(request, document, *item));
    all.push_back(std::move(one));
  }
  return all;
}

// Which of the kept ones a request was about.
struct HappeningName {
  std::string matter, reference, event, path;
};

void AppendKept(const RecordedHappening& kept, JsonWriter& json) {
  json.BeginObject();
  json.Key("happening");
  AppendHappening(kept.happening, json);
  json.Key("duties").BeginArray();
  for (const uint64_t id : kept.duties) {
    json.Unsigned(id);
  }
  json.EndArray();
  json.Key("entry").Unsigned(kept.entry);
  json.EndObject();
}

Result<RecordedHappening> FindKept(const Docket& docket, const HappeningName& name) {
  MANDAT_TRY(std::vector<RecordedHappening> kept, docket.Happenings(name.matter, name.reference));
  const auto found = std::ranges::find_if(kept, [&](const RecordedHappening& one) {
    return one.happening.event == name.event && one.happening.path == name.path;
  });
  if (found == kept.end()) {
    return Fail(Error::Corrupt("a happening is missing that was just entered"));
  }
  return std::move(*found);
}

// What was entered already stands in its own, earlier entry.
Result<Response> FormatHappenings(const Request& request, const std::vector<HappeningName>& names,
                                  HappeningAnswer answer) {
  const Docket docket(request.agreement->store());
  const bool is_new = !answer.receipt.replayed;
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("happenings").BeginArray();
  for (const HappeningName& name : names) {
    MANDAT_TRY(const RecordedHappening kept, FindKept(docket, name));
    AppendKept(kept, json);
  }
  json.EndArray();
  json.Key("duties");
  AppendDuties(answer.duties, answer.receipt.at, json);
  json.EndObject();
  if (!answer.duties.empty()) {
    answer.receipt.clause = {"", answer.duties.front().version, answer.duties.front().clause};
  }
  Response response = JsonResponse(std::move(json), is_new ? 201 : 200);
  AddDocketReceipt(request, std::move(answer.receipt), response);
  return response;
}

Result<Response> KeptHappenings(const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"matter", "reference"}));
  MANDAT_TRY(const std::string matter, TextOf(query, "matter"));
  MANDAT_TRY(const std::string reference, TextOf(query, "reference"));
  if (matter.empty() || reference.empty()) {
    return Fail(Error::Invalid("parameters `matter` and `reference` are needed"));
  }
  if (FindMatter(matter) == nullptr) {
    return Fail(Error::Invalid("there is no such matter; GET /v1/matters lists them"));
  }
  MANDAT_TRY(const std::vector<RecordedHappening> kept,
             Docket(request.agreement->store()).Happenings(matter, reference));
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const RecordedHappening& one : kept) {
    AppendKept(one, json);
  }
  json.EndArray();
  json.EndObject();
  return JsonResponse(std::move(json));
}

void AppendTerm(const TimedTerm& term, JsonWriter& json) {
  json.BeginObject();
  json.Key("path").Text(term.path);
  json.Key("kind").Text(Name(term.kind));
  json.Key("matter").Text(term.matter);
  AppendText("event", term.event, json);
  json.Key("owes").Text(term.owes);
  json.Key("number-by").Text(Name(term.source));
  if (term.period) {
    json.Key("period").Text(term.period->Format());
  }
  if (term.promptness) {
    json.Key("promptness").Text(Name(*term.promptness));
  }
  AppendText("strength", term.strength, json);
  AppendText("week", term.week, json);
  AppendNumber("times", term.times, json);
  AppendText("per", term.per, json);
  AppendText("hours", term.hours, json);
  AppendText("clause", term.clause, json);
  AppendText("law", term.law, json);
  json.Key("starts-clock").Bool(term.starts_clock());
  json.EndObject();
}

}  // namespace

// Source: GDPR Art. 33(2).
void PostHappenings(Context&, const Request& request, Responder responder) {
  Result<std::vector<HappeningRequest>> wanted = HappeningsOf(request);
  if (!wanted) {
    return std::move(responder).Send(std::move(wanted).error());
  }
  std::vector<HappeningName> names;
  for (const HappeningRequest& one : *wanted) {
    const Happening& happening = one.happening;
    names.push_back({happening.matter, happening.reference, happening.event, happening.path});
  }
  RecordHappenings(
      request.agreement, std::move(*wanted), request.actor.tag,
      [names = std::move(names),
       responder = std::move(responder)](Result<HappeningAnswer> answer) mutable {
        if (!answer) {
          return std::move(responder).Send(std::move(answer).error());
        }
        std::move(responder).Send(MakeResponse(
            [names = std::move(names), answer = std::move(*answer)](const Request& asked) mutable {
              Result<Response> made = FormatHappenings(asked, names, std::move(answer));
              return made ? std::move(*made) : ProblemFor(asked, made.error());
            }));
      });
}

void GetHappenings(Context&, const Request& request, Responder responder) {
  SendMade(KeptHappenings(request), std::move(responder));
}

void GetMatters(Context&, const Request&, Responder responder) {
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const Matter& matter : Matters()) {
    json.BeginObject();
    json.Key("matter").Text(matter.name);
    json.Key("about").Text(matter.about);
    json.Key("events").BeginArray();
    for (const std::string_view event : matter.events) {
      json.Text(event);
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  std::move(responder).Send(JsonResponse(std::move(json)));
}

void GetClocks(Context&, const Request& request, Responder responder) {
  const std::shared_ptr<const Mandate> mandate = request.agreement->mandate();
  if (!mandate) {
    return std::move(responder).Send(Error::Unavailable("no version of the agreement is in force"));
  }
  const Agreement& agreement = mandate->agreement();
  JsonWriter json(16384);
  json.BeginObject();
  json.Key("id").Text(agreement.id().text());
  json.Key("version").Unsigned(agreement.version());
  AppendText("zone", agreement.time().zone, json);
  AppendText("calendar", agreement.time().calendar, json);
  json.Key("items").BeginArray();
  for (const TimedTerm& term : TimedTermsOf(agreement)) {
    AppendTerm(term, json);
  }
  json.EndArray();
  json.EndObject();
  std::move(responder).Send(JsonResponse(std::move(json)));
}

}  // namespace mandat
