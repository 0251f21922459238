// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about blobs are told.
struct BlobOptions {
  std::string agreement;
  std::string collection;
  std::string id;
  std::string file;
  std::string subject;
  std::string purpose;
  std::string instruction;
  std::string media_type = "application/octet-stream";
  std::string fields = "{}";
  std::string captured;
  std::string replaces;
};

Result<int> RunBlobPut(const Context& context, const BlobOptions& options);
Result<int> RunBlobGet(const Context& context, const BlobOptions& options);
Result<int> RunBlobStat(const Context& context, const BlobOptions& options);
Result<int> RunBlobErase(const Context& context, const BlobOptions& options);
void AddBlobCommands(CLI::App* group, const Context& context, BlobOptions& options,
                     const AddCommand& add);

}  // namespace mandat
