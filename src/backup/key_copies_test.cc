// SPDX-License-Identifier: Apache-2.0
#include "backup/key_copies.h"

#include <fstream>

#include "backup/backup_world_test_util.h"
#include "store/temporary_test_util.h"

namespace mandat {
namespace {

class KeyCopiesAtATargetTest : public ::testing::Test {
 protected:
  Status Write(size_t part_bytes = size_t{8} << 20) {
    auto keys = world_.keyring_->BeginExport(world_.now_);
    EXPECT_OK(keys);
    return WriteKeyCopy(target_, **keys, part_bytes);
  }
  std::vector<PlacedKeys> List() {
    auto copies = ListKeyCopies(target_, BackupWorld::kOwner);
    EXPECT_OK(copies);
    return *copies;
  }

  BackupWorld world_;
  MemoryTarget target_;
};

TEST_F(KeyCopiesAtATargetTest, TheNewestWholeOneIsRead) {
  ASSERT_OK(Write());
  world_.Register(1);
  ASSERT_OK(Write(1));
  const Bytes newest = *ReadNewestKeyCopy(target_, BackupWorld::kOwner);
  EXPECT_EQ(ReadKeyBackupHead(newest)->at, world_.now_);

  world_.Register(2);
  target_.FailPut(2, true);
  EXPECT_FALSE(Write(1));
  target_.FailPut(0);
  ASSERT_EQ(List().size(), 3u);
  EXPECT_FALSE(List()[2].is_whole);
  EXPECT_EQ(*ReadNewestKeyCopy(target_, BackupWorld::kOwner), newest);
}

TEST_F(KeyCopiesAtATargetTest, ACopyOfAnotherAgreementIsNotOurs) {
  ASSERT_OK(Write());
  EXPECT_EQ(ReadNewestKeyCopy(target_, "sho").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ReadNewestKeyCopy(target_, "shop-acme").error().kind, ErrorKind::kNotFound);
}

TEST_F(KeyCopiesAtATargetTest, AMissingPartIsNoticed) {
  world_.Register(1);
  ASSERT_OK(Write(1));
  for (const std::string& name : *target_.List("keys/")) {
    if (name.ends_with("/00000001")) {
      ASSERT_OK(target_.Remove(name));
    }
  }
  EXPECT_EQ(ReadNewestKeyCopy(target_, BackupWorld::kOwner).error().kind, ErrorKind::kCorrupt);
}

TEST_F(KeyCopiesAtATargetTest, NamesThatAreNotOursAreLeftAlone) {
  for (const char* name : {"keys/shop/x", "keys/shop/0-0/end", "keys/shop/0001790000000000000/end",
                           "keys/shop/9999999999999999999-0000000001/end",
                           "keys/shop/0001790000000000000-000000000x/end"}) {
    ASSERT_OK(target_.Put(name, "1"));
  }
  EXPECT_TRUE(List().empty());
}

TEST_F(KeyCopiesAtATargetTest, NothingIsLeftOfARemovedOne) {
  world_.Register(1);
  ASSERT_OK(Write(1));
  const PlacedKeys copy = List()[0];
  ASSERT_OK(RemoveKeyCopy(target_, BackupWorld::kOwner, copy.at, copy.generation));
  EXPECT_TRUE(target_.objects.empty());
  EXPECT_OK(RemoveKeyCopy(target_, BackupWorld::kOwner, copy.at, copy.generation));
}

// What a crash left beside an object that was being written has keys in it, and no list shows it.
TEST_F(KeyCopiesAtATargetTest, NeitherIsTheBeginningOfAnObject) {
  const TemporaryDirectory directory;
  const auto target = OpenDirectoryTarget(directory.path());
  ASSERT_OK(target);
  auto keys = world_.keyring_->BeginExport(world_.now_);
  ASSERT_OK(keys);
  ASSERT_OK(WriteKeyCopy(**target, **keys));
  const std::vector<std::string> names = *(*target)->List("keys/");
  for (const char* name : {"00000001.new", "end.new"}) {
    const std::string place = names[0].substr(0, names[0].rfind('/') + 1);
    std::ofstream(directory.path() / (place + name)) << "the beginning of keys";
  }
  const PlacedKeys copy = (*ListKeyCopies(**target, BackupWorld::kOwner))[0];
  ASSERT_OK(RemoveKeyCopy(**target, BackupWorld::kOwner, copy.at, copy.generation));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path())) {
    EXPECT_FALSE(entry.is_regular_file()) << entry.path();
  }
}

TEST_F(KeyCopiesAtATargetTest, APlaceKeepsItsNameAndAnotherHasAnother) {
  const Result<Bytes> place = PlaceOfKeys(target_, world_.random_);
  ASSERT_OK(place);
  EXPECT_EQ(*PlaceOfKeys(target_, world_.random_), *place);
  MemoryTarget other;
  EXPECT_NE(*PlaceOfKeys(other, world_.random_), *place);
  target_.objects["place-of-keys"] = "nonsense";
  EXPECT_EQ(PlaceOfKeys(target_, world_.random_).error().kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace mandat
