// SPDX-License-Identifier: Apache-2.0
// How the controller sees for itself: L-H01, L-H02, L-W15.
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 28(3)(h).
void GivesInformation(Review& review) {
  if (const Saying saying = review.At("audits.information"); saying.IsOpen()) {
    review.Find("L-H01", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3)(h).
void AllowsInspections(Review& review) {
  const Saying right = review.At("audits.right");
  const Saying inspection = review.At("audits.inspection");
  if (right.IsOpen()) {
    review.Find("L-H02", right, "no right to audit is stated");
  } else if (inspection.IsOpen()) {
    review.Find("L-H02", inspection, "inspections are not stated");
  } else if (inspection.word() == "information-only") {
    review.Find("L-H02", inspection, "information only");
  }
}

// Source: GDPR Art. 28(3)(h).
void LeavesChoiceOfEvidence(Review& review) {
  const Saying inspection = review.At("audits.inspection");
  const Saying alternatives = review.At("audits.alternatives");
  if (!alternatives.IsSilent() && Speaks(alternatives.words(), Cue::kProcessorChoice)) {
    review.Find("L-W15", alternatives, "`" + alternatives.words() + "`");
  } else if (inspection.word() == "report-instead") {
    review.Find("L-W15", inspection, "a report stands in place of inspections");
  }
}

constexpr auto kSteps =
    std::to_array<Step>({&GivesInformation, &AllowsInspections, &LeavesChoiceOfEvidence});

}  // namespace

std::span<const Step> AuditSteps() { return kSteps; }

}  // namespace mandat::internal
