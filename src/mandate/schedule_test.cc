// SPDX-License-Identifier: Apache-2.0
#include "mandate/schedule.h"

#include <gtest/gtest.h>

#include "mandate/mandate_test_util.h"

namespace mandat {
namespace {

Instant At(std::string_view text) { return *Instant::Parse(text); }

// The version that decides a consultation at that instant, and what it says.
std::string Decide(const MandateSchedule& schedule, std::string_view at) {
  const Mandate& mandate = *schedule.At(At(at));
  const Operation operation{.verb = Verb::kConsult, .purpose = "marketing", .collection = "cards"};
  const Decision decision = mandate.Decide(operation, At(at));
  return mandate.clause(ClauseOf(decision)).Format() + " " + std::string(NameOf(decision));
}

// Covers: GDPR Art. 28(3)(a).
TEST(MandateScheduleTest, DecidesByTheVersionInForceAtTheInstant) {
  const std::string amended = With(kInstance, "version: 3", "version: 4");
  const std::string narrower = With(kForm, "- purposes: all", "- purposes: [support]");
  const MandateSchedule schedule(
      {{At("2026-01-01T00:00:00Z"), CompileTexts(kForm, kInstance, kSchema)},
       {At("2026-06-01T00:00:00Z"), CompileTexts(narrower, amended, kSchema)}});
  EXPECT_EQ(Decide(schedule, "2025-12-31T23:59:59Z"), "acme-demo@3#13 not-in-force");
  EXPECT_EQ(Decide(schedule, "2026-01-01T00:00:00Z"), "acme-demo@3#9.1 allowed");
  EXPECT_EQ(Decide(schedule, "2026-05-31T23:59:59.999999Z"), "acme-demo@3#9.1 allowed");
  EXPECT_EQ(Decide(schedule, "2026-06-01T00:00:00Z"), "acme-demo@4#2 not-for-this-purpose");
  EXPECT_EQ(Decide(schedule, "2027-01-01T00:00:00Z"), "acme-demo@4#12 not-in-force");
}

TEST(MandateScheduleDeathTest, StopsAtVersionsThatAreNotInOrder) {
  const auto mandate = CompileAcme();
  const Instant at = At("2026-01-01T00:00:00Z");
  EXPECT_DEATH(MandateSchedule({}), "");
  EXPECT_DEATH(MandateSchedule({{at, nullptr}}), "");
  EXPECT_DEATH(MandateSchedule({{at, mandate}, {at, mandate}}), "");
}

}  // namespace
}  // namespace mandat
