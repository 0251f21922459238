// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about keys are told.
struct KeysOptions {
  std::string agreement;
};

Result<int> RunKeysStatus(const Context& context, const KeysOptions& options);
Result<int> RunKeysRotateRoot(const Context& context, const KeysOptions& options);
Result<int> RunKeysRewrap(const Context& context, const KeysOptions& options);
void AddKeysCommands(CLI::App* group, const Context& context, KeysOptions& options,
                     const AddCommand& add);

}  // namespace mandat
