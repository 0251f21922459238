// SPDX-License-Identifier: Apache-2.0
#include "trail/trail.h"

#include <map>

#include "trail/trail_row.h"

namespace mandat {
namespace {

constexpr uint64_t kSpanMax = uint64_t{1}
                              << 17U;  // of any row: how far before a range it may begin

}  // namespace

Result<Trail::Coverage> Trail::ForEach(EntryIndex first, EntryIndex end,
                                       const std::function<void(const Touch&)>& touch) const {
  Coverage coverage;
  std::map<TrailEpoch, std::optional<SecretBytes>> keys;
  const uint64_t begin = first.value > kSpanMax ? first.value - kSpanMax : 0;
  const auto rows = store_.Scan(Space::kTrail, TrailRow({begin}), TrailRow(end));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const TrailHead head, TrailHead::Decode(rows->value()));
    const EntryIndex from = FirstOfTrailRow(rows->key());
    if (from.value + head.span <= first.value) {
      continue;
    }
    auto known = keys.find(head.epoch);
    if (known == keys.end()) {
      MANDAT_TRY(std::optional<SecretBytes> key, keyring_.FindNamedKey(head.epoch.key()));
      known = keys.emplace(head.epoch, std::move(key)).first;
    }
    ++coverage.rows_count;
    if (!known->second) {
      ++coverage.rows_without_key;
      continue;
    }
    MANDAT_TRY(const Bytes body, OpenTrailRow(origin_, from, rows->value(), *known->second));
    MANDAT_TRY_STATUS(ReadTrailBody(from, body, [&](const Touch& one) {
      if (one.entry >= first && one.entry < end) {
        touch(one);
      }
    }));
  }
  MANDAT_TRY_STATUS(rows->status());
  return coverage;
}

Result<std::set<Bytes>> Trail::ErasedSinceMove() const {
  std::set<Bytes> erased;
  const auto rows = store_.Scan(Space::kTrail, kErasedPrefix, EndOfPrefix(kErasedPrefix));
  for (; rows->Valid(); rows->Next()) {
    if (rows->value().size() < 8) {
      return Fail(Error::Corrupt("row of the trail is damaged"));
    }
    const TrailEpoch epoch{ReadBigEndian64(rows->value())};
    MANDAT_TRY(const std::optional<SecretBytes> key, keyring_.FindNamedKey(epoch.key()));
    if (key) {
      MANDAT_TRY(const SubjectId subject, OpenErased(origin_, rows->key(), rows->value(), *key));
      erased.emplace(subject.bytes());
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  return erased;
}

}  // namespace mandat
