// SPDX-License-Identifier: Apache-2.0
#include "duty/day.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"

namespace mandat {
namespace {

TEST(DayTest, PrintsWhatItParsedByteForByte) {
  for (const std::string text : {"1970-01-01", "2026-03-30", "2028-02-29", "2199-12-31"}) {
    const Result<Day> day = ParseDate(text);
    ASSERT_OK(day) << text;
    EXPECT_EQ(FormatDate(*day), text);
    EXPECT_TRUE(IsInReach(*day));
  }
}

TEST(DayTest, RefusesDatesThatDoNotExistOrAreOutOfReach) {
  for (const std::string text :
       {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "1969-12-31",
        "2200-01-01", "2026-1-1", "2026/01/01", "20260101", "2026-01-01 ", "2026-01-01T00:00:00Z",
        "+026-01-01", "2026-01--1"}) {
    EXPECT_FALSE(ParseDate(text)) << text;
  }
}

}  // namespace
}  // namespace mandat
