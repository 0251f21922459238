// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/internal/commands.h"
#include "cli/internal/life.h"

namespace mandat {

// What the commands about observing an agreement are told.
struct ObserveOptions {
  std::string agreement;
  std::string until;
  std::string reason;
};

// Registers the commands. Everything must outlive the parsing.
void AddLoadCommand(CLI::App* app, const Context& context, LoadOptions& options,
                    const AddCommand& add);
void AddObserveCommands(CLI::App* group, const Context& context, ObserveOptions& options,
                        const AddCommand& add);

Result<int> RunObserveStart(const Context& context, const ObserveOptions& options);
Result<int> RunObserveStop(const Context& context, const ObserveOptions& options);
Result<int> RunObserveReport(const Context& context, const ObserveOptions& options);

}  // namespace mandat
