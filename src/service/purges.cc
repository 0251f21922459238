// SPDX-License-Identifier: Apache-2.0
#include "service/purges.h"

#include <algorithm>

#include "service/internal/erasure_rows.h"
#include "service/internal/purge_rows.h"
#include "service/reclaim.h"

namespace mandat {
namespace {

constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
constexpr size_t kRowBytes = 4 * 8;

uint32_t DayOf(Instant at) {
  return static_cast<uint32_t>(std::max<int64_t>(at.micros, 0) / kMicrosPerDay);
}

Result<PurgeDay> DecodeDay(uint32_t day, ByteView row) {
  if (row.size() != kRowBytes) {
    return Fail(Error::Corrupt("a day of the purge report has the wrong length"));
  }
  return PurgeDay{day, ReadBigEndian64(row), ReadBigEndian64(row.substr(8)),
                  EntryIndex{ReadBigEndian64(row.substr(16))},
                  EntryIndex{ReadBigEndian64(row.substr(24))}};
}

}  // namespace

Bytes PurgeRow(uint32_t day) {
  Bytes row(kPurgePrefix);
  AppendBigEndian32(row, day);
  return row;
}

// Invariant (atomic or absent): the report's row is in the commit of the entry that it counts.
Status StagePurge(uint64_t units_count, uint64_t buckets_count, BatchContext& context) {
  PurgeDay purged{DayOf(context.at), 0, 0, context.entry, context.entry};
  MANDAT_TRY(const std::optional<Bytes> row,
             context.staging.Find(Space::kMeta, PurgeRow(purged.day)));
  if (row) {
    MANDAT_TRY(purged, DecodeDay(purged.day, *row));
  }
  Bytes value;
  AppendBigEndian64(value, purged.units_count + units_count);
  AppendBigEndian64(value, purged.buckets_count + buckets_count);
  AppendBigEndian64(value, purged.first.value);
  AppendBigEndian64(value, context.entry.value);
  context.staging.Put(Space::kMeta, PurgeRow(purged.day), std::move(value));
  return {};
}

Result<PurgeReport> ReportPurges(const OpenAgreement& agreement, Instant now, uint32_t days) {
  PurgeReport report;
  const uint32_t today = DayOf(now);
  const uint32_t first = today - std::min(today, days == 0 ? 0 : days - 1);
  const auto rows =
      agreement.store().Scan(Space::kMeta, PurgeRow(first), EndOfPrefix(kPurgePrefix));
  for (; rows->Valid(); rows->Next()) {
    const ByteView day = rows->key().substr(kPurgePrefix.size());
    if (day.size() != 4) {
      return Fail(Error::Corrupt("a day of the purge report has no date"));
    }
    MANDAT_TRY(const PurgeDay purged, DecodeDay(ReadBigEndian32(day), rows->value()));
    report.days.push_back(purged);
  }
  MANDAT_TRY_STATUS(rows->status());
  MANDAT_TRY(const std::optional<Bytes> last,
             agreement.store().Find(Space::kMeta, kLastReclaimRow));
  if (last) {
    MANDAT_TRY(report.last_reclaim, DecodeInstant(*last));
  }
  MANDAT_TRY(report.next_reclaim, NextReclaim(agreement));
  return report;
}

}  // namespace mandat
