// SPDX-License-Identifier: Apache-2.0
// Every term of the version in force, with all that is said of it and what holds.
#include "http/internal/json_writer.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

void AppendText(std::string_view key, std::string_view text, JsonWriter& json) {
  if (!text.empty()) {
    json.Key(key).Text(text);
  }
}

void AppendPeriod(std::string_view key, const std::optional<Period>& period, JsonWriter& json) {
  if (period) {
    json.Key(key).Text(period->Format());
  }
}

void AppendStatement(const Statement& said, JsonWriter& json) {
  json.BeginObject();
  json.Key("status").Text(Name(said.status));
  AppendText("is", said.word, json);
  AppendText("text", said.text, json);
  if (!said.list.empty()) {
    json.Key("list").BeginArray();
    for (const std::string& item : said.list) {
      json.Text(item);
    }
    json.EndArray();
  }
  AppendPeriod("within", said.within, json);
  if (said.promptness) {
    json.Key("promptness").Text(Name(*said.promptness));
  }
  AppendPeriod("at-least", said.at_least, json);
  AppendPeriod("at-most", said.at_most, json);
  AppendPeriod("every", said.every, json);
  AppendText("from", said.from, json);
  AppendText("before", said.before, json);
  AppendText("days", said.days, json);
  AppendText("week", said.week, json);
  AppendText("strength", said.strength, json);
  if (said.times != 0) {
    json.Key("times").Unsigned(said.times);
    AppendText("per", said.per, json);
  }
  AppendText("hours", said.hours, json);
  AppendText("form", said.form, json);
  AppendText("who", said.who, json);
  AppendText("part", said.part, json);
  AppendText("clause", said.clause, json);
  if (said.line != 0) {
    json.Key("line").Unsigned(said.line);
  }
  AppendText("note", said.note, json);
  json.EndObject();
}

void AppendTerm(const Term& term, JsonWriter& json) {
  json.BeginObject();
  json.Key("path").Text(term.path);
  json.Key("said").BeginArray();
  for (const Statement& said : term.said) {
    AppendStatement(said, json);
  }
  json.EndArray();
  json.Key("holds").Unsigned(term.held);
  json.Key("why").Text(Name(term.why));
  json.Key("confirmed").Bool(term.is_confirmed);
  if (term.option) {
    json.Key("option").BeginObject();
    AppendText("is", term.option->word, json);
    AppendPeriod("within", term.option->within, json);
    AppendText("text", term.option->text, json);
    json.Key("by").Text(term.option->by);
    json.Key("on").Text(term.option->on);
    json.EndObject();
  }
  if (term.house) {
    json.Key("house-rule").BeginObject();
    json.Key("within").Text(term.house->within.Format());
    AppendText("from", term.house->from, json);
    json.Key("by").Text(term.house->by);
    json.Key("on").Text(term.house->on);
    json.Key("why").Text(term.house->why);
    json.EndObject();
  }
  json.EndObject();
}

}  // namespace

void GetTerms(Context&, const Request& request, Responder responder) {
  const std::shared_ptr<const Mandate> mandate = request.agreement->mandate();
  if (!mandate) {
    return std::move(responder).Send(Error::Unavailable("no version of the agreement is in force"));
  }
  const Agreement& agreement = mandate->agreement();
  JsonWriter json(65536);
  json.BeginObject();
  json.Key("id").Text(agreement.id().text());
  json.Key("version").Unsigned(agreement.version());
  json.Key("language").Text(agreement.language());
  AppendText("prevailing-language", agreement.prevailing_language(), json);
  json.Key("parts").BeginArray();
  for (const Part& part : agreement.parts()) {
    json.BeginObject();
    json.Key("id").Text(part.id);
    json.Key("text").Text(part.text);
    AppendText("instrument", part.instrument, json);
    json.Key("concluded").Bool(part.is_concluded);
    json.EndObject();
  }
  json.EndArray();
  json.Key("terms").BeginArray();
  for (const Term& term : agreement.terms()) {
    AppendTerm(term, json);
  }
  json.EndArray();
  json.EndObject();
  Response response;
  response.body = std::move(json).Take();
  std::move(responder).Send(std::move(response));
}

}  // namespace mandat
