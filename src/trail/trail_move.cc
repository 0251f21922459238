// SPDX-License-Identifier: Apache-2.0
#include "trail/trail_move.h"

#include <unordered_set>

namespace mandat {
namespace {

Bytes EncodeEpochs(const std::set<TrailEpoch>& epochs) {
  Bytes out;
  for (const TrailEpoch epoch : epochs) {
    AppendBigEndian64(out, epoch.value);
  }
  return out;
}

Status DecodeEpochs(ByteView in, std::set<TrailEpoch>& epochs) {
  if (in.size() % 8 != 0) {
    return Fail(Error::Corrupt("row of the trail is damaged"));
  }
  for (; !in.empty(); in.remove_prefix(8)) {
    epochs.insert({ReadBigEndian64(in)});
  }
  return {};
}

}  // namespace

Result<TrailMove::Step> TrailMove::Stage(Instant at, size_t bytes_max, Staging& staging) {
  Step step;
  switch (phase_) {
    case Phase::kBegin:
      MANDAT_TRY_STATUS(Begin(at));
      step.writes = phase_ != Phase::kEnd;
      break;
    case Phase::kLook:
      MANDAT_TRY_STATUS(Look(bytes_max, staging));
      break;
    case Phase::kSeal:
      MANDAT_TRY_STATUS(SealAnew(bytes_max, staging, step));
      break;
    case Phase::kEnd:
      break;
  }
  if (phase_ == Phase::kEnd) {
    End(staging, step);
  }
  step.writes = step.writes || !staging.batch().empty();
  return step;
}

// From here on rows are sealed under another key, so that those who are on the list are on no new
// one: they were erased before.
Status TrailMove::Begin(Instant at) {
  const auto rows = store_.Scan(Space::kTrail, kErasedPrefix, EndOfPrefix(kErasedPrefix));
  for (; rows->Valid(); rows->Next()) {
    if (rows->value().size() < 8) {
      return Fail(Error::Corrupt("row of the trail is damaged"));
    }
    MANDAT_TRY(const SecretBytes key, writer_.KeyOf({ReadBigEndian64(rows->value())}));
    MANDAT_TRY(const SubjectId subject,
               OpenErased(writer_.origin(), rows->key(), rows->value(), key));
    erased_.emplace(subject.bytes());
    erased_rows_.emplace_back(rows->key());
  }
  MANDAT_TRY_STATUS(rows->status());
  MANDAT_TRY(const std::optional<Bytes> dirty, store_.Find(Space::kTrail, kDirtyRow));
  if (dirty) {
    MANDAT_TRY_STATUS(DecodeEpochs(*dirty, dirty_));
  }
  if (erased_.empty() && dirty_.empty()) {
    phase_ = Phase::kEnd;
    return {};
  }
  MANDAT_TRY(fresh_, writer_.BeginEpoch(at));
  phase_ = Phase::kLook;
  next_ = kTrailPrefix;
  return {};
}

Result<Bytes> TrailMove::OpenAt(EntryIndex first, ByteView row, const TrailHead& head) {
  MANDAT_TRY(const SecretBytes key, writer_.KeyOf(head.epoch));
  return OpenTrailRow(writer_.origin(), first, row, key);
}

Status TrailMove::Look(size_t bytes_max, Staging& staging) {
  const std::unordered_set<ByteView> gone(erased_.begin(), erased_.end());
  const auto rows = store_.Scan(Space::kTrail, next_, EndOfPrefix(kTrailPrefix));
  for (size_t bytes = 0; rows->Valid() && bytes < bytes_max; rows->Next()) {
    next_ = Bytes(rows->key()) + '\0';
    MANDAT_TRY(const TrailHead head, TrailHead::Decode(rows->value()));
    if (head.epoch >= fresh_ || dirty_.contains(head.epoch)) {
      continue;
    }
    bytes += rows->value().size();
    const EntryIndex first = FirstOfTrailRow(rows->key());
    MANDAT_TRY(const Bytes body, OpenAt(first, rows->value(), head));
    MANDAT_TRY_STATUS(ReadTrailBody(first, body, [&](const Touch& touch) {
      for (size_t i = 0; i < touch.people_count(); ++i) {
        if (gone.contains(touch.people.substr(i * SubjectId::kBytes, SubjectId::kBytes))) {
          dirty_.insert(head.epoch);
        }
      }
    }));
  }
  MANDAT_TRY_STATUS(rows->status());
  if (!rows->Valid()) {
    // Rows that are sealed anew leave copies under these keys, also when nobody is left on them.
    staging.PutUnseen(Space::kTrail, Bytes(kDirtyRow), EncodeEpochs(dirty_));
    phase_ = Phase::kSeal;
    next_ = kTrailPrefix;
  }
  return {};
}

Status TrailMove::SealAnew(size_t bytes_max, Staging& staging, Step& step) {
  const std::unordered_set<ByteView> gone(erased_.begin(), erased_.end());
  MANDAT_TRY(const SecretBytes key, writer_.KeyOf(fresh_));
  const auto rows = store_.Scan(Space::kTrail, next_, EndOfPrefix(kTrailPrefix));
  for (size_t bytes = 0; rows->Valid() && bytes < bytes_max; rows->Next()) {
    next_ = Bytes(rows->key()) + '\0';
    MANDAT_TRY(const TrailHead head, TrailHead::Decode(rows->value()));
    if (!dirty_.contains(head.epoch)) {
      continue;
    }
    bytes += rows->value().size();
    const EntryIndex first = FirstOfTrailRow(rows->key());
    MANDAT_TRY(const Bytes body, OpenAt(first, rows->value(), head));
    TrailBody left;
    MANDAT_TRY_STATUS(ReadTrailBody(first, body, [&](const Touch& touch) {
      Touch kept = touch;
      const Bytes people = PeopleWithout(gone, touch.people);
      kept.people = people;
      left.Add(kept);
    }));
    staging.PutUnseen(Space::kTrail, Bytes(rows->key()),
                      SealTrailRow(writer_.origin(), first, {fresh_, head.span}, key, left.Encode(),
                                   writer_.random()));
    ++step.rows_count;
  }
  MANDAT_TRY_STATUS(rows->status());
  phase_ = rows->Valid() ? Phase::kSeal : Phase::kEnd;
  return {};
}

void TrailMove::End(Staging& staging, Step& step) {
  for (Bytes& row : erased_rows_) {
    staging.Remove(Space::kTrail, std::move(row));
  }
  if (!erased_rows_.empty() || !dirty_.empty()) {
    staging.Remove(Space::kTrail, Bytes(kDirtyRow));
  }
  for (const TrailEpoch epoch : dirty_) {
    step.dead.push_back(epoch.key());
  }
  step.is_done = true;
}

}  // namespace mandat
