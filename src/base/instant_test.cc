// SPDX-License-Identifier: Apache-2.0
#include "base/instant.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "base/time_source.h"

namespace mandat {
namespace {

constexpr Instant kSpring{1'774'880'400'000'000};

// Covers: RFC 3339 5.6.
TEST(InstantTest, FormatsInUtcWithDecimalsOnlyWhenThereAreAny) {
  EXPECT_EQ(Instant{}.Format(), "1970-01-01T00:00:00Z");
  EXPECT_EQ(kSpring.Format(), "2026-03-30T14:20:00Z");
  EXPECT_EQ(Instant{kSpring.micros + 7}.Format(), "2026-03-30T14:20:00.000007Z");
  EXPECT_EQ(Instant{-1}.Format(), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatDay(kSpring), "2026-03-30");
}

// Covers: RFC 3339 5.6.
TEST(InstantTest, ReadsTheSameInstantInEveryOffset) {
  for (const std::string_view text :
       {"2026-03-30T14:20:00Z", "2026-03-30T16:20:00+02:00", "2026-03-30T03:50:00-10:30",
        "2026-03-30T14:20:00.0Z", "2026-03-31T00:20:00.000000+10:00"}) {
    const Result<Instant> at = Instant::Parse(text);
    ASSERT_OK(at);
    EXPECT_EQ(*at, kSpring) << text;
  }
}

TEST(InstantTest, ReadsBackWhatItFormats) {
  for (const int64_t micros : {int64_t{0}, int64_t{-1}, int64_t{951'782'400'000'000},
                               int64_t{253'402'300'799'999'999}, kSpring.micros + 123'456}) {
    const Result<Instant> at = Instant::Parse(Instant{micros}.Format());
    ASSERT_OK(at);
    EXPECT_EQ(at->micros, micros);
  }
}

TEST(InstantTest, CutsWhatIsFinerThanAMicrosecond) {
  const Result<Instant> at = Instant::Parse("2026-03-30T14:20:00.123456789Z");
  ASSERT_OK(at);
  EXPECT_EQ(at->micros, kSpring.micros + 123'456);
}

TEST(InstantTest, RefusesDaysAndTimesThatDoNotExist) {
  for (const std::string_view text : {"",
                                      "2026-03-30",
                                      "2026-03-30T14:20:00",
                                      "2026-02-29T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-00-01T00:00:00Z",
                                      "2026-03-00T00:00:00Z",
                                      "2026-03-30T24:00:00Z",
                                      "2026-03-30T14:60:00Z",
                                      "2026-03-30T14:20:60Z",
                                      "2026-03-30 14:20:00Z",
                                      "2026-03-30T14:20:00z",
                                      "2026-03-30T14:20:00.Z",
                                      "2026-03-30T14:20:00.1234567890Z",
                                      "2026-03-30T14:20:00+0200",
                                      "2026-03-30T14:20:00+24:00",
                                      "2026-03-30T14:20:00+02:60",
                                      "2026-03-30T14:20:00Zx",
                                      "-026-03-30T14:20:00Z",
                                      "2026-3-30T14:20:00Z "}) {
    const Result<Instant> at = Instant::Parse(text);
    ASSERT_FALSE(at) << text;
    EXPECT_EQ(at.error().kind, ErrorKind::kInvalid);
  }
}

TEST(InstantTest, MovesAndMeasuresInMicroseconds) {
  const Instant later = kSpring + std::chrono::hours(72);
  EXPECT_EQ(later.Format(), "2026-04-02T14:20:00Z");
  EXPECT_EQ(later - kSpring, std::chrono::hours(72));
  EXPECT_LT(kSpring, later);
}

TEST(InstantTest, StandsStillUntilManualTimeIsTurned) {
  ManualTime time(kSpring);
  EXPECT_EQ(time.Now(), kSpring);
  time.Advance(std::chrono::seconds(1));
  EXPECT_EQ(time.Now() - kSpring, std::chrono::seconds(1));
  time.Set({});
  EXPECT_EQ(time.Now(), Instant{});
}

}  // namespace
}  // namespace mandat
