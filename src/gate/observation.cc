// SPDX-License-Identifier: Apache-2.0
#include "gate/observation.h"

namespace mandat {
namespace {

constexpr size_t kInstantsBytes = 4 * 8;
constexpr size_t kCountBytes = 3 * 8;

Error Damaged() { return Error::Corrupt("row of the observation is damaged"); }

Instant InstantAt(ByteView row, size_t at) {
  return {static_cast<int64_t>(ReadBigEndian64(row.substr(at)))};
}

}  // namespace

// Since, until, stopped (0: not), entry, length of the tag, tag, reason.
Bytes Observation::Encode() const {
  Bytes row;
  AppendBigEndian64(row, static_cast<uint64_t>(since.micros));
  AppendBigEndian64(row, static_cast<uint64_t>(until.micros));
  AppendBigEndian64(row, stopped ? static_cast<uint64_t>(stopped->micros) : 0);
  AppendBigEndian64(row, entry.value);
  row.push_back(static_cast<char>(actor.size()));
  return row + actor + reason;
}

Result<Observation> Observation::Decode(ByteView row) {
  if (row.size() <= kInstantsBytes) {
    return Fail(Damaged());
  }
  const auto actor_bytes = static_cast<unsigned char>(row[kInstantsBytes]);
  if (row.size() < kInstantsBytes + 1 + actor_bytes) {
    return Fail(Damaged());
  }
  Observation observation;
  observation.since = InstantAt(row, 0);
  observation.until = InstantAt(row, 8);
  if (const Instant stopped = InstantAt(row, 16); stopped.micros != 0) {
    observation.stopped = stopped;
  }
  observation.entry = EntryIndex{ReadBigEndian64(row.substr(24))};
  observation.actor = Bytes(row.substr(kInstantsBytes + 1, actor_bytes));
  observation.reason = std::string(row.substr(kInstantsBytes + 1 + actor_bytes));
  return observation;
}

bool IsForTrial(Verb verb, Ground ground) {
  if (verb == Verb::kErase || verb == Verb::kDestroy || verb == Verb::kRestrict) {
    return false;
  }
  switch (ground) {
    case Ground::kPurposeNotListed:
    case Ground::kVerbNotListed:
    case Ground::kNotForThisPurpose:
      return true;
    case Ground::kNotInForce:
    case Ground::kCollectionUnknown:
    case Ground::kCategoryNotListed:
    case Ground::kPeopleNotListed:
    case Ground::kPlaceNotListed:
    case Ground::kInstructionMissing:
    case Ground::kSuspended:
    case Ground::kHeld:
    case Ground::kForbiddenByInstruction:
    case Ground::kSubprocessorNotEngaged:
      return false;
  }
  return false;
}

Bytes RowOf(const ObservedCount& count) {
  Bytes row(kObservedPrefix);
  AppendBigEndian32(row, count.version);
  return row.append(count.reason).append("\n").append(count.clause);
}

Status CountObserved(Staging& staging, Ground ground, const ClauseRef& clause, EntryIndex entry) {
  Bytes key = RowOf({std::string(Name(ground)), clause.version, clause.clause, 0, {}, {}});
  MANDAT_TRY(const std::optional<Bytes> row, staging.Find(Space::kMeta, key));
  if (row && row->size() != kCountBytes) {
    return Fail(Damaged());
  }
  Bytes value;
  AppendBigEndian64(value, row ? ReadBigEndian64(*row) + 1 : 1);
  AppendBigEndian64(value, row ? ReadBigEndian64(ByteView(*row).substr(8)) : entry.value);
  AppendBigEndian64(value, entry.value);
  staging.Put(Space::kMeta, std::move(key), std::move(value));
  return {};
}

Result<std::vector<ObservedCount>> ReadObservedCounts(const Store& store) {
  std::vector<ObservedCount> counts;
  const auto rows = store.Scan(Space::kMeta, kObservedPrefix, EndOfPrefix(kObservedPrefix));
  for (; rows->Valid(); rows->Next()) {
    const ByteView key = rows->key().substr(kObservedPrefix.size());
    const ByteView value = rows->value();
    const size_t end = key.find('\n', 4);
    if (value.size() != kCountBytes || end == ByteView::npos) {
      return Fail(Damaged());
    }
    counts.push_back({std::string(key.substr(4, end - 4)), ReadBigEndian32(key),
                      std::string(key.substr(end + 1)), ReadBigEndian64(value),
                      EntryIndex{ReadBigEndian64(value.substr(8))},
                      EntryIndex{ReadBigEndian64(value.substr(16))}});
  }
  MANDAT_TRY_STATUS(rows->status());
  return counts;
}

Result<std::optional<Observation>> ReadObservation(const Store& store) {
  MANDAT_TRY(const std::optional<Bytes> row, store.Find(Space::kMeta, kObservationRow));
  if (!row) {
    return std::optional<Observation>();
  }
  MANDAT_TRY(Observation observation, Observation::Decode(*row));
  return std::optional(std::move(observation));
}

}  // namespace mandat
