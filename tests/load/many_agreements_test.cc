// SPDX-License-Identifier: Apache-2.0
// Agreements are opened when they are asked for and closed when others need their place.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <thread>

#include "docket/docket.h"
#include "load/many_world.h"
#include "service/fire_clocks.h"
#include "service/record_event.h"
#include "store/rocks/disk_homes.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr size_t kOpenMax = 3;

size_t FilesOpen() {
  return static_cast<size_t>(std::distance(fs::directory_iterator("/proc/self/fd"), {}));
}

// The place where they are is a disk, so that files count.
class ManyOnDiskTest : public testing::Test {
 protected:
  ManyOnDiskTest()
      : directory_(testing::TempDir() + "mandat_many_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(directory_);
    world_ = std::make_unique<ManyWorld>(
        std::make_shared<DiskHomes>(directory_, RocksBudget::Make(size_t{8} << 20, size_t{8} << 20),
                                    nullptr),
        kOpenMax);
  }
  ~ManyOnDiskTest() override {
    world_.reset();
    fs::remove_all(directory_);
  }

  const fs::path directory_;
  std::unique_ptr<ManyWorld> world_;
};

TEST_F(ManyOnDiskTest, HoldsFilesOfThoseThatAreOpenAndNotOfTheOthers) {
  const size_t before = FilesOpen();
  world_->Make(kOpenMax);
  const size_t a_few = FilesOpen() - before;
  world_->Make(4 * kOpenMax);
  ASSERT_OK(world_->Put(0, "Ada Example"));
  ASSERT_OK(world_->Read(0));
  world_->agreements().CloseIdle();
  EXPECT_LE(world_->agreements().Opened().size(), kOpenMax);
  EXPECT_LE(FilesOpen() - before, 2 * a_few);
}

TEST_F(ManyOnDiskTest, AStartOpensNoneOfThoseThatWereClosedInOrder) {
  world_->Make(4);
  world_->Stop();
  world_->Start();
  EXPECT_TRUE(world_->agreements().OpenDue(world_->time().Now()).empty());
  EXPECT_TRUE(world_->agreements().Opened().empty());
  ASSERT_OK(world_->Put(3, "Ada Example"));
  EXPECT_EQ(world_->agreements().Opened().size(), 1u);
}

// Homes one of which waits to be let in.
class GuardedHomes final : public Homes {
 public:
  Result<std::unique_ptr<Home>> Open(const std::string& name) override {
    if (guarded_ && name == *guarded_) {
      asked_.set_value();
      opened_.get_future().wait();
    }
    return homes_.Open(name);
  }
  bool Exists(const std::string& name) const override { return homes_.Exists(name); }
  std::vector<std::string> List(const std::string& above) const override {
    return homes_.List(above);
  }

  void Guard(const AgreementId& id) { guarded_ = "agreements/" + id.text(); }
  void WaitUntilAsked() { asked_.get_future().wait(); }
  void LetIn() { opened_.set_value(); }
  MemoryHomes& inner() { return homes_; }

 private:
  MemoryHomes homes_;
  std::optional<std::string> guarded_;
  std::promise<void> asked_;
  std::promise<void> opened_;
};

class ManyTest : public testing::Test {
 protected:
  std::vector<std::string> OpenNames() {
    std::vector<std::string> names;
    for (const auto& open : world_.agreements().Opened()) {
      names.push_back(open->id().text());
    }
    return names;
  }

  std::shared_ptr<GuardedHomes> homes_ = std::make_shared<GuardedHomes>();
  ManyWorld world_{homes_, 3};
};

// Two ask for it: it is opened once.
TEST_F(ManyTest, OneThatOpensSlowlyHoldsBackNobodyElse) {
  world_.Make(3);
  world_.Stop();
  homes_->Guard(ShopId(0));
  world_.Start();
  std::shared_ptr<OpenAgreement> slow;
  std::shared_ptr<OpenAgreement> second;
  std::jthread first([&] { slow = *world_.agreements().Find(ShopId(0)); });
  homes_->WaitUntilAsked();
  EXPECT_EQ(world_.agreements().FindOpen(ShopId(0)), nullptr);
  EXPECT_OK(world_.Put(1, "Ada Example"));
  EXPECT_TRUE(world_.agreements().Has(ShopId(0)));
  EXPECT_FALSE(world_.agreements().Find(*AgreementId::Parse("no-such-shop")));
  std::jthread another([&] { second = *world_.agreements().Find(ShopId(0)); });
  homes_->LetIn();
  first.join();
  another.join();
  EXPECT_EQ(slow, second) << "opened twice";
}

TEST(ManyInMemoryTest, SixtyWithEightOpenLoseNothing) {
  constexpr int kAgreements = 60;
  ManyWorld world(std::make_shared<MemoryHomes>(), 8);
  world.Make(kAgreements);
  for (int number = 0; number < kAgreements; ++number) {
    ASSERT_OK(world.Put(number, "Ada Example of shop " + std::to_string(number)));
  }
  for (int number = 0; number < kAgreements; ++number) {
    ASSERT_OK(world.Read(number));
  }
  world.agreements().CloseIdle();
  EXPECT_LE(world.agreements().Opened().size(), 8u);
  EXPECT_EQ(world.agreements().List().size(), static_cast<size_t>(kAgreements));
}

TEST_F(ManyTest, ClosesThoseThatWereNotAskedForLongest) {
  world_.Make(5);
  world_.agreements().CloseIdle();
  EXPECT_EQ(OpenNames(), (std::vector<std::string>{"shop-2", "shop-3", "shop-4"}));
  ASSERT_OK(world_.agreements().Find(ShopId(2)));
  ASSERT_OK(world_.agreements().Find(ShopId(0)));
  world_.agreements().CloseIdle();
  EXPECT_EQ(OpenNames(), (std::vector<std::string>{"shop-0", "shop-2", "shop-4"}));
}

TEST_F(ManyTest, LeavesOpenWhatIsInUse) {
  world_.Make(1);
  const std::shared_ptr<OpenAgreement> held = *world_.agreements().Find(ShopId(0));
  world_.Make(9);
  world_.agreements().CloseIdle();
  EXPECT_EQ(*world_.agreements().Find(ShopId(0)), held);
  EXPECT_LE(world_.agreements().Opened().size(), 3u);
}

// Invariant (no clock is lost): a retention that ends is a clock like any other.
TEST_F(ManyTest, OpensAClosedOneWhenItHasSomethingToDoAndNotBefore) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  world_.Make(9);
  world_.agreements().CloseIdle();
  ASSERT_EQ(world_.agreements().FindOpen(ShopId(0)), nullptr);
  const Instant end = world_.time().Now() + std::chrono::days(30);
  EXPECT_FALSE(world_.agreements().MayFireBefore(ShopId(0), end));
  EXPECT_TRUE(world_.agreements().MayFireBefore(ShopId(0), end + std::chrono::seconds(1)));
  world_.time().Advance(std::chrono::days(30) - std::chrono::seconds(1));
  EXPECT_TRUE(world_.agreements().OpenDue(world_.time().Now()).empty());
  EXPECT_EQ(world_.agreements().FindOpen(ShopId(0)), nullptr);
  world_.time().Advance(std::chrono::seconds(1));
  EXPECT_TRUE(world_.agreements().OpenDue(world_.time().Now()).empty());
  EXPECT_NE(world_.agreements().FindOpen(ShopId(0)), nullptr);
}

TEST_F(ManyTest, DoesNotCloseWhatHasSomethingToDo) {
  world_.Make(1);
  ASSERT_OK(world_.Put(0, "Ada Example"));
  world_.time().Advance(std::chrono::days(30));
  world_.Make(9);
  world_.agreements().CloseIdle();
  EXPECT_NE(world_.agreements().FindOpen(ShopId(0)), nullptr);
}

// Both twins of one fault: the hint is lost, and the hint is kept though the commit failed.
TEST_F(ManyTest, WhatCannotBeRememberedIsOpenedAgainAndNotForgotten) {
  for (const CommitFault fault : {CommitFault::kRefuse, CommitFault::kUnknownKept}) {
    world_.Make(3);
    MemoryHome& system = homes_->inner().HomeOf("system");
    world_.Make(5);
    system.FailCommit(fault, 1);
    world_.agreements().CloseIdle();
    system.FailCommit(CommitFault::kNone, 1);
    EXPECT_TRUE(world_.agreements().OpenDue(world_.time().Now()).empty());
    for (int number = 0; number < 5; ++number) {
      EXPECT_OK(world_.agreements().Find(ShopId(number)));
    }
    world_.Stop();
    world_.Start();
  }
}

TEST_F(ManyTest, AfterACrashOnlyThoseThatWereOpenAreLookedAt) {
  world_.Make(6);
  world_.agreements().CloseIdle();
  std::vector<std::string> open = OpenNames();
  ASSERT_EQ(open.size(), 3u);
  world_.Crash();
  world_.Start();
  EXPECT_TRUE(world_.agreements().OpenDue(world_.time().Now()).empty());
  EXPECT_EQ(OpenNames(), open);
}

TEST_F(ManyTest, ManyCallersOfManyAgreementsAllGetTheirs) {
  world_.Make(12);
  std::vector<std::jthread> callers;
  std::atomic<int> wrong{0};
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&, caller] {
      for (int round = 0; round < 60; ++round) {
        const AgreementId id = ShopId((round * 7 + caller * 5) % 12);
        const auto found = world_.agreements().Find(id);
        wrong += found && (*found)->id() == id ? 0 : 1;
      }
    });
  }
  callers.clear();
  EXPECT_EQ(wrong, 0);
  world_.agreements().CloseIdle();
  EXPECT_LE(world_.agreements().Opened().size(), 3u);
}

}  // namespace
}  // namespace mandat
