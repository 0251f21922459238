// SPDX-License-Identifier: Apache-2.0
#include "gate/turn_size.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

using std::chrono::microseconds;

// The time of a batch of works that cost the same, with a sync.
microseconds Cost(size_t count, microseconds work) {
  return microseconds(500) + work * static_cast<int64_t>(count);
}

size_t SettledFor(microseconds work) {
  TurnSize size;
  for (int turn = 0; turn < 200; ++turn) {
    size.Took(size.Next(true), Cost(size.Next(true), work));
  }
  return size.Next(true);
}

TEST(TurnSizeTest, TakesWhatThereIsWhileNobodyElseWaits) {
  TurnSize size;
  size.Took(64, std::chrono::seconds(1));
  EXPECT_EQ(size.Next(false), TurnSize::kWorksMax);
}

TEST(TurnSizeTest, SettlesOnAsManyWorksAsFitIntoATurn) {
  for (const int micros : {10, 50, 200}) {
    const size_t count = SettledFor(microseconds(micros));
    EXPECT_LE(Cost(count, microseconds(micros)), 2 * TurnSize::kTurn) << micros;
    EXPECT_GE(Cost(count, microseconds(micros)), TurnSize::kTurn / 4) << micros;
  }
}

TEST(TurnSizeTest, NeverFallsBelowTheLeastNorRisesAboveTheMost) {
  EXPECT_EQ(SettledFor(std::chrono::seconds(1)), TurnSize::kWorksMin);
  EXPECT_EQ(SettledFor(microseconds(0)), TurnSize::kWorksMax);
}

TEST(TurnSizeTest, OneSlowSyncOfALongBatchDoesNotShrinkTurnsForLong) {
  TurnSize size;
  const size_t before = size.Next(true);
  size.Took(TurnSize::kWorksMax, std::chrono::milliseconds(80));
  EXPECT_GE(size.Next(true), before / 2);
}

}  // namespace
}  // namespace mandat
