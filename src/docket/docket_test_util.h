// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/error_test_util.h"
#include "docket/duty.h"
#include "store/memory/memory_home.h"

namespace mandat {

// 2026-03-02T09:00:00Z, a Monday: when what the tests tell of happens.
inline constexpr Instant kEvent{1'772'442'000'000'000};

inline Happening MakeHappening(const std::string& reference = "case-1") {
  Happening happening;
  happening.matter = "breach";
  happening.event = "awareness";
  happening.reference = reference;
  happening.effective = kEvent;
  happening.entered = kEvent;
  happening.how = "e-mail";
  happening.by = "b-1";
  return happening;
}

// A duty as it is before it is opened, due so long after the event; nothing: without a date.
inline Duty MakeDuty(std::optional<std::chrono::microseconds> length) {
  Duty duty;
  duty.from = MakeHappening();
  duty.path = "breach.notice";
  duty.clause = "7.2";
  duty.owes = "processor";
  duty.number_by = length ? "contract" : "none";
  if (length) {
    duty.due = duty.from.effective + *length;
  }
  return duty;
}

inline DutyChange MakeChange(DutyAct act, Instant at) {
  DutyChange change;
  change.act = act;
  change.recorded = at;
  change.effective = at;
  change.by = "b-1";
  change.reason = "as agreed";
  change.basis = "GDPR Art. 12(3)";
  change.responsible = "ada";
  return change;
}

// A store in memory, and batches of whatever a test stages.
class DocketWorld : public ::testing::Test {
 protected:
  DocketWorld() {
    auto store = home_.OpenStore("data");
    EXPECT_OK(store);
    store_ = std::move(*store);
  }

  void Commit(const Staging& staging) {
    ASSERT_EQ(store_->Commit(staging.batch(), std::nullopt), CommitOutcome::kCommitted);
  }
  // Plays whoever can change the files.
  void Overwrite(const Bytes& key, const Bytes& value) {
    Batch batch;
    batch.Put(Space::kDocket, key, value);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  void Remove(const Bytes& key) {
    Batch batch;
    batch.Remove(Space::kDocket, key);
    ASSERT_EQ(store_->Commit(batch, std::nullopt), CommitOutcome::kCommitted);
  }
  // Keys of one kind of row, in order.
  std::vector<Bytes> Keys(char kind) const {
    std::vector<Bytes> keys;
    const Bytes prefix(1, kind);
    const auto rows = store_->Scan(Space::kDocket, prefix, EndOfPrefix(prefix));
    for (; rows->Valid(); rows->Next()) {
      keys.emplace_back(rows->key());
    }
    return keys;
  }

  MemoryHome home_;
  std::unique_ptr<Store> store_;
};

template <class T>
void ExpectError(const Result<T>& result, ErrorKind kind) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, kind) << result.error().message;
}

}  // namespace mandat
