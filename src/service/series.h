// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/caller.h"
#include "service/subjects.h"

namespace mandat {

struct AppendRequest {
  std::string collection;
  std::vector<NewPoints> points;
  CategorySet categories = 0;  // of the fields that the points have
};

struct AppendAnswer {
  AppendCounts counts;  // of a replayed answer without `passed`
  Receipt receipt;
};

// Stores points of any number of series and people, all or none, under one entry. Errors: kInvalid,
// kRefused, kNotFound (a person is not registered), kShredded (a person or series was erased),
// kConflict (a series is somebody else's), kUnavailable.
// Source: GDPR Art. 28(3)(a).
void AppendPoints(Caller caller, AppendRequest request, Done<AppendAnswer> done);

// The length of the spans that computed values are about.
struct SpanLength {
  std::chrono::minutes length{};
  bool civil_day = false;  // from midnight to midnight in the agreement's zone, else UTC

  // An ISO 8601 duration of hours and minutes that a day has a whole number of times, from PT1M, or
  // P1D. Errors: kInvalid.
  static Result<SpanLength> Parse(std::string_view text);
};

struct PointsRequest {
  std::string collection;
  PointsQuery query;                // `span` is set from `every`
  std::optional<SpanLength> every;  // computed values instead of points
  bool last = false;                // only the newest point
  CategorySet categories = 0;       // of the fields that are asked for
};

struct PointsAnswer {
  PointsPage page;
  Receipt receipt;
};

inline constexpr size_t kPointsLimit = 1'000;  // of a page, where nothing is asked for
inline constexpr size_t kPointsLimitMax = 10'000;

// A page of points or of computed values. Errors: as ReadRecord, and kInvalid (a field or function
// is not known). Source: GDPR Art. 28(3)(a).
void ReadPoints(Caller caller, PointsRequest request, Done<PointsAnswer> done);

struct SeriesRequest {
  std::string collection;
  SubjectId subject;
  std::optional<RecordId> after;
  size_t limit = 20;
};

struct SeriesAnswer {
  SeriesPage page;
  Receipt receipt;
};

// A page of a person's series in a collection. Errors: as ReadRecord.
void ListSeries(Caller caller, SeriesRequest request, Done<SeriesAnswer> done);

// Removes a series; its id is not to be used again. `units_count` of the answer is how many sealed
// chunks went. Errors: kRefused, kNotFound, kShredded, kUnavailable. Source: GDPR Art. 17(1).
void EraseSeries(Caller caller, std::string collection, const RecordId& series,
                 Done<EraseAnswer> done);

}  // namespace mandat
