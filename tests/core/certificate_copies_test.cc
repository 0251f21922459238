// SPDX-License-Identifier: Apache-2.0
// A certificate names every copy, says what was done about it, and what a look at it found.
#include <gtest/gtest.h>

#include "core/core_test_util.h"
#include "docket/docket.h"
#include "service/certificate.h"
#include "service/verify_erasure.h"

namespace mandat {
namespace {

class CertificateCopiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.Activate();
    ASSERT_OK(world_.Register(Person(1)));
    ASSERT_OK(world_.Put(Record(1), Person(1), "{}"));
  }

  EntryIndex Erase() {
    const Result<EraseAnswer> erased = world_.Erase(Person(1));
    EXPECT_OK(erased);
    return erased->receipt.entry;
  }

  std::string Certificate(EntryIndex erasure, std::optional<uint64_t> ledger = std::nullopt) {
    Result<std::string> text = IssueCertificate(world_.agreement(), erasure, ledger);
    EXPECT_OK(text);
    return text ? std::move(*text) : std::string();
  }

  static bool Says(const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
  }

  TestWorld world_;
};

TEST_F(CertificateCopiesTest, WhatWasLookedAtAndIsGonePasses) {
  const EntryIndex erasure = Erase();
  const std::string text = Certificate(erasure);
  EXPECT_TRUE(Says(text, "verification: every kind of rows and the key store read back"));
  EXPECT_TRUE(Says(text, "copy: records, series, blobs, earlier versions | rows removed | looked"));
  EXPECT_TRUE(Says(text, "copy: blind index"));
  EXPECT_TRUE(Says(text, "type: partial"));
  world_.time().Advance(std::chrono::seconds(1));
  ASSERT_OK(Rewrap(world_.shared()));
  EXPECT_TRUE(Says(Certificate(erasure), "type: destruction"));
}

TEST_F(CertificateCopiesTest, WhatIsLeftIsSaidAndADutyStaysOpen) {
  const EntryIndex erasure = Erase();
  {
    const auto store = world_.home().OpenStore("data");
    Batch batch;
    batch.Put(Space::kHistory, Bytes(Person(1).bytes()) + "left behind", "sealed");
    ASSERT_EQ((*store)->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  const std::string text = Certificate(erasure);
  EXPECT_TRUE(Says(text, "FAIL: earlier versions 1"));
  EXPECT_TRUE(Says(text, "; FAIL\n"));
  world_.time().Advance(std::chrono::seconds(1));
  ASSERT_OK(Rewrap(world_.shared()));
  EXPECT_TRUE(Says(Certificate(erasure), "type: partial")) << "never more, as long as it is there";
  const Result<DutyPage> open =
      Docket(world_.agreement().store()).ListDue(std::nullopt, std::nullopt, 10);
  ASSERT_OK(open);
  EXPECT_FALSE(open->duties.empty());
}

TEST_F(CertificateCopiesTest, AnErasureThatNobodyLookedAtSaysSo) {
  const EntryIndex erasure = Erase();
  ASSERT_OK(world_.Reopen());
  EXPECT_TRUE(Says(Certificate(erasure), "nobody looked"));
}

TEST_F(CertificateCopiesTest, ProtectionIsOnlySaidOfALedgerThatHasTheErasure) {
  const EntryIndex erasure = Erase();
  EXPECT_TRUE(Says(Certificate(erasure), "ledger: not protected against loss of this machine"));
  EXPECT_TRUE(Says(Certificate(erasure, erasure.value), "ledger: not protected"));
  EXPECT_TRUE(Says(Certificate(erasure, erasure.value + 1), "ledger: copied off this machine"));
}

}  // namespace
}  // namespace mandat
