// SPDX-License-Identifier: Apache-2.0
#include "aggregate/set_sketch.h"

#include <algorithm>
#include <set>

namespace mandat {
namespace {

constexpr size_t kCellsPerPerson = 4;  // in each partition
constexpr size_t kCellBytes = 28;
constexpr uint32_t kPeopleMost = 10'000;

}  // namespace

// The finaliser of SplitMix64, over both words.
uint64_t Mix(uint64_t a, uint64_t b) {
  uint64_t z = a + 0x9e3779b97f4a7c15 * (b + 1);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

SetSketch::SetSketch(uint32_t people_min)
    : people_min_(people_min), cells_(kPartitions * kCellsPerPerson * people_min) {}

void SetSketch::Add(PersonTag person, uint64_t value) { Put(person, value, 1); }

void SetSketch::Put(PersonTag person, uint64_t value, int32_t sign) {
  const uint64_t hash = Mix(person, value);
  const size_t each = cells_.size() / kPartitions;
  for (size_t i = 0; i < kPartitions; ++i) {
    Cell& cell = cells_[i * each + Mix(hash, i) % each];
    cell.count += sign;
    cell.person ^= person;
    cell.value ^= value;
    cell.sum += sign > 0 ? hash : ~hash + 1;
  }
}

bool SetSketch::IsLone(const Cell& cell) const {
  const uint64_t hash = Mix(cell.person, cell.value);
  return (cell.count == 1 && cell.sum == hash) || (cell.count == -1 && cell.sum == ~hash + 1);
}

std::optional<uint64_t> SetSketch::PeopleApart(const SetSketch& a, const SetSketch& b) {
  if (a.people_min_ != b.people_min_) {
    return std::nullopt;
  }
  SetSketch rest = a;
  for (size_t i = 0; i < rest.cells_.size(); ++i) {
    Cell& cell = rest.cells_[i];
    cell.count -= b.cells_[i].count;
    cell.person ^= b.cells_[i].person;
    cell.value ^= b.cells_[i].value;
    cell.sum -= b.cells_[i].sum;
  }
  // Takes out what stands alone in a cell, which leaves others alone.
  std::set<PersonTag> people;
  for (bool found = true; found;) {
    found = false;
    for (const Cell& cell : rest.cells_) {
      if (rest.IsLone(cell)) {
        const Cell lone = cell;
        rest.Put(lone.person, lone.value, -lone.count);
        people.insert(lone.person);
        found = true;
        if (people.size() >= a.people_min_) {
          return people.size();
        }
      }
    }
  }
  const auto left = std::ranges::count_if(rest.cells_, [](const Cell& c) { return !c.is_empty(); });
  if (left == 0) {
    return people.size();
  }
  // Twice as many elements as people can differ, and each lies in four cells: more are many.
  const size_t few = 2 * size_t{a.people_min_} * kPartitions;
  return static_cast<size_t>(left) >= std::min(few, rest.cells_.size() / 2)
             ? std::optional<uint64_t>(a.people_min_)
             : std::nullopt;
}

Bytes SetSketch::Encode() const {
  Bytes bytes;
  bytes.reserve(4 + cells_.size() * kCellBytes);
  AppendBigEndian32(bytes, people_min_);
  for (const Cell& cell : cells_) {
    AppendBigEndian32(bytes, static_cast<uint32_t>(cell.count));
    AppendBigEndian64(bytes, cell.person);
    AppendBigEndian64(bytes, cell.value);
    AppendBigEndian64(bytes, cell.sum);
  }
  return bytes;
}

Result<SetSketch> SetSketch::Decode(ByteView bytes) {
  const uint32_t people_min = bytes.size() < 4 ? 0 : ReadBigEndian32(bytes);
  if (people_min == 0 || people_min > kPeopleMost ||
      bytes.size() != 4 + kPartitions * kCellsPerPerson * people_min * kCellBytes) {
    return Fail(Error::Corrupt("sketch of an answered question is damaged"));
  }
  SetSketch sketch(people_min);
  bytes.remove_prefix(4);
  for (Cell& cell : sketch.cells_) {
    cell.count = static_cast<int32_t>(ReadBigEndian32(bytes));
    cell.person = ReadBigEndian64(bytes.substr(4));
    cell.value = ReadBigEndian64(bytes.substr(12));
    cell.sum = ReadBigEndian64(bytes.substr(20));
    bytes.remove_prefix(kCellBytes);
  }
  return sketch;
}

}  // namespace mandat
