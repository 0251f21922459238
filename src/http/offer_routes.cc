// SPDX-License-Identifier: Apache-2.0
// What concerns several agreements: forms, schemas, and who stands in which relation.
#include "http/internal/event_body.h"
#include "http/internal/findings.h"
#include "http/internal/json_writer.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"
#include "service/deploy_schema.h"
#include "service/offer_form.h"
#include "service/relations.h"

namespace mandat {
namespace {

Response FormatOffer(const Request& request, OfferAnswer answer) {
  if (!answer.findings.empty()) {
    return FindingsResponse(answer.findings, answer.rendered);
  }
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("form").Text(answer.form + "@" + std::to_string(answer.version));
  json.Key("agreements").BeginArray();
  for (const FormMove& each : answer.moves) {
    json.BeginObject();
    json.Key("id").Text(each.agreement.text());
    json.Key("version").Unsigned(each.version);
    json.Key("form").Text(answer.form + "@" + std::to_string(each.form_version));
    json.Key("moves").Bool(each.move.moves);
    if (each.move.moves) {
      json.Key("from").Text(each.move.from.Format());
    }
    json.Key("rule").Text(each.move.rule);
    json.Key("clause").Text(each.move.clause);
    json.Key("why").Text(each.move.why);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AppendChanges(const std::vector<SchemaChange>& changes, JsonWriter& json) {
  json.Key("changes").BeginArray();
  for (const SchemaChange& change : changes) {
    json.BeginObject();
    json.Key("collection").Text(change.collection);
    json.Key("part").Text(Name(change.part));
    const auto unless_empty = [&json](std::string_view key, const std::string& text) {
      if (!text.empty()) {
        json.Key(key).Text(text);
      }
    };
    unless_empty("id", change.id);
    unless_empty("key", change.key);
    unless_empty("was", change.was);
    unless_empty("is", change.is);
    json.Key("units").Text(Name(change.units));
    json.Key("says").Text(Describe(change) + ": " + std::string(Say(change.units)));
    json.EndObject();
  }
  json.EndArray();
}

Response FormatDeployed(const Request&, DeployAnswer answer) {
  if (!answer.findings.empty()) {
    return FindingsResponse(answer.findings, answer.rendered);
  }
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("schema").Text(answer.schema + "@" + std::to_string(answer.version));
  json.Key("agreements").BeginArray();
  for (const SchemaEffect& effect : answer.effects) {
    json.BeginObject();
    json.Key("id").Text(effect.agreement.text());
    json.Key("version").Unsigned(effect.version);
    json.Key("fits").Bool(effect.findings.empty() && !effect.is_refused());
    json.Key("deployed").Bool(effect.deployed);
    if (effect.entry) {
      json.Key("entry").Unsigned(effect.entry->value);
    }
    if (!effect.trouble.empty()) {
      json.Key("trouble").Text(effect.trouble);
    }
    AppendChanges(effect.changes, json);
    AppendFindings(effect.findings, json);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

Result<FormOffer> OfferOf(const Request& request) {
  EventBody body(request, EventKind::kPropose);
  FormOffer offer;
  body.Text("form", offer.text).At("notice-received", offer.change.received);
  body.At("objected", offer.change.objected).At("consented", offer.change.consented);
  body.Text("case", offer.change.listed_case);
  MANDAT_TRY(const RecordRequest rest, std::move(body).Take());
  if (!rest.from_now || !rest.event.by.empty()) {
    return Fail(Error::Invalid("an offer has neither `from` nor `by`"));
  }
  return offer;
}

struct SchemaPlan {
  std::string text;
  bool deploy = false;
};

Result<SchemaPlan> SchemaOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view text, object.Text("schema"));
  const JsonNode* deploy = object.MemberOrNull("deploy");
  MANDAT_TRY_STATUS(object.NothingElse());
  if (deploy != nullptr && deploy->kind != JsonKind::kBool) {
    return Fail(Error::Invalid("`deploy` is not true or false"));
  }
  return SchemaPlan{std::string(text), deploy != nullptr && deploy->truth};
}

Response FormatForms(const std::vector<OfferedForm>& forms) {
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const OfferedForm& form : forms) {
    json.BeginObject();
    json.Key("form").Text(form.form + "@" + std::to_string(form.version));
    json.Key("hash").Text(form.hash);
    json.Key("agreements").BeginArray();
    for (const std::string& id : form.agreements) {
      json.Text(id);
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

using Relations = std::map<std::string, std::vector<Relation>>;

Response FormatRelations(const Relations& relations) {
  JsonWriter json(4096);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const auto& [name, all] : relations) {
    json.BeginObject();
    json.Key("name").Text(name);
    json.Key("relations").BeginArray();
    for (const Relation& relation : all) {
      json.BeginObject();
      json.Key("as").Text(relation.as);
      json.Key("agreement").Text(relation.agreement);
      if (!relation.id.empty()) {
        json.Key("id").Text(relation.id);
      }
      json.Key("state").Text(relation.state);
      json.EndObject();
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Agreements are opened for it, so it happens at the desk, as everything here.
void GetForms(Context& context, const Request&, Responder responder) {
  context.desk.Post([&context, responder = std::move(responder)]() mutable {
    Result<std::vector<OfferedForm>> forms = OfferedForms(context.agreements);
    if (!forms) {
      return std::move(responder).Send(std::move(forms).error());
    }
    std::move(responder).Send(FormatForms(*forms));
  });
}

// Source: GDPR Art. 28(9).
void PostForm(Context& context, const Request& request, Responder responder) {
  Result<FormOffer> offer = OfferOf(request);
  if (!offer) {
    return std::move(responder).Send(std::move(offer).error());
  }
  context.desk.Post(
      [&context, &request, offer = std::move(*offer), responder = std::move(responder)]() mutable {
        OfferForm(context.agreements, std::move(offer), request.actor.tag,
                  SendAs(&FormatOffer, std::move(responder)));
      });
}

void PostSchema(Context& context, const Request& request, Responder responder) {
  Result<SchemaPlan> plan = SchemaOf(request);
  if (!plan) {
    return std::move(responder).Send(std::move(plan).error());
  }
  context.desk.Post(
      [&context, &request, plan = std::move(*plan), responder = std::move(responder)]() mutable {
        DeploySchema(context.agreements, std::move(plan.text), plan.deploy, request.actor.tag,
                     SendAs(&FormatDeployed, std::move(responder)));
      });
}

// Invariant (agreements do not meet): a token sees the relations of its own agreements.
void GetRelations(Context& context, const Request& request, Responder responder) {
  context.desk.Post([&context, &request, responder = std::move(responder)]() mutable {
    Result<Relations> relations = RelationsOf(
        context.agreements, [&request](const AgreementId& id) { return request.actor.MaySee(id); });
    if (!relations) {
      return std::move(responder).Send(std::move(relations).error());
    }
    std::move(responder).Send(FormatRelations(*relations));
  });
}

}  // namespace mandat
