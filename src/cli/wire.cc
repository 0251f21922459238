// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/wire.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace mandat {
namespace {

namespace json = boost::json;

std::string RecordPath(std::string_view agreement, std::string_view collection,
                       const RecordId& record) {
  return AgreementPath(agreement, "/collections/") + std::string(collection) + "/records/" +
         record.Format();
}

HttpRequest RequestFor(std::string_view method, std::string path, std::string_view purpose,
                       std::string body = "") {
  HttpRequest request;
  request.method = method;
  request.path = std::move(path);
  request.body = std::move(body);
  if (!purpose.empty()) {
    request.headers.push_back("Mandat-Purpose: " + std::string(purpose));
  }
  return request;
}

std::optional<FieldType> FindFieldType(std::string_view name) {
  for (const FieldType type :
       {FieldType::kText, FieldType::kEmail, FieldType::kInteger, FieldType::kDecimal,
        FieldType::kBoolean, FieldType::kDate, FieldType::kInstant}) {
    if (Name(type) == name) {
      return type;
    }
  }
  return std::nullopt;
}

Result<Collection> CollectionFrom(const json::object& told) {
  Collection collection;
  collection.id = Text(told, "id");
  collection.people = Text(told, "people");
  for (const json::object& field : Objects(told, "fields")) {
    const std::optional<FieldType> type = FindFieldType(Text(field, "type"));
    if (!type) {
      return Fail(Error::NotFound("the server names a type of field that is not known here"));
    }
    Field known;
    known.id = Text(field, "id");
    known.type = *type;
    known.category = Text(field, "category");
    const json::value* required = field.if_contains("required");
    known.required = required != nullptr && required->is_bool() && required->get_bool();
    const json::value* length = field.if_contains("length_max");
    if (length != nullptr && length->is_number()) {
      known.length_max = length->to_number<uint32_t>();
    }
    collection.fields.push_back(std::move(known));
  }
  if (collection.fields.empty() || collection.people.empty()) {
    return Fail(Error::NotFound("the server does not tell the fields; name a file with --schema"));
  }
  return collection;
}

}  // namespace

HttpRequest RegisterRequest(std::string_view agreement, const SubjectId& subject,
                            std::string_view people, std::string_view purpose) {
  const json::object body = {{"subject", subject.Format()}, {"people", people}};
  return RequestFor("POST", AgreementPath(agreement, "/subjects"), purpose, json::serialize(body));
}

HttpRequest PutRequestFor(std::string_view agreement, std::string_view collection,
                          const RecordId& record, const SubjectId& subject, std::string_view data,
                          std::string_view purpose) {
  return RequestFor(
      "PUT", RecordPath(agreement, collection, record), purpose,
      "{\"subject\":\"" + subject.Format() + "\",\"data\":" + std::string(data) + "}");
}

HttpRequest GetRequestFor(std::string_view agreement, std::string_view collection,
                          const RecordId& record, std::string_view purpose) {
  return RequestFor("GET", RecordPath(agreement, collection, record), purpose);
}

HttpRequest BatchRequestFor(std::string_view agreement, std::string_view collection,
                            std::string_view purpose) {
  return RequestFor(
      "POST",
      AgreementPath(agreement, "/collections/") + std::string(collection) + "/batch?register=true",
      purpose);
}

std::string BatchLineFor(const RecordId& record, const SubjectId& subject,
                         const std::optional<Instant>& captured, std::string_view fields) {
  std::string line = "{\"id\":\"" + record.Format() + "\",\"subject\":\"" + subject.Format() + "\"";
  if (captured) {
    line += ",\"captured\":\"" + captured->Format() + "\"";
  }
  return line.append(",\"data\":").append(fields).append("}\n");
}

std::vector<json::object> ObjectsOfLines(std::string_view body) {
  std::vector<json::object> objects;
  while (!body.empty()) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(body.size(), line.size() + 1));
    boost::system::error_code trouble;
    json::value value = json::parse(line, trouble);
    objects.push_back(!trouble && value.is_object() ? std::move(value.get_object())
                                                    : json::object());
  }
  return objects;
}

HttpRequest DecideRequest(std::string_view agreement, std::string_view verb,
                          std::string_view purpose, std::string_view collection,
                          std::string_view place, std::string_view instruction) {
  json::object body = {{"verb", verb}, {"purpose", purpose}};
  if (!collection.empty()) {
    body.emplace("collection", collection);
  }
  if (!place.empty()) {
    body.emplace("place", place);
  }
  if (!instruction.empty()) {
    body.emplace("instruction", instruction);
  }
  return RequestFor("POST", AgreementPath(agreement, "/decisions"), "", json::serialize(body));
}

void AddInstruction(HttpRequest& request, std::string_view instruction) {
  if (!instruction.empty()) {
    request.headers.push_back("Mandat-Instruction: " + std::string(instruction));
  }
}

void AddIdempotencyKey(HttpRequest& request, std::string_view key) {
  if (!key.empty()) {
    request.headers.push_back("Idempotency-Key: " + std::string(key));
  }
}

bool IsRecord(std::string_view answer, const SubjectId& subject, std::string_view data) {
  const std::string name = "\"data\":";
  const size_t at = answer.find(name + std::string(data));
  if (at == std::string_view::npos) {
    return false;
  }
  const std::string_view behind = answer.substr(at + name.size() + data.size(), 1);
  return (behind == "," || behind == "}") &&
         answer.find("\"subject\":\"" + subject.Format() + "\"") != std::string_view::npos;
}

Result<Collection> FindCollection(HttpClient& client, std::string_view agreement,
                                  std::string_view collection) {
  MANDAT_TRY(const Reply reply, Ask(client, {.path = AgreementPath(agreement)}));
  std::string known;
  for (const json::object& told : Objects(reply.Told(), "collections")) {
    if (Text(told, "id") == collection) {
      return CollectionFrom(told);
    }
    known += (known.empty() ? "" : ", ") + Text(told, "id");
  }
  return Fail(Error::NotFound("the agreement has no collection " + std::string(collection) +
                              "; choose one of: " + known));
}

Result<std::string> FindPurpose(HttpClient& client, std::string_view agreement,
                                std::string_view verb, std::string_view collection) {
  MANDAT_TRY(const Reply reply, Ask(client, {.path = AgreementPath(agreement)}));
  std::optional<ClauseRef> clause;
  for (const json::object& purpose : Objects(reply.Told(), "purposes")) {
    const std::string id = Text(purpose, "id");
    MANDAT_TRY(const Reply decided, Ask(client, DecideRequest(agreement, verb, id, collection)));
    const json::object told = decided.Told();
    const json::value* allowed = told.if_contains("allowed");
    if (allowed != nullptr && allowed->is_bool() && allowed->get_bool()) {
      return id;
    }
    clause = ParseClauseRef(Text(told, "clause"));
  }
  if (clause) {
    return Fail(Error::Refused(
        "no purpose of the agreement allows to " + std::string(verb) + " in this collection",
        *clause));
  }
  return Fail(Error::NotFound("the server tells no purposes; name one with --purpose"));
}

}  // namespace mandat
