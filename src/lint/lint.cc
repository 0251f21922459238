// SPDX-License-Identifier: Apache-2.0
#include "lint/lint.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "lint/internal/review.h"

namespace mandat {

using internal::Review;
using internal::Step;

std::vector<Finding> Lint(const Agreement& agreement, const LegalData& data,
                          std::chrono::sys_days at) {
  Review review(agreement, data, at);
  const auto sections = std::to_array<std::span<const Step>>(
      {internal::PartySteps(), internal::ObjectSteps(), internal::InstructionSteps(),
       internal::SecuritySteps(), internal::SubprocessorSteps(), internal::RequestSteps(),
       internal::BreachSteps(), internal::EndSteps(), internal::AuditSteps(),
       internal::TransferSteps(), internal::FurtherSteps(), internal::CurrencySteps(),
       internal::ContradictionSteps(), internal::NumberSteps()});
  for (const std::span<const Step> steps : sections) {
    for (const Step step : steps) {
      step(review);
    }
  }
  std::vector<Finding> findings = review.Take();
  std::ranges::sort(findings, {}, [](const Finding& finding) {
    const Span& span = finding.span;
    return std::tie(span.file, span.line, span.column, finding.code, finding.message,
                    finding.label);
  });
  return findings;
}

}  // namespace mandat
