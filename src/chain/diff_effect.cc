// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chain/internal/counting.h"
#include "chain/internal/diff_parts.h"

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

constexpr std::string_view kSilentZone = "UTC";

struct Length {
  Count count;
  Period period;
  TimeRules rules;

  // How long the period takes when it begins, or ends, at `at`. Days are counted by the clock on
  // the wall, so that one on which the clock is changed is a day.
  Result<microseconds> At(Instant at) const {
    MANDAT_TRY(const Due due, DeadlineOf(count, at, period, rules));
    const microseconds length = period.unit == TimeUnit::kHours
                                    ? due.at - at
                                    : OnTheWall(due.at, rules.zone) - OnTheWall(at, rules.zone);
    return count == Count::kBefore ? -length : length;
  }
};

Result<Length> LengthOf(const Agreement& agreement, const Term& term, std::string_view aspect) {
  const Statement& said = term.holds();
  MANDAT_TRY(TimeRules rules, PlainRules(agreement, said, std::string(kSilentZone)));
  if (aspect == "within") {
    const bool is_agreed = term.option && term.option->within;
    return Length{Count::kToAct, is_agreed ? *term.option->within : *said.within, std::move(rules)};
  }
  if (aspect == "at-least") {
    return Length{said.before.empty() ? Count::kToAct : Count::kBefore, *said.at_least,
                  std::move(rules)};
  }
  return Length{Count::kToKeep, aspect == "at-most" ? *said.at_most : *said.every,
                std::move(rules)};
}

Day On(int year, unsigned month) {
  return std::chrono::local_days(std::chrono::year(year) / std::chrono::month(month) / 1);
}

// By the hour: the two sides need not count in the same unit.
Result<Spread> SpreadOf(const Length& before, const Length& after, Day from, Day until) {
  const Instant end = before.rules.zone.StartOf(until);
  Spread spread;
  double sum = 0;
  uint64_t count = 0;
  for (Instant at = before.rules.zone.StartOf(from); at < end; at = at + std::chrono::hours(1)) {
    MANDAT_TRY(const microseconds was, before.At(at));
    MANDAT_TRY(const microseconds is, after.At(at));
    const double longer = std::chrono::duration<double, std::ratio<86400>>(is - was).count();
    spread.min = count == 0 ? longer : std::min(spread.min, longer);
    spread.max = count == 0 ? longer : std::max(spread.max, longer);
    sum += longer;
    ++count;
  }
  spread.mean = count == 0 ? 0 : sum / static_cast<double>(count);
  return spread;
}

}  // namespace

Result<std::optional<PeriodEffect>> EffectOf(const Agreement& before, const Term& term_before,
                                             const Agreement& after, const Term& term_after,
                                             std::string_view aspect) {
  MANDAT_TRY(const Length was, LengthOf(before, term_before, aspect));
  MANDAT_TRY(const Length is, LengthOf(after, term_after, aspect));
  const auto month = SpreadOf(was, is, On(2026, 9), On(2026, 10));
  const auto years = SpreadOf(was, is, On(2026, 1), On(2028, 1));
  if (!month || !years) {
    return std::optional<PeriodEffect>();
  }
  return std::optional(PeriodEffect{*month, *years});
}

}  // namespace mandat::internal
