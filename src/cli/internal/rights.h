// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about finding, batches and people's rights are told.
struct RightsOptions {
  std::string agreement, collection, purpose, instruction, idempotency_key;
  std::string subject, record, objects_to;
  std::string field, value, prefix, from, until, categories, after;
  std::string basis;
  std::vector<std::string> collections, purposes;
  std::filesystem::path file;
  bool atomic = false, registers = false;
  uint32_t limit = 20;
};

// `data` and `subject` are the groups of these names. Everything must outlive the parsing.
void AddDataCommands(CLI::App* data, const Context& context, RightsOptions& options,
                     const AddCommand& add);
void AddRightsCommands(CLI::App* subject, const Context& context, RightsOptions& options,
                       const AddCommand& add);

Result<int> RunDataFind(const Context& context, const RightsOptions& options);
// Exit code 2 when a line failed.
Result<int> RunDataBatch(const Context& context, const RightsOptions& options);
Result<int> RunDataVersions(const Context& context, const RightsOptions& options);
Result<int> RunRestrict(const Context& context, const RightsOptions& options);
Result<int> RunLift(const Context& context, const RightsOptions& options);
Result<int> RunObject(const Context& context, const RightsOptions& options);
Result<int> RunObjectEnd(const Context& context, const RightsOptions& options);
Result<int> RunMarks(const Context& context, const RightsOptions& options);

}  // namespace mandat
