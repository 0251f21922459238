// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "duty/internal/words.h"

namespace mandat::internal {
namespace {

using std::chrono::days;

// Longer lists of days are cut; the reader gets their number.
constexpr size_t kDaysSaidMax = 12;

class StepWriter {
 public:
  StepWriter(Count count, Instant event, Period period, const TimeRules& rules,
             const Course& course)
      : count_(count), event_(event), period_(period), rules_(rules), course_(course) {}

  std::vector<Step> Write() {
    WriteRules();
    WriteEvent();
    if (IsInHours(period_.unit)) {
      WriteHours();
    } else if (count_ == Count::kBefore) {
      WriteBackward();
    } else {
      WriteForward();
    }
    WriteEnd();
    return std::move(steps_);
  }

 private:
  void Add(std::string en, std::string fr, std::string_view source = "") {
    steps_.push_back({std::move(en), std::move(fr), std::string(source)});
  }
  std::string_view Source(Role role) const { return SourceOf(role, rules_.rule_set); }

  void WriteRules();
  void WriteEvent();
  void WriteHours();
  void WriteForward();
  void WriteBackward();
  void WriteRollOver();
  void WriteEnd();

  // Where counting comes to, by the unit of the period.
  void WriteCounted();
  // The days of [first, last] that fit, with the names of the holidays among them.
  template <class Fits>
  Said Days(Day first, Day last, Fits fits) const;

  Count count_;
  Instant event_;
  Period period_;
  const TimeRules& rules_;
  const Course& course_;
  std::vector<Step> steps_;
};

template <class Fits>
Said StepWriter::Days(Day first, Day last, Fits fits) const {
  Said said;
  size_t count = 0;
  for (Day day = first; day <= last; day += days(1)) {
    if (!fits(day) || ++count > kDaysSaidMax) {
      continue;
    }
    const Result<std::string> holiday = rules_.calendar.NameOf(day);
    const std::string name = holiday && !holiday->empty() ? " (" + *holiday + ")" : "";
    const Said text = SayDay(day);
    said.en += (said.en.empty() ? "" : ", ") + text.en + name;
    said.fr += (said.fr.empty() ? "" : ", ") + text.fr + name;
  }
  if (count > kDaysSaidMax) {
    said.en += fmt::format(" and {} more", count - kDaysSaidMax);
    said.fr += fmt::format(" et {} autres", count - kDaysSaidMax);
  }
  return said;
}

void StepWriter::WriteRules() {
  const Said rule_set = SayRuleSet(rules_.rule_set);
  Add(fmt::format("rules: {}; calendar: {}; zone: {}", rule_set.en, rules_.calendar.id(),
                  rules_.zone.name()),
      fmt::format("règles : {} ; calendrier : {} ; fuseau : {}", rule_set.fr, rules_.calendar.id(),
                  rules_.zone.name()));
  if (count_ == Count::kToKeep) {
    Add("a period for keeping: its end never moves",
        "un délai de conservation : son terme n'est jamais reporté");
  }
}

void StepWriter::WriteEvent() {
  const Said at = SayInstant(event_, course_.event_day, rules_.zone);
  const std::string utc = event_.Format();
  if (IsInHours(period_.unit)) {
    Add(fmt::format("the event is at {} ({})", at.en, utc),
        fmt::format("l'événement est du {} ({})", at.fr, utc));
    return;
  }
  Add(fmt::format("the event is at {} ({}); that day is not counted", at.en, utc),
      fmt::format("l'événement est du {} ({}) ; ce jour n'est pas compté", at.fr, utc),
      Source(Role::kStart));
  if (course_.from != course_.event_day) {
    const Said from = SayDay(course_.from);
    Add(fmt::format("received at or after the cut-off, so it counts as of {}", from.en),
        fmt::format("reçu à l'heure limite ou après, donc réputé du {}", from.fr));
  }
}

void StepWriter::WriteHours() {
  const Said period = SayPeriod(period_);
  const bool is_before = count_ == Count::kBefore;
  if (period_.unit == TimeUnit::kBusinessHours) {
    const Said week = SayWeek(rules_.opening->week);
    Add(fmt::format("{} {} it, counted only while it is open ({}, {:02}:{:02} to {:02}:{:02})",
                    period.en, is_before ? "before" : "after", week.en,
                    rules_.opening->opens.count() / 60, rules_.opening->opens.count() % 60,
                    rules_.opening->closes.count() / 60, rules_.opening->closes.count() % 60),
        fmt::format("{} {}, comptées seulement pendant l'ouverture ({}, de {:02}:{:02} à "
                    "{:02}:{:02})",
                    period.fr, is_before ? "avant" : "après", week.fr,
                    rules_.opening->opens.count() / 60, rules_.opening->opens.count() % 60,
                    rules_.opening->closes.count() / 60, rules_.opening->closes.count() % 60));
    return;
  }
  Add(fmt::format("{} {} it by the clock, through nights, weekends and holidays; hours are never "
                  "extended",
                  period.en, is_before ? "before" : "after"),
      fmt::format("{} {}, nuits, week-ends et jours fériés compris ; un délai en heures n'est "
                  "jamais prolongé",
                  period.fr, is_before ? "avant" : "après"),
      Source(Role::kHours));
}

void StepWriter::WriteCounted() {
  const Said period = SayPeriod(period_);
  const Said day = SayDay(course_.counted);
  const bool is_before = count_ == Count::kBefore;
  std::string en =
      fmt::format("{} {} that day: {}", period.en, is_before ? "before" : "after", day.en);
  std::string fr =
      fmt::format("{} {} ce jour : {}", period.fr, is_before ? "avant" : "après", day.fr);
  Role role = period_.unit == TimeUnit::kDays ? Role::kDays : Role::kMonths;
  if (period_.unit == TimeUnit::kWorkingDays) {
    role = Role::kWorkingDays;
    const auto [first, last] = std::minmax(course_.from, course_.counted);
    const Said left_out = Days(first, last, [&](Day one) {
      const auto is_worked = rules_.calendar.IsWorkingDay(one, rules_.week);
      return is_worked && !*is_worked && *Calendar::None().IsWorkingDay(one, rules_.week);
    });
    const Said week = SayWeek(rules_.week);
    en += fmt::format("; working days are {}", week.en);
    fr += fmt::format(" ; les jours ouvrables vont {}", week.fr);
    if (!left_out.en.empty()) {
      en += ", without " + left_out.en;
      fr += ", sans " + left_out.fr;
    }
  }
  const bool is_by_month = period_.unit == TimeUnit::kMonths || period_.unit == TimeUnit::kYears;
  const auto day_of = [](Day one) { return std::chrono::year_month_day(one).day(); };
  if (is_by_month && day_of(course_.counted) != day_of(course_.from)) {
    role = Role::kMonthEnd;
    en += ", the last day of its month";
    fr += ", dernier jour de son mois";
  }
  Add(std::move(en), std::move(fr), Source(role));
}

void StepWriter::WriteForward() {
  WriteCounted();
  if (course_.rolled != course_.counted) {
    WriteRollOver();
  }
  if (course_.last != course_.rolled) {
    const Said last = SayDay(course_.last);
    Add(fmt::format("fewer than two working days lie in it, so the end moves to {}", last.en),
        fmt::format("il compte moins de deux jours ouvrables, le terme est donc reporté au {}",
                    last.fr),
        Source(Role::kTwoDays));
  }
}

void StepWriter::WriteRollOver() {
  const Said free = Days(course_.counted, course_.rolled - days(1), [](Day) { return true; });
  const Said rolled = SayDay(course_.rolled);
  Add(fmt::format("no working day: {}; so the end moves to {}", free.en, rolled.en),
      fmt::format("jour non ouvrable : {} ; le terme est donc reporté au {}", free.fr, rolled.fr),
      Source(Role::kRollOver));
}

void StepWriter::WriteBackward() {
  WriteCounted();
  if (rules_.is_clear_before) {
    Add("the whole period lies between the two days, so the act comes before its first day",
        "le délai entier sépare les deux jours, l'acte précède donc le premier jour du délai");
  } else {
    Add("the day of the act counts as the first day of the period",
        "le jour de l'acte compte comme premier jour du délai");
  }
  Add("a period counted back from an event is never extended",
      "un délai calculé à rebours n'est jamais prolongé", Source(Role::kRollOver));
  if (rules_.cut_off) {
    Add("what is received at or after the cut-off counts on the next day",
        "ce qui est reçu à l'heure limite ou après compte le lendemain");
  }
}

void StepWriter::WriteEnd() {
  const Said at = SayInstant(course_.due, course_.last, rules_.zone);
  const std::string utc = course_.due.Format();
  Add(fmt::format("in time until {} ({})", at.en, utc),
      fmt::format("à temps jusqu'au {} ({})", at.fr, utc));
  if (period_.unit == TimeUnit::kHours && rules_.rule_set == RuleSet::kReg1182 &&
      count_ == Count::kToAct) {
    const Instant later = NextFullHour(event_, rules_.zone) + std::chrono::hours(period_.count);
    Add(fmt::format("information: counted from the first full hour after the event it would be {}",
                    later.Format()),
        fmt::format("pour information : compté de la première heure pleine après l'événement, "
                    "ce serait {}",
                    later.Format()),
        Source(Role::kStart));
  }
}

}  // namespace

std::vector<Step> StepsOf(Count count, Instant event, Period period, const TimeRules& rules,
                          const Course& course) {
  return StepWriter(count, event, period, rules, course).Write();
}

}  // namespace mandat::internal
