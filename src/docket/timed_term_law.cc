// SPDX-License-Identifier: Apache-2.0
// What the law asks, whatever the contract says.
#include <algorithm>
#include <array>
#include <utility>

#include "docket/internal/matter_table.h"

namespace mandat::internal {
namespace {

// Source: GDPR Art. 33(1); GDPR Art. 12(3).
// Reading: the controller becomes aware of a breach at its processor when our notice reaches it,
// and it has received a request when the person's request reached either of us. Both clocks are the
// controller's own: they run for information, so that our time is seen beside the time it leaves.
std::vector<TimedTerm> ClocksOfController() {
  const auto clock = [](std::string path, std::string matter, std::string event, Period period,
                        std::string law) {
    return TimedTerm{.path = std::move(path),
                     .kind = TimedKind::kAct,
                     .matter = std::move(matter),
                     .event = std::move(event),
                     .owes = "controller",
                     .source = TimeSourceKind::kLaw,
                     .period = period,
                     .law = std::move(law)};
  };
  return {clock("statute.authority-notice", "breach", "receipt-of-notice", {72, TimeUnit::kHours},
                "GDPR Art. 33(1)"),
          clock("statute.answer", "request", "receipt-of-request", {1, TimeUnit::kMonths},
                "GDPR Art. 12(3)")};
}

// The duty of a place about which the contract says nothing of time.
TimedTerm SilentTerm(const Agreement& agreement, const Floor& floor) {
  const PlaceReading& place = ReadingOf(floor.path);
  TimedTerm term{.path = std::string(floor.path),
                 .kind = place.shape == Shape::kLead ? TimedKind::kLead : TimedKind::kAct,
                 .matter = std::string(place.matter),
                 .event = std::string(place.event),
                 .owes = std::string(place.owes),
                 .law = std::string(place.law)};
  const Term* said = agreement.FindTerm(floor.path);
  if (said != nullptr && said->holds().status != TermStatus::kNotStated) {
    term.clause = said->clause();
  }
  const Term* trigger = agreement.FindTerm("end.trigger");
  if (floor.path == "end.delay" && trigger != nullptr && !trigger->holds().from.empty() &&
      trigger->holds().from != "not-stated") {
    term.event = trigger->holds().from;
  }
  return term;
}

}  // namespace

void AddLaw(const Agreement& agreement, std::vector<TimedTerm>& terms) {
  for (const Floor& floor : Floors()) {
    auto found = std::ranges::find_if(terms, [&floor](const TimedTerm& term) {
      return term.path == floor.path && term.starts_clock();
    });
    if (found == terms.end()) {
      terms.push_back(SilentTerm(agreement, floor));
      found = std::prev(terms.end());
    }
    // A number of the house alone does not say how soon; the law's own word stays beside it.
    if (!found->promptness && found->source != TimeSourceKind::kContract) {
      found->promptness = floor.promptness;
    }
  }
  std::ranges::move(ClocksOfController(), std::back_inserter(terms));
}

}  // namespace mandat::internal
