// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "crash/disk_world.h"

namespace mandat {
namespace {

constexpr uint64_t kCrashesUnderWay = 100;
constexpr uint64_t kCrashesPerHistory = 7;
constexpr uint64_t kHistoriesMax = 50;

// Crashes that came when nothing was under way happen too, and do not count.
// Covers: GDPR Art. 32(1)(b), GDPR Art. 32(1)(c).
TEST(RandomInstantsTest, LosesNothingThatWasAcknowledgedAndLeavesNothingHalfThere) {
  uint64_t under_way = 0;
  for (uint64_t history = 0; under_way < kCrashesUnderWay; ++history) {
    ASSERT_LT(history, kHistoriesMax);
    const uint64_t seed = BaseSeed() + history;
    DiskWorld disk(seed, seed % 2 == 0 ? kTightBuffers : kRoomyBuffers);
    for (uint64_t crash = 0; crash < kCrashesPerHistory; ++crash) {
      const std::vector<Harm> harms = disk.CrashOnce(seed * 1000 + crash);
      ASSERT_TRUE(harms.empty()) << "MANDAT_CRASH_SEED=" << seed << ", crash " << crash << "\n"
                                 << Format(harms);
    }
    under_way += disk.crashes_under_way();
  }
}

// The second attempt removes and makes anew what the first had made when the power went.
TEST(RewrapTest, AskedForAgainWithoutPowerHarmsNothing) {
  constexpr uint64_t kStepsToMake = 12;  // a database
  DiskWorld disk(BaseSeed(), kRoomyBuffers);
  ASSERT_OK(disk.world().Open());
  for (uint64_t step = 1; step <= kStepsToMake; ++step) {
    SCOPED_TRACE(step);
    disk.disk().Plan(DiskFault::kPowerLoss, step);
    for (int attempt = 0; attempt < 2; ++attempt) {
      disk.world().Rewrap();
      disk.world().Settle();
    }
    disk.LosePower(step);
    const std::vector<Harm> harms = disk.OpenAndExamine();
    ASSERT_TRUE(harms.empty()) << Format(harms);
  }
}

}  // namespace
}  // namespace mandat
