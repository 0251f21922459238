// SPDX-License-Identifier: Apache-2.0
//
// Figures about groups of people, for agreements that permit anonymous results.
// Guarantees: decided as `anonymise` for the caller's purpose, over fields of the categories that
// the question names; whoever restricted or objected to the purpose is not counted; an answer is
// remembered before it is given, so that none can be subtracted from a later one.
#pragma once

#include <string>
#include <vector>

#include "aggregate/guards.h"
#include "service/caller.h"

namespace mandat {

// A unit counts if the field has the value, or a number from `from` to before `until`.
struct AggregateCondition {
  std::string field;
  std::optional<std::string> is;  // JSON as it is stored
  std::optional<double> from;
  std::optional<double> until;
};

struct AggregateRequest {
  std::string collection;
  std::vector<Statistic> figures;     // of each group, 1 to 5
  std::string field;                  // an integer, decimal or boolean; empty: count units
  std::vector<std::string> group_by;  // fields, at most 4
  std::vector<AggregateCondition> where;
};

struct AggregateReply {
  AggregateAnswer answer;  // a group is a JSON object of its fields
  AggregateRules rules;
  uint64_t passed_over_count = 0;  // records of people who restricted or objected
  Receipt receipt;
};

// Errors: kInvalid (a field is not known, identifying or of the wrong type), kNotFound, kRefused
// (the agreement does not permit it, or a guard: then the message names the guard and what would be
// answered), kUndecided, kExceeded, kUnavailable.
// Source: GDPR Rec. 26; GDPR Art. 28(3)(a).
void AskAggregate(Caller caller, AggregateRequest request, Done<AggregateReply> done);

}  // namespace mandat
