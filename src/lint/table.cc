// SPDX-License-Identifier: Apache-2.0
#include "lint/internal/table.h"

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace mandat::internal {

std::span<const CheckGroup> CheckGroups() {
  static const auto kGroups = std::to_array<CheckGroup>({
      {"Parties and content", "Who contracts, about what: the opening words of GDPR Art. 28(3).",
       ContentChecks()},
      {"Duties of the processor",
       "GDPR Art. 28(3)(a) to (h), and what makes them of use: instructions (A), confidentiality "
       "(B), security (C), requests (E), assistance and breaches (F), the end (G), audits (H).",
       DutyChecks()},
      {"Sub-processors", "GDPR Art. 28(2) and 28(4).", SubprocessorChecks()},
      {"Transfers", "GDPR Chapter V.", TransferChecks()},
      {"Further", "What good agreements have besides.", FurtherChecks()},
      {"Patterns of defects", "The duty is there, and worth less than it seems.", PatternChecks()},
      {"Protocols and standards", "What once was good. The dates are in `law/currency`.",
       CurrencyChecks()},
      {"Contradictions", "Two places of one agreement that cannot both be true.",
       ContradictionChecks()},
      {"Numbers and time", "What a clock needs and the agreement does not give.", NumberChecks()},
  });
  return kGroups;
}

const Check& CheckOf(std::string_view code) {
  for (const CheckGroup& group : CheckGroups()) {
    const auto found = std::ranges::find(group.checks, code, &Check::code);
    if (found != group.checks.end()) {
      return *found;
    }
  }
  MANDAT_ASSERT(false && "no such check");
  return CheckGroups().front().checks.front();
}

}  // namespace mandat::internal
