// SPDX-License-Identifier: Apache-2.0
// Happenings and duties: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"
#include "evidence/report.h"

namespace mandat {
namespace {

namespace json = boost::json;

bool Holds(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

json::object HappeningIn(const json::object& duty) {
  const json::value* happening = duty.if_contains("happening");
  return happening != nullptr && happening->is_object() ? happening->get_object() : json::object();
}

std::string StateOf(const json::object& duty) {
  return Holds(duty, "overdue") ? "OVERDUE" : Text(duty, "state");
}

std::string NameOf(const json::object& duty) {
  const std::string path = Text(duty, "path");
  return path.empty() ? Text(duty, "task") : path;
}

std::vector<std::string> LineOf(const json::object& duty) {
  const std::string due = Text(duty, "due");
  std::vector<std::string> line = {due.empty() ? "no date" : due, StateOf(duty),
                                   NumberIn(duty, "id"), NameOf(duty),
                                   Text(HappeningIn(duty), "reference")};
  if (const std::string agreement = Text(duty, "agreement"); !agreement.empty()) {
    line.insert(line.begin() + 2, agreement);
  }
  line.push_back(Text(duty, "owes"));
  line.push_back(Text(duty, "clause").empty() ? Text(duty, "law")
                                              : "clause " + Text(duty, "clause"));
  line.push_back(Text(duty, "responsible"));
  return line;
}

void PrintDuties(const std::vector<json::object>& duties) {
  std::vector<std::vector<std::string>> lines;
  for (const json::object& duty : duties) {
    lines.push_back(LineOf(duty));
  }
  PrintTable(lines);
}

std::string DutyPath(const DocketOptions& options, std::string_view rest = "") {
  return AgreementPath(options.agreement, fmt::format("/duties/{}{}", options.duty, rest));
}

void AddParameter(std::string& path, std::string_view name, const std::string& value) {
  if (!value.empty()) {
    path += fmt::format("{}{}={}", path.find('?') == std::string::npos ? '?' : '&', name,
                        EscapedForAddress(value));
  }
}

// Where the list is, and what narrows it. Errors: kInvalid.
Result<std::string> ListPath(const DocketOptions& options) {
  MANDAT_TRY(const std::string before, InstantText("--before", options.before));
  const bool all = options.agreement.empty();
  if (all && (!options.state.empty() || !options.cursor.empty())) {
    return Fail(
        Error::Invalid("--state and --cursor are for one agreement; name it with --agreement"));
  }
  if (!all && !options.responsible.empty()) {
    return Fail(Error::Invalid("--responsible lists over all agreements; leave out --agreement"));
  }
  std::string path = all ? "/v1/duties" : AgreementPath(options.agreement, "/duties");
  AddParameter(path, "before", before);
  AddParameter(path, "overdue", options.overdue ? "true" : "");
  AddParameter(path, "state", options.state);
  AddParameter(path, "cursor", options.cursor);
  AddParameter(path, "responsible", options.responsible);
  AddParameter(path, "limit", std::to_string(options.limit));
  return path;
}

}  // namespace

Result<int> RunDocketList(const Context& context, const DocketOptions& options) {
  MANDAT_TRY(const std::string path, ListPath(options));
  MANDAT_TRY(const Reply reply, Ask(context, {.path = path}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const std::vector<json::object> duties = Objects(told, "items");
  PrintDuties(duties);
  if (duties.empty()) {
    fmt::print("nothing is owed by then\n");
  }
  if (const std::string next = Text(told, "next"); !next.empty()) {
    fmt::print("more: --cursor {}\n", FormatPrintable(next));
  }
  if (Holds(told, "more")) {
    fmt::print("more: raise --limit\n");
  }
  return 0;
}

Result<int> RunDocketShow(const Context& context, const DocketOptions& options) {
  std::string path = DutyPath(options);
  AddParameter(path, "language", options.language);
  MANDAT_TRY(const Reply reply, Ask(context, {.path = path}));
  json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const std::vector<json::object> history = Objects(told, "history");
  const json::value explanation = told["explanation"];
  told.erase("history");
  told.erase("explanation");
  PrintObject(told);
  fmt::print("history\n");
  std::vector<std::vector<std::string>> lines;
  for (const json::object& change : history) {
    lines.push_back({"  " + Text(change, "at"), Text(change, "act"), Text(change, "reminder"),
                     Text(change, "due").empty() ? "" : "due " + Text(change, "due"),
                     Text(change, "reason"), Text(change, "by")});
  }
  PrintTable(lines);
  fmt::print("why\n");
  if (explanation.is_array()) {
    for (const json::value& line : explanation.get_array()) {
      fmt::print("  {}\n", FormatPrintable(line.is_string() ? std::string(line.get_string()) : ""));
    }
  }
  return 0;
}

Result<int> RunDocketRecord(const Context& context, const DocketOptions& options) {
  json::object body;
  PutText(body, "matter", options.matter);
  PutText(body, "event", options.event);
  PutText(body, "reference", options.reference);
  PutText(body, "path", options.path);
  MANDAT_TRY(const std::string at, InstantText("--at", options.at));
  PutText(body, "at", at);
  PutText(body, "how", options.how);
  PutText(body, "evidence", options.evidence);
  PutText(body, "by", options.by);
  MANDAT_TRY(const Reply reply,
             Ask(context, {.method = "POST",
                           .path = AgreementPath(options.agreement, "/happenings"),
                           .body = json::serialize(body)}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  fmt::print("{}\n", reply.answer.status == 201 ? "entered" : "was entered already");
  const std::vector<json::object> duties = Objects(told, "duties");
  PrintDuties(duties);
  if (duties.empty()) {
    fmt::print("it starts no clock\n");
  }
  PrintFact("entry", NumberIn(told, "entry"));
  return 0;
}

Result<int> RunDocketAct(const Context& context, const DocketOptions& options,
                         std::string_view act) {
  json::object body;
  MANDAT_TRY(const std::string at, InstantText("--at", options.at));
  PutText(body, "at", at);
  PutText(body, "by", options.by);
  PutText(body, "reason", options.reason);
  PutText(body, "basis", options.basis);
  PutText(body, "evidence", options.evidence);
  PutText(body, "more", options.more);
  PutText(body, "responsible", options.responsible);
  return SendAndPrint(context, "POST", DutyPath(options, "/" + std::string(act)), body, "");
}

Result<int> RunDocketHappenings(const Context& context, const DocketOptions& options) {
  std::string path = AgreementPath(options.agreement, "/happenings");
  AddParameter(path, "matter", options.matter);
  AddParameter(path, "reference", options.reference);
  MANDAT_TRY(const Reply reply, Ask(context, {.path = path}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  std::vector<std::vector<std::string>> lines;
  for (const json::object& item : Objects(told, "items")) {
    const json::object happening = HappeningIn(item);
    lines.push_back({Text(happening, "at"), Text(happening, "event"), Text(happening, "path"),
                     Text(happening, "how"), "entered " + Text(happening, "entered"),
                     "duties " + NumberIn(item, "duties"), "entry " + NumberIn(item, "entry")});
  }
  if (lines.empty()) {
    fmt::print("nothing was entered for it\n");
  }
  PrintTable(lines);
  return 0;
}

Result<int> RunDocketMatters(const Context& context, const DocketOptions&) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = "/v1/matters"}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  for (const json::object& matter : Objects(told, "items")) {
    fmt::print("{}: {}\n", Text(matter, "matter"), Text(matter, "about"));
    const json::value* events = matter.if_contains("events");
    if (events != nullptr && events->is_array()) {
      for (const json::value& event : events->get_array()) {
        fmt::print("  {}\n", event.is_string() ? std::string(event.get_string()) : "");
      }
    }
  }
  return 0;
}

}  // namespace mandat
