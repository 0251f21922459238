// SPDX-License-Identifier: Apache-2.0
// Who stands behind the tag of an actor: asked by one, confirmed by another.
#include "http/internal/docket_body.h"
#include "http/internal/docket_json.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"
#include "service/actor_question.h"

namespace mandat {
namespace {

void AppendQuestion(const ActorQuestion& question, JsonWriter& json) {
  json.Key("id").Unsigned(question.number.value);
  json.Key("state").Text(Name(question.state));
  AppendText("tag", FormatHex(question.tag), json);
  AppendText("name", question.name, json);
  json.Key("reason").Text(question.reason);
  json.Key("asked").Text(question.asked.Format());
  json.Key("lapses").Text(question.lapses.Format());
  json.Key("by").Text(FormatHex(question.by));
  AppendText("other", FormatHex(question.other), json);
}

void AppendAccount(const ActorToldOf& account, JsonWriter& json) {
  json.Key("account").BeginObject();
  json.Key("tag").Text(FormatHex(account.tag));
  json.Key("role").Text(account.role);
  json.Key("agreement").Text(account.agreement.empty() ? "*" : account.agreement);
  json.Key("label").Text(account.label);
  json.Key("since").Text(account.since.Format());
  AppendAt("ended", account.ended, json);
  json.EndObject();
}

Response FormatAsked(const Request& request, ActorAsked asked) {
  JsonWriter json(512);
  json.BeginObject();
  AppendQuestion(asked.question, json);
  json.Key("entry").Unsigned(asked.receipt.entry.value);
  json.EndObject();
  const bool is_new = asked.question.number == asked.receipt.entry;
  Response response = JsonResponse(std::move(json), is_new ? 201 : 200);
  AddDocketReceipt(request, std::move(asked.receipt), response);
  return response;
}

Response FormatAnswer(const Request& request, ActorAnswer answer) {
  JsonWriter json(512);
  json.BeginObject();
  AppendQuestion(answer.question, json);
  AppendAccount(answer.account, json);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  Response response = JsonResponse(std::move(json));
  AddDocketReceipt(request, std::move(answer.receipt), response);
  return response;
}

Result<ActorAsking> AskingOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  std::string tag;
  ActorAsking asking;
  BodyFields body(document, document.root());
  body.Text("tag", tag).Text("name", asking.name).Text("reason", asking.reason);
  MANDAT_TRY_STATUS(body.Finish());
  Result<Bytes> octets = ParseHex(tag);
  if (!octets) {
    return Fail(Error::Invalid("`tag` is not 16 hexadecimal digits"));
  }
  asking.tag = std::move(*octets);
  return asking;
}

Result<Response> FormatList(const Request& request) {
  MANDAT_TRY(const std::vector<ActorQuestion> questions, ListActorQuestions(*request.agreement));
  JsonWriter json(256 + questions.size() * 256);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const ActorQuestion& question : questions) {
    json.BeginObject();
    AppendQuestion(question, json);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return JsonResponse(std::move(json));
}

}  // namespace

// Source: GDPR Art. 32(1)(b).
void PostActorQuestion(Context&, const Request& request, Responder responder) {
  Result<ActorAsking> asking = AskingOf(request);
  if (!asking) {
    return std::move(responder).Send(std::move(asking).error());
  }
  AskActor(request.agreement, std::move(*asking), request.actor,
           SendAs(&FormatAsked, std::move(responder)));
}

void GetActorQuestions(Context&, const Request& request, Responder responder) {
  SendMade(FormatList(request), std::move(responder));
}

void PostActorConfirm(Context&, const Request& request, Responder responder) {
  ConfirmActor(request.agreement, request.entry, request.actor,
               SendAs(&FormatAnswer, std::move(responder)));
}

void PostActorRefuse(Context&, const Request& request, Responder responder) {
  RefuseActor(request.agreement, request.entry, request.actor,
              SendAs(&FormatAsked, std::move(responder)));
}

void GetActorAnswer(Context&, const Request& request, Responder responder) {
  TellActor(request.agreement, request.entry, request.actor,
            SendAs(&FormatAnswer, std::move(responder)));
}

}  // namespace mandat
