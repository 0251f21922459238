// SPDX-License-Identifier: Apache-2.0
// What the linter knows of each of its findings. Messages, help and docs/reference/lint.md are made
// from it, so they cannot say different things.
#pragma once

#include <span>
#include <string_view>

#include "agreement/finding.h"

namespace mandat::internal {

struct Check {
  std::string_view code;
  Severity severity = Severity::kWarning;
  std::string_view law;          // citations, separated by "; "
  std::string_view title;        // what is wrong
  std::string_view why;          // why it matters
  std::string_view write;        // what to write instead
  std::string_view softer = {};  // when the finding is less severe than `severity`
};

// Checks that belong together on the page.
struct CheckGroup {
  std::string_view title;
  std::string_view about;
  std::span<const Check> checks;
};

std::span<const CheckGroup> CheckGroups();
// Requires: the code exists.
const Check& CheckOf(std::string_view code);

// The groups, each in its own file.
std::span<const Check> ContentChecks();
std::span<const Check> DutyChecks();
std::span<const Check> SubprocessorChecks();
std::span<const Check> TransferChecks();
std::span<const Check> FurtherChecks();
std::span<const Check> PatternChecks();
std::span<const Check> CurrencyChecks();
std::span<const Check> ContradictionChecks();
std::span<const Check> NumberChecks();

}  // namespace mandat::internal
