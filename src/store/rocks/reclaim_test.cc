// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/error_test_util.h"
#include "store/rocks/disk_home.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "a body that is easy to find again";

class ReclaimTest : public ::testing::Test {
 protected:
  void SetUp() override { OpenAgain(0); }

  void OpenAgain(uint64_t log_kept_mib) {
    store_.reset();
    RocksBudget budget = RocksBudget::Make(size_t{8} << 20, size_t{8} << 20);
    budget.log_kept_mib = log_kept_mib;
    auto home = DiskHome::Open(directory_.path() / "home", budget);
    ASSERT_OK(home);
    home_ = std::move(*home);
    auto store = home_->OpenStore("data");
    ASSERT_OK(store);
    store_ = std::move(*store);
  }

  void Put(const Bytes& key) {
    Batch batch;
    batch.Put(Space::kUnits, key, Bytes(kMark) + key);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  void Remove(const Bytes& key) {
    Batch batch;
    batch.Remove(Space::kUnits, key);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  // How often a body stands in any file of the store.
  int Count(const Bytes& key) const {
    const Bytes wanted = Bytes(kMark) + key;
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory_.path())) {
      if (!entry.is_regular_file()) {
        continue;
      }
      std::ifstream file(entry.path(), std::ios::binary);
      const Bytes bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      for (size_t at = bytes.find(wanted); at != Bytes::npos; at = bytes.find(wanted, at + 1)) {
        ++count;
      }
    }
    return count;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<DiskHome> home_;
  std::unique_ptr<Store> store_;
};

TEST_F(ReclaimTest, LeavesNoByteOfARemovedRowInAnyFileOfAnIdleStore) {
  Put("one");
  Put("two");
  Remove("one");
  ASSERT_GT(Count("one"), 0);
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(Count("one"), 0);
  EXPECT_GT(Count("two"), 0);
  EXPECT_TRUE(store_->Find(Space::kUnits, "two")->has_value());
}

TEST_F(ReclaimTest, LeavesNoByteOfARangeThatWasRemovedLongAfterItWasWrittenOut) {
  for (const char* key : {"p1", "p2", "q1"}) {
    Put(key);
  }
  ASSERT_OK(store_->Reclaim());  // into tables
  OpenAgain(0);
  ASSERT_OK(store_->Reclaim());
  ASSERT_GT(Count("p1"), 0);
  Batch batch;
  batch.RemoveRange(Space::kUnits, "p", "q");
  ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(Count("p1") + Count("p2"), 0);
  EXPECT_GT(Count("q1"), 0);
}

TEST_F(ReclaimTest, LeavesNoByteInLogsThatAreKeptForAFollower) {
  OpenAgain(64);
  const Position since = store_->position();
  ASSERT_OK(store_->ForEachCommit(since, [](Position, const Batch&) { return Status(); }));
  Put("one");
  OpenAgain(64);
  Remove("one");
  ASSERT_GT(Count("one"), 0);
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(Count("one"), 0);
  OpenAgain(64);
  EXPECT_EQ(Count("one"), 0);
}

TEST_F(ReclaimTest, SaysSoWhileASnapshotFromBeforeIsHeldAndReclaimsAfterIt) {
  Put("one");
  std::unique_ptr<Snapshot> snapshot = store_->TakeSnapshot();
  Remove("one");
  const Status held = store_->Reclaim();
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(store_->Find(Space::kUnits, "one", snapshot.get())->has_value());
  snapshot.reset();
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(Count("one"), 0);
}

TEST_F(ReclaimTest, WritesNoTableAnewWhenNothingWasRemoved) {
  for (int i = 0; i < 100; ++i) {
    Put(std::to_string(i));
  }
  ASSERT_OK(store_->Reclaim());
  const auto tables = [&] {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(directory_.path() / "home" / "data.db")) {
      if (entry.path().extension() == ".sst") {
        names.push_back(entry.path().filename());
      }
    }
    std::ranges::sort(names);
    return names;
  };
  const std::vector<std::string> before = tables();
  ASSERT_FALSE(before.empty());
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(tables(), before);
}

TEST_F(ReclaimTest, RunsBesideACommitterAndReaders) {
  for (int i = 0; i < 50; ++i) {
    Put("old" + std::to_string(i));
  }
  std::atomic<bool> stop = false;
  std::jthread writer([&] {
    for (int i = 0; !stop && i < 2000; ++i) {
      Put("new" + std::to_string(i % 10));
      if (i < 50) {
        Remove("old" + std::to_string(i));
      }
    }
  });
  for (int round = 0; round < 5; ++round) {
    ASSERT_OK(store_->Reclaim());
    EXPECT_OK(store_->Find(Space::kUnits, "new1"));
  }
  stop = true;
  writer.join();
  for (int i = 0; i < 50; ++i) {
    Remove("old" + std::to_string(i));
  }
  ASSERT_OK(store_->Reclaim());
  EXPECT_EQ(Count("old7"), 0);
}

}  // namespace
}  // namespace mandat
