// SPDX-License-Identifier: Apache-2.0
// What the law asks of a journal: whom decisions were about, and which they were.
#include <algorithm>

#include "format/outcome_name.h"
#include "http/internal/call.h"
#include "http/internal/json_reader.h"
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"
#include "service/ask_journal.h"

namespace mandat {
namespace {

constexpr size_t kPeoplePerPage = 1'000;
constexpr size_t kPeoplePerPageMax = 100'000;
constexpr size_t kEntriesPerPage = 100;

Result<std::optional<Instant>> InstantOf(JsonObject& object, std::string_view key) {
  MANDAT_TRY(const std::string_view text, object.TextOrEmpty(key));
  if (text.empty()) {
    return std::optional<Instant>();
  }
  const Result<Instant> at = Instant::Parse(text);
  if (!at) {
    return Fail(
        Error::Invalid("`" + std::string(key) + "` is not an instant like 2026-03-30T14:20:00Z"));
  }
  return std::optional<Instant>(*at);
}

Result<uint64_t> NumberOf(JsonObject& object, std::string_view key, uint64_t standard,
                          uint64_t most) {
  const JsonNode* node = object.MemberOrNull(key);
  if (node == nullptr) {
    return standard;
  }
  if (node->kind != JsonKind::kInteger || node->integer < 0 ||
      static_cast<uint64_t>(node->integer) > most) {
    return Fail(Error::Invalid("`" + std::string(key) + "` is not 0 to " + std::to_string(most)));
  }
  return static_cast<uint64_t>(node->integer);
}

Result<Question> QuestionOf(JsonObject& object) {
  Question question;
  MANDAT_TRY(question.from, InstantOf(object, "from"));
  MANDAT_TRY(question.until, InstantOf(object, "until"));
  MANDAT_TRY(const std::string_view actor, object.TextOrEmpty("actor"));
  MANDAT_TRY(const std::string_view subject, object.TextOrEmpty("subject"));
  if (const Result<Bytes> tag = ParseHex(actor); tag && (tag->empty() || tag->size() == 8)) {
    question.actor = *tag;
  } else {
    return Fail(Error::Invalid("`actor` is not a tag of 16 hexadecimal digits"));
  }
  if (!subject.empty()) {
    const Result<SubjectId> id = SubjectId::Parse(subject);
    if (!id) {
      return Fail(Error::Invalid("`subject` is not the id of a person"));
    }
    question.subject = *id;
  }
  for (const auto& [key, word] : {std::pair<std::string_view, std::string*>{"act", &question.act},
                                  {"purpose", &question.purpose},
                                  {"collection", &question.collection},
                                  {"clause", &question.clause},
                                  {"instruction", &question.instruction}}) {
    MANDAT_TRY(const std::string_view text, object.TextOrEmpty(key));
    *word = text;
  }
  if (const JsonNode* refused = object.MemberOrNull("refused"); refused != nullptr) {
    if (refused->kind != JsonKind::kBool) {
      return Fail(Error::Invalid("`refused` is neither true nor false"));
    }
    question.refused_only = refused->truth;
  }
  return question;
}

struct ScopeCall {
  Question question;
  std::optional<SubjectId> after;
  size_t limit = 0;
};

Result<ScopeCall> ScopeCallOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  ScopeCall call;
  MANDAT_TRY(call.question, QuestionOf(object));
  MANDAT_TRY(const std::string_view after, object.TextOrEmpty("after"));
  MANDAT_TRY(call.limit, NumberOf(object, "limit", kPeoplePerPage, kPeoplePerPageMax));
  MANDAT_TRY_STATUS(object.NothingElse());
  if (!after.empty()) {
    const Result<SubjectId> id = SubjectId::Parse(after);
    if (!id) {
      return Fail(Error::Invalid("`after` is not the `next` of a page of this kind"));
    }
    call.after = *id;
  }
  return call;
}

void AppendScope(const ScopeAnswer& answer, JsonWriter& json) {
  json.Key("entries").Unsigned(answer.scope.entries_count);
  json.Key("units").Unsigned(answer.scope.units_count);
  json.Key("people").Unsigned(answer.scope.people.size());
  json.Key("whole").Bool(answer.is_whole);
  if (answer.scope.first) {
    json.Key("first-entry").Unsigned(answer.scope.first->value);
    json.Key("last-entry").Unsigned(answer.scope.last->value);
  }
  json.Key("collections").BeginArray();
  for (const auto& [collection, extent] : answer.scope.collections) {
    json.BeginObject();
    json.Key("collection").Text(collection);
    json.Key("entries").Unsigned(extent.entries_count);
    json.Key("units").Unsigned(extent.units_count);
    json.Key("categories").BeginArray();
    for (const std::string& category : answer.categories.at(collection)) {
      json.Text(category);
    }
    json.EndArray();
    json.EndObject();
  }
  json.EndArray();
  json.Key("acts").BeginArray();
  for (const auto& [act, entries] : answer.scope.acts) {
    json.BeginObject();
    json.Key("act").Text(act);
    json.Key("entries").Unsigned(entries);
    json.EndObject();
  }
  json.EndArray();
}

Response FormatScope(const Request& request, const ScopeAnswer& answer,
                     const std::optional<SubjectId>& after, size_t limit) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(1024);
  json.BeginObject();
  AppendScope(answer, json);
  const std::vector<SubjectId>& people = answer.scope.people;
  auto at = after ? std::ranges::upper_bound(people, *after) : people.begin();
  json.Key("subjects").BeginArray();
  for (size_t i = 0; i < limit && at != people.end(); ++i, ++at) {
    json.Text(at->Format());
  }
  json.EndArray();
  if (at != people.end() && at != people.begin()) {
    json.Key("next").Text((at - 1)->Format());
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

void AppendTraced(const TracedEntry& entry, JsonWriter& json) {
  json.BeginObject();
  json.Key("index").Unsigned(entry.entry.value);
  json.Key("at").Text(entry.at.Format());
  json.Key("outcome").Text(Name(entry.outcome));
  json.Key("agreement_version").Unsigned(entry.agreement_version);
  json.Key("actor").Text(FormatHex(entry.actor));
  for (const auto& [key, word] :
       {std::pair<std::string_view, const std::string*>{"act", &entry.act},
        {"clause", &entry.clause},
        {"purpose", &entry.purpose},
        {"collection", &entry.collection},
        {"instruction", &entry.instruction}}) {
    if (!word->empty()) {
      json.Key(key).Text(*word);
    }
  }
  json.Key("units").Unsigned(entry.units_count);
  json.Key("people").Unsigned(entry.people_count);
  json.EndObject();
}

Response FormatEntries(const Request& request, EntriesAnswer answer) {
  Response response;
  AddReceipt(request, answer.receipt, response);
  JsonWriter json(256 + answer.entries.size() * 256);
  json.BeginObject();
  json.Key("items").BeginArray();
  for (const TracedEntry& entry : answer.entries) {
    AppendTraced(entry, json);
  }
  json.EndArray();
  json.Key("whole").Bool(answer.is_whole);
  if (answer.next) {
    json.Key("next").Unsigned(answer.next->value);
  }
  json.EndObject();
  response.body = std::move(json).Take();
  return response;
}

struct EntriesCall {
  Question question;
  EntryIndex after;
  size_t limit = 0;
};

Result<EntriesCall> EntriesCallOf(const Request& request) {
  MANDAT_TRY(const JsonDocument document, JsonDocument::Parse(request.body));
  JsonObject object(document, document.root());
  EntriesCall call;
  MANDAT_TRY(call.question, QuestionOf(object));
  MANDAT_TRY(call.after.value, NumberOf(object, "after", 0, INT64_MAX));
  MANDAT_TRY(call.limit, NumberOf(object, "limit", kEntriesPerPage, kTracedEntriesMax));
  MANDAT_TRY_STATUS(object.NothingElse());
  if (call.limit == 0) {
    return Fail(Error::Invalid("`limit` is not 1 to " + std::to_string(kTracedEntriesMax)));
  }
  return call;
}

}  // namespace

// Source: GDPR Art. 33(3)(a).
void PostScopeQuestion(Context& context, const Request& request, Responder responder) {
  Result<ScopeCall> call = ScopeCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  // Reading the trail takes its time: not on a connection's thread.
  context.desk.Post([agreement = request.agreement, tag = request.actor.tag,
                     call = std::move(*call), responder = std::move(responder)]() mutable {
    AskScope(agreement, std::move(tag), std::move(call.question),
             [after = call.after, limit = call.limit,
              responder = std::move(responder)](Result<ScopeAnswer> answer) mutable {
               std::move(responder).Send(MakeResponse(
                   [after, limit, answer = std::move(answer)](const Request& asked) mutable {
                     return answer ? FormatScope(asked, *answer, after, limit)
                                   : ProblemFor(asked, answer.error());
                   }));
             });
  });
}

// Source: GDPR Art. 15(1)(c).
void PostEntriesQuestion(Context& context, const Request& request, Responder responder) {
  Result<EntriesCall> call = EntriesCallOf(request);
  if (!call) {
    return std::move(responder).Send(std::move(call).error());
  }
  context.desk.Post([agreement = request.agreement, tag = request.actor.tag,
                     call = std::move(*call), responder = std::move(responder)]() mutable {
    AskEntries(agreement, std::move(tag), std::move(call.question), call.after, call.limit,
               SendAs(&FormatEntries, std::move(responder)));
  });
}

}  // namespace mandat
