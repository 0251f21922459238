// SPDX-License-Identifier: Apache-2.0
//
// What a data protection lawyer would object to in an agreement, as far as its structure shows it:
// the check list, patterns of defects, law that no longer holds on a day, contradictions.
// Guarantees: pure; the same agreement, data and day give the same findings in the same order.
// Trusts: that the form says what the contract says. It reads no contract, and no `note`.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "agreement/agreement.h"
#include "agreement/finding.h"
#include "lint/legal_data.h"

namespace mandat {

// Findings in the order of the files. A message begins with the path that it is about, e.g.
// "breach.notice: the controller is told too late"; the label says what stands there, the help why
// it matters and what to write instead.
std::vector<Finding> Lint(const Agreement& agreement, const LegalData& data,
                          std::chrono::sys_days at);

// docs/reference/lint.md: every check, made from the table that the findings are made from.
std::string LintPage();

}  // namespace mandat
