// SPDX-License-Identifier: Apache-2.0
// Who stands behind a tag in entries: it takes two, each with a credential of their own.
#include "cli/internal/journal_who.h"

#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

constexpr std::string_view kQuestions = "/v1/actors/questions";

std::string PathOf(const WhoOptions& options, std::string_view step) {
  return std::string(kQuestions) + "/" + std::to_string(options.id) + "/" + std::string(step);
}

Result<int> AskWho(const Context& context, const WhoOptions& options) {
  if (options.tag.empty() == options.name.empty()) {
    return Fail(Error::Invalid("a tag is needed, or --name"));
  }
  if (options.reason.empty()) {
    return Fail(Error::Invalid("--reason is needed: why you have to know"));
  }
  json::object body = {{"reason", options.reason}};
  PutText(body, "tag", options.tag);
  PutText(body, "name", options.name);
  return SendAndPrint(context, "POST", std::string(kQuestions), body,
                      "asked; somebody else has to confirm it: mandat journal who confirm ID");
}

// The account first, then what was asked.
Result<int> PrintAnswer(const Context& context, const WhoOptions& options, bool confirms) {
  MANDAT_TRY(const Reply reply, Ask(context, {.method = confirms ? "POST" : "GET",
                                              .path = PathOf(options, options.step)}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const json::value* account = told.if_contains("account");
  if (account == nullptr || !account->is_object()) {
    return Fail(Error::Unavailable("the answer names no account"));
  }
  for (const char* member : {"tag", "role", "agreement", "label", "since", "ended"}) {
    if (const std::string text = Text(account->as_object(), member); !text.empty()) {
      PrintFact(member, text);
    }
  }
  PrintFact("reason", Text(told, "reason"));
  PrintFact("entry", NumberIn(told, "entry"));
  return 0;
}

Result<int> ListWho(const Context& context) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = std::string(kQuestions)}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  std::vector<std::vector<std::string>> lines;
  for (const json::object& item : Objects(told, "items")) {
    const std::string tag = Text(item, "tag");
    lines.push_back({NumberIn(item, "id"), Text(item, "state"),
                     tag.empty() ? Text(item, "name") : tag, "by " + Text(item, "by"),
                     "until " + Text(item, "lapses"), Text(item, "reason")});
  }
  if (lines.empty()) {
    fmt::print("nobody asked\n");
  }
  PrintTable(lines);
  return 0;
}

}  // namespace

Result<int> RunJournalWho(const Context& context, const WhoOptions& options) {
  if (options.step == "list") {
    return ListWho(context);
  }
  if (options.step == "confirm" || options.step == "answer") {
    return PrintAnswer(context, options, options.step == "confirm");
  }
  if (options.step == "refuse") {
    return SendAndPrint(context, "POST", PathOf(options, "refuse"), {}, "refused");
  }
  return AskWho(context, options);
}

void AddWhoCommand(CLI::App* group, const Context& context, WhoOptions& options,
                   const AddCommand& add) {
  CLI::App* who = add(group, "who", "who stands behind the tag of an actor: takes two people",
                      "mandat journal who 5f0c1d2e3a4b5c6d --reason 'incident 2026-07'\n"
                      "  mandat journal who confirm 42",
                      [&context, &options] { return RunJournalWho(context, options); });
  who->add_option("tag", options.tag, "as entries have it");
  who->add_option("--name", options.name, "instead: which tag the account of this label has");
  who->add_option("--reason", options.reason, "why; the journal keeps a salted hash of it");
  const auto step = [&](const std::string& name, const std::string& help, bool needs_id) {
    CLI::App* app = who->add_subcommand(name, help);
    app->fallthrough();
    // The callback of `who` runs behind this one.
    app->callback([&options, name] { options.step = name; });
    if (needs_id) {
      app->add_option("id", options.id, "of the question")->required();
    }
  };
  step("confirm", "as the second person; tells who it is", true);
  step("refuse", "the question, or take your own back", true);
  step("answer", "tell one of the two once more", true);
  step("list", "the questions that there are", false);
}

}  // namespace mandat
