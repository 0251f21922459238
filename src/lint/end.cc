// SPDX-License-Identifier: Apache-2.0
// What happens to the data when the services end: L-G01 to L-G03, L-W16 to L-W18, L-W25.
#include <algorithm>
#include <array>

#include "lint/internal/review.h"
#include "lint/internal/words.h"

namespace mandat::internal {
namespace {

// Reading: deletion unless the controller asks for return leaves the choice to the controller.
// Source: GDPR Art. 28(3)(g).
void LeavesChoice(Review& review) {
  const Saying saying = review.At("end.choice");
  if (saying.IsOpen()) {
    review.Find("L-G01", saying, saying.IsSilent() ? "not stated" : "who chooses is not stated");
  } else if (saying.word() == "erase" || saying.word() == "return" ||
             saying.word() == "processor") {
    review.Find("L-G01", saying, std::string(saying.word()));
  }
}

// A measure may say when backups lapse where the clause on the end does not.
bool MeasuresLimitBackups(const Review& review) {
  return std::ranges::any_of(review.agreement().terms(), [](const Term& term) {
    return term.path.starts_with("security.measures.") && term.holds().word == "backup" &&
           term.holds().at_most;
  });
}

// Source: GDPR Art. 28(3)(g).
void ErasesCopies(Review& review) {
  const Saying saying = review.At("end.backups");
  if (MeasuresLimitBackups(review)) {
    return;
  }
  if (saying.IsSilent()) {
    const bool has_copies = Speaks(review.At("end.choice").words(), Cue::kCopy) ||
                            Speaks(review.At("end.certificate").words(), Cue::kCopy);
    review.Find(has_copies ? "L-W25" : "L-G02", saying,
                has_copies ? "copies are destroyed; when those in backups are is not stated"
                           : "neither copies nor backups");
  } else if (!saying.number()) {
    review.Find("L-W18", saying, "no limit");
  }
}

// Source: GDPR Art. 28(3)(g); Dec. 2021/915 Cl. 10(d).
void ErasesInTime(Review& review) {
  for (const std::string_view path : {"end.delay", "end.certificate"}) {
    const Saying saying = review.At(path);
    const HouseRule* house = saying.house();
    if (saying.number()) {
      continue;
    }
    const std::string fact = saying.IsSilent() ? "not stated" : "how soon is not said";
    review.Find("L-G03", saying,
                house == nullptr ? fact : fact + "; a house rule says " + house->within.Format(),
                house == nullptr ? review.OnceWritten() : std::optional(Severity::kNote));
  }
}

// Source: GDPR Art. 28(3)(g).
void BeginsWithTheEnd(Review& review) {
  const Saying saying = review.At("end.trigger");
  if (!saying.IsSilent() && saying.said().from == "end-of-legal-retention") {
    review.Find("L-W16", saying, "begins with " + saying.said().from);
  }
}

// Source: GDPR Art. 28(3)(g).
void KeepsByLawOnly(Review& review) {
  const Saying saying = review.At("end.exceptions");
  if (!saying.IsSilent() && !review.IsOfCommission(saying.said()) &&
      Speaks(saying.words(), Cue::kBeyondLaw)) {
    review.Find("L-W17", saying, "`" + saying.words() + "`");
  }
}

constexpr auto kSteps = std::to_array<Step>(
    {&LeavesChoice, &ErasesCopies, &ErasesInTime, &BeginsWithTheEnd, &KeepsByLawOnly});

}  // namespace

std::span<const Step> EndSteps() { return kSteps; }

}  // namespace mandat::internal
