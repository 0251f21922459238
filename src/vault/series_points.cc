// SPDX-License-Identifier: Apache-2.0
#include "vault/series_points.h"

#include <algorithm>

#include "base/assert.h"
#include "crypto/secret.h"

namespace mandat {

PointTable::~PointTable() {
  Wipe(times_.data(), times_.size() * sizeof(int64_t));
  Wipe(values_.data(), values_.size() * sizeof(PointValue));
}

// What a vector leaves behind when it grows is not wiped by anybody else.
template <class T>
void PointTable::Grow(std::vector<T>& vector, size_t more) {
  if (vector.capacity() - vector.size() >= more) {
    return;
  }
  std::vector<T> larger;
  larger.reserve(std::max(vector.size() + more, 2 * vector.capacity()));
  larger.assign(vector.begin(), vector.end());
  Wipe(vector.data(), vector.size() * sizeof(T));
  vector = std::move(larger);
}

void PointTable::Reserve(size_t points) {
  Grow(times_, points);
  Grow(marks_, points);
  Grow(values_, points * columns_->size());
}

void PointTable::Add(Instant at, std::span<const PointValue> values, uint32_t mark) {
  MANDAT_ASSERT(values.size() == columns_->size());
  if (times_.size() == times_.capacity() || values_.capacity() - values_.size() < values.size()) {
    Reserve(std::max<size_t>(8, times_.size()));
  }
  times_.push_back(at.micros);
  marks_.push_back(mark);
  values_.insert(values_.end(), values.begin(), values.end());
}

PointColumns ColumnsOf(const Collection& collection) {
  auto columns = std::make_shared<std::vector<PointColumn>>();
  for (const Field& field : collection.fields) {
    columns->push_back({field.id, field.type});
  }
  return columns;
}

}  // namespace mandat
