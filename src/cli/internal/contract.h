// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "cli/internal/life.h"

namespace mandat {

// What the commands about the text of a contract are told.
struct ContractOptions {
  std::filesystem::path file;
  std::filesystem::path other;   // of `diff`: the newer version; of `confirm`: the agreement
  std::filesystem::path out;     // of `read`: where the draft goes; empty: nowhere
  std::filesystem::path review;  // of `read`: where the page goes
  std::string name;              // of `read`: the draft's name; empty: the file's
  std::string language;          // of the page: "fr" or "en"; empty: the contract's
  std::string by;                // of `confirm`: who
};

Result<int> RunContractText(const Context& context, const ContractOptions& options);
Result<int> RunContractRead(const Context& context, const ContractOptions& options);
Result<int> RunContractDiff(const Context& context, const ContractOptions& options);
Result<int> RunContractConfirm(const Context& context, const ContractOptions& options);
// `group` is the one of contracts. Everything must outlive the parsing.
void AddContractCommands(CLI::App* group, const Context& context, ContractOptions& options,
                         const AddCommand& add);

}  // namespace mandat
