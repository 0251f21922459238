// SPDX-License-Identifier: Apache-2.0
#include "vault/in_use.h"

#include <gtest/gtest.h>

#include "store/memory/memory_home.h"
#include "vault/internal/rows.h"

namespace mandat {
namespace {

// Whether a store that holds this one row of the index has units of the collection.
bool HasUnitsAfter(const Bytes& row, CollectionKind kind, std::string_view collection) {
  MemoryHome home;
  Result<std::unique_ptr<Store>> store = home.OpenStore("data");
  Batch batch;
  batch.Put(Space::kIndex, row, "x");
  EXPECT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  return *HasUnits(**store, kind, collection);
}

TEST(InUseTest, SeesAUnitOfItsCollectionAndNoOther) {
  const RecordId record = *RecordId::Parse("0b0c9b1e-1f5c-4d3f-9b8a-0d8c7f6e5a41");
  const Bytes row = CollectionRow("sites", record);
  EXPECT_TRUE(HasUnitsAfter(row, CollectionKind::kRecords, "sites"));
  EXPECT_FALSE(HasUnitsAfter(row, CollectionKind::kRecords, "site"));
  EXPECT_FALSE(HasUnitsAfter(row, CollectionKind::kRecords, "sites2"));
  EXPECT_FALSE(HasUnitsAfter(row, CollectionKind::kSeries, "sites"));
}

TEST(InUseTest, SeesSeriesAndBlobsByTheirOwnIndex) {
  const RecordId record = *RecordId::Parse("0b0c9b1e-1f5c-4d3f-9b8a-0d8c7f6e5a41");
  EXPECT_TRUE(HasUnitsAfter("r" + UnitName("pulse", record), CollectionKind::kSeries, "pulse"));
  EXPECT_TRUE(HasUnitsAfter("b" + UnitName("scans", record), CollectionKind::kBlobs, "scans"));
  EXPECT_FALSE(HasUnitsAfter("b" + UnitName("scans", record), CollectionKind::kRecords, "scans"));
}

}  // namespace
}  // namespace mandat
