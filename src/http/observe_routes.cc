// SPDX-License-Identifier: Apache-2.0
// Trying an agreement out: it decides and journals without refusing.
#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/observe.h"

namespace mandat {
namespace {

void AppendObservation(const Observation& observation, Instant now, JsonWriter& json) {
  json.Key("on").Bool(observation.IsOn(now));
  json.Key("since").Text(observation.since.Format());
  json.Key("until").Text(observation.until.Format());
  if (observation.stopped) {
    json.Key("stopped").Text(observation.stopped->Format());
  }
  json.Key("reason").Text(observation.reason);
  json.Key("by").Text(FormatHex(observation.actor));
  json.Key("entry").Unsigned(observation.entry.value);
}

Response FormatObservation(const Request& request, ObserveAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(512);
  json.BeginObject();
  AppendObservation(answer.observation, answer.receipt.at, json);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

struct ObserveBody {
  std::string reason;
  Instant until;
};

Result<ObserveBody> ObserveBodyOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view until_text, object.Text("until"));
  MANDAT_TRY(const std::string_view reason, object.Text("reason"));
  MANDAT_TRY_STATUS(object.NothingElse());
  const Result<Instant> until = Instant::Parse(until_text);
  if (!until) {
    return Fail(Error::Invalid("`until` is not an instant like 2026-03-30T14:20:00Z"));
  }
  return ObserveBody{std::string(reason), *until};
}

}  // namespace

void PostObserve(Context&, const Request& request, Responder responder) {
  Result<ObserveBody> body = ObserveBodyOf(request);
  if (!body) {
    return std::move(responder).Send(std::move(body).error());
  }
  StartObservation(request.agreement, std::move(body->reason), body->until, request.actor.tag,
                   SendAs(&FormatObservation, std::move(responder)));
}

void DeleteObserve(Context&, const Request& request, Responder responder) {
  StopObservation(request.agreement, request.actor.tag,
                  SendAs(&FormatObservation, std::move(responder)));
}

void GetObserved(Context&, const Request& request, Responder responder) {
  const Result<ObservationReport> report = ReportObservation(*request.agreement);
  if (!report) {
    return std::move(responder).Send(report.error());
  }
  if (!report->observation) {
    return std::move(responder).Send(Error::NotFound("the agreement was never observed"));
  }
  JsonWriter json(2048);
  json.BeginObject();
  AppendObservation(*report->observation, request.agreement->gate().Now(), json);
  uint64_t total = 0;
  json.Key("items").BeginArray();
  for (const ObservedCount& count : report->counts) {
    total += count.count;
    json.BeginObject();
    json.Key("clause").Text(
        ClauseRef{request.agreement->id().text(), count.version, count.clause}.Format());
    json.Key("reason").Text(count.reason);
    json.Key("count").Unsigned(count.count);
    json.Key("first-entry").Unsigned(count.first.value);
    json.Key("last-entry").Unsigned(count.last.value);
    json.EndObject();
  }
  json.EndArray();
  json.Key("total").Unsigned(total);
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
