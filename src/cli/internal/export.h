// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "agreement/schema.h"
#include "cli/internal/life.h"

namespace mandat {

// What the commands about exports of one person are told.
struct PersonExportOptions {
  std::string agreement;
  std::string subject;
  std::string purpose;
  std::string instruction;
  std::string format = "both";  // "json", "csv" or "both"
  std::filesystem::path directory;
};

Result<int> RunExportPerson(const Context& context, const PersonExportOptions& options);
// Exit code 7 when a file is missing, changed, or not in the manifest.
Result<int> RunExportVerify(const Context& context, const PersonExportOptions& options);
void AddExportCommands(CLI::App* group, const Context& context, PersonExportOptions& options,
                       const AddCommand& add);

// The items of a page of the server, each as it was written there: numbers keep their digits.
// Errors: kCorrupt.
Result<std::vector<std::string_view>> ItemsOfPage(std::string_view page);

// One field of a line. A text that a spreadsheet would take for a formula gets an apostrophe in
// front. Source: RFC 4180 2.
std::string CsvText(std::string_view text, bool is_number);

// One line for an item of an export: id, version, captured, and the named fields of its data.
// Errors: kCorrupt.
Result<std::string> CsvLineOf(std::string_view item, const std::vector<std::string>& fields);

}  // namespace mandat
