// SPDX-License-Identifier: Apache-2.0
// What good agreements have besides: L-X01 to L-X05, L-W19.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: Dec. 2021/915 Cl. 10(a).
void LetsControllerStop(Review& review) {
  const Saying suspension = review.At("suspension.by-controller");
  if (suspension.IsSilent() && review.At("termination.by-controller").IsSilent()) {
    review.Find("L-X01", suspension, "neither suspension nor termination");
  }
}

// Source: GDPR Art. 28(5).
void HasCertificates(Review& review) {
  const bool is_certified = std::ranges::any_of(review.agreement().terms(), [](const Term& term) {
    return term.holds().word == "certification";
  });
  if (const Saying saying = review.At("audits.alternatives"); !is_certified && saying.IsSilent()) {
    review.Find("L-X02", saying, "none");
  }
}

// Source: GDPR Art. 82(2).
void SharesLiability(Review& review) {
  if (const Saying saying = review.At("liability.rule"); saying.IsSilent()) {
    review.Find("L-X03", saying, "not stated");
  }
}

// Source: GDPR Art. 30(2).
void KeepsRecordOfProcessing(Review& review) {
  const bool has_record =
      std::ranges::any_of(review.agreement().terms(), [&review](const Term& term) {
        return Speaks(review.At(term.path).words(), Cue::kRecordOfProcessing);
      });
  if (!has_record) {
    review.Find("L-X04", review.At("obligations"), "not stated");
  }
}

// Source: Dec. 2021/915 Cl. 8(c).
void TellsInaccurateData(Review& review) {
  if (const Saying saying = review.At("assistance.accuracy"); saying.IsSilent()) {
    review.Find("L-X05", saying, "not stated");
  }
}

// Source: GDPR Art. 28(9).
void ChangesByAgreement(Review& review) {
  const Saying rule = review.At("amendment.rule");
  const std::string_view word = rule.word();
  const bool is_alone =
      word == "unilateral" || word == "notice" || word == "notice-in-listed-cases";
  if (!rule.IsSilent() && is_alone && review.At("amendment.objection").IsSilent()) {
    review.Find("L-W19", rule, std::string(word) + ", without a right to object");
  }
}

constexpr auto kSteps =
    std::to_array<Step>({&LetsControllerStop, &HasCertificates, &SharesLiability,
                         &KeepsRecordOfProcessing, &TellsInaccurateData, &ChangesByAgreement});

}  // namespace

std::span<const Step> FurtherSteps() { return kSteps; }

}  // namespace mandat::internal
