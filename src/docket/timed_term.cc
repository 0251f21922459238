// SPDX-License-Identifier: Apache-2.0
#include "docket/timed_term.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "agreement/counting.h"
#include "base/assert.h"
#include "docket/internal/matter_table.h"

namespace mandat {
namespace {

std::string_view BaseOf(std::string_view path) { return path.substr(0, path.find('#')); }

// The order of the reference; within a path the statement that holds, then the others as numbered.
auto PlaceInList(const TimedTerm& term) {
  const std::string_view base = BaseOf(term.path);
  const std::string_view number = std::string_view(term.path).substr(base.size());
  return std::tuple(internal::RankOf(base), base, number.size(), number, term.kind);
}

// Reading: a period of Union law is counted by the rules of Union law, whatever law the parties
// chose for their own periods. Source: Reg. 1182/71 Art. 1.
bool IsPeriodOfLaw(const TimedTerm& term) {
  return term.period && term.source == TimeSourceKind::kLaw;
}

Count CountOf(TimedKind kind) {
  switch (kind) {
    case TimedKind::kAct:
    case TimedKind::kWindow:
      return Count::kToAct;
    case TimedKind::kLead:
      return Count::kBefore;
    case TimedKind::kQuota:
    case TimedKind::kKeep:
    case TimedKind::kRecur:
    case TimedKind::kHours:
    case TimedKind::kTerm:
      return Count::kToKeep;
  }
  std::unreachable();
}

}  // namespace

std::string_view Name(TimedKind kind) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"act", "window", "lead", "quota", "keep", "recur", "hours", "term"});
  return kNames.at(std::to_underlying(kind));
}

std::string_view Name(TimeSourceKind source) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"contract", "option", "house", "law", "none"});
  return kNames.at(std::to_underlying(source));
}

std::vector<TimedTerm> TimedTermsOf(const Agreement& agreement) {
  std::vector<TimedTerm> terms = internal::TermsOfRetention(agreement);
  for (const Term& term : agreement.terms()) {
    std::ranges::move(internal::TermsOfPlace(agreement, term), std::back_inserter(terms));
  }
  internal::AddLaw(agreement, terms);
  std::ranges::sort(terms, {}, PlaceInList);
  return terms;
}

std::vector<TimedTerm> StartedBy(const std::vector<TimedTerm>& terms, std::string_view matter,
                                 std::string_view event, std::string_view path) {
  std::vector<TimedTerm> started;
  for (const TimedTerm& term : terms) {
    const bool is_meant =
        path.empty() ? matter != "term" : term.path == path || BaseOf(term.path) == path;
    if (is_meant && term.starts_clock() && term.matter == matter &&
        internal::IsSameEvent(matter, term.event, event)) {
      started.push_back(term);
    }
  }
  return started;
}

Result<Readings> DueOf(const Agreement& agreement, const TimedTerm& term, Instant event) {
  MANDAT_ASSERT(term.period.has_value());
  MANDAT_TRY(Counting counting, CountingOf(agreement, term.week));
  if (IsPeriodOfLaw(term)) {
    counting.stated.rule_set = RuleSet::kReg1182;
    counting.unstated.rule_sets.clear();
  }
  return ComputeBoth(CountOf(term.kind), event, *term.period, counting.stated, counting.unstated);
}

WhoActs WhoActsFor(const TimedTerm& term) {
  return term.owes == "controller" ? WhoActs::kTheOtherParty : WhoActs::kWe;
}

}  // namespace mandat
