// SPDX-License-Identifier: Apache-2.0
// Rows of Space::kDocket. On disk: see docs/internals/data-layout.md.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"
#include "base/result.h"
#include "format/cbor_record.h"
#include "store/store.h"

namespace mandat::internal {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

inline Bytes NumberRow(char kind, uint64_t number) {
  Bytes key(1, kind);
  AppendBigEndian64(key, number);
  return key;
}
// What lies before 1970 stands at 1970, so that it does not sort behind what never comes.
inline Bytes TimedRow(char kind, std::optional<Instant> at, uint64_t number) {
  Bytes key(1, kind);
  AppendBigEndian64(key, static_cast<uint64_t>(at ? std::max<int64_t>(at->micros, 0) : kNever));
  AppendBigEndian64(key, number);
  return key;
}

// "d" id: the duty as it stands.
inline Bytes DutyRow(uint64_t id) { return NumberRow('d', id); }
// "f" instant, id: the next reminder of an open duty; empty value.
inline Bytes FiringRow(Instant at, uint64_t id) { return TimedRow('f', at, id); }
// "u" due (or never), id: an open duty; empty value.
inline Bytes DueRow(std::optional<Instant> due, uint64_t id) { return TimedRow('u', due, id); }
// "c" id, number of the change: what was done with it.
inline Bytes ChangeRow(uint64_t id, uint32_t number) {
  Bytes key = NumberRow('c', id);
  AppendBigEndian32(key, number);
  return key;
}
// "h" matter 00 reference 00 event 00 path: a happening.
inline Bytes HappeningPrefix(std::string_view matter, std::string_view reference) {
  return "h" + Bytes(matter) + Bytes(1, '\0') + Bytes(reference) + Bytes(1, '\0');
}
inline Bytes HappeningRow(std::string_view matter, std::string_view reference,
                          std::string_view event, std::string_view path) {
  return HappeningPrefix(matter, reference) + Bytes(event) + Bytes(1, '\0') + Bytes(path);
}
// "n": the next duty's id, 8 bytes.
inline constexpr std::string_view kNextIdRow = "n";

// "o" id: a notice.
inline Bytes NoticeRow(uint64_t id) { return NumberRow('o', id); }
// "q" instant, id: when somebody has to look at a notice again; empty value.
inline Bytes QueueRow(Instant at, uint64_t id) { return TimedRow('q', at, id); }
// "p" duty, id: a notice about a duty; empty value.
inline Bytes DutyNoticePrefix(uint64_t duty) { return NumberRow('p', duty); }
inline Bytes DutyNoticeRow(uint64_t duty, uint64_t id) {
  Bytes key = DutyNoticePrefix(duty);
  AppendBigEndian64(key, id);
  return key;
}
// "m": the next notice's id, 8 bytes.
inline constexpr std::string_view kNextNoticeIdRow = "m";

// What a row of kind, instant or number, and number says.
struct TimedKey {
  Instant at;
  uint64_t number = 0;
};
// Errors: kCorrupt.
inline Result<TimedKey> ReadTimedRow(ByteView key) {
  if (key.size() != 17) {
    return Fail(Error::Corrupt("a row of the docket has no key of the docket"));
  }
  return TimedKey{{static_cast<int64_t>(ReadBigEndian64(key.substr(1)))},
                  ReadBigEndian64(key.substr(9))};
}

// "g": no reminder lies before this instant, 8 bytes. Rows of what has fired stay in the way of a
// scan as tombstones until the store compacts them; it begins behind them.
inline constexpr std::string_view kFloorRow = "g";
// Errors: kCorrupt.
inline Result<Instant> ReadFloor(const std::optional<Bytes>& row) {
  if (row && row->size() != 8) {
    return Fail(Error::Corrupt("the docket does not know where its reminders begin"));
  }
  return Instant{row ? static_cast<int64_t>(ReadBigEndian64(*row)) : 0};
}
inline void StageFloor(Staging& staging, Instant floor) {
  Bytes value;
  AppendBigEndian64(value, static_cast<uint64_t>(std::max<int64_t>(floor.micros, 0)));
  staging.Put(Space::kDocket, Bytes(kFloorRow), std::move(value));
}

// The duty or the notice in a row of that number. Errors: kCorrupt.
template <class Numbered>
Result<Numbered> DecodeNumbered(uint64_t number, ByteView row) {
  MANDAT_TRY(Numbered value, DecodeCborRecord<Numbered>(row));
  if (value.id != number) {
    return Fail(Error::Corrupt("a row of the docket stands under another's number"));
  }
  return value;
}

// The next number of a counter, from 1. Errors: kCorrupt, kUnavailable.
inline Result<uint64_t> TakeNumber(Staging& staging, std::string_view counter) {
  MANDAT_TRY(const std::optional<Bytes> row, staging.Find(Space::kDocket, counter));
  if (row && row->size() != 8) {
    return Fail(Error::Corrupt("the docket does not know its next number"));
  }
  const uint64_t number = row ? ReadBigEndian64(*row) : 1;
  Bytes next;
  AppendBigEndian64(next, number + 1);
  staging.Put(Space::kDocket, Bytes(counter), std::move(next));
  return number;
}

}  // namespace mandat::internal
