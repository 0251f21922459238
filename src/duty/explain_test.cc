// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "duty/deadline.h"
#include "duty/duty_test_util.h"
#include "law/legal_ref.h"

namespace mandat {
namespace {

using Lines = std::vector<std::string>;

std::string Joined(const Lines& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + "\n";
  }
  return text;
}

TEST(ExplainTest, TellsEachStepOfAMonthWithItsRule) {
  const auto deadline =
      ComputeDeadline(At("2026-03-05T10:00:00+01:00"), For("1 month"), RulesWith("BE"));
  ASSERT_OK(deadline);
  EXPECT_EQ(
      Explain(*deadline, Language::kEnglish),
      (Lines{"rules: Regulation (EEC, Euratom) No 1182/71; calendar: BE; zone: Europe/Brussels",
             "the event is at 10:00 on Thursday 2026-03-05 (2026-03-05T09:00:00Z); that day is not "
             "counted [Reg. 1182/71 Art. 3(1)]",
             "1 month after that day: Sunday 2026-04-05 [Reg. 1182/71 Art. 3(2)(c)]",
             "no working day: Sunday 2026-04-05 (Pasen), Monday 2026-04-06 (Paasmaandag); so the "
             "end moves to Tuesday 2026-04-07 [Reg. 1182/71 Art. 3(4)]",
             "in time until 24:00 on Tuesday 2026-04-07 (2026-04-07T22:00:00Z)"}));
  EXPECT_EQ(
      Explain(*deadline, Language::kFrench),
      (Lines{"règles : le règlement (CEE, Euratom) nº 1182/71 ; calendrier : BE ; fuseau : "
             "Europe/Brussels",
             "l'événement est du jeudi 2026-03-05 à 10:00 (2026-03-05T09:00:00Z) ; ce jour n'est "
             "pas compté [Reg. 1182/71 Art. 3(1)]",
             "1 mois après ce jour : dimanche 2026-04-05 [Reg. 1182/71 Art. 3(2)(c)]",
             "jour non ouvrable : dimanche 2026-04-05 (Pasen), lundi 2026-04-06 (Paasmaandag) ; le "
             "terme est donc reporté au mardi 2026-04-07 [Reg. 1182/71 Art. 3(4)]",
             "à temps jusqu'au mardi 2026-04-07 à 24:00 (2026-04-07T22:00:00Z)"}));
}

TEST(ExplainTest, TellsOfTheTwoWorkingDays) {
  const auto deadline = ComputeDeadline(NoonOf("2026-12-24"), For("2 days"), RulesWith("BE"));
  EXPECT_NE(Joined(Explain(*deadline, Language::kEnglish))
                .find("fewer than two working days lie in it, so the end moves to Tuesday "
                      "2026-12-29 [Reg. 1182/71 Art. 3(5)]"),
            std::string::npos);
}

TEST(ExplainTest, NamesTheHolidaysThatWorkingDaysLeaveOut) {
  const auto deadline =
      ComputeDeadline(NoonOf("2026-07-10"), For("10 working-days"), RulesWith("BE"));
  EXPECT_NE(Joined(Explain(*deadline, Language::kEnglish))
                .find("10 working days after that day: Monday 2026-07-27; working days are Monday "
                      "to Friday, without Tuesday 2026-07-21 (Nationale feestdag) [Reg. 1182/71 "
                      "Art. 3(3)]"),
            std::string::npos);
}

TEST(ExplainTest, ShowsTheFullHourReadingAsInformation) {
  const auto deadline =
      ComputeDeadline(At("2026-03-27T15:20:00+01:00"), For("72 hours"), RulesWith("BE"));
  const std::string text = Joined(Explain(*deadline, Language::kEnglish));
  EXPECT_NE(text.find("in time until 16:20 on Monday 2026-03-30 (2026-03-30T14:20:00Z)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("information: counted from the first full hour after the event it would be "
                      "2026-03-30T15:00:00Z"),
            std::string::npos);
}

TEST(ExplainTest, SaysWhyABackwardPeriodAndRetentionDoNotMove) {
  TimeRules rules = RulesWith("BE");
  rules.cut_off = std::chrono::hours(17);
  const std::string before = Joined(Explain(
      *ComputeLatestBefore(NoonOf("2026-03-31"), For("1 month"), rules), Language::kEnglish));
  EXPECT_NE(before.find("1 month before that day: Saturday 2026-02-28, the last day of its month"),
            std::string::npos)
      << before;
  EXPECT_NE(before.find("never extended [Reg. 1182/71 Art. 3(4)]"), std::string::npos);
  EXPECT_NE(before.find("in time until 17:00 on Friday 2026-02-27"), std::string::npos);
  const std::string kept = Joined(
      Explain(*ComputeRetention(NoonOf("2026-10-03"), For("90 days"), rules), Language::kFrench));
  EXPECT_NE(kept.find("délai de conservation"), std::string::npos);
}

TEST(ExplainTest, PrintsTheRuleSetThatWasChosen) {
  TimeRules rules = RulesWith("DE-BE");
  rules.rule_set = RuleSet::kBgb;
  const std::string german = Joined(
      Explain(*ComputeDeadline(NoonOf("2026-04-01"), For("2 days"), rules), Language::kEnglish));
  EXPECT_NE(german.find("German Civil Code, sections 187 to 193"), std::string::npos);
  EXPECT_NE(german.find("[BGB § 193]"), std::string::npos) << german;
  rules.rule_set = RuleSet::kBelgianCivilCode;
  EXPECT_NE(Joined(Explain(*ComputeDeadline(NoonOf("2026-04-01"), For("2 days"), rules),
                           Language::kEnglish))
                .find("[BE Civil Code Art. 1.7]"),
            std::string::npos);
}

// Every sort of computation says something in both languages; Union law is cited in the one form.
TEST(ExplainTest, SpeaksBothLanguagesAndCitesInTheOneForm) {
  TimeRules rules = RulesWith("BE");
  rules.opening = OpeningHours{};
  rules.cut_off = std::chrono::hours(11);
  for (const std::string period : {"24 hours", "4 business-hours", "14 days", "10 working-days",
                                   "2 weeks", "1 month", "3 years"}) {
    for (const auto compute : {&ComputeDeadline, &ComputeRetention, &ComputeLatestBefore}) {
      const auto deadline = compute(NoonOf("2026-12-24"), For(period), rules);
      ASSERT_OK(deadline) << period;
      EXPECT_GE(deadline->steps.size(), 4U);
      for (const Step& step : deadline->steps) {
        EXPECT_FALSE(step.en.empty());
        EXPECT_FALSE(step.fr.empty());
        EXPECT_NE(step.en, step.fr);
        EXPECT_TRUE(step.source.empty() || LegalRef::Parse(step.source)) << step.source;
      }
    }
  }
}

TEST(ExplainTest, CutsLongListsOfDays) {
  const auto deadline =
      ComputeDeadline(NoonOf("2026-01-02"), For("1000 working-days"), RulesWith("BE"));
  EXPECT_NE(Joined(Explain(*deadline, Language::kEnglish)).find(" more [Reg."), std::string::npos);
}

TEST(ExplainTest, ShowsBothReadingsOnlyWhereTheyDiffer) {
  const Unstated weeks{.weeks = {WorkingWeek::kMondayToFriday, WorkingWeek::kMondayToSaturday}};
  const auto differ = ComputeBoth(Count::kToAct, NoonOf("2026-07-10"), For("10 working-days"),
                                  RulesWith("BE"), weeks);
  const std::string text = Joined(Explain(*differ, Language::kEnglish));
  EXPECT_NE(text.find("the earliest reading, which binds us:"), std::string::npos);
  EXPECT_NE(text.find("  in time until 24:00 on Thursday 2026-07-23"), std::string::npos) << text;
  EXPECT_NE(text.find("  in time until 24:00 on Monday 2026-07-27"), std::string::npos);
  const auto agree = ComputeBoth(Count::kToAct, NoonOf("2026-07-06"), For("2 working-days"),
                                 RulesWith("BE"), weeks);
  EXPECT_EQ(Explain(*agree, Language::kFrench), Explain(agree->earliest, Language::kFrench));
}

}  // namespace
}  // namespace mandat
