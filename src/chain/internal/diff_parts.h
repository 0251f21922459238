// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "chain/diff.h"

namespace mandat::internal {

// What an agreement says of something, and where.
struct Wording {
  std::string text;
  std::string clause;

  friend bool operator==(const Wording&, const Wording&) = default;
};

// Path and aspect to what is said.
using Facts = std::map<std::pair<std::string, std::string>, Wording>;

// Adds what differs; `more` is for whom it is better when something is added.
void CompareFacts(const Facts& before, const Facts& after, Favour more,
                  std::vector<Change>& changes);

void CompareLists(const Agreement& before, const Agreement& after, std::vector<Change>& changes);
void ComparePermissions(const Agreement& before, const Agreement& after,
                        std::vector<Change>& changes);
// Errors: as Diff.
Status CompareTerms(const Agreement& before, const Agreement& after, std::vector<Change>& changes);

Favour Opposite(Favour favour);

// Who has to act within the time of a term.
bool IsControllersTime(std::string_view path, std::string_view who);

// Errors: as Diff, and what cannot be computed is no effect.
Result<std::optional<PeriodEffect>> EffectOf(const Agreement& before, const Term& term_before,
                                             const Agreement& after, const Term& term_after,
                                             std::string_view aspect);

}  // namespace mandat::internal
