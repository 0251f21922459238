// SPDX-License-Identifier: Apache-2.0
#include "duty/contract_term.h"

#include <gtest/gtest.h>

#include "duty/duty_test_util.h"

namespace mandat {
namespace {

class TermTest : public ::testing::Test {
 protected:
  Result<ContractTerm> In(const std::string& at, const std::string& start) const {
    return TermAt(At(at), At(start), terms_, RulesWith("BE"));
  }

  // 36 months, then 3 years at a time, with 3 months' notice.
  TermRules terms_{For("36 months"), For("3 years"), For("3 months")};
};

TEST_F(TermTest, EndsTheInitialTermOnTheEveOfItsDay) {
  const auto term = In("2024-06-01T00:00:00Z", "2024-01-15T10:00:00+01:00");
  ASSERT_OK(term);
  EXPECT_EQ(term->number, 0U);
  EXPECT_EQ(term->begins, At("2024-01-15T00:00:00+01:00"));
  EXPECT_EQ(term->ends, At("2027-01-15T00:00:00+01:00"));
  EXPECT_EQ(FormatDate(term->notice.last_day), "2026-10-14");
  EXPECT_EQ(term->notice.at, At("2026-10-15T00:00:00+02:00"));
}

TEST_F(TermTest, WantsNoticeByTheEndOfAMonthForATermThatEndsWithTheYear) {
  const auto term = In("2024-06-01T00:00:00Z", "2024-01-01T00:00:00+01:00");
  EXPECT_EQ(term->ends, At("2027-01-01T00:00:00+01:00"));
  EXPECT_EQ(FormatDate(term->notice.last_day), "2026-09-30");
}

TEST_F(TermTest, RenewsByThreeYearsAtATime) {
  const std::string start = "2024-01-15T10:00:00+01:00";
  EXPECT_EQ(In("2027-01-14T22:59:59Z", start)->number, 0U);
  const auto renewed = In("2027-01-14T23:00:00Z", start);
  EXPECT_EQ(renewed->number, 1U);
  EXPECT_EQ(renewed->begins, At("2027-01-15T00:00:00+01:00"));
  EXPECT_EQ(renewed->ends, At("2030-01-15T00:00:00+01:00"));
  EXPECT_EQ(In("2040-06-01T00:00:00Z", start)->number, 5U);
}

TEST_F(TermTest, DoesNotCreepFromTheEndOfAMonth) {
  terms_ = {For("1 month"), For("1 month"), For("1 week")};
  const std::string start = "2026-01-31T10:00:00+01:00";
  EXPECT_EQ(In("2026-02-01T12:00:00Z", start)->ends, At("2026-02-28T00:00:00+01:00"));
  EXPECT_EQ(In("2026-03-01T12:00:00Z", start)->ends, At("2026-03-31T00:00:00+02:00"));
  EXPECT_EQ(In("2026-04-01T12:00:00Z", start)->ends, At("2026-04-30T00:00:00+02:00"));
}

TEST_F(TermTest, MixesUnitsOfDaysAndMonths) {
  terms_ = {For("90 days"), For("1 year"), For("2 weeks")};
  const auto term = In("2026-06-01T12:00:00Z", "2026-01-01T10:00:00+01:00");
  EXPECT_EQ(term->begins, At("2026-04-01T00:00:00+02:00"));
  EXPECT_EQ(term->ends, At("2027-04-01T00:00:00+02:00"));
  EXPECT_EQ(FormatDate(term->notice.last_day), "2027-03-17");
}

TEST_F(TermTest, RefusesInstantsBeforeTheContractAndUnitsWithoutDays) {
  EXPECT_FALSE(In("2024-01-14T12:00:00Z", "2024-01-15T10:00:00+01:00"));
  EXPECT_FALSE(In("2198-06-01T12:00:00Z", "2024-01-15T10:00:00+01:00"));
  terms_.initial = For("24 hours");
  EXPECT_FALSE(In("2024-06-01T00:00:00Z", "2024-01-15T10:00:00+01:00"));
  terms_.initial = {0, TimeUnit::kDays};
  EXPECT_FALSE(In("2024-06-01T00:00:00Z", "2024-01-15T10:00:00+01:00"));
}

}  // namespace
}  // namespace mandat
