// SPDX-License-Identifier: Apache-2.0
#include "crypto/running_hash.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

TEST(RunningHashTest, IsTheHashOfTheWholeHoweverItComes) {
  const Bytes whole(100'000, 'x');
  for (const size_t step : {size_t{1}, size_t{63}, size_t{64}, size_t{65}, whole.size()}) {
    RunningHash hash;
    for (size_t at = 0; at < whole.size(); at += step) {
      hash.Add(ByteView(whole).substr(at, step));
    }
    EXPECT_EQ(std::move(hash).Finish(), Sha256(whole)) << step;
  }
  EXPECT_EQ(RunningHash().Finish(), Sha256(""));
}

}  // namespace
}  // namespace mandat
