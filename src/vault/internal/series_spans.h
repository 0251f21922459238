// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "vault/series_points.h"

namespace mandat::internal {

// Computes values over the points of one span after the other, each point seen once.
class SpanTable {
 public:
  // The column of function f over field x is called `x.f`. Errors: kInvalid (no such function, or
  // the same one twice).
  static Result<SpanTable> Make(const std::vector<PointColumn>& fields,
                                const std::vector<std::string>& functions);

  PointColumns columns() const { return columns_; }
  // Requires: in the order of the instants.
  void Add(std::span<const PointValue> values);
  // Adds what the points since the last call gave, under `start`.
  void Flush(Instant start, PointTable& out);

 private:
  // Of one field over one span.
  struct Tally {
    uint64_t count = 0;
    PointValue first, last, least, most;
    double sum = 0;
    double lost = 0;  // what the additions lost; added at the end
  };
  enum class Function : uint8_t { kCount, kFirst, kLast, kMin, kMax, kMean, kSum };

  static PointValue ValueOf(Function function, const Tally& tally);

  std::vector<PointColumn> fields_;
  std::vector<Function> functions_;
  PointColumns columns_;
  std::vector<Tally> tallies_;
  std::vector<PointValue> row_;
};

}  // namespace mandat::internal
