// SPDX-License-Identifier: Apache-2.0
// 300,000 random periods, or MANDAT_ORACLE_CASES of them, from MANDAT_ORACLE_SEED on.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <iostream>

#include "duty/duty_test_util.h"
#include "duty_oracle/cases.h"

namespace mandat::oracle {
namespace {

const World& TheWorld() {
  static const World world;
  return world;
}

uint64_t NumberFrom(const char* variable, uint64_t fallback) {
  const char* text = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return text == nullptr ? fallback : std::stoull(text);
}

uint64_t Seed() { return NumberFrom("MANDAT_ORACLE_SEED", 1'182'071); }

Answer Ask(const Case& drawn) {
  return AnswerOf(drawn.question.count, Instant{drawn.question.event_micros}, drawn.period,
                  drawn.rules);
}

// Covers: Reg. 1182/71 Art. 2(1); Art. 2(2); Art. 3(1); Art. 3(2)(b); Art. 3(2)(c); Art. 3(3);
// Art. 3(4); Art. 3(5).
TEST(DutyOracleTest, EndsEveryPeriodWhereWalkingDayByDayDoes) {
  const uint64_t count = NumberFrom("MANDAT_ORACLE_CASES", 300'000);
  const Outcome outcome = Compare(TheWorld(), Seed(), count, Ask);
  std::cout << "seed " << Seed() << ": " << outcome.cases << " periods, of which "
            << outcome.uncovered << " reach a year that is not covered; "
            << TheWorld().calendars.size() << " calendars, " << TheWorld().zones.size()
            << " zones\n";
  EXPECT_EQ(outcome.differences, 0U) << outcome.first;
  EXPECT_EQ(outcome.cases, count);
  EXPECT_LT(outcome.uncovered * 10, outcome.cases);
}

// Each is a mistake that one could make in the module; `ask` makes it.
struct Mistake {
  std::string name;
  Answerer ask;
};

template <class Change>
Answerer With(Change change) {
  return [change](const Case& drawn) {
    Case changed = drawn;
    change(changed);
    return Ask(changed);
  };
}

Instant EventOf(const Case& drawn) { return {drawn.question.event_micros}; }

std::vector<Mistake> RuleMistakes() {
  return {
      {"the rule of two working days is dropped", With([](Case& drawn) {
         const bool has_it = drawn.rules.rule_set == RuleSet::kReg1182 ||
                             drawn.rules.rule_set == RuleSet::kBelgianCivilCode;
         drawn.rules.rule_set = has_it ? RuleSet::kBgb : drawn.rules.rule_set;
       })},
      {"the rule of two working days is in the BGB too", With([](Case& drawn) {
         const bool is_bgb = drawn.rules.rule_set == RuleSet::kBgb;
         drawn.rules.rule_set = is_bgb ? RuleSet::kReg1182 : drawn.rules.rule_set;
       })},
      {"no end moves to a working day",
       With([](Case& drawn) { drawn.rules.rule_set = RuleSet::kPlain; })},
      {"retention is extended", With([](Case& drawn) {
         const bool is_kept = drawn.question.count == Count::kToKeep;
         drawn.question.count = is_kept ? Count::kToAct : drawn.question.count;
       })},
      {"the cut-off is not heeded", With([](Case& drawn) { drawn.rules.cut_off.reset(); })},
      {"Saturday is never worked",
       With([](Case& drawn) { drawn.rules.week = WorkingWeek::kMondayToFriday; })},
      {"backward, the day of the act counts",
       With([](Case& drawn) { drawn.rules.is_clear_before = false; })},
      {"it is open on holidays",
       With([](Case& drawn) { drawn.rules.opening->on_holidays = true; })},
      {"no day is a holiday", With([](Case& drawn) { drawn.rules.calendar = Calendar::None(); })},
  };
}

std::vector<Mistake> CountingMistakes() {
  return {
      {"every clock shows UTC",
       With([](Case& drawn) { drawn.rules.zone = *Zone::Get("Etc/UTC"); })},
      {"Lord Howe turns its clock by an hour", With([](Case& drawn) {
         if (drawn.rules.zone.name() == "Australia/Lord_Howe") {
           drawn.rules.zone = *Zone::Get("Australia/Sydney");
         }
       })},
      {"a month is thirty days", With([](Case& drawn) {
         if (drawn.period.unit == TimeUnit::kMonths) {
           drawn.period = {drawn.period.count * 30, TimeUnit::kDays};
         }
       })},
      {"hours begin with the next full hour", With([](Case& drawn) {
         if (drawn.period.unit == TimeUnit::kHours) {
           constexpr int64_t kHour = 3'600'000'000;
           drawn.question.event_micros = (drawn.question.event_micros / kHour + 1) * kHour;
         }
       })},
      {"the day of the event is counted",
       [](const Case& drawn) {
         Answer answer = Ask(drawn);
         if (drawn.period == Period{1, TimeUnit::kDays} && answer.is_covered) {
           answer.last_day -= 1;
         }
         return answer;
       }},
      {"one instant is a microsecond late",
       [](const Case& drawn) {
         Answer answer = Ask(drawn);
         answer.due_micros += EventOf(drawn).micros % 1'000 == 7 ? 1 : 0;
         return answer;
       }},
  };
}

TEST(DutyOracleTest, NoticesEveryPlantedMistake) {
  constexpr size_t kCasesMax = 50'000;
  std::vector<Mistake> mistakes = RuleMistakes();
  std::ranges::move(CountingMistakes(), std::back_inserter(mistakes));
  for (const Mistake& mistake : mistakes) {
    const Outcome outcome = Compare(TheWorld(), Seed(), kCasesMax, mistake.ask);
    EXPECT_GT(outcome.differences, 0U) << mistake.name;
  }
}

TEST(DutyOracleTest, ReadsTheSameClockAsTheModule) {
  for (size_t i = 0; i < TheWorld().walls.size(); ++i) {
    const Wall& wall = TheWorld().walls[i];
    for (const int64_t turn : wall.turns_micros()) {
      for (const int64_t at : {turn - 1, turn, turn + 1}) {
        const Wall::Shown shown = wall.At(at);
        const LocalTime local = TheWorld().zones[i].ToLocal({at});
        EXPECT_EQ(shown.day, local.day.time_since_epoch().count()) << wall.zone();
        EXPECT_EQ(shown.micros, local.since_midnight.count()) << wall.zone();
      }
    }
  }
}

// Every place that has a clock of its own, at noon of every tenth day. Zone data lists the turns of
// the clock one by one only up to 2037, and for a few places longer, but not to the end.
TEST(DutyOracleTest, ReadsEveryClockAsTheSystemDoes) {
  const std::vector<std::string> places = LinesOf("/usr/share/zoneinfo/zone1970.tab");
  if (places.empty()) {
    GTEST_SKIP() << "the system has no list of its zones";
  }
  constexpr int64_t kFrom = 1'577'880'000;   // in January 2020
  constexpr int64_t kUntil = 3'471'292'800;  // in January 2080
  for (const std::string& place : places) {
    const std::string name = Split(place, "\t").at(2);
    const Result<Zone> zone = Zone::Get(name);
    ASSERT_OK(zone) << name;
    setenv("TZ", name.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): there are no threads
    tzset();
    for (time_t at = kFrom; at < kUntil; at += time_t{10} * 86'400) {
      std::tm local{};
      localtime_r(&at, &local);
      const LocalTime shown = zone->ToLocal({at * 1'000'000});
      ASSERT_EQ(shown.since_midnight,
                std::chrono::hours(local.tm_hour) + std::chrono::minutes(local.tm_min))
          << name << " " << Instant{at * 1'000'000}.Format();
    }
  }
}

}  // namespace
}  // namespace mandat::oracle
