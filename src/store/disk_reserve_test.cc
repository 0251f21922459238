// SPDX-License-Identifier: Apache-2.0
#include "store/disk_reserve.h"

#include <gtest/gtest.h>

#include "store/temporary_test_util.h"

namespace mandat {
namespace {

constexpr uint64_t kBytes = uint64_t{1} << 20U;

class DiskReserveTest : public testing::Test {
 protected:
  bool IsThere() const { return std::filesystem::exists(directory_.path() / "reserve"); }

  TemporaryDirectory directory_;
  Result<uint64_t> room_ = uint64_t{1} << 30U;
  DiskReserve reserve_{directory_.path(), [this] { return room_; }, kBytes};
};

TEST_F(DiskReserveTest, TakesItsRoomWhileThereIsEnough) {
  EXPECT_FALSE(reserve_.Look());
  EXPECT_TRUE(IsThere());
  EXPECT_EQ(std::filesystem::file_size(directory_.path() / "reserve"), kBytes);
  EXPECT_FALSE(*reserve_.no_room());
}

TEST_F(DiskReserveTest, IsGivenUpWhenTheDiskIsNearlyFullAndMadeAgainLater) {
  reserve_.Look();
  room_ = kBytes / 2 - 1;
  EXPECT_TRUE(reserve_.Look());
  EXPECT_FALSE(IsThere());
  EXPECT_TRUE(*reserve_.no_room());
  room_ = kBytes + kBytes / 2;  // its own room alone is not room
  EXPECT_FALSE(reserve_.Look());
  EXPECT_TRUE(reserve_.is_low());
  room_ = 2 * kBytes;
  EXPECT_TRUE(reserve_.Look());
  EXPECT_TRUE(IsThere());
  EXPECT_FALSE(reserve_.is_low());
}

TEST_F(DiskReserveTest, TakesNothingFromADiskThatIsNearlyFullAtTheStart) {
  room_ = kBytes;
  EXPECT_FALSE(reserve_.Look());
  EXPECT_FALSE(IsThere());
}

TEST_F(DiskReserveTest, ChangesNothingWhenTheDiskDoesNotAnswer) {
  reserve_.Look();
  room_ = Fail(Error::Unavailable("no answer"));
  EXPECT_FALSE(reserve_.Look());
  EXPECT_TRUE(IsThere());
}

}  // namespace
}  // namespace mandat
