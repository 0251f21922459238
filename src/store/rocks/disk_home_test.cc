// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/disk_home.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "base/error_test_util.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

Bytes ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

mode_t ModeOf(const fs::path& path) {
  struct stat info{};
  EXPECT_EQ(stat(path.c_str(), &info), 0);
  return info.st_mode & 0777;
}

class DiskHomeTest : public ::testing::Test {
 protected:
  void SetUp() override { home_ = OpenHome(); }

  std::unique_ptr<DiskHome> OpenHome() {
    auto home = DiskHome::Open(path_, RocksBudget::Make(size_t{8} << 20, size_t{8} << 20));
    EXPECT_OK(home);
    return home ? std::move(*home) : nullptr;
  }

  TemporaryDirectory directory_;
  fs::path path_ = directory_.path() / "home";
  std::unique_ptr<DiskHome> home_;
};

TEST_F(DiskHomeTest, IsForItsOwnerOnly) {
  ASSERT_OK(home_->WriteFile("key", "secret"));
  EXPECT_EQ(ModeOf(path_), 0700U);
  EXPECT_EQ(ModeOf(path_ / "key"), 0600U);
}

TEST_F(DiskHomeTest, RefusesASecondOpenerOfAStore) {
  const auto first = home_->OpenStore("data");
  ASSERT_OK(first);
  const auto second = OpenHome()->OpenStore("data");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(second.error().message, "store is in use by another process");
}

TEST_F(DiskHomeTest, LetsAStoreBeOpenedAgainOnceItIsClosed) {
  for (int round = 0; round < 3; ++round) {
    EXPECT_OK(home_->OpenStore("data"));
  }
}

TEST_F(DiskHomeTest, WritesAFileBesideTheOldOneAndSwaps) {
  ASSERT_OK(home_->WriteFile("note", "old"));
  // Whoever holds the old file open still reads the old bytes: they were not overwritten.
  std::ifstream held(path_ / "note", std::ios::binary);
  ASSERT_OK(home_->WriteFile("note", "new"));
  EXPECT_EQ(Bytes(std::istreambuf_iterator<char>(held), std::istreambuf_iterator<char>()), "old");
  EXPECT_EQ(ReadAll(path_ / "note"), "new");
  EXPECT_FALSE(fs::exists(path_ / "note.new"));
}

TEST_F(DiskHomeTest, AHalfWrittenFileOfACrashIsNotMistakenForTheFile) {
  ASSERT_OK(home_->WriteFile("note", "old"));
  std::ofstream(path_ / "note.new", std::ios::binary) << "ha";
  EXPECT_EQ(*home_->ReadFile("note"), "old");
  ASSERT_OK(home_->WriteFile("note", "new"));
  EXPECT_EQ(*home_->ReadFile("note"), "new");
}

TEST_F(DiskHomeTest, ShreddingOverwritesTheBytesBeforeTheFileGoes) {
  ASSERT_OK(home_->WriteFile("key", "forty-two bytes that must not be found twice"));
  // A second name for the same file shows what became of its bytes.
  fs::create_hard_link(path_ / "key", directory_.path() / "watch");
  ASSERT_OK(home_->ShredFile("key"));
  EXPECT_FALSE(fs::exists(path_ / "key"));
  EXPECT_EQ(ReadAll(directory_.path() / "watch"), Bytes(44, '\0'));
}

TEST_F(DiskHomeTest, SaysSoWhenAFileCannotBeWrittenOrShredded) {
  fs::create_directory(path_ / "note.new");
  EXPECT_EQ(home_->WriteFile("note", "x").error().kind, ErrorKind::kUnavailable);
  fs::create_directory(path_ / "folder");
  EXPECT_EQ(home_->ShredFile("folder").error().kind, ErrorKind::kUnavailable);
}

TEST_F(DiskHomeTest, ADirectoryThatCannotBeMadeIsUnavailable) {
  std::ofstream(directory_.path() / "file") << "x";
  const auto home = DiskHome::Open(directory_.path() / "file" / "below",
                                   RocksBudget::Make(size_t{1} << 20, size_t{1} << 20));
  ASSERT_FALSE(home);
  EXPECT_EQ(home.error().kind, ErrorKind::kUnavailable);
}

// The last file of the write-ahead log, which holds what was not yet written to tables.
fs::path NewestLog(const fs::path& store) {
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(store)) {
    if (entry.path().extension() == ".log" && entry.path() > newest) {
      newest = entry.path();
    }
  }
  return newest;
}

TEST_F(DiskHomeTest, ATornTailOfTheLogIsABatchThatNobodyWasToldAbout) {
  {
    const auto store = home_->OpenStore("data");
    ASSERT_OK(store);
    for (const char* key : {"a", "b"}) {
      Batch batch;
      batch.Put(Space::kUnits, key, Bytes(100, 'v'));
      batch.Put(Space::kIndex, key, "");
      ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
    }
  }
  const fs::path log = NewestLog(path_ / "data.db");
  ASSERT_FALSE(log.empty());
  fs::resize_file(log, fs::file_size(log) - 20);
  const auto store = home_->OpenStore("data");
  ASSERT_OK(store);
  EXPECT_TRUE((*store)->Find(Space::kUnits, "a")->has_value());
  EXPECT_FALSE((*store)->Find(Space::kUnits, "b")->has_value());
  EXPECT_FALSE((*store)->Find(Space::kIndex, "b")->has_value());
}

TEST_F(DiskHomeTest, ADamagedTableIsCorruptAndNotReadAsData) {
  constexpr std::string_view kMark = "a value that is easy to find";
  {
    const auto store = home_->OpenStore("data");
    ASSERT_OK(store);
    Batch batch;
    batch.Put(Space::kUnits, "a", Bytes(kMark));
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  ASSERT_OK(home_->OpenStore("data"));  // recovery writes the log out as tables
  int damaged = 0;
  for (const auto& entry : fs::directory_iterator(path_ / "data.db")) {
    Bytes bytes = ReadAll(entry.path());
    const size_t at = bytes.find(kMark);
    if (entry.path().extension() == ".sst" && at != Bytes::npos) {
      bytes[at] ^= 1;
      std::ofstream(entry.path(), std::ios::binary) << bytes;
      ++damaged;
    }
  }
  ASSERT_EQ(damaged, 1);
  const auto store = home_->OpenStore("data");
  ASSERT_OK(store);
  const auto row = (*store)->Find(Space::kUnits, "a");
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace mandat
