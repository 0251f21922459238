// SPDX-License-Identifier: Apache-2.0
#include "http/internal/call.h"
#include "http/internal/event_body.h"
#include "http/internal/findings.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "http/internal/schema_json.h"
#include "service/activate_agreement.h"
#include "service/keep_house.h"
#include "service/relations.h"

namespace mandat {
namespace {

constexpr size_t kPageStandard = 20;
constexpr size_t kPageMax = 100;

void AppendParty(std::string_view key, const Party& party, JsonWriter& json) {
  json.Key(key).BeginObject();
  json.Key("name").Text(party.name);
  json.Key("contact").Text(party.contact);
  if (key == "controller") {
    json.Key("role").Text(Name(party.role));
    json.Key("for").BeginArray();
    for (const std::string& other : party.others) {
      json.Text(other);
    }
    json.EndArray();
    if (!party.speaks.empty()) {
      json.Key("speaks").Text(party.speaks);
    }
  }
  json.EndObject();
}

void AppendInForce(const Mandate& mandate, const Life& life, Instant now, JsonWriter& json) {
  const Agreement& agreement = mandate.agreement();
  json.Key("version").Unsigned(agreement.version());
  json.Key("form").Text(agreement.form() + "@" + std::to_string(agreement.form_version()));
  json.Key("title").Text(agreement.title());
  AppendParty("controller", PartyAt(life, agreement, ContractParty::kController, now), json);
  AppendParty("processor", PartyAt(life, agreement, ContractParty::kProcessor, now), json);
  // Source: GDPR Art. 28(4).
  json.Key("pass-on").Bool(agreement.controller().role == CustomerRole::kProcessor);
  json.Key("state").Text(Name(life.StateAt(now)));
  json.Key("start").Text(agreement.start().Format());
  if (agreement.end()) {
    json.Key("end").Text(agreement.end()->Format());
  }
  json.Key("purposes").BeginArray();
  for (const Purpose& purpose : agreement.purposes()) {
    json.BeginObject();
    json.Key("id").Text(purpose.id);
    json.Key("text").Text(purpose.text);
    json.Key("clause").Text(purpose.clause);
    json.EndObject();
  }
  json.EndArray();
  AppendCollections(mandate.schema(), json);
  json.Key("hash").Text(FormatHex(VersionHash(mandate).view()));
}

Response FormatActivated(const Request& request, ActivateAnswer answer) {
  if (!answer.findings.empty()) {
    return FindingsResponse(answer.findings, answer.rendered);
  }
  Response response;
  AddReceipt(request, Receipt{answer.entry, {}, {}, false}, response);
  JsonWriter json(256);
  json.BeginObject();
  json.Key("id").Text(request.agreement_id->text());
  json.Key("version").Unsigned(answer.version);
  json.Key("hash").Text(answer.version_hash);
  json.Key("entry").Unsigned(answer.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

Response FormatRewrapped(const Request& request, Receipt receipt) {
  Response response;
  AddReceipt(request, receipt, response);
  response.body = "{\"entry\":" + std::to_string(receipt.entry.value) + "}";
  return response;
}

Result<Bytes> AgreementsPage(const Context& context, const Request& request) {
  MANDAT_TRY(const Query query, Query::Parse(request.query, {"after", "limit"}));
  MANDAT_TRY(const size_t limit, query.Limit(kPageStandard, kPageMax));
  const std::string_view after = query.Find("after");
  size_t count = 0;
  std::string last;
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const AgreementId& id : context.agreements.List()) {
    if (id.text() <= after || !request.actor.MaySee(id)) {
      continue;
    }
    if (++count > limit) {
      break;
    }
    json.BeginObject().Key("id").Text(id.text()).EndObject();
    last = id.text();
  }
  json.EndArray();
  if (count > limit) {
    json.Key("next").Text(last);
  }
  json.EndObject();
  return std::move(json).Take();
}

}  // namespace

void GetAgreements(Context& context, const Request& request, Responder responder) {
  Result<Bytes> page = AgreementsPage(context, request);
  if (!page) {
    return std::move(responder).Send(std::move(page).error());
  }
  Response response;
  response.body = std::move(*page);
  std::move(responder).Send(std::move(response));
}

void GetAgreement(Context&, const Request& request, Responder responder) {
  const JournalHead head = request.agreement->journal().head();
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("id").Text(request.agreement->id().text());
  if (const auto mandate = request.agreement->mandate()) {
    AppendInForce(*mandate, request.agreement->life_book()->life, request.agreement->gate().Now(),
                  json);
  }
  json.Key("journal").BeginObject();
  json.Key("origin").Text(request.agreement->journal().origin());
  json.Key("size").Unsigned(head.size);
  json.EndObject();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  std::move(responder).Send(std::move(response));
}

// Compiling takes milliseconds and making an agreement syncs, so both happen at the desk.
void PostActivate(Context& context, const Request& request, Responder responder) {
  Result<AgreementTexts> texts = AgreementTextsOf(request);
  if (!texts) {
    return std::move(responder).Send(std::move(texts).error());
  }
  context.desk.Post(
      [&context, &request, texts = std::move(*texts), responder = std::move(responder)]() mutable {
        ActivateAgreement(context.agreements, *request.agreement_id, std::move(texts),
                          request.actor.tag, SendAs(&FormatActivated, std::move(responder)));
      });
}

// Source: GDPR Art. 17(1).
void PostRewrap(Context&, const Request& request, Responder responder) {
  RewrapKeys(request.agreement, request.actor.tag, SendAs(&FormatRewrapped, std::move(responder)));
}

}  // namespace mandat
