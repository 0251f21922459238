// SPDX-License-Identifier: Apache-2.0
//
// Whom an answer was about, in a few kilobytes however many they are: exact about small differences
// between two sets, and about nothing else. It is an invertible Bloom lookup table: the difference
// of two tables lists the elements in which the sets differ, as long as they are few.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "aggregate/tally.h"
#include "base/bytes.h"

namespace mandat {

class SetSketch {
 public:
  // Tells differences of fewer than `people_min` people apart from those of more.
  explicit SetSketch(uint32_t people_min);

  // `value` is a digest of what the person contributed; 0 where only the person counts. The same
  // element twice is none.
  void Add(PersonTag person, uint64_t value);

  // In how many people two sets differ: exact when it is below `people_min`; otherwise at least
  // that, or nullopt when it cannot be told (few, and in each other's way). Sketches for another
  // `people_min` cannot be told apart either.
  static std::optional<uint64_t> PeopleApart(const SetSketch& a, const SetSketch& b);

  // On disk: docs/internals/aggregates.md.
  Bytes Encode() const;
  // Errors: kCorrupt.
  static Result<SetSketch> Decode(ByteView bytes);

  friend bool operator==(const SetSketch&, const SetSketch&) = default;

 private:
  struct Cell {
    int32_t count = 0;
    uint64_t person = 0;
    uint64_t value = 0;
    uint64_t sum = 0;  // of hashes of the elements, so that a lone one is known for one

    bool is_empty() const { return count == 0 && person == 0 && value == 0 && sum == 0; }
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  static constexpr size_t kPartitions = 4;

  void Put(PersonTag person, uint64_t value, int32_t sign);
  bool IsLone(const Cell& cell) const;

  uint32_t people_min_;
  std::vector<Cell> cells_;
};

// Spreads 64 bits over 64 bits; for what is keyed already.
uint64_t Mix(uint64_t a, uint64_t b);

}  // namespace mandat
