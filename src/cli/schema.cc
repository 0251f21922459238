// SPDX-License-Identifier: Apache-2.0
// `mandat schema`: what another version of the service schema would change, and putting it in
// force.
#include <fmt/core.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/internal/schema.h"
#include "cli/internal/status_kind.h"

namespace mandat {
namespace {

namespace json = boost::json;

bool IsTrue(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::string_view StateOf(const json::object& agreement, bool deploys) {
  if (IsTrue(agreement, "deployed")) {
    return "deployed";
  }
  if (!IsTrue(agreement, "fits") || (!deploys && !Text(agreement, "trouble").empty())) {
    return "cannot have it";
  }
  return deploys ? "was not deployed" : "can have it";
}

// One line for each agreement, and below it what changes there and what stands in the way.
void Print(const json::object& told, bool deploys) {
  fmt::print("{}\n", Text(told, "schema"));
  for (const json::object& agreement : Objects(told, "agreements")) {
    fmt::print("{}: {}\n", Text(agreement, "id"), StateOf(agreement, deploys));
    for (const json::object& change : Objects(agreement, "changes")) {
      fmt::print("  {}\n", Text(change, "says"));
    }
    for (const json::object& finding : Objects(agreement, "findings")) {
      fmt::print("  {}: {}\n", Text(finding, "code"), Text(finding, "message"));
    }
    if (const std::string trouble = Text(agreement, "trouble"); !trouble.empty()) {
      fmt::print("  {}\n", trouble);
    }
  }
}

// Whether every agreement on the form has it or can have it.
bool IsForAll(const json::object& told, bool deploys) {
  for (const json::object& agreement : Objects(told, "agreements")) {
    if (!IsTrue(agreement, deploys ? "deployed" : "fits") || !Text(agreement, "trouble").empty()) {
      return false;
    }
  }
  return true;
}

}  // namespace

Result<int> RunSchema(const Context& context, const SchemaOptions& options, bool deploys) {
  json::object body;
  MANDAT_TRY(body["schema"], ReadWholeFile(options.file));
  body["deploy"] = deploys;
  MANDAT_TRY(
      const Reply reply,
      Ask(context, {.method = "POST", .path = "/v1/schemas", .body = json::serialize(body)}));
  if (context.json) {
    PrintJson(reply.body);
  } else {
    Print(reply.Told(), deploys);
  }
  return IsForAll(reply.Told(), deploys) ? 0 : ExitCode(ErrorKind::kConflict);
}

void AddSchemaCommands(CLI::App* group, const Context& context, SchemaOptions& options,
                       const AddCommand& add) {
  const auto add_one = [&](const std::string& name, const std::string& help, bool deploys) {
    CLI::App* app =
        add(group, name, help, "mandat schema " + name + " agreements/opinum-data-hub.schema.yaml",
            [&context, &options, deploys] { return RunSchema(context, options, deploys); });
    app->add_option("schema", options.file, "the schema's next version")->required();
  };
  add_one("plan", "what a schema version changes for each agreement on its form (operator)", false);
  add_one("deploy", "put it in force where it can be (operator)", true);
}

}  // namespace mandat
