// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "base/error_test_util.h"
#include "crash/disk_world.h"
#include "crash/scenario.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

// A bit that turns over on a disk at rest. Whatever it hits, nobody may get wrong data: the start
// or the read refuses, or nothing is amiss.
class BitFlipTest : public ::testing::Test {
 protected:
  // An agreement with a history, published to its end, at rest.
  void Make(bool in_tables) {
    ASSERT_OK(disk_.world().Open());
    Scenario(disk_.world()).Run();
    disk_.world().Ask({Act::Kind::kPut, 2, Witness::kSeries, kPoints});
    disk_.world().Ask({Act::Kind::kPut, 2, Witness::kBlob, Content()});
    disk_.world().Settle();
    disk_.world().Publish();
    disk_.world().Close();
    if (in_tables) {  // a start writes the log out
      ASSERT_OK(disk_.world().Open());
      disk_.world().Close();
    }
    fs::copy(disk_.home(), Kept(), fs::copy_options::recursive);
  }

  fs::path Kept() const { return disk_.home().parent_path() / "kept"; }

  void Restore() {
    disk_.world().Close();
    fs::remove_all(disk_.home());
    fs::copy(Kept(), disk_.home(), fs::copy_options::recursive);
  }

  std::vector<fs::path> Files(const std::string& directory, const std::string& like) const {
    std::set<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(disk_.home() / directory)) {
      const std::string name = entry.path().filename();
      if (name.find(like) != std::string::npos && entry.file_size() > 0) {
        files.insert(entry.path());
      }
    }
    return {files.begin(), files.end()};
  }

  static void Flip(const fs::path& path, uint64_t bit) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    in.close();
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  // Flips single bits, spread over each file by the seed, and judges each by itself.
  void FlipEach(const std::string& directory, const std::string& like, int flips_per_file) {
    const std::vector<fs::path> files = Files(directory, like);
    ASSERT_FALSE(files.empty()) << like;
    std::mt19937_64 random(BaseSeed());
    for (const fs::path& file : files) {
      for (int i = 0; i < flips_per_file; ++i) {
        const uint64_t bit = random() % (fs::file_size(file) * 8);
        Flip(file, bit);
        Verify(file.filename().string() + " bit " + std::to_string(bit));
        Restore();
      }
    }
  }

  void Verify(const std::string& where);
  void VerifyKinds(const std::string& where);

  static constexpr const char* kPoints = "1=10 2=20 3=30";
  static std::string Content() { return std::string(70'000, 'c'); }

  // Asks and waits.
  Answer Told(uint32_t person, uint32_t record) {
    const size_t number = disk_.world().Ask({Act::Kind::kRead, person, record, {}});
    disk_.world().Settle();
    return disk_.world().witness().answer(number);
  }

  DiskWorld disk_{BaseSeed(), kRoomyBuffers};
  int refused_ = 0;
};

// True if the answer now is what the act of reading would have told without the damage, or says
// that it cannot be told.
void BitFlipTest::Verify(const std::string& where) {
  CrashWorld& world = disk_.world();
  if (const Status opened = world.Open(); !opened) {
    EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt) << where << ": " << opened.error().message;
    ++refused_;
    return;
  }
  const Answer there = Told(2, 0);
  if (there.error) {
    EXPECT_EQ(*there.error, ErrorKind::kCorrupt) << where;
    ++refused_;
  } else {
    EXPECT_EQ(there.body, R"({"name":"two"})") << where;
  }
  for (const auto& [person, record] : {std::pair(1U, 0U), std::pair(2U, 1U)}) {
    const Answer gone = Told(person, record);
    ASSERT_TRUE(gone.error) << where;
    EXPECT_TRUE(*gone.error == ErrorKind::kShredded || *gone.error == ErrorKind::kCorrupt) << where;
  }
  VerifyKinds(where);
}

// Content that breaks off in the middle is no answer either. Damage that a commit came upon asks
// for a new start, which finds it.
void BitFlipTest::VerifyKinds(const std::string& where) {
  for (const auto& [record, whole] :
       {std::pair(Witness::kSeries, std::string(kPoints)), std::pair(Witness::kBlob, Content())}) {
    const Answer told = Told(2, record);
    if (told.error) {
      const bool is_stopped = *told.error == ErrorKind::kUnavailable && !disk_.world().sound();
      EXPECT_TRUE(is_stopped || *told.error == ErrorKind::kCorrupt) << where;
      ++refused_;
    } else if (told.kind == Answer::Kind::kUnknown) {
      EXPECT_EQ(record, Witness::kBlob) << where;
      ++refused_;
    } else {
      EXPECT_EQ(told.body, whole) << where;
    }
  }
}

TEST_F(BitFlipTest, InTheWriteAheadLogOfTheDataIsCaughtByThePublishedCheckpoint) {
  ASSERT_NO_FATAL_FAILURE(Make(false));
  FlipEach("data.db", ".log", 12);
  EXPECT_GT(refused_, 0);
}

TEST_F(BitFlipTest, InTheWriteAheadLogOfTheKeysOpensNothingElse) {
  ASSERT_NO_FATAL_FAILURE(Make(false));
  FlipEach("keys-2.db", ".log", 12);
  EXPECT_GT(refused_, 0);
}

TEST_F(BitFlipTest, InATableOfTheDataIsCorrupt) {
  ASSERT_NO_FATAL_FAILURE(Make(true));
  FlipEach("data.db", ".sst", 4);
  EXPECT_GT(refused_, 0);
}

TEST_F(BitFlipTest, InATableOfTheKeysIsCorrupt) {
  ASSERT_NO_FATAL_FAILURE(Make(true));
  FlipEach("keys-2.db", ".sst", 12);
  EXPECT_GT(refused_, 0);
}

TEST_F(BitFlipTest, InTheListOfTablesIsCorrupt) {
  ASSERT_NO_FATAL_FAILURE(Make(true));
  FlipEach("data.db", "MANIFEST", 8);
  EXPECT_GT(refused_, 0);
}

TEST_F(BitFlipTest, InTheCheckpointOrAKeyFileIsCorrupt) {
  ASSERT_NO_FATAL_FAILURE(Make(false));
  for (const char* file :
       {"checkpoint", "journal-key", "ledger-key", "agreement-key-2", "key-generation"}) {
    refused_ = 0;
    FlipEach("", file, 6);
    EXPECT_EQ(refused_, 6) << file;
  }
}

}  // namespace
}  // namespace mandat
