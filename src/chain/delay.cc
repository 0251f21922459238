// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/delay.h"

#include <fmt/core.h>

#include <algorithm>

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

// The distance for a search: upstream less downstream.
SpareOf UpstreamLess(const Starts& starts) {
  return [&starts](Instant /*start*/, const Ends& ends) {
    return SpareBetween(starts, ends.upstream.at, ends.downstream.at);
  };
}

microseconds ShortestUpstream(Instant start, const Ends& ends) { return ends.upstream.at - start; }

// The finer of two units: what is suggested downstream is in it.
TimeUnit UnitToSuggest(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kHours:
    case TimeUnit::kBusinessHours:
      return TimeUnit::kHours;
    case TimeUnit::kWorkingDays:
      return TimeUnit::kWorkingDays;
    case TimeUnit::kDays:
    case TimeUnit::kWeeks:
    case TimeUnit::kMonths:
    case TimeUnit::kYears:
      break;
  }
  return TimeUnit::kDays;
}

uint32_t LargestToTry(const Period& period) {
  constexpr uint32_t kMost = 120;
  switch (period.unit) {
    case TimeUnit::kHours:
    case TimeUnit::kBusinessHours:
    case TimeUnit::kDays:
    case TimeUnit::kWorkingDays:
      break;
    case TimeUnit::kWeeks:
      return std::min(period.count, 20U) * 7;
    case TimeUnit::kMonths:
      return std::min(period.count, 4U) * 31;
    case TimeUnit::kYears:
      return kMost;
  }
  return std::min(period.count, kMost);
}

struct Delay {
  const Pair& pair;
  const DelayWords& words;
  const Term& up;
  const Term* down;
  Number number_up;
  Number number_down;
  Link link;

  std::optional<Link> Compare();
  Link Unbounded();
  Link Unmeasured();
  Result<Link> Dated();
  ChainStep StartStep(Instant at, const Counting& counting) const;
  ChainStep OwedStep(const Counting& counting, const Ends& ends, Instant start) const;
  void AddReading(const Counting& counting, Instant told);
  void Suggest(const Starts& starts, const Counting& counting);
};

std::optional<Link> Delay::Compare() {
  if (number_up.by == Number::By::kHouse) {
    link.notes.push_back("measured by our own house rule, because upstream gives no number");
  }
  if (down != nullptr && down->house) {
    link.notes.push_back(
        "the house rule downstream is left aside: it is no promise of the sub-processor");
  }
  if (!number_up.period) {
    return Unmeasured();
  }
  if (!number_down.period) {
    return Unbounded();
  }
  Result<Link> dated = Dated();
  return dated ? std::move(*dated) : Incomputable(std::move(link), dated.error());
}

ChainStep Delay::StartStep(Instant at, const Counting& /*counting*/) const {
  return {ChainStep::Lane::kBoth, at, false, pair.subprocessor.name + " " + words.event, "", {}};
}

ChainStep Delay::OwedStep(const Counting& counting, const Ends& ends, Instant start) const {
  return {ChainStep::Lane::kUpstream,
          ends.upstream.at,
          true,
          words.owed_up,
          link.upstream.clause,
          WhyOf(counting, ends.upstream, start, *number_up.period)};
}

// Upstream says a word only, and we set no number of our own.
Link Delay::Unmeasured() {
  link.verdict = Verdict::kUnknown;
  link.says = number_down.period
                  ? fmt::format("upstream owes it `{}`; downstream {} may pass before we hear",
                                link.upstream.says, number_down.period->Format())
                  : "neither side gives a number, so nothing can be compared";
  link.remedy =
      fmt::format("set a house rule for {}; agree downstream on a number that fits it", words.path);
  return std::move(link);
}

// Downstream says a word only: from an instant on the promise is broken, and nothing binds the
// sub-processor to come before it.
Link Delay::Unbounded() {
  const auto counting =
      CountingOf(pair.upstream, up.holds(), number_up.period->unit, pair.options.zone);
  if (!counting) {
    return Incomputable(std::move(link), counting.error());
  }
  const Starts starts = pair.StartsFor(number_up.period->unit == TimeUnit::kHours);
  const auto worst = FindWorst(
      starts,
      [&](Instant at) -> Result<Ends> {
        MANDAT_TRY(const End end, Earliest(*counting, at, *number_up.period));
        return Ends{end, end};
      },
      ShortestUpstream);
  if (!worst) {
    return Incomputable(std::move(link), worst.error());
  }
  link.verdict = Verdict::kUnknown;
  link.says = fmt::format(
      "{} after {} {} the promise is broken if nothing has come, and no number binds it to come "
      "({})",
      number_up.period->Format(), pair.subprocessor.name, words.event, link.downstream.says);
  link.timeline =
      Timeline{worst->start, worst->ends.upstream.at, std::nullopt, {}, worst->starts_count};
  AddCalendar(*link.timeline, *counting, worst->ends.upstream);
  link.timeline->steps = {StartStep(worst->start, *counting),
                          OwedStep(*counting, worst->ends, worst->start),
                          {ChainStep::Lane::kDownstream,
                           worst->ends.upstream.at,
                           true,
                           "no date by which " + words.owed_down + " follows from the contract",
                           link.downstream.clause,
                           {}}};
  if (!words.ours.empty()) {
    link.notes.push_back(fmt::format(
        "reading: upstream {} run from when {}. Then the promise is kept however late we hear; it "
        "is broken at the date above if what the sub-processor knows counts as known to us",
        number_up.period->Format(), words.ours));
  }
  const std::string clause = link.downstream.clause.empty() ? words.path : link.downstream.clause;
  const Period suggested{LargestToTry(*number_up.period), UnitToSuggest(number_up.period->unit)};
  link.remedy = fmt::format(
      "amend {} downstream to a number below {}, from the same event; a house "
      "rule cannot help, it would not bind the sub-processor",
      clause, suggested.Format());
  return std::move(link);
}

// Both readings of what starts our own clock. Source: GDPR Art. 33(2).
void Delay::AddReading(const Counting& counting, Instant told) {
  if (words.ours.empty()) {
    return;
  }
  const auto own = Earliest(counting, told, *number_up.period);
  link.notes.push_back(fmt::format(
      "reading: what the sub-processor knows counts as known to us. If the clock upstream starts "
      "only when {}, it runs until {} and the promise is ours alone to keep",
      words.ours, own ? FormatLocal(own->at, counting.zone(), true) : "an unknown date"));
}

void Delay::Suggest(const Starts& starts, const Counting& counting) {
  const TimeUnit unit = UnitToSuggest(number_down.period->unit);
  const uint32_t longest =
      LongestKept(pair, *down, unit, starts, [&](Instant at) -> Result<Instant> {
        MANDAT_TRY(const End end, Earliest(counting, at, *number_up.period));
        return end.at;
      });
  link.remedy = longest == 0
                    ? fmt::format(
                          "no number of days in {} downstream is short enough in every reading: "
                          "agree on hours, on a calendar and on how days are counted",
                          link.downstream.clause)
                    : fmt::format("amend {} downstream to at most {}", link.downstream.clause,
                                  Period{longest, unit}.Format());
}

Result<Link> Delay::Dated() {
  const Period owed = *number_up.period;
  const Period may = *number_down.period;
  MANDAT_TRY(const Counting counting_up,
             CountingOf(pair.upstream, up.holds(), owed.unit, pair.options.zone));
  MANDAT_TRY(const Counting counting_down,
             CountingOf(pair.downstream, down->holds(), may.unit, pair.options.zone));
  const Starts starts =
      pair.StartsFor(owed.unit == TimeUnit::kHours || may.unit == TimeUnit::kHours);
  MANDAT_TRY(const Worst worst, FindWorst(
                                    starts,
                                    [&](Instant at) -> Result<Ends> {
                                      MANDAT_TRY(const End first, Earliest(counting_up, at, owed));
                                      MANDAT_TRY(const End last, Latest(counting_down, at, may));
                                      return Ends{first, last};
                                    },
                                    UpstreamLess(starts)));
  JudgeBySpare(link, worst.spare, "in the worst case it comes in time",
               fmt::format("{} is longer than {}", may.Format(), owed.Format()));
  link.timeline = Timeline{
      worst.start, worst.ends.upstream.at, worst.ends.downstream.at, {}, worst.starts_count};
  ChainStep latest{ChainStep::Lane::kDownstream,
                   worst.ends.downstream.at,
                   true,
                   words.owed_down,
                   link.downstream.clause,
                   WhyOf(counting_down, worst.ends.downstream, worst.start, may)};
  AddCalendar(*link.timeline, counting_up, worst.ends.upstream);
  AddCalendar(*link.timeline, counting_down, worst.ends.downstream);
  link.timeline->steps = {StartStep(worst.start, counting_down),
                          OwedStep(counting_up, worst.ends, worst.start), std::move(latest)};
  AddReading(counting_up, worst.ends.downstream.at);
  if (link.verdict == Verdict::kFails) {
    Suggest(starts, counting_up);
  }
  return std::move(link);
}

}  // namespace

uint32_t LongestKept(const Pair& pair, const Term& downstream, TimeUnit unit, const Starts& starts,
                     const std::function<Result<Instant>(Instant)>& owed) {
  const auto counting = CountingOf(pair.downstream, downstream.holds(), unit, pair.options.zone);
  const Number number = NumberOf(downstream, false);
  if (!counting || !number.period) {
    return 0;
  }
  for (uint32_t count = LargestToTry(*number.period); count > 0; --count) {
    const auto is_kept = IsAlwaysKept(
        starts,
        [&](Instant at) -> Result<Ends> {
          MANDAT_TRY(const Instant first, owed(at));
          MANDAT_TRY(const End last, Latest(*counting, at, {count, unit}));
          return Ends{{first, 0}, last};
        },
        UpstreamLess(starts));
    if (is_kept && *is_kept) {
      return count;
    }
  }
  return 0;
}

std::optional<Link> DelayLink(const Pair& pair, const DelayWords& words) {
  const Term* up = pair.upstream.FindTerm(words.path);
  if (!IsPromised(up)) {
    return std::nullopt;
  }
  const Term* down = pair.downstream.FindTerm(words.path);
  Delay delay{pair,
              words,
              *up,
              down,
              NumberOf(*up, true),
              down == nullptr ? Number{} : NumberOf(*down, false),
              LinkOf(pair, words.promise, words.path, words.source)};
  return delay.Compare();
}

}  // namespace mandat::internal
