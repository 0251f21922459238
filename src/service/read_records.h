// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "service/caller.h"

namespace mandat {

struct ReadAnswer {
  std::vector<Unit> units;
  bool more = false;  // a further page exists behind the last unit
  Receipt receipt;
};

// One record. Errors: kRefused, kUndecided, kShredded, kNotFound, kCorrupt, kUnavailable; for the
// first four `entry` names the journal entry that records the attempt.
// Source: GDPR Art. 28(3)(a).
void ReadRecord(Caller caller, std::string collection, const RecordId& record,
                Done<ReadAnswer> done);

// One page of a person's records in a collection, or of everybody's, in the order of their ids.
struct ListRequest {
  std::string collection;
  std::optional<SubjectId> subject;
  std::optional<RecordId> after;
  size_t limit = 20;  // 1 to kListLimitMax
};
inline constexpr size_t kListLimitMax = 100;
void ListRecords(Caller caller, ListRequest request, Done<ReadAnswer> done);

}  // namespace mandat
