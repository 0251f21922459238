// SPDX-License-Identifier: Apache-2.0
#include "crash/faulty_file_system.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "crash/disk_world.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// The disk of the crash tests must itself be right: it may take only what no sync has seen.
class FaultyFileSystemTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    ASSERT_TRUE(disk_.NewWritableFile(Path(name), {}, &file, nullptr).ok());
    ASSERT_TRUE(file->Append(text, {}, nullptr).ok());
    ASSERT_TRUE(file->Sync({}, nullptr).ok());
  }
  void Rename(const std::string& from, const std::string& to) {
    ASSERT_TRUE(disk_.RenameFile(Path(from), Path(to), {}, nullptr).ok());
  }
  void SyncDirectory() {
    std::unique_ptr<rocksdb::FSDirectory> directory;
    ASSERT_TRUE(disk_.NewDirectory(Path(""), {}, &directory, nullptr).ok());
    ASSERT_TRUE(directory->FsyncWithDirOptions({}, nullptr, {}).ok());
  }
  void Make() { ASSERT_TRUE(disk_.CreateDirIfMissing(Path(""), {}, nullptr).ok()); }

  // Until every choice was made: of the changes that no sync has seen all, some or none stay.
  void ForEachDamage(const auto& check) {
    for (uint64_t seed = 0; seed < 32; ++seed) {
      SCOPED_TRACE(seed);
      fs::remove_all(Path(""));
      Make();
      check(seed);
    }
  }

  std::string Path(const std::string& name) const {
    return (scratch_.path() / "store.db" / name).lexically_normal().string();
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  bool Exists(const std::string& name) const { return fs::exists(Path(name)); }

  const ScratchDirectory scratch_;
  FaultyFileSystem disk_{scratch_.path() / "graveyard"};
};

TEST_F(FaultyFileSystemTest, KeepsWhatTheDirectorySyncHasSeen) {
  ForEachDamage([&](uint64_t seed) {
    Write("fresh", "new");
    Rename("fresh", "CURRENT");
    SyncDirectory();
    EXPECT_EQ(disk_.Damage(seed), 0U);
    EXPECT_EQ(Read("CURRENT"), "new");
  });
}

TEST_F(FaultyFileSystemTest, TakesBackSomeOfWhatNoSyncHasSeen) {
  uint64_t old = 0;
  uint64_t fresh = 0;
  ForEachDamage([&](uint64_t seed) {
    Write("CURRENT", "old");
    SyncDirectory();
    Write("fresh", "new");
    Rename("fresh", "CURRENT");
    disk_.Damage(seed);
    old += Read("CURRENT") == "old" ? 1 : 0;
    fresh += Read("CURRENT") == "new" ? 1 : 0;
  });
  EXPECT_EQ(old + fresh, 32U);
  EXPECT_GT(old, 0U);
  EXPECT_GT(fresh, 0U);
}

// A store of keys is removed as a whole after a re-wrap, and one of its name may be made again.
TEST_F(FaultyFileSystemTest, DoesNotUndoARemovedDatabaseInsideAnewOne) {
  ForEachDamage([&](uint64_t seed) {
    Write("fresh", "removed");
    Rename("fresh", "CURRENT");
    fs::remove_all(Path(""));
    fs::create_directory(Path(""));
    std::ofstream(Path("LOG")) << "opened";  // the log of a database is there before it
    Make();
    Write("MANIFEST", "made anew");
    EXPECT_LE(disk_.Damage(seed), 1U);
    EXPECT_TRUE(!Exists("MANIFEST") || Read("MANIFEST") == "made anew");
    EXPECT_FALSE(Exists("CURRENT"));
  });
}

TEST_F(FaultyFileSystemTest, DoesNotUndoARemovedDatabaseWhoseNameIsTakenWithoutPower) {
  ForEachDamage([&](uint64_t seed) {
    Write("fresh", "removed");
    Rename("fresh", "CURRENT");
    disk_.PowerOff();
    fs::remove_all(Path(""));
    fs::create_directory(Path(""));
    EXPECT_EQ(disk_.Damage(seed), 0U);
    EXPECT_FALSE(Exists("CURRENT"));
  });
}

}  // namespace
}  // namespace mandat
