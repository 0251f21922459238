// SPDX-License-Identifier: Apache-2.0
// Requests of the people concerned and help with the controller's duties: L-E01, L-E02, L-F01,
// L-F04, L-F05, L-W12, L-W23.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 28(3)(e).
void HelpsWithRequests(Review& review) {
  if (const Saying saying = review.At("requests.assist"); saying.IsOpen()) {
    review.Find("L-E01", saying, "not stated");
  }
}

// Source: GDPR Art. 28(3)(e); Dec. 2021/915 Cl. 8(a).
void ForwardsRequests(Review& review) {
  const Saying saying = review.At("requests.forward");
  if (saying.IsOpen()) {
    review.Find("L-E02", saying, "not stated");
  } else if (!saying.number()) {
    const bool has_house = saying.house() != nullptr;
    const std::string words = saying.said().promptness
                                  ? std::string(Name(*saying.said().promptness))
                                  : std::string("no number");
    review.Find(
        "L-E02", saying,
        has_house ? words + "; a house rule says " + saying.house()->within.Format() : words,
        has_house ? std::optional(Severity::kNote) : review.OnceWritten());
  }
  if (const Saying answer = review.At("requests.answer"); answer.IsOpen()) {
    review.Find("L-E02", answer, "whether the processor may answer itself is not stated",
                Severity::kNote);
  }
}

// Source: GDPR Art. 28(3)(f).
void HelpsWithSecurity(Review& review) {
  if (const Saying saying = review.At("assistance.security"); saying.IsOpen()) {
    review.Find("L-F01", saying, "not stated");
  }
}

// The term is about both; a text that names assessments alone leaves consultation out.
// Source: GDPR Art. 28(3)(f); GDPR Art. 35(1); GDPR Art. 36(1).
void HelpsWithAssessments(Review& review) {
  const Saying saying = review.At("assistance.impact-assessment");
  const bool is_open = saying.IsOpen();
  if (is_open) {
    review.Find("L-F04", saying, "not stated");
  }
  if (is_open ||
      (Speaks(saying.words(), Cue::kImpact) && !Speaks(saying.words(), Cue::kConsultation))) {
    review.Find("L-F05", saying, is_open ? "not stated" : "only assessments are named",
                is_open ? std::nullopt : review.OnceWritten());
  }
}

// One finding for the agreement: what each single help costs is for the parties to settle.
void LeavesHelpFree(Review& review) {
  constexpr auto kPaths =
      std::to_array<std::string_view>({"requests.cost", "breach.cost", "assistance.cost",
                                       "security.cost", "audits.cost", "end.cost"});
  std::vector<std::string> paid;
  size_t stated_count = 0;
  Saying first;
  for (const std::string_view path : kPaths) {
    const Saying saying = review.At(path);
    if (saying.IsSilent()) {
      continue;
    }
    ++stated_count;
    if (saying.word() == "controller") {
      first = paid.empty() ? saying : first;
      paid.emplace_back(path.substr(0, path.find('.')));
    }
  }
  if (paid.size() >= 3 && paid.size() + 1 >= stated_count) {
    review.Find("L-W12", first, Some(paid, stated_count));
  }
}

// Source: Dec. 2021/915 Cl. 8(d); Dec. 2021/915 Cl. 9.2.
void FillsAnnexOfClauses(Review& review) {
  const std::vector<Part>& parts = review.agreement().parts();
  const auto clauses = std::ranges::find_if(parts, [](const Part& part) {
    return part.instrument == "dec-2021-915" && part.is_concluded;
  });
  if (clauses == parts.end()) {
    return;
  }
  for (const std::string_view path : {"assistance.scope", "breach.extra"}) {
    if (const Saying saying = review.At(path); saying.IsOpen()) {
      review.Find("L-W23", saying, "promised for an annex and absent");
    }
  }
}

constexpr auto kSteps =
    std::to_array<Step>({&HelpsWithRequests, &ForwardsRequests, &HelpsWithSecurity,
                         &HelpsWithAssessments, &LeavesHelpFree, &FillsAnnexOfClauses});

}  // namespace

std::span<const Step> RequestSteps() { return kSteps; }

}  // namespace mandat::internal
