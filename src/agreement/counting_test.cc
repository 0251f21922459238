// SPDX-License-Identifier: Apache-2.0
#include "agreement/counting.h"

#include <gtest/gtest.h>

#include <variant>

#include "agreement/agreement_test_util.h"

namespace mandat {
namespace {

Agreement Counted(const std::string& more) {
  auto parsed = Agreement::Parse(
      {"form.yaml", std::string(kForm) + more, "agreement.yaml", std::string(kInstance)});
  if (const auto* findings = std::get_if<std::vector<Finding>>(&parsed)) {
    ADD_FAILURE() << findings->front().message;
    std::abort();
  }
  return std::get<Agreement>(std::move(parsed));
}

constexpr std::string_view kStated =
    "time: {zone: Europe/Berlin, calendar: DE-BE, rules: de-bgb, week: mon-sat, "
    "hours: \"mon-sat 08:30-17:45\", clause: \"19\"}\n";

TEST(CountingTest, LeavesNothingOpenWhereAllIsStated) {
  const auto counting = CountingOf(Counted(std::string(kStated)), "");
  ASSERT_TRUE(counting);
  EXPECT_EQ(counting->stated.zone.name(), "Europe/Berlin");
  EXPECT_EQ(counting->stated.calendar.id(), "DE-BE");
  EXPECT_EQ(counting->stated.rule_set, RuleSet::kBgb);
  EXPECT_EQ(counting->stated.week, WorkingWeek::kMondayToSaturday);
  EXPECT_TRUE(counting->unstated.calendars.empty());
  EXPECT_TRUE(counting->unstated.rule_sets.empty());
  EXPECT_TRUE(counting->unstated.weeks.empty());
}

TEST(CountingTest, ListsEveryReadingOfWhatIsOpen) {
  const auto counting = CountingOf(Counted(""), "not-stated");
  ASSERT_TRUE(counting);
  EXPECT_EQ(counting->stated.zone.name(), "UTC");
  EXPECT_EQ(counting->unstated.calendars.size(), 7U);
  EXPECT_EQ(counting->unstated.rule_sets.size(), 4U);
  EXPECT_EQ(counting->unstated.weeks.size(), 2U);
  EXPECT_FALSE(counting->stated.opening);
}

TEST(CountingTest, PrefersTheWeekOfTheTermAndElseThatOfTheAgreement) {
  const Agreement agreement = Counted(std::string(kStated));
  EXPECT_EQ(CountingOf(agreement, "mon-fri")->stated.week, WorkingWeek::kMondayToFriday);
  EXPECT_EQ(CountingOf(agreement, "not-stated")->stated.week, WorkingWeek::kMondayToSaturday);
  EXPECT_TRUE(CountingOf(Counted(""), "mon-fri")->unstated.weeks.empty());
}

TEST(CountingTest, OpensInTheHoursForCountingAndElseInThoseOfSupport) {
  const std::string support =
      "commercial: {hours: {hours: \"mon-fri 09:00-17:00\", clause: \"20\"}}\n";
  const auto stated = OpeningHoursOf(Counted(std::string(kStated) + support));
  ASSERT_TRUE(stated);
  EXPECT_EQ(stated->week, WorkingWeek::kMondayToSaturday);
  EXPECT_EQ(stated->opens, std::chrono::minutes(8 * 60 + 30));
  EXPECT_EQ(stated->closes, std::chrono::minutes(17 * 60 + 45));
  const auto of_support = OpeningHoursOf(Counted(support));
  ASSERT_TRUE(of_support);
  EXPECT_EQ(of_support->opens, std::chrono::hours(9));
  EXPECT_FALSE(OpeningHoursOf(Counted("commercial: {hours: not-stated}\n")));
}

TEST(CountingTest, RefusesACalendarOrAZoneThatIsNone) {
  const auto calendar = CountingOf(
      Counted(
          "time: {zone: not-stated, calendar: XX, rules: plain, week: mon-fri, clause: \"19\"}\n"),
      "");
  ASSERT_FALSE(calendar);
  EXPECT_EQ(calendar.error().kind, ErrorKind::kNotFound);
  const auto zone = CountingOf(Counted("time: {zone: Nowhere/At-All, calendar: BE, rules: plain, "
                                       "week: mon-fri, clause: \"19\"}\n"),
                               "");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace mandat
