// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "chain/internal/links.h"

namespace mandat::internal {
namespace {

using std::chrono::microseconds;

constexpr std::string_view kPath = "sub-processors.objection";

// The windows of one new sub-processor downstream: ours towards it, the controller's towards us.
struct Windows {
  const Pair& pair;
  const Term& up;
  const Term& down;
  Period theirs;                // the controller's
  Period ours;                  // downstream
  std::optional<Period> house;  // by which we tell the controller
  Counting counting_up;
  Counting counting_down;
  Counting counting_house;

  Result<End> Told(Instant start) const {
    return house ? Latest(counting_house, start, *house) : Result<End>(End{start, 0});
  }
  Result<Ends> At(Instant start, Period window, const Counting& counting) const {
    MANDAT_TRY(const End told, Told(start));
    MANDAT_TRY(const End last, Latest(counting_up, told.at, theirs));
    MANDAT_TRY(const End closes, Earliest(counting, start, window));
    return Ends{last, closes};
  }
};

SpareOf DownstreamLess(const Starts& starts) {
  return [&starts](Instant /*start*/, const Ends& ends) {
    return SpareBetween(starts, ends.downstream.at, ends.upstream.at);
  };
}

Result<Windows> WindowsOf(const Pair& pair, const Term& up, const Term& down, Period theirs,
                          Period ours) {
  const std::string& zone = pair.options.zone;
  MANDAT_TRY(Counting counting_up, CountingOf(pair.upstream, up.holds(), theirs.unit, zone));
  MANDAT_TRY(Counting counting_down, CountingOf(pair.downstream, down.holds(), ours.unit, zone));
  Windows windows{
      pair, up, down, theirs, ours, std::nullopt, std::move(counting_up), std::move(counting_down),
      {}};
  const Term* notice = pair.upstream.FindTerm("sub-processors.notice");
  if (notice != nullptr && notice->house) {
    windows.house = notice->house->within;
    MANDAT_TRY(windows.counting_house,
               CountingOf(pair.upstream, notice->holds(), windows.house->unit, zone));
  }
  return windows;
}

std::string Suggestion(const Windows& windows, const Starts& starts) {
  constexpr uint32_t kMost = 120;
  const TimeUnit unit =
      windows.ours.unit == TimeUnit::kWorkingDays ? TimeUnit::kWorkingDays : TimeUnit::kDays;
  const auto counting =
      CountingOf(windows.pair.downstream, windows.down.holds(), unit, windows.pair.options.zone);
  for (uint32_t count = 1; counting && count <= kMost; ++count) {
    const Period longer{count, unit};
    const auto is_kept = IsAlwaysKept(
        starts, [&](Instant at) { return windows.At(at, longer, *counting); },
        DownstreamLess(starts));
    if (is_kept && *is_kept) {
      return fmt::format("amend {} downstream to at least {}, or shorten {} upstream",
                         windows.down.clause(), longer.Format(), windows.up.clause());
    }
  }
  return fmt::format("shorten {} upstream", windows.up.clause());
}

std::vector<ChainStep> StepsOf(const Windows& windows, const Worst& worst) {
  const Pair& pair = windows.pair;
  std::vector<ChainStep> steps;
  steps.push_back({ChainStep::Lane::kBoth,
                   worst.start,
                   false,
                   fmt::format("notice of {} of a new sub-processor of its own reaches us",
                               pair.subprocessor.name),
                   "",
                   {}});
  const auto told = windows.Told(worst.start);
  const Instant told_at = told ? told->at : worst.start;
  const Term* notice = pair.upstream.FindTerm("sub-processors.notice");
  steps.push_back({ChainStep::Lane::kUpstream,
                   told_at,
                   windows.house.has_value(),
                   windows.house ? fmt::format("the controller is told by now (house rule {})",
                                               windows.house->Format())
                                 : "the controller is told, at once",
                   notice == nullptr ? "" : notice->clause(),
                   {}});
  steps.push_back({ChainStep::Lane::kDownstream, worst.ends.downstream.at, true,
                   "our objection downstream has to be made", windows.down.clause(),
                   WhyOf(windows.counting_down, worst.ends.downstream, worst.start, windows.ours)});
  steps.push_back({ChainStep::Lane::kUpstream, worst.ends.upstream.at, true,
                   "the controller may still object", windows.up.clause(),
                   WhyOf(windows.counting_up, worst.ends.upstream, told_at, windows.theirs)});
  return steps;
}

Result<Link> Dated(Link link, const Windows& windows) {
  const Starts starts = windows.pair.StartsFor(windows.theirs.unit == TimeUnit::kHours ||
                                               windows.ours.unit == TimeUnit::kHours);
  MANDAT_TRY(
      const Worst worst,
      FindWorst(
          starts, [&](Instant at) { return windows.At(at, windows.ours, windows.counting_down); },
          DownstreamLess(starts)));
  JudgeBySpare(link, worst.spare, "an objection upstream can always be made downstream in time",
               "an objection that is in time upstream is too late downstream");
  link.timeline = Timeline{worst.start, worst.ends.upstream.at, worst.ends.downstream.at,
                           StepsOf(windows, worst), worst.starts_count};
  AddCalendar(*link.timeline, windows.counting_up, worst.ends.upstream);
  AddCalendar(*link.timeline, windows.counting_down, worst.ends.downstream);
  if (windows.house) {
    MANDAT_TRY(const End told, windows.Told(worst.start));
    AddCalendar(*link.timeline, windows.counting_house, told);
  }
  if (link.verdict == Verdict::kFails) {
    link.remedy = Suggestion(windows, starts);
  }
  return link;
}

}  // namespace

// Can an objection of the controller still be made downstream? We must object by the earliest
// reading there, the controller may rely on the latest here.
// Source: GDPR Art. 28(2).
std::optional<Link> ObjectionLink(const Pair& pair) {
  const Term* up = pair.upstream.FindTerm(kPath);
  const Term* down = pair.downstream.FindTerm(kPath);
  if (!IsPromised(up)) {
    return std::nullopt;
  }
  Link link = LinkOf(pair, "objection", kPath, "GDPR Art. 28(2)");
  const Number theirs = NumberOf(*up, true);
  const Number ours = down == nullptr ? Number{} : NumberOf(*down, false);
  if (!theirs.period || !ours.period) {
    link.verdict = Verdict::kUnknown;
    link.says = theirs.period ? "no window downstream in which our objection counts"
                              : "the window upstream has no number";
    link.remedy = fmt::format("agree on a number for {} {}", kPath,
                              theirs.period ? "downstream" : "upstream");
    return link;
  }
  const auto windows = WindowsOf(pair, *up, *down, *theirs.period, *ours.period);
  if (!windows) {
    return Incomputable(std::move(link), windows.error());
  }
  auto dated = Dated(link, *windows);
  return dated ? std::move(*dated) : Incomputable(std::move(link), dated.error());
}

}  // namespace mandat::internal
