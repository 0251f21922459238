// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "backup/rebuild.h"
#include "base/error_test_util.h"

namespace mandat {
namespace {

const Instant kFirst = *Instant::Parse("2026-03-02T09:00:00Z");
const Instant kLast = *Instant::Parse("2026-03-02T10:00:00Z");

ChainList ListWith(uint64_t whole, uint64_t damaged) {
  ChainList list;
  list.chains.push_back(
      {KeptWindow{.chain = whole, .is_whole = true, .from = kFirst, .to = kLast}, {}});
  list.damaged.push_back(damaged);
  return list;
}

// Covers: GDPR Art. 32(1)(c).
TEST(NewestChainTest, IsNotQuietlyTakenFromBeforeADamagedOne) {
  const ChainList list = ListWith(1, 2);
  const auto newest = ChainFor(list, std::nullopt);
  ASSERT_FALSE(newest);
  EXPECT_EQ(newest.error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(newest.error().message,
            "the newest backup is damaged: name an instant up to " + kLast.Format());
  const auto named = ChainFor(list, kLast);
  ASSERT_OK(named);
  EXPECT_EQ((*named)->window.chain, 1U);
}

TEST(NewestChainTest, IsTakenWhereADamagedOneIsOlder) {
  const ChainList list = ListWith(2, 1);
  const auto newest = ChainFor(list, std::nullopt);
  ASSERT_OK(newest);
  EXPECT_EQ((*newest)->window.chain, 2U);
}

}  // namespace
}  // namespace mandat
