// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What `mandat journal tail` is told.
struct TailOptions {
  std::string agreement;  // or "system"
  std::optional<uint64_t> after;
  std::string format = "text";
  bool follow = false;
  bool all = false;
};

// Adds `tail` to the group of the journal. Everything must outlive the parsing.
void AddTailCommand(CLI::App* group, const Context& context, TailOptions& options,
                    const AddCommand& add);

// Prints entries in their order: the last ten, all, or those behind one. With `follow` those to
// come too, until SIGINT or SIGTERM; a server that goes away is waited for.
Result<int> RunJournalTail(const Context& context, const TailOptions& options);

}  // namespace mandat
