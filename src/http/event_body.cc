// SPDX-License-Identifier: Apache-2.0
#include "http/internal/event_body.h"

#include "http/internal/findings.h"
#include "http/internal/json_writer.h"
#include "http/internal/problem.h"

namespace mandat {
namespace {

std::string Told(std::string_view key, std::string_view what) {
  return "`" + std::string(key) + "` is not " + std::string(what);
}

}  // namespace

EventBody::EventBody(const Request& request, EventKind kind)
    : document_(JsonDocument::Parse(request.body.empty() ? "{}" : request.body)) {
  record_.event.kind = kind;
  record_.event.version = request.version;
  record_.event.id = request.id;
  if (!document_) {
    status_ = Fail(document_.error());
    return;
  }
  object_.emplace(*document_, document_->root());
}

const JsonNode* EventBody::FindText(std::string_view key) {
  const JsonNode* node = object_ ? object_->MemberOrNull(key) : nullptr;
  if (node != nullptr && node->kind != JsonKind::kText) {
    Keep(Told(key, "a text"));
    return nullptr;
  }
  return node;
}

EventBody& EventBody::Text(std::string_view key, std::string& into) {
  if (const JsonNode* node = FindText(key)) {
    into = node->text;
  }
  return *this;
}

EventBody& EventBody::At(std::string_view key, std::optional<Instant>& into) {
  if (const JsonNode* node = FindText(key)) {
    const Result<Instant> at = Instant::Parse(node->text);
    if (at) {
      into = *at;
    } else {
      Keep(Told(key, "an instant like 2026-03-30T14:20:00Z"));
    }
  }
  return *this;
}

EventBody& EventBody::Hash(std::string_view key, Bytes& into, bool is_base64) {
  if (const JsonNode* node = FindText(key)) {
    Result<Bytes> bytes = is_base64 ? ParseBase64(node->text) : ParseHex(node->text);
    if (bytes) {
      into = std::move(*bytes);
    } else {
      Keep(Told(key, is_base64 ? "base64" : "hexadecimal"));
    }
  }
  return *this;
}

EventBody& EventBody::Names(std::string_view key, std::vector<std::string>& into) {
  const JsonNode* list = object_ ? object_->MemberOrNull(key) : nullptr;
  if (list == nullptr) {
    return *this;
  }
  if (list->kind != JsonKind::kArray) {
    Keep(Told(key, "a list of names"));
    return *this;
  }
  document_->ForEach(*list, [&](const JsonNode& node) {
    if (node.kind != JsonKind::kText) {
      Keep(Told(key, "a list of names"));
    }
    into.emplace_back(node.text);
  });
  return *this;
}

EventBody& EventBody::Party(std::string_view key) {
  if (const JsonNode* node = FindText(key)) {
    event().party = FindContractParty(node->text);
    if (!event().party) {
      Keep(Told(key, "controller or processor"));
    }
  }
  return *this;
}

EventBody& EventBody::Order(std::string_view key) {
  if (const JsonNode* node = FindText(key)) {
    event().order = FindInstructionKind(node->text);
    if (!event().order) {
      Keep(Told(key, "forbid, allow or consent"));
    }
  }
  return *this;
}

EventBody& EventBody::WithinScope() {
  std::vector<std::string> verbs;
  StandingScope& scope = event().scope;
  Names("purposes", scope.purposes).Names("verbs", verbs).Names("categories", scope.categories);
  Names("people", scope.people).Names("places", scope.places);
  for (const std::string& name : verbs) {
    if (const std::optional<Verb> verb = FindVerb(name)) {
      scope.verbs.push_back(*verb);
    } else {
      Keep(Told("verbs", "a list of operations of GDPR Art. 4(2)"));
    }
  }
  return *this;
}

EventBody& EventBody::WithProof() {
  Proof& proof = event().proof;
  return Text("how", proof.how)
      .Text("signer", proof.signer)
      .Text("authority", proof.authority)
      .Text("on", proof.on)
      .Hash("evidence", proof.evidence)
      .Hash("key", proof.key, true)
      .Hash("signature", proof.signature, true);
}

Result<RecordRequest> EventBody::Take() && {
  std::optional<Instant> from;
  At("from", from).Text("by", event().by);
  MANDAT_TRY_STATUS(status_);
  MANDAT_TRY_STATUS(object_->NothingElse());
  record_.from_now = !from.has_value();
  event().effective = from.value_or(Instant());
  return std::move(record_);
}

Result<AgreementTexts> AgreementTextsOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view form, object.Text("form"));
  MANDAT_TRY(const std::string_view instance, object.Text("agreement"));
  MANDAT_TRY(const std::string_view schema, object.Text("schema"));
  MANDAT_TRY_STATUS(object.NothingElse());
  return AgreementTexts{std::string(form), std::string(instance), std::string(schema)};
}

Response FormatRecorded(const Request& request, RecordAnswer answer) {
  if (!answer.findings.empty()) {
    return FindingsResponse(answer.findings, answer.rendered);
  }
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(256);
  json.BeginObject();
  json.Key("act").Text(Name(answer.event.kind));
  json.Key("recorded").Text(answer.event.recorded.Format());
  json.Key("from").Text(answer.event.effective.Format());
  json.Key("state").Text(Name(answer.state));
  if (answer.event.version != 0) {
    json.Key("version").Unsigned(answer.event.version);
  }
  if (!answer.event.basis.empty()) {
    json.Key("basis").Text(answer.event.basis);
  }
  if (!answer.version_hash.empty()) {
    json.Key("hash").Text(FormatHex(answer.version_hash));
  }
  if (answer.objection_ends) {
    json.Key("objection-ends").Text(answer.objection_ends->Format());
  }
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void Record(const Request& request, Result<RecordRequest> record, Responder responder) {
  if (!record) {
    return std::move(responder).Send(std::move(record).error());
  }
  if (record->event.by.empty()) {
    record->event.by = Name(request.actor.role);
  }
  RecordEvent(request.agreement, std::move(*record), request.actor.tag,
              SendAs(&FormatRecorded, std::move(responder)));
}

Status RequireOwnParty(const Request& request, std::optional<ContractParty> party) {
  if (request.actor.role == ActorRole::kController && party != ContractParty::kController) {
    return Fail(Error::Invalid("a controller's token speaks for the controller alone"));
  }
  return {};
}

}  // namespace mandat
