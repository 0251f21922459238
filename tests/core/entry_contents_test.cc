// SPDX-License-Identifier: Apache-2.0
// Invariant (no personal data leaks sideways): what may not be found in the journal, looked for in
// its bytes.
#include <gtest/gtest.h>

#include "core/core_test_util.h"

namespace mandat {
namespace {

// An impossible address of the fixed cast.
constexpr std::string_view kBody = R"({"name":"Ada","note":"ada@example.org"})";

class EntryContentsTest : public ::testing::Test {
 protected:
  void SetUp() override { world_.Activate(); }

  // Everything that is published or handed out of the journal.
  Bytes JournalBytes() {
    Journal& journal = world_.agreement().journal();
    Bytes all;
    const uint64_t size = journal.head().size;
    for (const Tile& tile : AllTiles(size)) {
      const Result<Bytes> bytes = journal.ReadTile(tile);
      EXPECT_OK(bytes);
      all += *bytes;
    }
    const Result<TlogProof> proof = journal.Prove(EntryIndex{size - 1});
    EXPECT_OK(proof);
    return all + proof->Format() + journal.published();
  }

  template <class Id>
  static void ExpectAbsent(const Bytes& journal, const Id& id) {
    EXPECT_EQ(journal.find(id.bytes()), Bytes::npos);
    EXPECT_EQ(journal.find(id.Format()), Bytes::npos);
    EXPECT_EQ(journal.find(FormatHex(id.bytes())), Bytes::npos);
  }

  TestWorld world_;
};

// Covers: GDPR Art. 5(1)(c), GDPR Art. 25(1).
TEST_F(EntryContentsTest, NoPersonRecordBodyOrInventedNameIsInTheJournal) {
  ASSERT_OK(world_.Register(Person(1)));
  EXPECT_FALSE(world_.Register(Person(2), "friends-of-ada"));
  ASSERT_OK(world_.Put(Record(1), Person(1), std::string(kBody), "contacts", "support", "key-ada"));
  EXPECT_FALSE(world_.Put(Record(2), Person(1), std::string(kBody), "diary-of-ada"));
  ASSERT_OK(world_.Read(Record(1)));
  EXPECT_FALSE(world_.Read(Record(1), "contacts", "stalking-ada"));
  EXPECT_FALSE(world_.Read(Record(1), "letters-to-ada"));
  EXPECT_FALSE(world_.Read(Record(3)));
  ASSERT_OK(List(world_.As("support"), {.collection = "contacts"}));
  ASSERT_OK(world_.Erase(Person(1)));
  EXPECT_FALSE(world_.Read(Record(1)));
  ASSERT_OK(Rewrap(world_.shared()));
  world_.time().Advance(std::chrono::hours(24 * 60));
  ASSERT_OK(Expire(world_.shared()));

  const Bytes journal = JournalBytes();
  ASSERT_NE(journal.find("consult"), Bytes::npos) << "the journal is not what was looked at";
  for (const uint8_t number : {1, 2, 3}) {
    ExpectAbsent(journal, Person(number));
    ExpectAbsent(journal, Record(number));
  }
  for (const std::string_view text : {kBody, std::string_view("Ada"), std::string_view("ada@"),
                                      std::string_view("-ada"), std::string_view("key-ada")}) {
    EXPECT_EQ(journal.find(text), Bytes::npos) << text;
  }
}

TEST_F(EntryContentsTest, AnUnlistedPurposeLeavesASaltedHashThatDiffersEachTime) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(Record(1), Person(1), "body"));
  std::set<std::string> details;
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(world_.Read(Record(1), "contacts", "stalking"));
    const Entry entry = LastEntry(world_.agreement());
    EXPECT_EQ(entry.purpose, "");
    EXPECT_TRUE(entry.detail.starts_with("unlisted purpose "));
    details.insert(entry.detail);
  }
  EXPECT_EQ(details.size(), 3U);
}

// Invariant (erased stays erased): the tag behind an entry's root dies with the person's key.
TEST_F(EntryContentsTest, TwoEntriesOfOnePersonCannotBeLinked) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(Record(1), Person(1), "body"));
  ASSERT_OK(world_.Read(Record(1)));
  const Entry one = LastEntry(world_.agreement());
  ASSERT_OK(world_.Read(Record(1)));
  const Entry two = LastEntry(world_.agreement());
  EXPECT_NE(one.people_root, two.people_root);
  EXPECT_NE(one.salt, two.salt);
  const auto key = world_.agreement().keyring().FindSubjectKey(Person(1));
  EXPECT_EQ(one.people_root, LeafHash(Keyring::PersonTag(**key, one.salt).view()).view())
      << "whoever holds the person's key can show that the person is meant";
}

TEST_F(EntryContentsTest, AnEntryIsSmall) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(Record(1), Person(1), std::string(kBody)));
  ASSERT_OK(world_.Read(Record(1)));
  Journal& journal = world_.agreement().journal();
  for (uint64_t i = 0; i < journal.head().size; ++i) {
    EXPECT_LE(journal.ReadEntry(EntryIndex{i})->size(), 256U) << i;
  }
}

TEST_F(EntryContentsTest, NothingInClearIsAnywhereOnDisk) {
  ASSERT_OK(world_.Register(Person(1)));
  ASSERT_OK(world_.Put(Record(1), Person(1), std::string(kBody), "contacts", "support", "key-ada"));
  ASSERT_OK(world_.Read(Record(1)));
  const Bytes everything = world_.home().Everything();
  EXPECT_EQ(everything.find("ada@example.org"), Bytes::npos);
  EXPECT_EQ(everything.find("key-ada"), Bytes::npos);
}

}  // namespace
}  // namespace mandat
