// SPDX-License-Identifier: Apache-2.0
// What a dossier needs beside the journal: one person's leaf, and the texts of a version.
#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/disclose.h"
#include "service/version_texts.h"

namespace mandat {
namespace {

struct DisclosureCall {
  EntryIndex entry;
  SubjectId subject;
};

Result<DisclosureCall> DisclosureCallOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const JsonNode* entry, object.Member("entry", JsonKind::kInteger, "a whole number"));
  MANDAT_TRY(const std::string_view subject, object.Text("subject"));
  MANDAT_TRY_STATUS(object.NothingElse());
  const Result<SubjectId> id = SubjectId::Parse(subject);
  if (!id) {
    return Fail(Error::Invalid("`subject` is not the id of a person"));
  }
  if (entry->integer < 0) {
    return Fail(Error::Invalid("`entry` is not the index of an entry"));
  }
  return DisclosureCall{{static_cast<uint64_t>(entry->integer)}, *id};
}

Response FormatDisclosure(const Request& request, DisclosureAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  const Disclosure& disclosure = answer.disclosure;
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("entry").Unsigned(disclosure.entry);
  json.Key("subject").Text(disclosure.subject.Format());
  json.Key("leaf").Unsigned(disclosure.leaf);
  json.Key("leaves").Unsigned(disclosure.leaves_count);
  json.Key("tag").Text(FormatHex(disclosure.tag));
  json.Key("path").BeginArray();
  for (const Bytes& hash : disclosure.path) {
    json.Text(FormatHex(hash));
  }
  json.EndArray();
  json.Key("recorded").Unsigned(disclosure.recorded);
  json.Key("note").Text(answer.note);
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

Response FormatVersionTexts(uint32_t version, const VersionTexts& found) {
  JsonWriter json(found.texts.form.size() + 4 * found.canonical.size());
  json.BeginObject();
  json.Key("version").Unsigned(version);
  json.Key("entry").Unsigned(found.entry.value);
  if (found.activation) {
    json.Key("activation").Unsigned(found.activation->value);
  }
  json.Key("form").Text(found.texts.form);
  json.Key("agreement").Text(found.texts.instance);
  json.Key("schema").Text(found.texts.schema);
  json.Key("canonical").Text(FormatBase64(found.canonical));
  json.Key("proposal").Text(FormatBase64(found.proposal));
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  return response;
}

}  // namespace

// Source: GDPR Art. 15(1)(c).
void PostDisclosure(Context& context, const Request& request, Responder responder) {
  const Result<DisclosureCall> call = DisclosureCallOf(request);
  if (!call) {
    return std::move(responder).Send(call.error());
  }
  // Hashing the leaves of many people takes its time: not on a connection's thread.
  context.desk.Post([agreement = request.agreement, tag = request.actor.tag, call = *call,
                     responder = std::move(responder)]() mutable {
    DisclosePerson(agreement, std::move(tag), call.entry, call.subject,
                   SendAs(&FormatDisclosure, std::move(responder)));
  });
}

// Source: GDPR Art. 28(9).
void GetAgreementVersion(Context& context, const Request& request, Responder responder) {
  context.desk.Post([&request, responder = std::move(responder)]() mutable {
    Result<VersionTexts> found = FindVersionTexts(*request.agreement, request.version);
    if (!found) {
      return std::move(responder).Send(std::move(found).error());
    }
    std::move(responder).Send(FormatVersionTexts(request.version, *found));
  });
}

}  // namespace mandat
