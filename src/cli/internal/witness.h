// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about a witness of one's own are told.
struct WitnessOptions {
  std::filesystem::path directory = "witness";
  std::string name;
  std::string log;  // verifier key of a log, or a file that holds it
  std::string address = "127.0.0.1";
  uint16_t port = 7490;
};

Result<int> RunWitnessInit(const Context& context, const WitnessOptions& options);
Result<int> RunWitnessAddLog(const Context& context, const WitnessOptions& options);
Result<int> RunWitnessServe(const Context& context, const WitnessOptions& options);
Result<int> RunWitnessStatus(const Context& context, const WitnessOptions& options);
void AddWitnessCommands(CLI::App* group, const Context& context, WitnessOptions& options,
                        const AddCommand& add);

}  // namespace mandat
