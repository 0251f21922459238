// SPDX-License-Identifier: Apache-2.0
#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/decide.h"

namespace mandat {
namespace {

Result<std::string> NameOf(JsonObject& object, std::string_view key) {
  MANDAT_TRY(const std::string_view text, object.TextOrEmpty(key));
  if (!text.empty() && !IsName(text)) {
    return Fail(Error::Invalid("`" + std::string(key) + "` is not a name"));
  }
  return std::string(text);
}

// Categories behind the named fields of the collection.
Result<CategorySet> CategoriesOf(const Request& request, const JsonDocument& document,
                                 const JsonNode& fields, std::string_view collection) {
  MANDAT_TRY(const KnownCollection known, FindCollection(request, collection));
  std::vector<std::string_view> names;
  bool texts = fields.kind == JsonKind::kArray;
  if (texts) {
    document.ForEach(fields, [&names, &texts](const JsonNode& node) {
      texts = texts && node.kind == JsonKind::kText;
      names.push_back(node.text);
    });
  }
  if (!texts) {
    return Fail(Error::Invalid("`fields` is not a list of names"));
  }
  const auto categories = known.mandate->CategoriesOf(known.collection->id, names);
  if (!categories) {
    return Fail(Error::Invalid("`fields` has one that the schema does not declare"));
  }
  return *categories;
}

struct Question {
  Operation operation;
  std::optional<Instant> captured;
};

Result<Question> QuestionOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  MANDAT_TRY(const std::string_view verb_name, object.Text("verb"));
  const std::optional<Verb> verb = FindVerb(verb_name);
  if (!verb) {
    return Fail(Error::Invalid("`verb` is none of GDPR Art. 4(2)"));
  }
  Question question;
  Operation& operation = question.operation;
  operation.verb = *verb;
  MANDAT_TRY(operation.purpose, NameOf(object, "purpose"));
  MANDAT_TRY(operation.collection, NameOf(object, "collection"));
  MANDAT_TRY(operation.people, NameOf(object, "people"));
  MANDAT_TRY(const std::string_view place, object.TextOrEmpty("place"));
  MANDAT_TRY(const std::string_view instruction, object.TextOrEmpty("instruction"));
  MANDAT_TRY(const std::string_view captured, object.TextOrEmpty("captured"));
  const JsonNode* fields = object.MemberOrNull("fields");
  MANDAT_TRY_STATUS(object.NothingElse());
  if (!instruction.empty() && !IsInstruction(instruction)) {
    return Fail(Error::Invalid("`instruction` is not a reference"));
  }
  operation.place = place;
  operation.instruction = instruction;
  if (fields != nullptr) {
    MANDAT_TRY(operation.categories,
               CategoriesOf(request, document, *fields, operation.collection));
  }
  if (!captured.empty()) {
    const Result<Instant> at = Instant::Parse(captured);
    if (!at) {
      return Fail(Error::Invalid("`captured` is not an instant like 2026-03-30T14:20:00Z"));
    }
    question.captured = *at;
  }
  return question;
}

}  // namespace

void PostDecision(Context&, const Request& request, Responder responder) {
  const Result<Question> question = QuestionOf(request);
  if (!question) {
    return std::move(responder).Send(question.error());
  }
  const Result<Explanation> explanation =
      ExplainDecision(*request.agreement, question->operation, question->captured);
  if (!explanation) {
    return std::move(responder).Send(explanation.error());
  }
  const std::string clause = explanation->clause.Format();
  Response response;
  response.AddHeader("Mandat-Clause", clause);
  JsonWriter json(256);
  json.BeginObject();
  json.Key("allowed").Bool(explanation->allowed);
  json.Key("clause").Text(clause);
  if (!explanation->allowed) {
    json.Key("reason").Text(explanation->text);
  }
  if (question->captured) {
    json.Key("expired").Bool(explanation->expired);
  }
  if (explanation->expires) {
    json.Key("expires").Text(explanation->expires->Format());
  }
  if (explanation->observed) {
    json.Key("observed").Bool(true);
  }
  json.EndObject();
  response.body = std::move(json).Take();
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
