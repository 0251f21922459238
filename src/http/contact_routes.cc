// SPDX-License-Identifier: Apache-2.0
// Whom to tell: personal data of the own register, so nobody reads it who need not.
#include <algorithm>

#include "http/internal/docket_body.h"
#include "http/internal/docket_json.h"
#include "http/internal/problem.h"
#include "http/internal/routes.h"
#include "service/contacts.h"

namespace mandat {
namespace {

constexpr std::string_view kController = "controller";

// Source: GDPR Art. 29.
bool MaySee(const Actor& actor, const Contact& contact) {
  return actor.role != ActorRole::kController || contact.party == kController;
}

void AppendContact(const Contact& contact, Instant now, JsonWriter& json) {
  json.Key("id").Unsigned(contact.id);
  json.Key("party").Text(contact.party);
  json.Key("subjects").BeginArray();
  for (const std::string& subject : contact.subjects) {
    json.Text(subject);
  }
  json.EndArray();
  json.Key("channel").Text(contact.channel);
  json.Key("language").Text(contact.language);
  AppendText("reference", contact.reference, json);
  AppendText("name", contact.name, json);
  json.Key("address").Text(contact.address);
  json.Key("from").Text(contact.from.Format());
  AppendAt("until", contact.until, json);
  AppendAt("confirmed", contact.confirmed, json);
  json.Key("current").Bool(contact.is_current(now));
}

Response FormatContact(const Request& request, ContactAnswer answer) {
  JsonWriter json(512);
  json.BeginObject();
  AppendContact(answer.contact, answer.receipt.at, json);
  json.Key("entry").Unsigned(answer.receipt.entry.value);
  json.EndObject();
  Response response = JsonResponse(std::move(json), request.method == Method::kPost ? 201 : 200);
  AddDocketReceipt(request, std::move(answer.receipt), response);
  return response;
}

Result<Response> FormatContacts(const Request& request) {
  MANDAT_TRY(const std::vector<Contact> contacts, ListContacts(*request.agreement));
  const Instant now = request.agreement->gate().Now();
  JsonWriter json(1024);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const Contact& contact : contacts) {
    if (MaySee(request.actor, contact)) {
      json.BeginObject();
      AppendContact(contact, now, json);
      json.EndObject();
    }
  }
  json.EndArray();
  json.EndObject();
  return JsonResponse(std::move(json));
}

// `from` is the instant of the entry where the body says none, and that of the contact it replaces.
Result<Contact> ContactOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, ParseBody(request.body));
  Contact contact;
  contact.language = "en";
  std::optional<Instant> from;
  BodyFields body(document, document.root());
  body.Text("party", contact.party).Names("subjects", contact.subjects);
  body.Text("channel", contact.channel).Text("language", contact.language);
  body.Text("reference", contact.reference).Text("name", contact.name);
  body.Text("address", contact.address).At("from", from).At("until", contact.until);
  MANDAT_TRY_STATUS(body.Finish());
  contact.from = from.value_or(Instant());
  return contact;
}

// The one that the address names. Errors: kNotFound, also where the caller may not see it.
Result<Contact> KnownContact(const Request& request) {
  MANDAT_TRY(std::vector<Contact> contacts, ListContacts(*request.agreement));
  const auto found = std::ranges::find(contacts, request.number, &Contact::id);
  if (found == contacts.end() || !MaySee(request.actor, *found)) {
    return Fail(Error::NotFound("no contact of that number"));
  }
  return std::move(*found);
}

Result<Contact> Replacing(const Request& request) {
  MANDAT_TRY(const Contact known, KnownContact(request));
  MANDAT_TRY(Contact contact, ContactOf(request));
  if (contact.party != known.party) {
    return Fail(Error::Conflict("a contact stays with its party; end it and add another"));
  }
  contact.id = known.id;
  contact.from = contact.from == Instant() ? known.from : contact.from;
  return contact;
}

void Put(const Request& request, Result<Contact> contact, Responder responder) {
  if (!contact) {
    return std::move(responder).Send(std::move(contact).error());
  }
  PutContact(request.agreement, std::move(*contact), request.actor.tag,
             SendAs(&FormatContact, std::move(responder)));
}

}  // namespace

void GetContacts(Context&, const Request& request, Responder responder) {
  SendMade(FormatContacts(request), std::move(responder));
}

// Source: GDPR Art. 33(3)(b).
void PostContact(Context&, const Request& request, Responder responder) {
  Result<Contact> contact = ContactOf(request);
  if (contact && !MaySee(request.actor, *contact)) {
    return std::move(responder).Send(
        Problem(403, "forbidden", "a controller's token speaks for the controller alone"));
  }
  Put(request, std::move(contact), std::move(responder));
}

void PutContactOfNumber(Context&, const Request& request, Responder responder) {
  Put(request, Replacing(request), std::move(responder));
}

void DeleteContact(Context&, const Request& request, Responder responder) {
  const Result<Contact> known = KnownContact(request);
  if (!known) {
    return std::move(responder).Send(known.error());
  }
  EndContact(request.agreement, known->id, request.actor.tag,
             SendAs(&FormatContact, std::move(responder)));
}

}  // namespace mandat
