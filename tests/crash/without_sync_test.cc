// SPDX-License-Identifier: Apache-2.0
//
// Linked with a store that does not sync its commits: the same crashes must find the losses.
#include <gtest/gtest.h>

#include <algorithm>

#include "crash/disk_world.h"

namespace mandat {
namespace {

constexpr uint64_t kHistories = 12;

bool SaysLost(const std::vector<Harm>& harms) {
  return std::ranges::any_of(harms,
                             [](const Harm& harm) { return harm.kind == Harm::Kind::kLost; });
}

TEST(WithoutSyncTest, TheCrashTestsNoticeAStoreThatDoesNotSync) {
  uint64_t noticed = 0;
  for (uint64_t history = 0; history < kHistories; ++history) {
    const uint64_t seed = BaseSeed() + history;
    DiskWorld disk(seed, kRoomyBuffers);
    for (uint64_t crash = 0; crash < 3; ++crash) {
      const std::vector<Harm> harms = disk.CrashOnce(seed * 1000 + crash);
      noticed += SaysLost(harms) ? 1 : 0;
      if (!harms.empty()) {
        break;
      }
    }
  }
  // Now and then the disk has kept everything by itself.
  EXPECT_GE(noticed, kHistories / 2);
  RecordProperty("noticed", static_cast<int>(noticed));
}

}  // namespace
}  // namespace mandat
