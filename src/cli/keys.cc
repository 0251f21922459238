// SPDX-License-Identifier: Apache-2.0
// `mandat keys`: where keys stand, and their change; thin commands over the HTTP API.
#include "cli/internal/keys.h"

#include <fmt/core.h>

#include <boost/json/object.hpp>

#include "cli/internal/commands.h"
#include "cli/internal/docket.h"

namespace mandat {
namespace {

namespace json = boost::json;

bool IsTrue(const json::object& told, std::string_view name) {
  const json::value* value = told.if_contains(name);
  return value != nullptr && value->is_bool() && value->as_bool();
}

// The next one that lapses, and whether there is a newer one, matter; all are few.
void PrintCopies(const json::object& keys) {
  for (const json::object& copy : Objects(keys, "copies")) {
    fmt::print("    copy of {}, generation {}, lapses {}, at place {}\n", Text(copy, "at"),
               NumberIn(copy, "generation"), Text(copy, "lapses"), Text(copy, "place"));
  }
  if (keys.contains("copies-trouble")) {
    fmt::print("    copies: {}\n", Text(keys, "copies-trouble"));
  }
}

void PrintKeys(const json::object& keys) {
  if (keys.contains("trouble")) {
    fmt::print("  {}: {}\n", Text(keys, "agreement"), Text(keys, "trouble"));
    return;
  }
  std::string more;
  if (NumberIn(keys, "behind") != "0") {
    more += ", " + NumberIn(keys, "behind") + " files under the root key before";
  }
  if (keys.contains("last-rewrap")) {
    more += ", wrapped anew " + Text(keys, "last-rewrap");
  }
  more += IsTrue(keys, "rewrap-due") ? ", due again" : "";
  more += IsTrue(keys, "busy") ? ", under way" : "";
  fmt::print("  {}: generation {}{}\n", Text(keys, "agreement"), NumberIn(keys, "generation"),
             more);
}

}  // namespace

Result<int> RunKeysStatus(const Context& context, const KeysOptions&) {
  MANDAT_TRY(const Reply reply, Ask(context, {.path = "/v1/keys"}));
  const json::object told = reply.Told();
  if (context.json) {
    PrintJson(told);
    return 0;
  }
  PrintFact("root key", Text(told, "root"));
  PrintFact("previous", told.contains("previous") ? Text(told, "previous") : "none");
  bool is_trouble = false;
  for (const json::object& keys : Objects(told, "items")) {
    is_trouble = is_trouble || keys.contains("trouble");
    PrintKeys(keys);
    PrintCopies(keys);
  }
  return is_trouble ? ExitCode(ErrorKind::kCorrupt) : 0;
}

Result<int> RunKeysRotateRoot(const Context& context, const KeysOptions&) {
  MANDAT_TRY(const Reply reply,
             Ask(context, {.method = "POST", .path = "/v1/keys/rotate-root", .body = "{}"}));
  if (context.json) {
    PrintJson(reply.Told());
    return 0;
  }
  fmt::print("every key file is under the new root key; take keys.root_previous out\n");
  PrintObject(reply.Told());
  return 0;
}

Result<int> RunKeysRewrap(const Context& context, const KeysOptions& options) {
  AgreementOptions agreement;
  agreement.agreement = options.agreement;
  return RunAgreementRewrap(context, agreement);
}

void AddKeysCommands(CLI::App* group, const Context& context, KeysOptions& options,
                     const AddCommand& add) {
  add(group, "status", "which root key and generation the keys are under (operator)",
      "mandat keys status", [&] { return RunKeysStatus(context, options); });
  add(group, "rotate-root", "wrap every key file under the root key configured now (operator)",
      "mandat keys rotate-root", [&] { return RunKeysRotateRoot(context, options); });
  CLI::App* rewrap =
      add(group, "rewrap", "a new agreement key; completes erasures (operator)",
          "mandat keys rewrap opinum-demo", [&] { return RunKeysRewrap(context, options); });
  rewrap->add_option("id", options.agreement, "id of the agreement")->required();
}

}  // namespace mandat
