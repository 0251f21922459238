// SPDX-License-Identifier: Apache-2.0
// The facts of tests/vectors/periods.txt and tests/vectors/holidays.txt.
#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

const std::filesystem::path kRoot = MANDAT_SOURCE_DIR;
// Where the facts come from; not part of the tree, so that its tests are left out without it.
const std::filesystem::path kOrigin = kRoot.parent_path() / "shared/law/vectors";

void ExpectDay(const std::string& event, const Period& period, const std::string& calendar,
               const std::string& last, const std::string& counted) {
  TimeRules rules = RulesWith(calendar);
  const std::string what = event + " + " + period.Format() + " in " + calendar;
  // Any time of the day: the first moment, noon, the last second.
  const Zone& zone = rules.zone;
  for (const Instant at :
       {zone.StartOf(On(event)), NoonOf(event),
        zone.StartOf(On(event) + std::chrono::days(1)) + std::chrono::microseconds(-1)}) {
    rules.rule_set = RuleSet::kReg1182;
    const Result<Deadline> deadline = ComputeDeadline(at, period, rules);
    ASSERT_OK(deadline) << what;
    EXPECT_EQ(FormatDate(deadline->last_day), last) << what;
    EXPECT_EQ(deadline->due, zone.StartOf(On(last) + std::chrono::days(1))) << what;
    rules.rule_set = RuleSet::kBelgianCivilCode;
    EXPECT_EQ(FormatDate(ComputeDeadline(at, period, rules)->last_day), last) << what;
    EXPECT_EQ(FormatDate(ComputeRetention(at, period, rules)->last_day), counted) << what;
    rules.rule_set = RuleSet::kPlain;
    EXPECT_EQ(FormatDate(ComputeDeadline(at, period, rules)->last_day), counted) << what;
  }
}

void ExpectHours(const std::string& event, const Period& period, const std::string& zone,
                 const std::string& end, const std::string& from_full_hour) {
  const TimeRules rules{.zone = *Zone::Get(zone), .calendar = *Calendar::Get("BE")};
  const Result<Deadline> deadline = ComputeDeadline(At(event), period, rules);
  ASSERT_OK(deadline) << event;
  EXPECT_EQ(deadline->due, At(end)) << event;
  EXPECT_EQ(deadline->from_full_hour, At(from_full_hour)) << event;
}

// Covers: Reg. 1182/71 Art. 2(2), Art. 3(1), Art. 3(2)(b), Art. 3(2)(c), Art. 3(3), Art. 3(4),
// Art. 3(5).
TEST(DutyVectorsTest, EndsEveryPeriodOfTheFacts) {
  size_t days = 0, hours = 0;
  for (const std::string& line : LinesOf(kRoot / "tests/vectors/periods.txt")) {
    const std::vector<std::string> fact = Split(line, " | ");
    ASSERT_EQ(fact.size(), 6U) << line;
    if (fact[0] == "day") {
      ++days;
      ExpectDay(fact[1], For(fact[2]), fact[3], fact[4], fact[5]);
    } else {
      ++hours;
      ExpectHours(fact[1], For(fact[2]), fact[3], fact[4], fact[5]);
    }
  }
  EXPECT_EQ(days, 20U);
  EXPECT_EQ(hours, 3U);
}

// The holidays of a calendar in one year, as 01-01.
std::set<std::string> HolidaysOf(const std::string& calendar, const std::string& year) {
  std::set<std::string> found;
  for (Day day = On(year + "-01-01"); day <= On(year + "-12-31"); day += std::chrono::days(1)) {
    if (*Calendar::Get(calendar)->IsHoliday(day)) {
      found.insert(FormatDate(day).substr(5));
    }
  }
  return found;
}

TEST(DutyVectorsTest, HasExactlyTheHolidaysOfTheFacts) {
  std::map<std::string, size_t> years;
  for (const std::string& line : LinesOf(kRoot / "tests/vectors/holidays.txt")) {
    const std::vector<std::string> fact = Split(line, " ");
    ASSERT_GT(fact.size(), 2U) << line;
    ++years[fact[0]];
    EXPECT_EQ(HolidaysOf(fact[0], fact[1]), std::set<std::string>(fact.begin() + 2, fact.end()))
        << fact[0] << " " << fact[1];
  }
  EXPECT_EQ(years, (std::map<std::string, size_t>{
                       {"BE", 8}, {"FR", 8}, {"DE", 8}, {"DE-BE", 8}, {"US", 8}, {"ECB", 8}}));
}

std::string ReadWhole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The value of a name in one object of JSON; enough for these files.
std::string ValueOf(const std::string& object, const std::string& name) {
  std::smatch match;
  const std::regex pattern("\"" + name + R"(":\s*"?([^",}\n]*))");
  return std::regex_search(object, match, pattern) ? match[1].str() : "";
}

TEST(DutyVectorsTest, AgreesWithTheOriginOfTheFactsWhereItIsThere) {
  const std::string periods = ReadWhole(kOrigin / "period_vectors.json");
  const std::string holidays = ReadWhole(kOrigin / "holidays_golden_2024_2031.json");
  if (periods.empty() || holidays.empty()) {
    GTEST_SKIP() << "the origin of the facts is not beside the tree";
  }
  size_t read = 0;
  const std::regex object(R"(\{[^{}]*\})");
  for (std::sregex_iterator it(periods.begin(), periods.end(), object), end; it != end; ++it) {
    const std::string fact = it->str();
    const std::string count = ValueOf(fact, "n");
    const std::string plural = count == "1" ? "" : "s";
    ++read;
    if (const std::string event = ValueOf(fact, "event"); !event.empty()) {
      const std::string unit = ValueOf(fact, "unit");
      ExpectDay(event, For(count + " " + (unit == "workday" ? "working-day" : unit) + plural),
                ValueOf(fact, "calendar"), ValueOf(fact, "last_day"),
                ValueOf(fact, "last_day_no_rollover"));
    } else {
      ExpectHours(ValueOf(fact, "event_local"), For(count + " hour" + plural), ValueOf(fact, "tz"),
                  ValueOf(fact, "exact_utc"), ValueOf(fact, "strict_1182_utc"));
    }
  }
  EXPECT_EQ(read, 23U);

  std::map<std::string, std::map<std::string, std::set<std::string>>> listed;
  std::string calendar;
  const std::regex key(R"re("([A-Z-]+)": \{|"(\d{4})-(\d\d-\d\d)": ")re");
  for (std::sregex_iterator it(holidays.begin(), holidays.end(), key), end; it != end; ++it) {
    if ((*it)[1].matched) {
      calendar = (*it)[1];
    } else {
      listed[calendar][(*it)[2]].insert((*it)[3]);
    }
  }
  EXPECT_EQ(listed.size(), 6U);
  for (const auto& [id, by_year] : listed) {
    EXPECT_EQ(by_year.size(), 8U);
    for (const auto& [year, days] : by_year) {
      EXPECT_EQ(HolidaysOf(id, year), days) << id << " " << year;
    }
  }
}

}  // namespace
}  // namespace mandat
