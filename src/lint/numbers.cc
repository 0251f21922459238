// SPDX-License-Identifier: Apache-2.0
// What a clock needs and the agreement does not give: L-Q01 to L-Q04.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"

namespace mandat::internal {
namespace {

// Sales are not the law's concern.
bool IsOfInterest(const Term& term) {
  return !term.path.starts_with("commercial.") && term.holds().status == TermStatus::kStated &&
         term.holds().who != "controller";
}

bool HasNumber(const Statement& said) { return said.within || said.at_least || said.at_most; }

// One note for all: each single clock that matters by law has a finding of its own.
void GivesNumbersToClocks(Review& review) {
  std::vector<std::string> open;
  size_t asked_count = 0;
  for (const Term& term : review.agreement().terms()) {
    if (!IsOfInterest(term) || !term.holds().promptness) {
      continue;
    }
    ++asked_count;
    if (!HasNumber(term.holds()) && !term.house && !term.option) {
      open.push_back(term.path);
    }
  }
  if (!open.empty()) {
    review.Find("L-Q01", "obligations", review.agreement().SpanOf("form"), Some(open, asked_count));
  }
}

// Source: GDPR Art. 28(3).
void CanCountItsPeriods(Review& review) {
  const TimeTerms& time = review.agreement().time();
  bool has_working_days = false;
  bool has_days = false;
  for (const Term& term : review.agreement().terms()) {
    if (!IsOfInterest(term)) {
      continue;
    }
    const Statement& said = term.holds();
    for (const std::optional<Period>& period : {said.within, said.at_least, said.at_most}) {
      if (period) {
        has_working_days |=
            period->unit == TimeUnit::kWorkingDays || period->unit == TimeUnit::kBusinessHours;
        has_days |= period->unit != TimeUnit::kHours;
      }
    }
  }
  const Span span = review.agreement().SpanOf("time");
  if (has_working_days && time.calendar.empty()) {
    review.Find("L-Q02", "time", span, "working days without a calendar");
  } else if (has_working_days && time.week.empty()) {
    review.Find("L-Q02", "time", span, "which days of the week are working days is not stated",
                Severity::kNote);
  } else if (has_days && (time.rules.empty() || time.zone.empty())) {
    review.Find("L-Q02", "time", span,
                time.rules.empty() ? "rules of counting are not known" : "no time zone",
                Severity::kNote);
  }
}

// Source: GDPR Art. 28(3).
void StartsItsPeriods(Review& review) {
  constexpr auto kPaths = std::to_array<std::string_view>(
      {"breach.notice", "requests.forward", "sub-processors.objection", "end.delay",
       "end.certificate", "sub-processors.failure"});
  for (const std::string_view path : kPaths) {
    const Saying saying = review.At(path);
    if (saying.IsSilent() || !saying.said().within) {
      continue;
    }
    const Statement& said = saying.said();
    const bool has_start =
        (!said.from.empty() && said.from != "not-stated") || !said.before.empty();
    if (!has_start) {
      review.Find("L-Q03", saying, said.within->Format() + " from nothing stated",
                  saying.house() != nullptr ? std::optional(Severity::kNote) : std::nullopt);
    }
  }
}

// Source: GDPR Art. 28(9).
void ReadsTheTextThatPrevails(Review& review) {
  const Agreement& agreement = review.agreement();
  const std::string& prevailing = agreement.prevailing_language();
  if (prevailing.empty() || prevailing == agreement.language()) {
    return;
  }
  const auto open = std::ranges::count_if(agreement.terms(), [](const Term& term) {
    return term.holds().status == TermStatus::kStated && !term.is_confirmed;
  });
  if (open > 0) {
    review.Find("L-Q04", "precedence", agreement.SpanOf("precedence"),
                "read in `" + agreement.language() + "`, `" + prevailing + "` prevails; " +
                    std::to_string(open) + " terms are not confirmed");
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&GivesNumbersToClocks, &CanCountItsPeriods, &StartsItsPeriods, &ReadsTheTextThatPrevails});

}  // namespace

std::span<const Step> NumberSteps() { return kSteps; }

}  // namespace mandat::internal
