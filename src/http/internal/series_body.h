// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "agreement/schema.h"
#include "base/result.h"
#include "service/series.h"

namespace mandat {

struct PointsBody {
  std::vector<NewPoints> points;         // marks: the number of the point in the body, from 1
  std::vector<std::string_view> fields;  // those that any point has; views into the collection
};

// Lines of JSON, each one point with `at` and `values`, or many of one series with `points`.
// Errors: kInvalid (names the line, repeats no value), kExceeded (more than `points_max`).
Result<PointsBody> ParsePoints(const Collection& collection, std::string_view body,
                               size_t points_max);

// A value as JSON; null when it is not there.
void AppendPointValue(const PointColumn& column, const PointValue& value, Bytes& out);

}  // namespace mandat
