// SPDX-License-Identifier: Apache-2.0
// What happens after a personal data breach: L-F02, L-F03, L-F06 to L-F08, L-W11.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// What the controller has for its own notice to the authority.
// Source: GDPR Art. 33(1).
constexpr double kControllersHours = 72;

// Source: GDPR Art. 28(3)(f); GDPR Art. 33(1); GDPR Art. 34(1).
void HelpsAfterBreach(Review& review) {
  if (const Saying saying = review.At("breach.cooperation"); saying.IsOpen()) {
    review.Find("L-F02", saying, "not stated");
    review.Find("L-F03", saying, "not stated");
  }
}

// Source: GDPR Art. 33(2).
void TellsWithoutUndueDelay(Review& review) {
  const Saying saying = review.At("breach.notice");
  if (saying.IsSilent()) {
    review.Find("L-F06", saying, "not stated");
  } else if (const std::optional<Promptness> promptness = saying.said().promptness;
             !saying.number() && promptness && *promptness >= Promptness::kInGoodTime) {
    review.Find("L-F06", saying, std::string(Name(*promptness)), Severity::kWarning);
  }
}

// Source: GDPR Art. 33(2); GDPR Art. 33(1).
void TellsInTime(Review& review) {
  const Saying saying = review.At("breach.notice");
  if (saying.IsSilent()) {
    return;
  }
  const Statement& said = saying.said();
  const std::optional<Period> number = saying.number();
  if (!number) {
    const HouseRule* house = saying.house();
    review.Find("L-F07", saying,
                house == nullptr ? std::string("no number")
                                 : "no number; a house rule says " + house->within.Format(),
                house == nullptr ? review.OnceWritten() : std::optional(Severity::kNote));
    return;
  }
  if (LeastHours(*number) >= kControllersHours) {
    review.Find("L-F07", saying,
                number->Format() + ", and the controller has no more than 72 hours itself");
  } else if (number->unit == TimeUnit::kBusinessHours || number->unit == TimeUnit::kWorkingDays) {
    review.Find("L-F07", saying, number->Format() + " stop at nights and weekends");
  } else if (!said.from.empty() && said.from != "awareness") {
    review.Find("L-F07", saying, "counted from " + said.from + " and not from awareness");
  }
}

// More than one of what the law asks for, in a text that is no list.
bool NamesContents(const std::string& text) {
  constexpr auto kNamed =
      std::to_array({Cue::kNature, Cue::kConsequence, Cue::kMeasure, Cue::kContact});
  return std::ranges::count_if(kNamed, [&](Cue cue) { return Speaks(text, cue); }) > 1;
}

// Source: GDPR Art. 33(3).
void TellsContents(Review& review) {
  const Saying content = review.At("breach.content");
  const Saying contact = review.At("breach.contact-point");
  if (content.IsSilent()) {
    review.Find("L-F08", content, "no contents are named");
  } else if (content.said().list.empty() && !NamesContents(content.said().text)) {
    review.Find("L-F08", content, "contents are left general", Severity::kNote);
    return;
  } else {
    std::string missing;
    const auto miss = [&](Cue cue, std::string_view what) {
      missing +=
          Speaks(content.words(), cue) ? "" : (missing.empty() ? "" : ", ") + std::string(what);
    };
    miss(Cue::kNature, "nature");
    miss(Cue::kConsequence, "consequences");
    miss(Cue::kMeasure, "measures");
    if (!missing.empty()) {
      review.Find("L-F08", content, "missing: " + missing);
    }
  }
  if (contact.IsSilent() && !Speaks(content.words(), Cue::kContact)) {
    review.Find("L-F08", contact, "no contact point");
  }
  if (const Saying phases = review.At("breach.phases"); phases.IsSilent()) {
    review.Find("L-F08", phases, "whether contents may follow later is not stated",
                Severity::kNote);
  }
}

// Source: GDPR Art. 33(2).
void TellsEveryBreach(Review& review) {
  const Saying saying = review.At("breach.scope");
  if (!saying.IsSilent() && !review.IsOfCommission(saying.said()) &&
      Speaks(saying.words(), Cue::kBreachScope)) {
    review.Find("L-W11", saying, "`" + saying.words() + "`");
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&HelpsAfterBreach, &TellsWithoutUndueDelay, &TellsInTime, &TellsContents, &TellsEveryBreach});

}  // namespace

std::span<const Step> BreachSteps() { return kSteps; }

}  // namespace mandat::internal
