// SPDX-License-Identifier: Apache-2.0
// Notices: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

std::string NoticePath(const NoticeOptions& options, std::string_view rest = "") {
  return AgreementPath(options.agreement, fmt::format("/notices/{}{}", options.notice, rest));
}

// NAME=TEXT each. Errors: kInvalid.
Result<json::object> FieldsOf(const std::vector<std::string>& fields) {
  json::object object;
  for (const std::string& field : fields) {
    const size_t equals = field.find('=');
    if (equals == 0 || equals == std::string::npos) {
      return Fail(Error::Invalid("--field is not NAME=TEXT; write e.g. --field matter=case-7"));
    }
    if (!object.emplace(field.substr(0, equals), field.substr(equals + 1)).second) {
      return Fail(Error::Invalid("--field " + field.substr(0, equals) + " is there twice"));
    }
  }
  return object;
}

std::vector<std::string> LineOf(const json::object& notice) {
  const std::string received = Text(notice, "received");
  const std::string dispatched = Text(notice, "dispatched");
  return {NumberIn(notice, "id"),
          Text(notice, "state"),
          Text(notice, "kind"),
          Text(notice, "channel"),
          "contact " + NumberIn(notice, "contact"),
          NumberIn(notice, "duty").empty() ? "" : "duty " + NumberIn(notice, "duty"),
          !received.empty()     ? "received " + received
          : !dispatched.empty() ? "dispatched " + dispatched
                                : "created " + Text(notice, "created")};
}

void PrintNotices(const std::vector<json::object>& notices) {
  std::vector<std::vector<std::string>> lines;
  for (const json::object& notice : notices) {
    lines.push_back(LineOf(notice));
  }
  PrintTable(lines);
}

// Sends what was done with notices and prints what became of them.
Result<int> SendNoticeCall(const Context& context, std::string path, const json::object& body) {
  MANDAT_TRY(
      const Reply reply,
      Ask(context, {.method = "POST", .path = std::move(path), .body = json::serialize(body)}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  PrintNotices(Objects(told, "notices"));
  for (const json::object& duty : Objects(told, "duties")) {
    fmt::print("somebody has to act: duty {}, {}, by {}\n", NumberIn(duty, "id"),
               Text(duty, "task"), Text(duty, "due"));
  }
  PrintFact("entry", NumberIn(told, "entry"));
  return 0;
}

}  // namespace

Result<int> RunNoticeSend(const Context& context, const NoticeOptions& options) {
  json::object body;
  PutText(body, "kind", options.kind);
  PutText(body, "subject", options.subject.empty() ? options.kind : options.subject);
  PutText(body, "party", options.party);
  PutText(body, "matter", options.matter);
  PutText(body, "reference", options.reference);
  if (options.duty != 0) {
    body["duty"] = options.duty;
  }
  if (options.continues != 0) {
    body["continues"] = options.continues;
  }
  if (options.meets) {
    body["meets"] = true;
  }
  MANDAT_TRY(json::object fields, FieldsOf(options.fields));
  if (!fields.empty()) {
    body["fields"] = std::move(fields);
  }
  return SendNoticeCall(context, AgreementPath(options.agreement, "/notices"), body);
}

Result<int> RunNoticeList(const Context& context, const NoticeOptions& options) {
  std::string path =
      AgreementPath(options.agreement, fmt::format("/notices?limit={}", options.limit));
  path += options.after == 0 ? "" : fmt::format("&after={}", options.after);
  path += options.duty == 0 ? "" : fmt::format("&duty={}", options.duty);
  MANDAT_TRY(const Reply reply, Ask(context, {.path = path}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const std::vector<json::object> notices = Objects(told, "items");
  PrintNotices(notices);
  if (notices.empty()) {
    fmt::print("no notices\n");
  }
  if (const std::string next = NumberIn(told, "next"); !next.empty()) {
    fmt::print("more: --after {}\n", next);
  }
  return 0;
}

Result<int> RunNoticeShow(const Context& context, const NoticeOptions& options) {
  return SendAndPrint(context, "GET", NoticePath(options), {}, "");
}

Result<int> RunNoticeAcknowledge(const Context& context, const NoticeOptions& options) {
  json::object body;
  MANDAT_TRY(const std::string at, InstantText("--at", options.at));
  PutText(body, "at", at);
  PutText(body, "how", options.how);
  PutText(body, "by", options.by);
  PutText(body, "evidence", options.evidence);
  return SendNoticeCall(context, NoticePath(options, "/acknowledge"), body);
}

Result<int> RunNoticeBounce(const Context& context, const NoticeOptions& options) {
  json::object body;
  PutText(body, "reply", options.reply);
  return SendNoticeCall(context, NoticePath(options, "/bounce"), body);
}

void AddNoticeCommands(CLI::App* group, const Context& context, NoticeOptions& options,
                       const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const NoticeOptions&)) {
    CLI::App* app = add(group, name, help, "mandat notice " + name + " -a opinum-demo " + example,
                        [&context, &options, run] { return run(context, options); });
    app->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
    return app;
  };
  CLI::App* send = command("send", "tell every contact of a side about something (operator)",
                           "breach --duty 7 --meets \\\n    --field matter=case-7 "
                           "--field event_at=2026-03-30T14:40:00Z",
                           &RunNoticeSend);
  send->add_option("kind", options.kind, "what is told: docs/reference/notices.md")->required();
  send->add_option("--subject", options.subject, "whose contacts; default: as the kind");
  send->add_option("--party", options.party, "controller or processor; default: controller");
  send->add_option("--duty", options.duty, "number of the duty that it is about");
  send->add_flag("--meets", options.meets, "its dispatch meets that duty");
  send->add_option("--matter", options.matter, "its receipt is an event of this matter");
  send->add_option("--reference", options.reference, "of the case");
  send->add_option("--continues", options.continues, "number of the notice that it follows up");
  send->add_option("--field,-f", options.fields, "NAME=TEXT for the template; may be given again");

  CLI::App* list = command("list", "notices and what became of them", "--duty 7", &RunNoticeList);
  list->add_option("--duty", options.duty, "only about this duty");
  list->add_option("--after", options.after, "behind this notice");
  list->add_option("--limit", options.limit, "1 to 100")->capture_default_str();
  const auto number = [&](CLI::App* app) {
    app->add_option("notice", options.notice, "number of the notice")->required();
  };
  number(command("show", "one notice", "3", &RunNoticeShow));
  CLI::App* receipt = command("acknowledge", "the other side has it (operator, controller)",
                              "3 --how telephone", &RunNoticeAcknowledge);
  number(receipt);
  receipt->add_option("--at", options.at,
                      "instant with its offset, e.g. 2026-03-30T16:40:00+02:00; default: now");
  receipt->add_option("--how", options.how, "how it is known; default: portal");
  receipt->add_option("--by", options.by, "reference to who says so; names no person");
  receipt->add_option("--evidence", options.evidence, "SHA-256 of what is kept");
  CLI::App* bounce = command("bounce", "it came back: somebody has to telephone (operator)",
                             "3 --reply \"550 no such mailbox\"", &RunNoticeBounce);
  number(bounce);
  bounce->add_option("--reply", options.reply, "what came back; addresses in it are left out");
}

}  // namespace mandat
