// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "store/store.h"

namespace mandat {

// On disk: the head of a journal stands in this row of Space::kMeta while its store is being
// restored, and in "head" stands a word that is no head. So nobody can open the store half done.
inline constexpr std::string_view kWithheldRow = "restoring";
inline constexpr std::string_view kNoHead = "this agreement is being restored";

// A store as it is but for its head, which is found and put in the row above.
class WithheldHead final : public Store {
 public:
  explicit WithheldHead(Store& store) : store_(store) {}

  // Puts the head aside; nothing to do when it is aside already. Errors: kUnavailable, kCorrupt.
  Status Withhold();
  // The batch with the head back in its place. Requires: it puts a head.
  static Batch GiveBack(const Batch& batch);

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override;
  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    return store_.Scan(space, first, end, at);
  }
  std::unique_ptr<Snapshot> TakeSnapshot() const override { return store_.TakeSnapshot(); }
  CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override;
  Position position() const override { return store_.position(); }
  Status ForEachCommit(Position since, OnCommit commit) const override {
    return store_.ForEachCommit(since, std::move(commit));
  }
  Status Reclaim() override { return store_.Reclaim(); }

 private:
  Store& store_;
};

}  // namespace mandat
