// SPDX-License-Identifier: Apache-2.0
#include "backup/internal/withheld_head.h"

namespace mandat {
namespace {

constexpr std::string_view kHeadRow = "head";

Bytes Moved(Space space, const Bytes& key, std::string_view from, std::string_view to) {
  return space == Space::kMeta && key == from ? Bytes(to) : key;
}

Batch WithHeadMoved(const Batch& batch, std::string_view from, std::string_view to) {
  Batch moved;
  for (const Batch::Step& step : batch.steps()) {
    if (step.kind == Batch::Kind::kPut) {
      moved.Put(step.space, Moved(step.space, step.key, from, to), step.value);
    } else if (step.kind == Batch::Kind::kRemove) {
      moved.Remove(step.space, Moved(step.space, step.key, from, to));
    } else {
      moved.RemoveRange(step.space, step.key, step.value);
    }
  }
  return moved;
}

}  // namespace

Status WithheldHead::Withhold() {
  MANDAT_TRY(const std::optional<Bytes> aside, store_.Find(Space::kMeta, kWithheldRow));
  MANDAT_TRY(const std::optional<Bytes> head, store_.Find(Space::kMeta, kHeadRow));
  if (head == kNoHead) {
    return {};
  }
  Batch batch;
  if (head) {
    batch.Put(Space::kMeta, Bytes(kWithheldRow), *head);
  }
  batch.Put(Space::kMeta, Bytes(kHeadRow), Bytes(kNoHead));
  return store_.Commit(batch, std::nullopt) == CommitOutcome::kCommitted
             ? Status()
             : Status(Fail(Error::Unavailable("data cannot be written")));
}

Batch WithheldHead::GiveBack(const Batch& batch) {
  Batch whole = WithHeadMoved(batch, kWithheldRow, kHeadRow);
  whole.Remove(Space::kMeta, Bytes(kWithheldRow));
  return whole;
}

Result<std::optional<Bytes>> WithheldHead::Find(Space space, ByteView key,
                                                const Snapshot* at) const {
  return store_.Find(space, Moved(space, Bytes(key), kHeadRow, kWithheldRow), at);
}

CommitOutcome WithheldHead::Commit(const Batch& batch, const std::optional<Expected>& expected) {
  std::optional<Expected> moved = expected;
  if (moved) {
    moved->key = Moved(moved->space, moved->key, kHeadRow, kWithheldRow);
  }
  return store_.Commit(WithHeadMoved(batch, kHeadRow, kWithheldRow), moved);
}

}  // namespace mandat
