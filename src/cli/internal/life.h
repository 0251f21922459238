// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

#include "cli/internal/context.h"

namespace mandat {

// What the commands about the life of an agreement are told.
struct LifeOptions {
  std::string agreement;
  std::string form, instance, schema;  // files
  uint32_t version = 0;
  std::string party;
  bool message = false;
  std::string key, signature;  // files
  std::string how, signer, authority, on, evidence;
  std::string id;
  std::string kind, state, name, country;
  std::vector<std::string> purposes, verbs, categories, people, places, collections;
  std::string basis, from, until, by;
};

// Registers a command that is run with `context` and `options`.
using AddCommand =
    std::function<CLI::App*(CLI::App* group, const std::string& name, const std::string& help,
                            const std::string& example, std::function<Result<int>()> command)>;
// `group` is the one of agreements. Everything must outlive the parsing.
void AddLifeCommands(CLI::App* group, const Context& context, LifeOptions& options,
                     const AddCommand& add);

Result<int> RunPropose(const Context& context, const LifeOptions& options);
Result<int> RunSign(const Context& context, const LifeOptions& options);
Result<int> RunShowLife(const Context& context, const LifeOptions& options);
Result<int> RunShowTerms(const Context& context, const LifeOptions& options);
Result<int> RunInstruct(const Context& context, const LifeOptions& options);
Result<int> RunSuspend(const Context& context, const LifeOptions& options);
Result<int> RunHold(const Context& context, const LifeOptions& options);
// Ends an instruction, a suspension or a hold: `what` is the segment of its address.
Result<int> RunEndEntry(const Context& context, const LifeOptions& options, std::string_view what);
Result<int> RunSubprocessor(const Context& context, const LifeOptions& options);
Result<int> RunEnd(const Context& context, const LifeOptions& options);
Result<int> RunClose(const Context& context, const LifeOptions& options);

}  // namespace mandat
