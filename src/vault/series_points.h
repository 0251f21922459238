// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "agreement/schema.h"
#include "base/instant.h"

namespace mandat {

// One value of a point. `bits` are those of an int64_t (integer), a double (decimal), or 0 and 1
// (boolean), as its column says.
struct PointValue {
  bool there = false;
  uint64_t bits = 0;

  static PointValue Integer(int64_t value) { return {true, static_cast<uint64_t>(value)}; }
  static PointValue Decimal(double value) { return {true, std::bit_cast<uint64_t>(value)}; }
  static PointValue Boolean(bool value) { return {true, value ? uint64_t{1} : uint64_t{0}}; }

  int64_t integer() const { return static_cast<int64_t>(bits); }
  double decimal() const { return std::bit_cast<double>(bits); }
  bool boolean() const { return bits != 0; }
  friend bool operator==(const PointValue&, const PointValue&) = default;
};

// What stands in one place of every point: a field, or what was computed from one.
struct PointColumn {
  std::string name;
  FieldType type = FieldType::kInteger;  // kInteger, kDecimal or kBoolean
  friend bool operator==(const PointColumn&, const PointColumn&) = default;
};
using PointColumns = std::shared_ptr<const std::vector<PointColumn>>;

// Points in the order in which they were added: opened personal data, or such data on its way in.
// Wiped when let go.
// Invariant (no personal data leaks sideways): cannot be printed or copied.
class PointTable {
 public:
  explicit PointTable(PointColumns columns) : columns_(std::move(columns)) {}
  PointTable(PointTable&&) = default;
  PointTable& operator=(PointTable&& other) noexcept {
    std::swap(columns_, other.columns_);
    std::swap(times_, other.times_);
    std::swap(marks_, other.marks_);
    std::swap(values_, other.values_);
    return *this;
  }
  PointTable(const PointTable&) = delete;
  PointTable& operator=(const PointTable&) = delete;
  ~PointTable();

  void Reserve(size_t points);
  // `mark` is the caller's own, e.g. the line that the point stood in. Requires: as many values as
  // there are columns.
  void Add(Instant at, std::span<const PointValue> values, uint32_t mark = 0);

  const std::vector<PointColumn>& columns() const { return *columns_; }
  size_t size() const { return times_.size(); }
  Instant at(size_t point) const { return {times_[point]}; }
  uint32_t mark(size_t point) const { return marks_[point]; }
  std::span<const PointValue> values(size_t point) const {
    return {values_.data() + point * columns_->size(), columns_->size()};
  }

 private:
  template <class T>
  static void Grow(std::vector<T>& vector, size_t more);

  PointColumns columns_;
  std::vector<int64_t> times_;
  std::vector<uint32_t> marks_;
  std::vector<PointValue> values_;
};

std::ostream& operator<<(std::ostream&, const PointTable&) = delete;

// The columns of a collection of series, in the order of its fields.
PointColumns ColumnsOf(const Collection& collection);

}  // namespace mandat
