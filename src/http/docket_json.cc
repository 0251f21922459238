// SPDX-License-Identifier: Apache-2.0
#include "http/internal/docket_json.h"

#include "http/internal/problem.h"

namespace mandat {

void AppendText(std::string_view key, std::string_view text, JsonWriter& json) {
  if (!text.empty()) {
    json.Key(key).Text(text);
  }
}

void AppendAt(std::string_view key, const std::optional<Instant>& at, JsonWriter& json) {
  if (at) {
    json.Key(key).Text(at->Format());
  }
}

void AppendNumber(std::string_view key, uint64_t number, JsonWriter& json) {
  if (number != 0) {
    json.Key(key).Unsigned(number);
  }
}

void AppendHappening(const Happening& happening, JsonWriter& json) {
  json.BeginObject();
  json.Key("matter").Text(happening.matter);
  json.Key("event").Text(happening.event);
  json.Key("reference").Text(happening.reference);
  AppendText("path", happening.path, json);
  json.Key("at").Text(happening.effective.Format());
  json.Key("entered").Text(happening.entered.Format());
  json.Key("how").Text(happening.how);
  AppendText("evidence", FormatHex(happening.evidence), json);
  AppendText("by", happening.by, json);
  json.EndObject();
}

void AppendDuty(const Duty& duty, Instant now, JsonWriter& json) {
  json.Key("id").Unsigned(duty.id);
  AppendText("path", duty.path, json);
  AppendText("task", duty.task, json);
  AppendText("clause", duty.clause, json);
  AppendText("law", duty.law, json);
  AppendNumber("version", duty.version, json);
  json.Key("owes").Text(duty.owes);
  json.Key("number-by").Text(duty.number_by);
  if (duty.period) {
    json.Key("period").Text(duty.period->Format());
  }
  json.Key("counts-back").Bool(duty.counts_back);
  json.Key("recurs").Bool(duty.recurs);
  AppendText("responsible", duty.responsible, json);
  AppendAt("due", duty.due, json);
  AppendAt("due-other", duty.due_other, json);
  AppendAt("last-day", duty.last_day, json);
  json.Key("state").Text(Name(duty.state));
  json.Key("overdue").Bool(duty.is_overdue(now));
  json.Key("missed").Bool(duty.missed);
  AppendAt("paused", duty.paused, json);
  AppendAt("closed", duty.closed, json);
  json.Key("happening");
  AppendHappening(duty.from, json);
  json.Key("reminders").BeginArray();
  for (const Firing& firing : duty.firings) {
    json.BeginObject();
    json.Key("reminder").Text(Name(firing.reminder));
    json.Key("at").Text(firing.at.Format());
    json.EndObject();
  }
  json.EndArray();
}

void AppendDuties(const std::vector<Duty>& duties, Instant now, JsonWriter& json) {
  json.BeginArray();
  for (const Duty& duty : duties) {
    json.BeginObject();
    AppendDuty(duty, now, json);
    json.EndObject();
  }
  json.EndArray();
}

void AppendChange(const DutyChange& change, JsonWriter& json) {
  json.BeginObject();
  json.Key("number").Unsigned(change.number);
  json.Key("act").Text(Name(change.act));
  json.Key("at").Text(change.effective.Format());
  json.Key("recorded").Text(change.recorded.Format());
  AppendText("by", change.by, json);
  AppendText("reason", change.reason, json);
  AppendText("basis", change.basis, json);
  AppendText("evidence", FormatHex(change.evidence), json);
  if (change.more) {
    json.Key("period").Text(change.more->Format());
  }
  AppendAt("due", change.due, json);
  if (change.reminder) {
    json.Key("reminder").Text(Name(*change.reminder));
    json.Key("late").Bool(IsLate(change));
  }
  AppendAt("planned", change.planned, json);
  AppendText("responsible", change.responsible, json);
  json.Key("entry").Unsigned(change.entry);
  json.EndObject();
}

void AddDocketReceipt(const Request& request, Receipt receipt, Response& response) {
  receipt.clause.agreement = request.agreement->id().text();
  AddReceipt(request, receipt, response);
}

Response JsonResponse(JsonWriter json, int status) {
  Response response;
  response.status = status;
  response.body = std::move(json).Take();
  return response;
}

void SendMade(Result<Response> made, Responder responder) {
  if (!made) {
    return std::move(responder).Send(std::move(made).error());
  }
  std::move(responder).Send(std::move(*made));
}

}  // namespace mandat
