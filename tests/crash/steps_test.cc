// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "crash/disk_world.h"
#include "crash/judge.h"
#include "crash/scenario.h"
#include "store/memory/memory_home.h"

namespace mandat {
namespace {

// Steps enough that the last of them is behind the scenario on any machine.
constexpr uint64_t kStepsMax = 1000;
constexpr uint64_t kRunsPerWorld = 16;

// Counts what a home writes beside its stores, and lets it be the same home for every opener.
class SharedHome final : public Home {
 public:
  SharedHome(MemoryHome& home, uint64_t& files) : home_(home), files_(files) {}

  Result<std::unique_ptr<Store>> OpenStore(const std::string& name) override {
    return home_.OpenStore(name);
  }
  Status RemoveStore(const std::string& name) override { return home_.RemoveStore(name); }
  Result<std::vector<std::string>> ListStores() const override { return home_.ListStores(); }
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override {
    return home_.ReadFile(name);
  }
  Status WriteFile(const std::string& name, ByteView bytes) override {
    ++files_;
    return home_.WriteFile(name, bytes);
  }
  Status ShredFile(const std::string& name) override {
    ++files_;
    return home_.ShredFile(name);
  }

 private:
  MemoryHome& home_;
  uint64_t& files_;
};

// An agreement in memory, from its first start on.
class MemoryWorld {
 public:
  MemoryWorld()
      : world_(
            [this] {
              return Result<std::unique_ptr<Home>>(std::make_unique<SharedHome>(home_, files_));
            },
            1) {}

  MemoryHome& home() { return home_; }
  // Of the scenario.
  uint64_t commits() const { return commits_; }
  uint64_t files() const { return files_in_scenario_; }

  CrashWorld& world() { return world_; }
  // The scenario with its fault in it, then what a restart finds, then the scenario once more.
  std::vector<Harm> RunAndExamine() {
    Scenario scenario(world_);
    scenario.Run();
    world_.Close();
    commits_ = static_cast<uint64_t>(home_.commits());
    files_in_scenario_ = files_;
    home_.FailCommit(CommitFault::kNone, 0);
    home_.FailFile(false, 0);
    if (!scenario.Ready()) {
      return {{Harm::Kind::kLost, "does not open"}};
    }
    std::vector<Harm> harms = Judge(world_).Examine();
    scenario.Run();
    if (!scenario.Ready()) {
      return {{Harm::Kind::kLost, "does not open"}};
    }
    const std::vector<Harm> later = Judge(world_).Examine();
    harms.insert(harms.end(), later.begin(), later.end());
    return harms;
  }

 private:
  MemoryHome home_;
  uint64_t files_ = 0;
  uint64_t commits_ = 0;
  uint64_t files_in_scenario_ = 0;
  CrashWorld world_;
};

TEST(EveryStepTest, ACommitThatFailsLosesNothingAndLeavesNothingHalfThere) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    for (uint64_t nth = 1;; ++nth) {
      ASSERT_LT(nth, kStepsMax);
      MemoryWorld memory;
      memory.home().FailCommit(fault, static_cast<int>(nth));
      const std::vector<Harm> harms = memory.RunAndExamine();
      ASSERT_TRUE(harms.empty()) << "fault " << static_cast<int>(fault) << " at commit " << nth
                                 << "\n"
                                 << Format(harms);
      if (memory.commits() < nth) {
        break;
      }
    }
  }
}

// The small files beside the databases: keys, their generation, the published checkpoint.
TEST(EveryStepTest, AFileThatFailsLosesNothingAndLeavesNothingHalfThere) {
  for (const bool keep : {false, true}) {
    for (uint64_t nth = 1;; ++nth) {
      ASSERT_LT(nth, kStepsMax);
      MemoryWorld memory;
      memory.home().FailFile(keep, static_cast<int>(nth));
      const std::vector<Harm> harms = memory.RunAndExamine();
      ASSERT_TRUE(harms.empty()) << (keep ? "kept" : "lost") << " file step " << nth << "\n"
                                 << Format(harms);
      if (memory.files() < nth) {
        break;
      }
    }
  }
}

// The same for series and blobs alone, in an agreement that is there already.
TEST(EveryStepTest, ACommitOfPointsOrContentThatFailsLosesNothingAndLeavesNothingHalfThere) {
  for (const CommitFault fault :
       {CommitFault::kRefuse, CommitFault::kUnknownLost, CommitFault::kUnknownKept}) {
    MemoryWorld memory;
    Scenario scenario(memory.world());
    ASSERT_TRUE(scenario.Ready());
    memory.world().Activate(1);
    memory.world().Settle();
    for (int nth = 1;; ++nth) {
      ASSERT_LT(nth, static_cast<int>(kStepsMax));
      const int before = memory.home().commits();
      memory.home().FailCommit(fault, nth);
      scenario.RunKinds();
      const bool over = memory.home().commits() - before < nth;
      memory.home().FailCommit(CommitFault::kNone, 0);
      memory.world().Close();
      ASSERT_TRUE(scenario.Ready());
      const std::vector<Harm> harms = Judge(memory.world()).Examine();
      ASSERT_TRUE(harms.empty()) << "fault " << static_cast<int>(fault) << " at commit " << nth
                                 << "\n"
                                 << Format(harms);
      if (over) {
        break;
      }
    }
  }
}

std::string Named(DiskFault fault, uint64_t nth) {
  return (fault == DiskFault::kLost   ? "lost"
          : fault == DiskFault::kKept ? "kept"
                                      : "power lost at") +
         std::string(" step ") + std::to_string(nth);
}

// Behind the fault the machine goes on; the power goes when several faults are over.
void FailEveryStep(DiskFault fault) {
  uint64_t nth = 1;
  for (bool over = false; !over;) {
    DiskWorld disk(nth, kRoomyBuffers);
    ASSERT_OK(disk.world().Open());
    Scenario scenario(disk.world());
    for (uint64_t run = 0; run < kRunsPerWorld && !over; ++run, ++nth) {
      ASSERT_LT(nth, kStepsMax);
      const uint64_t before = disk.disk().steps();
      disk.disk().Plan(fault, nth);
      scenario.Run();
      over = disk.disk().steps() - before < nth;
      disk.disk().Plan(DiskFault::kNone, 0);
      ASSERT_TRUE(scenario.Ready()) << Named(fault, nth);
      const std::vector<Harm> harms = Judge(disk.world()).Examine();
      ASSERT_TRUE(harms.empty()) << Named(fault, nth) << "\n" << Format(harms);
    }
    disk.LosePower(nth);
    const std::vector<Harm> harms = disk.OpenAndExamine();
    ASSERT_TRUE(harms.empty()) << "before " << Named(fault, nth) << "\n" << Format(harms);
  }
}

TEST(EveryStepTest, ADiskStepThatIsLostLosesNothingElse) { FailEveryStep(DiskFault::kLost); }

TEST(EveryStepTest, ADiskStepThatIsKeptThoughReportedFailedIsNotDoneTwice) {
  FailEveryStep(DiskFault::kKept);
}

// Series and blobs, each disk step of theirs lost or kept in turn; the power goes at the end.
TEST(EveryStepTest, ADiskStepUnderPointsOrContentThatFailsLosesNothingElse) {
  DiskWorld disk(BaseSeed(), kRoomyBuffers);
  ASSERT_OK(disk.world().Open());
  Scenario scenario(disk.world());
  disk.world().Activate(1);
  disk.world().Settle();
  uint64_t nth = 1;
  for (bool over = false; !over; ++nth) {
    ASSERT_LT(nth, kStepsMax);
    const DiskFault fault = nth % 2 == BaseSeed() % 2 ? DiskFault::kLost : DiskFault::kKept;
    const uint64_t before = disk.disk().steps();
    disk.disk().Plan(fault, nth);
    scenario.RunKinds();
    over = disk.disk().steps() - before < nth;
    disk.disk().Plan(DiskFault::kNone, 0);
    ASSERT_TRUE(scenario.Ready()) << Named(fault, nth);
    const std::vector<Harm> harms = Judge(disk.world()).Examine();
    ASSERT_TRUE(harms.empty()) << Named(fault, nth) << "\n" << Format(harms);
  }
  disk.LosePower(nth);
  const std::vector<Harm> harms = disk.OpenAndExamine();
  ASSERT_TRUE(harms.empty()) << Format(harms);
}

// From the first file of a new agreement on: every sixth step, which ones is up to the seed.
TEST(EveryStepTest, PowerLostAtAStepOfTheFirstStartLeavesAnAgreementThatStarts) {
  for (uint64_t nth = 1 + BaseSeed() % 6;; nth += 6) {
    ASSERT_LT(nth, kStepsMax);
    DiskWorld disk(nth);
    disk.disk().Plan(DiskFault::kPowerLoss, nth);
    const bool opened = disk.world().Open().has_value();
    if (opened && !disk.disk().is_off()) {
      break;
    }
    disk.LosePower(nth);
    ASSERT_OK(disk.world().Open()) << Named(DiskFault::kPowerLoss, nth);
  }
}

}  // namespace
}  // namespace mandat
