// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What the command that asks who stands behind a tag is told.
struct WhoOptions {
  std::string step;  // "confirm", "refuse", "answer", "list"; empty: ask
  std::string tag, name, reason;
  uint64_t id = 0;
};

// Adds `who` to the group of the journal. Everything must outlive the parsing.
void AddWhoCommand(CLI::App* group, const Context& context, WhoOptions& options,
                   const AddCommand& add);

Result<int> RunJournalWho(const Context& context, const WhoOptions& options);

}  // namespace mandat
