// SPDX-License-Identifier: Apache-2.0
// Observing an agreement: thin commands over the HTTP API.
#include <fmt/core.h>

#include <boost/json/serialize.hpp>

#include "cli/internal/docket.h"
#include "cli/internal/load.h"

namespace mandat {
namespace {

namespace json = boost::json;

std::string PathOf(const ObserveOptions& options, std::string_view rest) {
  return AgreementPath(options.agreement, rest);
}

bool IsOn(const json::object& told) {
  const json::value* on = told.if_contains("on");
  return on != nullptr && on->is_bool() && on->get_bool();
}

}  // namespace

Result<int> RunObserveStart(const Context& context, const ObserveOptions& options) {
  MANDAT_TRY(const std::string until, InstantText("--until", options.until));
  const json::object body = {{"until", until}, {"reason", options.reason}};
  return SendAndPrint(context, "POST", PathOf(options, "/observe"), body,
                      "the agreement is being observed: its lists refuse nothing until then");
}

Result<int> RunObserveStop(const Context& context, const ObserveOptions& options) {
  return SendAndPrint(context, "DELETE", PathOf(options, "/observe"), {},
                      "the agreement refuses again");
}

Result<int> RunObserveReport(const Context& context, const ObserveOptions& options) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = PathOf(options, "/observed")}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  const std::string stopped = Text(told, "stopped");
  fmt::print("{} {} {} to {}: {}\n", options.agreement,
             IsOn(told) ? "is being observed from" : "was observed from", Text(told, "since"),
             stopped.empty() ? Text(told, "until") : stopped, Text(told, "reason"));
  std::vector<std::vector<std::string>> lines;
  for (const json::object& item : Objects(told, "items")) {
    lines.push_back({json::serialize(item.at("count")), Text(item, "clause"), Text(item, "reason"),
                     "entries " + json::serialize(item.at("first-entry")) + " to " +
                         json::serialize(item.at("last-entry"))});
  }
  fmt::print("{}", lines.empty() ? "enforcement would have refused nothing\n"
                                 : "enforcement would have refused:\n");
  PrintTable(lines);
  return 0;
}

void AddObserveCommands(CLI::App* group, const Context& context, ObserveOptions& options,
                        const AddCommand& add) {
  const auto command = [&](const std::string& name, const std::string& help,
                           const std::string& example,
                           Result<int> (*run)(const Context&, const ObserveOptions&)) {
    CLI::App* app = add(group, name, help, "mandat observe " + name + " -a opinum-demo" + example,
                        [&context, &options, run] { return run(context, options); });
    app->add_option("--agreement,-a", options.agreement, "id of the agreement")->required();
    return app;
  };
  CLI::App* start = command("start", "decide and journal without refusing, for at most 90 days",
                            " --until 2026-12-01T00:00:00Z \\\n    --reason 'first weeks of use'",
                            &RunObserveStart);
  start->add_option("--until", options.until, "instant at which it ends by itself")->required();
  start->add_option("--reason", options.reason, "why; names no person")->required();
  command("stop", "refuse again", "", &RunObserveStop);
  command("report", "what would have been refused", "", &RunObserveReport);
}

}  // namespace mandat
