// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "service/caller.h"

namespace mandat {

struct ReadAnswer {
  std::vector<Unit> units;
  bool more = false;  // a further page exists behind the last unit
  Receipt receipt;
  Bytes last;                   // cursor behind the last unit; empty without one
  uint64_t withheld_count = 0;  // passed over: restricted, or objected to
};

// One record, in the version of now or an earlier one, with the fields of all categories or of
// those that are named: then only these are decided. Errors: kRefused, kUndecided, kShredded,
// kNotFound, kCorrupt, kUnavailable; for the first four `entry` names the journal entry that
// records the attempt.
// Source: GDPR Art. 28(3)(a).
struct ReadRequest {
  std::string collection;
  RecordId record;
  CategorySet categories = 0;  // 0: all
  std::optional<uint32_t> version;
};
void ReadRecord(Caller caller, ReadRequest request, Done<ReadAnswer> done);
inline void ReadRecord(Caller caller, std::string collection, const RecordId& record,
                       Done<ReadAnswer> done) {
  ReadRecord(std::move(caller), ReadRequest{std::move(collection), record}, std::move(done));
}

// One page of the versions of a record that are kept, the oldest first.
struct VersionsRequest {
  std::string collection;
  RecordId record;
  CategorySet categories = 0;
  uint32_t after = 0;  // version
  size_t limit = 20;   // 1 to kListLimitMax
};
void ListVersions(Caller caller, VersionsRequest request, Done<ReadAnswer> done);

// One page of a person's records in a collection, or of everybody's, in the order of their ids; or
// by the instant of their capture. Errors: also kInvalid (not listed by time).
struct ListRequest {
  std::string collection;
  std::optional<SubjectId> subject;
  std::optional<RecordId> after;
  size_t limit = 20;  // 1 to kListLimitMax
  CategorySet categories = 0;
  std::optional<TimeRange> times;
  std::optional<Bytes> cursor;  // ReadAnswer::last of the page before; instead of `after`
};
inline constexpr size_t kListLimitMax = 100;
void ListRecords(Caller caller, ListRequest request, Done<ReadAnswer> done);

// One page of the records whose field has a value, a beginning, or lies in a range.
// Errors: also kInvalid (the schema does not let the field be searched so).
struct SearchRequest {
  std::string collection;
  SearchQuery query;
  CategorySet categories = 0;
  std::optional<Bytes> cursor;
  size_t limit = 20;  // 1 to kListLimitMax
};
void SearchRecords(Caller caller, SearchRequest request, Done<ReadAnswer> done);

}  // namespace mandat
