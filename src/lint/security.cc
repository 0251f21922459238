// SPDX-License-Identifier: Apache-2.0
// How the data are protected: L-C01 to L-C03, L-W05 to L-W07.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// The measures that the agreement states, without those of others.
std::vector<Saying> Measures(const Review& review) {
  std::vector<Saying> measures;
  for (const Term& term : review.agreement().terms()) {
    if (term.path.starts_with("security.measures.")) {
      if (Saying saying = review.At(term.path); !saying.IsSilent()) {
        measures.push_back(std::move(saying));
      }
    }
  }
  return measures;
}

bool HasArea(const std::vector<Saying>& measures, std::string_view area) {
  return std::ranges::any_of(measures,
                             [area](const Saying& saying) { return saying.word() == area; });
}

bool HasWord(const std::vector<Saying>& measures, Cue cue) {
  return std::ranges::any_of(measures,
                             [cue](const Saying& saying) { return Speaks(saying.words(), cue); });
}

// Source: GDPR Art. 28(3)(c); GDPR Art. 32(1).
void PromisesSecurity(Review& review) {
  const Saying general = review.At("security.general");
  if (general.IsOpen() && Measures(review).empty()) {
    review.Find("L-C01", general, "neither a promise nor a measure");
  }
}

// Source: GDPR Art. 32(1).
void DescribesMeasures(Review& review) {
  std::vector<Saying> measures = Measures(review);
  if (measures.empty()) {
    return;
  }
  std::string missing;
  const auto miss = [&missing](bool is_there, std::string_view what) {
    missing += is_there ? "" : (missing.empty() ? "" : ", ") + std::string(what);
  };
  miss(HasArea(measures, "encryption") || HasWord(measures, Cue::kEncryption), "encryption (a)");
  const auto has_any = [&measures](std::initializer_list<std::string_view> areas) {
    return std::ranges::any_of(
        areas, [&measures](std::string_view area) { return HasArea(measures, area); });
  };
  miss(has_any({"access", "authentication", "passwords", "physical"}) &&
           has_any({"continuity", "backup"}),
       "confidentiality and availability (b)");
  miss(HasArea(measures, "backup") || HasWord(measures, Cue::kRestoring), "restoring (c)");
  miss(HasArea(measures, "testing") || HasWord(measures, Cue::kTesting), "regular testing (d)");
  if (!missing.empty()) {
    review.Find("L-C02", "security.measures", review.agreement().SpanOf("security"),
                "missing: " + missing);
  }
}

// Source: GDPR Art. 32(2).
void WeighsRisk(Review& review) {
  const Saying general = review.At("security.general");
  if (!general.IsOpen() && !general.words().empty() && !Speaks(general.words(), Cue::kRisk)) {
    review.Find("L-C03", general, "no word on the risk", review.OnceWritten());
  }
}

// Source: GDPR Art. 32(1).
void SaysMoreThanReasonable(Review& review) {
  const Saying general = review.At("security.general");
  if (!general.IsOpen() && Measures(review).empty() &&
      Speaks(general.words(), Cue::kVagueSecurity)) {
    review.Find("L-W05", general, "`" + general.words() + "`");
  }
}

// Source: GDPR Art. 32(1).
void HasMoreThanCertificates(Review& review) {
  const std::vector<Saying> measures = Measures(review);
  const bool is_only = std::ranges::all_of(
      measures, [](const Saying& saying) { return saying.word() == "certification"; });
  if (!measures.empty() && is_only) {
    review.Find("L-W06", measures.front(), "no other measure");
  }
}

// Source: GDPR Art. 32(1).
void HasMoreThanLinks(Review& review) {
  const std::vector<Saying> measures = Measures(review);
  const auto is_link = [](const Saying& saying) {
    return saying.IsExternal() || saying.words().contains("https://") ||
           saying.words().contains("http://");
  };
  if (!measures.empty() && std::ranges::all_of(measures, is_link)) {
    review.Find("L-W07", measures.front(), "`" + measures.front().words() + "`");
  } else if (measures.empty() && is_link(review.At("security.general"))) {
    review.Find("L-W07", review.At("security.general"), "no measure in the agreement itself");
  }
}

constexpr auto kSteps =
    std::to_array<Step>({&PromisesSecurity, &DescribesMeasures, &WeighsRisk,
                         &SaysMoreThanReasonable, &HasMoreThanCertificates, &HasMoreThanLinks});

}  // namespace

std::span<const Step> SecuritySteps() { return kSteps; }

}  // namespace mandat::internal
