// SPDX-License-Identifier: Apache-2.0
// Keys that went missing beside data that is there: the start refuses and makes nothing up.
#include <gtest/gtest.h>

#include "support/test_world.h"

namespace mandat {
namespace {

class KeyLossTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), R"({"name":"Ada"})"));
  }

  // What the key store says of how often it changed, 8 bytes.
  void SetChanges(const Bytes& count) {
    const Result<std::unique_ptr<Store>> keys = world_.home().OpenStore("keys-1");
    ASSERT_OK(keys);
    Batch batch;
    batch.Put(Space::kKeys, "n", count);
    ASSERT_EQ((*keys)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  TestWorld world_;
};

TEST_F(KeyLossTest, OpensWithAKeyStoreThatSawAtLeastWhatItsDataSaw) {
  SetChanges(Bytes(7, '\0') + '\x7f');
  ASSERT_OK(world_.Reopen());
  EXPECT_OK(world_.Read(Record(1)));
}

// Covers: GDPR Art. 17(1).
TEST_F(KeyLossTest, RefusesAKeyStoreThatIsOlderThanItsData) {
  SetChanges(Bytes(8, '\0'));
  const Status opened = world_.Reopen();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
}

TEST_F(KeyLossTest, RefusesMissingKeyFilesInsteadOfMakingNewOnes) {
  for (const std::string name : {"journal-key", "ledger-key", "key-generation"}) {
    const Result<std::optional<Bytes>> kept = world_.home().ReadFile(name);
    ASSERT_OK(kept);
    ASSERT_OK(world_.home().ShredFile(name));
    const Status opened = world_.Reopen();
    ASSERT_FALSE(opened) << name;
    EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt) << name;
    ASSERT_OK(world_.home().WriteFile(name, **kept));
  }
  ASSERT_OK(world_.Reopen());
  EXPECT_OK(world_.Read(Record(1)));
}

}  // namespace
}  // namespace mandat
