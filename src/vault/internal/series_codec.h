// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "vault/plaintext.h"
#include "vault/series_points.h"

namespace mandat::internal {

// The body of a chunk before it is sealed: the points of one series, in columns.
// docs/internals/series.md says every byte; the shape is on disk and never changes, a new one gets
// another first byte.
//
// `order` names the points of the table that go in. Requires: at least one, their instants in
// strictly ascending order.
Plaintext EncodeChunk(const PointTable& table, std::span<const uint32_t> order);

// Reads a body point by point, without unpacking it as a whole.
class ChunkReader {
 public:
  // `columns` are what is wanted: matched by name; a whole number is read into a decimal, any other
  // difference of type counts as absent. Errors: kCorrupt.
  static Result<ChunkReader> Open(Plaintext body, const std::vector<PointColumn>& columns);

  // False behind the last point. Errors: kCorrupt.
  Result<bool> Next();

  // Of the point that Next went to.
  Instant at() const { return {at_}; }
  std::span<const PointValue> values() const { return values_; }
  uint64_t count() const { return count_; }

 private:
  struct Column {
    size_t target = 0;    // index into values_, or kNowhere
    bool widens = false;  // a whole number, wanted as a decimal
    ByteView present;     // bitmap; empty: all are there
    char encoding = 0;
    uint32_t scale = 0;
    ByteView data;
    size_t offset = 0;  // of the next byte, or bit
    uint64_t last = 0;
  };
  static constexpr size_t kNowhere = SIZE_MAX;

  explicit ChunkReader(Plaintext body) : body_(std::make_unique<Plaintext>(std::move(body))) {}
  Status ReadHead(const std::vector<PointColumn>& columns);
  Result<Column> ReadColumn(ByteView& in, const std::vector<PointColumn>& columns) const;
  Status NextTime();
  static Result<uint64_t> NextValue(Column& column);

  std::unique_ptr<Plaintext> body_;  // the views below point into it, wherever the reader goes
  uint64_t count_ = 0;
  uint64_t read_ = 0;
  ByteView times_;
  int64_t at_ = 0;
  int64_t delta_ = 0;
  uint64_t steady_ = 0;  // points still to come at the same distance
  std::vector<Column> columns_;
  std::vector<PointValue> values_;
};

// The names and types of the columns in a body. Errors: kCorrupt.
Result<std::vector<PointColumn>> ColumnsOfBody(ByteView body);

}  // namespace mandat::internal
