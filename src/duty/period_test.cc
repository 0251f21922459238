// SPDX-License-Identifier: Apache-2.0
#include "duty/period.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

TEST(PeriodTest, PrintsWhatItParsedByteForByte) {
  for (const std::string text :
       {"1 hour", "24 hours", "1 business-hour", "4 business-hours", "1 day", "14 days",
        "1 working-day", "10 working-days", "1 week", "2 weeks", "1 month", "36 months", "1 year",
        "3 years", "100000 days"}) {
    const Result<Period> period = Period::Parse(text);
    ASSERT_OK(period) << text;
    EXPECT_EQ(period->Format(), text);
  }
}

TEST(PeriodTest, KnowsCountAndUnit) {
  EXPECT_EQ(*Period::Parse("10 working-days"), (Period{10, TimeUnit::kWorkingDays}));
  EXPECT_EQ(*Period::Parse("1 hour"), (Period{1, TimeUnit::kHours}));
}

TEST(PeriodTest, RefusesEveryOtherSpelling) {
  for (const std::string text : {"",
                                 "day",
                                 "1",
                                 "1 ",
                                 "1 days",
                                 "2 day",
                                 "0 days",
                                 "01 day",
                                 "-1 day",
                                 "+1 day",
                                 "1  day",
                                 " 1 day",
                                 "1 day ",
                                 "1\tday",
                                 "1day",
                                 "1 Day",
                                 "one day",
                                 "1.5 days",
                                 "100001 days",
                                 "99999999999999999999 days",
                                 "5 working days",
                                 "5 business-days",
                                 "2 fortnights",
                                 "3 monthss",
                                 "1 hour 30 minutes"}) {
    EXPECT_FALSE(Period::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
