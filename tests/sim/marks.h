// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"

namespace mandat::sim {

// What everything personal that the world makes is marked with, so that it is seen where it must
// not be. Invariant: no personal data leaks sideways.
inline constexpr std::string_view kBodyMark = "PRIVATE ";
inline constexpr int64_t kPointMark = 0x5AB3B4B5B6B70000;  // a value is up to 65,535 more
inline constexpr char kPersonByte = '\x51';                // eight of them begin the id of a person
inline constexpr char kRecordByte = '\x7e';                // and of a unit

enum class Marks : uint8_t { kContent, kAll };  // without ids, which are in rows by design; or all

// What of it stands in the bytes, if anything: in binary, as text, or in hexadecimal.
std::optional<std::string_view> FindMark(ByteView bytes, Marks marks);

// 24 bytes that begin everything of a unit: "PRIVATE desk-1 0000002a ". What is read under
// one agreement, or as one unit, and came from another, is seen by it.
inline std::string LabelOf(const AgreementId& agreement, const RecordId& unit) {
  char number[10];
  std::snprintf(number, sizeof number, "%08x",
                static_cast<unsigned>(ReadBigEndian64(unit.bytes().substr(8))));
  return std::string(kBodyMark) + agreement.text() + " " + number + " ";
}

}  // namespace mandat::sim
