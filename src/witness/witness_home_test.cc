// SPDX-License-Identifier: Apache-2.0
#include "witness/witness_home.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/error_test_util.h"
#include "witness/witness_test_util.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

class WitnessHomeTest : public ::testing::Test {
 protected:
  WitnessHomeTest()
      : directory_(testing::TempDir() + "mandat_witness_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(directory_);
  }
  ~WitnessHomeTest() override { fs::remove_all(directory_); }

  auto Make() { return WitnessHome::Make(directory_, "witness.example.org/w1", random_); }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(directory_ / name, std::ios::binary) << bytes;
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(directory_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  const fs::path directory_;
  SeededRandom random_{3};
  const NumberedLog log_{"mandat.example/journal/acme"};
};

TEST_F(WitnessHomeTest, IsTheSameWitnessWhenItIsOpenedAgain) {
  const auto made = Make();
  ASSERT_OK(made);
  ASSERT_OK((*made)->witness().AddLog(log_.key()));
  ASSERT_EQ((*made)->witness().AddCheckpoint(log_.Ask(0, 5), WitnessTime(9)).status, 200u);
  const auto opened = WitnessHome::Open(directory_);
  ASSERT_OK(opened);
  EXPECT_EQ((*opened)->witness().key(), (*made)->witness().key());
  EXPECT_EQ((*opened)->witness().AddCheckpoint(log_.Ask(0, 9), WitnessTime(9)).body, "5\n");
  EXPECT_EQ((*opened)->witness().AddCheckpoint(log_.Ask(5, 9), WitnessTime(9)).status, 200u);
}

TEST_F(WitnessHomeTest, KeepsTheKeyThatIsThere) {
  ASSERT_OK(Make());
  const std::string before = Read("key");
  const auto again = Make();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(Read("key"), before);
}

TEST_F(WitnessHomeTest, RefusesAKeyThatOthersMayRead) {
  ASSERT_OK(Make());
  struct stat info{};
  ASSERT_EQ(stat((directory_ / "key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  fs::permissions(directory_ / "key", fs::perms::group_read, fs::perm_options::add);
  const auto opened = WitnessHome::Open(directory_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kInvalid);
}

TEST_F(WitnessHomeTest, RefusesADamagedKey) {
  ASSERT_OK(Make());
  const std::string whole = Read("key");
  for (const std::string& damaged :
       {std::string(), whole.substr(1), whole.substr(0, whole.size() - 1),
        whole.substr(0, whole.size() - 3) + "\n", whole + "\n",
        "mandat witness key v1\nname with spaces\n" + std::string(64, 'a') + "\n"}) {
    Write("key", damaged);
    const auto opened = WitnessHome::Open(directory_);
    ASSERT_FALSE(opened) << damaged.size();
    EXPECT_EQ(opened.error().kind, ErrorKind::kInvalid);
  }
  Write("key", whole);
  EXPECT_OK(WitnessHome::Open(directory_));
}

TEST_F(WitnessHomeTest, MakesNoWitnessOfANameThatNoKeyCanHave) {
  for (const std::string name : {"", "two words", "a+b", "a\nb"}) {
    const auto made = WitnessHome::Make(directory_, name, random_);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().kind, ErrorKind::kInvalid);
  }
  const auto opened = WitnessHome::Open(directory_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kNotFound);
}

// Two that serve one directory could each cosign from what the other has not written yet.
TEST_F(WitnessHomeTest, IsServedByOneAtATime) {
  auto first = Make();
  ASSERT_OK(first);
  ASSERT_OK((*first)->Lock());
  const auto second = WitnessHome::Open(directory_);
  ASSERT_OK(second);
  const Status locked = (*second)->Lock();
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().kind, ErrorKind::kConflict);
  first->reset();
  EXPECT_OK((*second)->Lock());
}

// What a crash leaves of a write that was not finished is not looked at.
TEST_F(WitnessHomeTest, AWriteThatWasCutOffLeavesWhatWasThere) {
  const auto made = Make();
  ASSERT_OK(made);
  Witness& witness = (*made)->witness();
  ASSERT_OK(witness.AddLog(log_.key()));
  ASSERT_EQ(witness.AddCheckpoint(log_.Ask(0, 5), WitnessTime(9)).status, 200u);
  const fs::path file = fs::directory_iterator(directory_ / "logs")->path();
  std::ofstream(file.string() + ".new") << "mandat witness lo";
  const auto logs = witness.Logs();
  ASSERT_OK(logs);
  ASSERT_EQ(logs->size(), 1u);
  EXPECT_EQ(logs->front().size, 5u);
  EXPECT_EQ(witness.AddCheckpoint(log_.Ask(5, 9), WitnessTime(9)).status, 200u);
}

TEST_F(WitnessHomeTest, CosignsNothingWhenTheDiskRefuses) {
  const auto made = Make();
  ASSERT_OK(made);
  ASSERT_OK((*made)->witness().AddLog(log_.key()));
  const fs::path file = fs::directory_iterator(directory_ / "logs")->path();
  fs::create_directory(file.string() + ".new");  // nothing can be written there
  EXPECT_EQ((*made)->witness().AddCheckpoint(log_.Ask(0, 5), WitnessTime(9)).status, 500u);
  fs::remove(file.string() + ".new");
  EXPECT_EQ((*made)->witness().AddCheckpoint(log_.Ask(0, 5), WitnessTime(9)).status, 200u);
}

}  // namespace
}  // namespace mandat
