// SPDX-License-Identifier: Apache-2.0
#include "duty_oracle/cases.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "duty/duty_test_util.h"

namespace mandat::oracle {
namespace {

constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kDay = 24 * 60 * kMinute;
// Backward periods are at most two years long, so every walk stays on the wall.
constexpr int kEventYearFirst = 2003;
constexpr int kEventYearLast = 2065;

class Drawer {
 public:
  Drawer(std::mt19937_64& random, const World& world) : random_(random), world_(world) {}

  Case Draw() {
    Case drawn{.place = Pick(world_.walls.size()),
               .calendar = Pick(world_.calendars.size()),
               .rules = {.zone = world_.zones[0]}};
    Question& question = drawn.question;
    question.count = static_cast<Count>(Pick(3));
    question.period = drawn.period = DrawPeriod(question.count == Count::kBefore);
    question.rule_set = static_cast<RuleSet>(Pick(4));
    question.is_saturday_worked = Pick(2) == 0;
    if (Pick(3) == 0) {
      question.cut_off_minute = static_cast<int>(1 + Pick(24 * 60 - 1));
    }
    question.is_saturday_open = Pick(2) == 0;
    question.opens_minute = Between(0, 23 * 60);
    question.closes_minute = Between(question.opens_minute + 60, 24 * 60);
    question.is_open_on_holidays = Pick(4) == 0;
    question.is_clear_before = Pick(3) != 0;
    question.event_micros = DrawEvent(drawn);
    drawn.rules = RulesOf(drawn);
    return drawn;
  }

 private:
  size_t Pick(uint64_t below) { return random_() % below; }
  int Between(int first, int last) {
    return first + static_cast<int>(Pick(static_cast<uint64_t>(last - first + 1)));
  }

  Period DrawPeriod(bool is_backward) {
    const auto unit = static_cast<TimeUnit>(Pick(7));
    constexpr std::array<uint32_t, 7> kLong = {5'000, 60, 3'000, 1'000, 500, 200, 30};
    constexpr std::array<uint32_t, 7> kLongBackward = {5'000, 60, 700, 400, 100, 24, 2};
    const auto index = static_cast<size_t>(unit);
    const uint32_t most = (is_backward ? kLongBackward : kLong).at(index);
    const uint32_t usual = Pick(4) == 0 ? most : std::min(most, 12U);
    return {static_cast<uint32_t>(1 + Pick(usual)), unit};
  }

  int64_t DrawEvent(const Case& drawn) {
    const Wall& wall = world_.walls[drawn.place];
    const int day = DrawDay(wall, drawn.calendar);
    switch (Pick(6)) {
      case 0:
        return wall.StartOf(day) + Between(-1, 1);
      case 1:
        return wall.FirstAtOrAfter(day, drawn.question.cut_off_minute.value_or(12 * 60)) +
               Between(-1, 1);
      case 2:
        return wall.StartOf(day) + Between(0, 4 * 60) * kMinute;
      default:
        return wall.StartOf(day) + static_cast<int64_t>(Pick(kDay));
    }
  }

  // Any day, or one beside a turn of the clock, a holiday or the years of the calendar.
  int DrawDay(const Wall& wall, size_t calendar) {
    static const int first = AllDays().Find(kEventYearFirst, 1, 1);
    static const int last = AllDays().Find(kEventYearLast, 12, 31);
    int day = Between(first, last);
    switch (Pick(6)) {
      case 0:
        if (!wall.turns_micros().empty()) {
          day = wall.At(wall.turns_micros()[Pick(wall.turns_micros().size())]).day + Between(-8, 2);
        }
        break;
      case 1:
        for (int tries = 0; tries < 400 && !world_.holidays[calendar].Has(day); ++tries) {
          ++day;
        }
        day += Between(-12, 12);
        break;
      case 2: {
        const int year_first = world_.calendars[calendar].year_first();
        const int year_last = world_.calendars[calendar].year_last();
        day = AllDays().Find(Between(year_first - 1, std::min(year_last + 1, kEventYearLast)),
                             Between(1, 12), Between(1, 28));
        break;
      }
      default:
        break;
    }
    return std::clamp(day, first, last);
  }

  TimeRules RulesOf(const Case& drawn) const {
    const Question& question = drawn.question;
    const auto week = [](bool is_saturday) {
      return is_saturday ? WorkingWeek::kMondayToSaturday : WorkingWeek::kMondayToFriday;
    };
    TimeRules rules{.zone = world_.zones[drawn.place],
                    .calendar = world_.calendars[drawn.calendar],
                    .rule_set = question.rule_set,
                    .week = week(question.is_saturday_worked),
                    .opening = OpeningHours{week(question.is_saturday_open),
                                            std::chrono::minutes(question.opens_minute),
                                            std::chrono::minutes(question.closes_minute),
                                            question.is_open_on_holidays},
                    .is_clear_before = question.is_clear_before};
    if (question.cut_off_minute) {
      rules.cut_off = std::chrono::minutes(*question.cut_off_minute);
    }
    return rules;
  }

  std::mt19937_64& random_;
  const World& world_;
};

std::string Format(const Answer& answer) {
  return answer.is_covered ? Instant{answer.due_micros}.Format() + ", last day " +
                                 AllDays().Format(answer.last_day)
                           : "a year that is not covered";
}

Outcome CompareBlock(const World& world, uint64_t seed, size_t cases_count, const Answerer& ask) {
  std::mt19937_64 random(seed);
  Outcome outcome;
  while (outcome.cases < cases_count && outcome.differences == 0) {
    const Case drawn = DrawCase(random, world);
    Counter counter(world.walls[drawn.place], world.holidays[drawn.calendar]);
    const Answer walked = counter.Walk(drawn.question);
    const Answer answer = ask(drawn);
    ++outcome.cases;
    outcome.uncovered += walked.is_covered ? 0 : 1;
    if (answer != walked) {
      ++outcome.differences;
      outcome.first = "seed " + std::to_string(seed) + ", case " + std::to_string(outcome.cases) +
                      ": " + drawn.Describe() + "\nasked:  " + Format(answer) +
                      "\nwalked: " + Format(walked);
    }
  }
  return outcome;
}

}  // namespace

World::World() {
  const std::vector<std::string> facts =
      LinesOf(std::filesystem::path(MANDAT_SOURCE_DIR) / "tests/vectors/holidays.txt");
  // Half an hour of summer time, a quarter of an hour from the full hour, turns at midnight, and a
  // place that left out a whole day.
  for (const std::string name :
       {"Europe/Brussels", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
        "America/Sao_Paulo", "America/Havana", "Pacific/Apia"}) {
    walls.emplace_back(name);
    zones.push_back(*Zone::Get(name));
  }
  calendars.push_back(Calendar::None());
  for (const std::string& id : Calendar::ShippedIds()) {
    calendars.push_back(*Calendar::Get(id));
  }
  calendars.push_back(Calendar::Union(*Calendar::Get("BE"), *Calendar::Get("FR")));
  for (const Calendar& calendar : calendars) {
    holidays.emplace_back(calendar, facts);
  }
}

std::string Case::Describe() const {
  constexpr std::array kCounts = {"to act", "to keep", "before"};
  return Instant{question.event_micros}.Format() + ", " + period.Format() + " " +
         kCounts.at(static_cast<size_t>(question.count)) + ", " + rules.zone.name() + ", " +
         rules.calendar.id() + ", rule set " + std::to_string(static_cast<int>(question.rule_set)) +
         (question.is_saturday_worked ? ", mon-sat" : ", mon-fri") +
         (question.cut_off_minute ? ", cut-off minute " + std::to_string(*question.cut_off_minute)
                                  : "") +
         ", open minutes " + std::to_string(question.opens_minute) + " to " +
         std::to_string(question.closes_minute) +
         (question.is_saturday_open ? " mon-sat" : " mon-fri") +
         (question.is_open_on_holidays ? " and holidays" : "") +
         (question.is_clear_before ? ", clear" : ", not clear");
}

Case DrawCase(std::mt19937_64& random, const World& world) { return Drawer(random, world).Draw(); }

Answer AnswerOf(Count count, Instant event, Period period, const TimeRules& rules) {
  const Result<Due> due = DeadlineOf(count, event, period, rules);
  if (!due) {
    return {.is_covered = due.error().kind != ErrorKind::kNotFound};
  }
  return {true, due->at.micros, static_cast<int>(due->last_day.time_since_epoch().count())};
}

Outcome Compare(const World& world, uint64_t seed, size_t cases_count, const Answerer& ask) {
  Outcome all;
  size_t first_block = 0;
  std::mutex mutex;
  std::atomic<size_t> next = 0;
  std::atomic<bool> is_over = false;
  const auto work = [&] {
    for (size_t block = next++; block * kBlockCases < cases_count && !is_over; block = next++) {
      const size_t count = std::min(kBlockCases, cases_count - block * kBlockCases);
      const Outcome one = CompareBlock(world, seed + block, count, ask);
      const std::scoped_lock lock(mutex);
      all.cases += one.cases;
      all.uncovered += one.uncovered;
      all.differences += one.differences;
      if (one.differences > 0 && (all.first.empty() || block < first_block)) {
        all.first = one.first;
        first_block = block;
        is_over = true;
      }
    }
  };
  std::vector<std::jthread> threads(std::max(1U, std::thread::hardware_concurrency()));
  for (std::jthread& thread : threads) {
    thread = std::jthread(work);
  }
  threads.clear();
  return all;
}

}  // namespace mandat::oracle
