// SPDX-License-Identifier: Apache-2.0
#include "service/fsck.h"

#include <gtest/gtest.h>

#include "core/core_test_util.h"

namespace mandat {
namespace {

AgreementTexts SearchableTexts() {
  AgreementTexts texts = ShopTexts();
  texts.schema = R"(schema: shop-data
version: 1
form: shop
collections:
  - id: contacts
    people: customers
    by-time: true
    roles:
      - {id: agent, people: staff, erasure: last}
    fields:
      - {id: name, type: text, category: contact, length-max: 100, search: prefix}
      - {id: visits, type: integer, category: contact, search: range, personal: false}
)";
  return texts;
}

class FsckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate(SearchableTexts());
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Register(Person(2)));
    ASSERT_OK(world_.Register(Person(3), "staff"));
    for (const uint8_t number : {1, 2}) {
      ASSERT_OK(world_.Put(Record(number), Person(number), R"({"name":"Ann Example","visits":3})"));
    }
    PutRequest shared{"contacts",
                      NewUnit{Record(3), Person(1), world_.time().Now(),
                              Plaintext(R"({"name":"Ben Example","visits":9})")},
                      0};
    shared.unit.people.push_back({"agent", Person(3)});
    ASSERT_OK(Start<PutAnswer>([&](Done<PutAnswer> done) {
                PutRecord(world_.As("support"), std::move(shared), std::move(done));
              }).get());
    ASSERT_OK(world_.Erase(Person(2)));
  }

  Inspection Look() {
    Result<Inspection> found = InspectAgreement(world_.agreement());
    EXPECT_OK(found);
    return found ? std::move(*found) : Inspection();
  }

  std::vector<std::pair<Bytes, Bytes>> Rows(Space space, std::string_view prefix) {
    std::vector<std::pair<Bytes, Bytes>> rows;
    const auto cursor = world_.agreement().store().Scan(space, prefix, EndOfPrefix(prefix));
    for (; cursor->Valid(); cursor->Next()) {
      rows.emplace_back(cursor->key(), cursor->value());
    }
    return rows;
  }

  // Changes rows behind the back of everybody.
  void Change(const std::function<void(Batch&)>& change) {
    const auto store = world_.home().OpenStore("data");
    Batch batch;
    change(batch);
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }

  void Repair() {
    ASSERT_OK(Start<Receipt>([&](Done<Receipt> done) {
                RepairIndexes(world_.shared(), Look(), Bytes(8, 'o'), std::move(done));
              }).get());
  }

  TestWorld world_;
};

TEST_F(FsckTest, SoundAgreementHasNoFlaw) {
  const Inspection found = Look();
  EXPECT_EQ(found.flaws_count, 0u) << (found.flaws.empty() ? "" : found.flaws.front().what);
  EXPECT_EQ(found.units_count, 2u);
  EXPECT_EQ(found.entries_count, world_.agreement().journal().head().size);
}

TEST_F(FsckTest, EachMissingIndexRowIsFoundAndMadeAnew) {
  const std::pair<Space, std::string_view> kinds[] = {
      {Space::kIndex, "c"}, {Space::kIndex, "x"}, {Space::kIndex, "m"}, {Space::kIndex, "t"},
      {Space::kBlind, "t"}, {Space::kBlind, "r"}, {Space::kBlind, "u"}};
  for (const auto& [space, prefix] : kinds) {
    SCOPED_TRACE(std::string(Name(space)) + " " + std::string(prefix));
    const auto rows = Rows(space, prefix);
    ASSERT_FALSE(rows.empty());
    Change([&](Batch& batch) { batch.Remove(space, rows.front().first); });
    const Inspection found = Look();
    EXPECT_GE(found.flaws_count, 1u);
    EXPECT_EQ(found.flaws_count, found.derivable_count);
    Repair();
    EXPECT_EQ(Look().flaws_count, 0u);
    EXPECT_TRUE(std::ranges::any_of(
        Rows(space, prefix), [&](const auto& row) { return row.first == rows.front().first; }));
  }
}

TEST_F(FsckTest, IndexRowThatPointsAtNothingIsTakenAway) {
  const auto rows = Rows(Space::kIndex, "x");
  Bytes stray = rows.front().first;
  stray.back() = static_cast<char>(stray.back() ^ 1);
  Change([&](Batch& batch) { batch.Put(Space::kIndex, stray, {}); });
  EXPECT_EQ(Look().derivable_count, 1u);
  Repair();
  EXPECT_EQ(Look().flaws_count, 0u);
  EXPECT_EQ(Rows(Space::kIndex, "x").size(), rows.size());
}

TEST_F(FsckTest, DamagedRecordIsToldAndNotTouched) {
  const auto units = Rows(Space::kUnits, Person(1).bytes());
  Bytes damaged = units.front().second;
  damaged.back() = static_cast<char>(damaged.back() ^ 1);
  Change([&](Batch& batch) { batch.Put(Space::kUnits, units.front().first, damaged); });
  const Inspection found = Look();
  ASSERT_EQ(found.flaws_count, 1u);
  EXPECT_EQ(found.flaws.front().what, "record cannot be opened");
  EXPECT_EQ(found.derivable_count, 0u);
}

TEST_F(FsckTest, ChangedEntryDoesNotLeadToTheRoot) {
  const auto entries = Rows(Space::kJournal, "e");
  Bytes changed = entries[2].second;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  Change([&](Batch& batch) { batch.Put(Space::kJournal, entries[2].first, changed); });
  const Inspection found = Look();
  EXPECT_GE(found.flaws_count, 1u);
  EXPECT_EQ(found.derivable_count, 0u);
}

}  // namespace
}  // namespace mandat
