// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "crypto/aead.h"
#include "keyring/keyring.h"
#include "trail/touch.h"

namespace mandat {

// An epoch is a stretch of rows under one key: a day, or less when somebody was erased in it.
// On disk: the day since 1970-01-01 (UTC) above 16 bits that count within it; in hexadecimal, the
// name of its key. Zero is none.
struct TrailEpoch {
  uint64_t value = 0;

  static TrailEpoch First(uint32_t day) { return {uint64_t{day} << 16U | 1U}; }
  uint32_t day() const { return static_cast<uint32_t>(value >> 16U); }
  TrailEpoch Next(uint32_t day) const {
    return day > this->day() ? First(day) : TrailEpoch{value + 1};
  }
  NamedKey key() const;
  // Errors: kCorrupt.
  static Result<TrailEpoch> FromName(std::string_view name);
  friend auto operator<=>(const TrailEpoch&, const TrailEpoch&) = default;
};

// Row of Space::kTrail: "t", index of the first entry (8). Value: this head, then the sealed body.
struct TrailHead {
  static constexpr size_t kBytes = 1 + 8 + 4;
  TrailEpoch epoch;
  uint32_t span = 0;  // entries from the first to the last of the row, both counted

  Bytes Encode() const;
  // Errors: kCorrupt.
  static Result<TrailHead> Decode(ByteView row);
};

Bytes TrailRow(EntryIndex first);
EntryIndex FirstOfTrailRow(ByteView key);
// Row "z", index of the entry (8), count (2): somebody who was erased by it, sealed; until a move.
Bytes ErasedRow(EntryIndex entry, size_t number);
inline constexpr std::string_view kTrailPrefix = "t";
inline constexpr std::string_view kErasedPrefix = "z";
// Row "d": the epochs that a move is taking apart, 8 bytes each.
inline constexpr std::string_view kDirtyRow = "d";

// Collects touches into the body of one row: the words of all in front, said once, then a line
// each.
class TrailBody {
 public:
  void Add(const Touch& touch);
  void Clear();  // keeps its room
  bool empty() const { return lines_count_ == 0; }
  EntryIndex first() const { return first_; }
  uint32_t span() const { return static_cast<uint32_t>(last_.value - first_.value + 1); }
  Bytes Encode() const;

 private:
  uint64_t NumberOf(ByteView word);

  EntryIndex first_;
  EntryIndex last_;
  Instant last_at_;
  uint64_t lines_count_ = 0;
  std::vector<Bytes> words_;
  std::unordered_map<Bytes, uint64_t> numbers_;
  Bytes lines_;
};

// Errors: kCorrupt.
Status ReadTrailBody(EntryIndex first, ByteView body,
                     const std::function<void(const Touch&)>& touch);

// Seals and opens rows of one journal. `key` must be the epoch's.
Bytes SealTrailRow(const std::string& origin, EntryIndex first, const TrailHead& head,
                   const SecretBytes& key, ByteView body, Random& random);
Result<Bytes> OpenTrailRow(const std::string& origin, EntryIndex first, ByteView row,
                           const SecretBytes& key);

// Ids that stand in a set are left out of a list of them.
Bytes PeopleWithout(const std::unordered_set<ByteView>& gone, ByteView people);
// The row of somebody who was erased: epoch (8), sealed id.
Bytes SealErased(const std::string& origin, ByteView row, TrailEpoch epoch, const SecretBytes& key,
                 const SubjectId& subject, Random& random);
// `value` has at least the epoch. Errors: kCorrupt.
Result<SubjectId> OpenErased(const std::string& origin, ByteView row, ByteView value,
                             const SecretBytes& key);

}  // namespace mandat
