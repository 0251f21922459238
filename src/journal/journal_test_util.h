// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/error_test_util.h"
#include "crypto/random.h"
#include "journal/journal.h"
#include "store/memory/memory_home.h"

namespace mandat {

// An entry that differs from every other by its number.
inline Entry NumberedEntry(uint64_t number) {
  Entry entry;
  entry.at = {static_cast<int64_t>(number)};
  entry.act = "consult";
  entry.clause = "3";
  entry.salt = Bytes(16, 's');
  entry.units_count = number;
  return entry;
}

// A journal in memory next to the plain list of its leaves, which is what it is compared with.
class JournalWorld : public ::testing::Test {
 protected:
  static constexpr std::string_view kOrigin = "mandat.example/journal/acme";

  JournalWorld() : signer_(SecretBytes(Bytes(SecretBytes::kBytes, 'j'))) {
    auto store = home_.OpenStore("data");
    EXPECT_OK(store);
    store_ = std::move(*store);
  }

  Result<std::unique_ptr<Journal>> TryOpen(Instant now = {0}) {
    return Journal::Open(*store_, home_, signer_, std::string(kOrigin), now);
  }
  void Open() {
    journal_.reset();
    auto journal = TryOpen();
    ASSERT_OK(journal);
    journal_ = std::move(*journal);
  }

  // Appends `count` entries in one batch, as the gate would.
  CommitOutcome Append(Journal& journal, uint64_t count, Instant at = {0}) {
    Staging staging(*store_);
    const uint64_t first = journal.head().size;
    for (uint64_t i = first; i < first + count; ++i) {
      const Result<EntryIndex> index = journal.Stage(NumberedEntry(i), staging);
      EXPECT_OK(index);
      EXPECT_EQ(index->value, i);
    }
    const Expected head = journal.StageHead(at, staging);
    const CommitOutcome outcome = store_->Commit(staging.batch(), head);
    outcome == CommitOutcome::kCommitted ? journal.Commit() : journal.Drop();
    return outcome;
  }
  void Append(uint64_t count) {
    ASSERT_EQ(Append(*journal_, count), CommitOutcome::kCommitted);
    while (leaves_.size() < journal_->head().size) {
      leaves_.push_back(LeafHash(*NumberedEntry(leaves_.size()).Encode()));
    }
  }

  MemoryHome home_;
  Signer signer_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Journal> journal_;
  std::vector<Hash> leaves_;
};

}  // namespace mandat
