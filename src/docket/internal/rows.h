// SPDX-License-Identifier: Apache-2.0
// Rows of Space::kDocket. On disk: see docs/internals/data-layout.md.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/instant.h"

namespace mandat::internal {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

inline Bytes NumberRow(char kind, uint64_t number) {
  Bytes key(1, kind);
  AppendBigEndian64(key, number);
  return key;
}
inline Bytes TimedRow(char kind, std::optional<Instant> at, uint64_t number) {
  Bytes key(1, kind);
  AppendBigEndian64(key, static_cast<uint64_t>(at ? at->micros : kNever));
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

// The instant and the number of a timed row.
inline Instant InstantOf(ByteView key) {
  return Instant{static_cast<int64_t>(ReadBigEndian64(key.substr(1)))};
}
inline uint64_t NumberOf(ByteView key) { return ReadBigEndian64(key.substr(9)); }

}  // namespace mandat::internal
