// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "cli/internal/life.h"

namespace mandat {

struct SchemaOptions {
  std::filesystem::path file;
};

Result<int> RunSchema(const Context& context, const SchemaOptions& options, bool deploys);
void AddSchemaCommands(CLI::App* group, const Context& context, SchemaOptions& options,
                       const AddCommand& add);

}  // namespace mandat
