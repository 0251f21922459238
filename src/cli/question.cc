// SPDX-License-Identifier: Apache-2.0
// Questions to a journal: thin commands over the HTTP API.
#include "cli/internal/question.h"

#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr size_t kPeoplePerPage = 10'000;

Result<json::object> BodyOf(const QuestionOptions& options) {
  json::object body;
  MANDAT_TRY(const std::string from, InstantText("--from", options.from));
  MANDAT_TRY(const std::string until, InstantText("--until", options.until));
  PutText(body, "from", from);
  PutText(body, "until", until);
  PutText(body, "actor", options.actor);
  PutText(body, "subject", options.subject);
  PutText(body, "act", options.act);
  PutText(body, "purpose", options.purpose);
  PutText(body, "collection", options.collection);
  PutText(body, "clause", options.clause);
  PutText(body, "instruction", options.instruction);
  if (options.refused) {
    body["refused"] = true;
  }
  return body;
}

Result<json::object> Post(const Context& context, const std::string& agreement,
                          std::string_view question, const json::object& body) {
  MANDAT_TRY(const Reply reply, Ask(context, {.method = "POST",
                                              .path = AgreementPath(agreement, question),
                                              .body = json::serialize(body)}));
  return reply.Told();
}

Result<std::vector<std::string>> AgreementsOf(const Context& context,
                                              const QuestionOptions& options) {
  if (!options.agreement.empty()) {
    return std::vector<std::string>{options.agreement};
  }
  MANDAT_TRY(const Reply reply, Ask(context, {.path = "/v1/agreements"}));
  std::vector<std::string> ids;
  for (const json::object& item : Objects(reply.Told(), "items")) {
    ids.push_back(Text(item, "id"));
  }
  return ids;
}

void PrintScope(const std::string& agreement, const json::object& told) {
  fmt::print("{}: {} people, {} records in {} entries\n", agreement, NumberIn(told, "people"),
             NumberIn(told, "units"), NumberIn(told, "entries"));
  std::vector<std::vector<std::string>> lines;
  for (const json::object& item : Objects(told, "collections")) {
    std::string categories;
    for (const json::value& category : item.at("categories").as_array()) {
      categories += (categories.empty() ? "" : ", ") + std::string(category.as_string());
    }
    lines.push_back(
        {"  " + Text(item, "collection"), NumberIn(item, "units") + " records", categories});
  }
  PrintTable(lines);
  if (const json::value* whole = told.if_contains("whole"); whole != nullptr && !whole->as_bool()) {
    fmt::print("  not whole: the keys of some entries were lost\n");
  }
}

// Every page of the people, one id a line.
Status PrintPeople(const Context& context, const std::string& agreement, json::object body) {
  body["limit"] = kPeoplePerPage;
  for (bool more = true; more;) {
    MANDAT_TRY(const json::object told, Post(context, agreement, "/questions/scope", body));
    for (const json::value& subject : told.at("subjects").as_array()) {
      fmt::print("{}\n", std::string_view(subject.as_string()));
    }
    const std::string next = Text(told, "next");
    more = !next.empty();
    body["after"] = next;
  }
  return {};
}

}  // namespace

Result<int> RunJournalScope(const Context& context, const QuestionOptions& options) {
  MANDAT_TRY(json::object body, BodyOf(options));
  MANDAT_TRY(const std::vector<std::string> agreements, AgreementsOf(context, options));
  json::array all;
  for (const std::string& agreement : agreements) {
    if (options.people && !context.json) {
      MANDAT_TRY_STATUS(PrintPeople(context, agreement, body));
      continue;
    }
    body["limit"] = context.json ? kPeoplePerPage : 0;
    MANDAT_TRY(json::object told, Post(context, agreement, "/questions/scope", body));
    if (context.json) {
      told["agreement"] = agreement;
      all.push_back(std::move(told));
    } else {
      PrintScope(agreement, told);
    }
  }
  if (context.json) {
    fmt::print("{}\n", json::serialize(json::object{{"items", std::move(all)}}));
  }
  return 0;
}

Result<int> RunJournalQuery(const Context& context, const QuestionOptions& options) {
  MANDAT_TRY(json::object body, BodyOf(options));
  body["after"] = options.after;
  body["limit"] = options.limit;
  MANDAT_TRY(const json::object told, Post(context, options.agreement, "/questions/entries", body));
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  std::vector<std::vector<std::string>> lines;
  for (const json::object& item : Objects(told, "items")) {
    lines.push_back({NumberIn(item, "index"), Text(item, "at"), Text(item, "outcome"),
                     Text(item, "act"), Text(item, "collection"), Text(item, "purpose"),
                     Text(item, "clause"), Text(item, "actor")});
  }
  PrintTable(lines);
  if (const std::string next = NumberIn(told, "next"); !next.empty()) {
    fmt::print("more: --after {}\n", next);
  }
  return 0;
}

void AddQuestionCommands(CLI::App* group, const Context& context, QuestionOptions& options,
                         const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const QuestionOptions&)) {
    CLI::App* app = add(group, name, help, "mandat journal " + name + " " + example,
                        [&context, &options, run] { return run(context, options); });
    app->add_option("--from", options.from, "first instant");
    app->add_option("--until", options.until, "the instant behind the last");
    app->add_option("--actor", options.actor, "tag of a credential, as entries have it");
    app->add_option("--subject,-s", options.subject, "only about this person");
    app->add_option("--act", options.act, "consult, record, erase, ...");
    app->add_option("--purpose,-p", options.purpose, "only for this purpose");
    app->add_option("--collection,-c", options.collection, "only in this collection");
    app->add_option("--clause", options.clause, "decided by this clause");
    app->add_option("--instruction", options.instruction, "under this instruction");
    app->add_flag("--refused", options.refused, "only what was refused");
    return app;
  };
  CLI::App* scope =
      command("scope", "which people, and how much of what: the input of a notice",
              "--actor 5f0c1d2e3a4b5c6d \\\n    --from 2026-03-01T00:00:00Z", &RunJournalScope);
  scope->add_option("--agreement,-a", options.agreement, "one agreement; without it, all");
  scope->add_flag("--people", options.people, "print the ids of the people, one a line");
  CLI::App* query =
      command("query", "the decisions themselves", "-a opinum-demo --refused", &RunJournalQuery);
  query->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
  query->add_option("--after", options.after, "from this entry on")->capture_default_str();
  query->add_option("--limit", options.limit, "1 to 1000")->capture_default_str();
}

}  // namespace mandat
