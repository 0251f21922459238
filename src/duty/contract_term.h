// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/instant.h"
#include "duty/deadline.h"

namespace mandat {

// "36 months, then 3 years at a time, unless notice is given 3 months before": days, weeks, months
// or years.
struct TermRules {
  Period initial;
  Period renewal;
  Period notice;
};

// One term of a contract. The day on which the contract starts is its first day, so a term of one
// year from 15 January ends at 24:00 on 14 January.
struct ContractTerm {
  uint32_t number = 0;  // 0 is the initial one
  Instant begins;
  Instant ends;  // the first instant that is not part of it
  Due notice;    // until when notice ends the contract with this term
};

// The term in which an instant lies. All terms are counted from the start, so that a contract of
// the 31st does not creep to the 28th. Errors: kInvalid (before the contract, or outside 1970 to
// 2199), and those of DeadlineOf.
Result<ContractTerm> TermAt(Instant at, Instant contract_start, const TermRules& terms,
                            const TimeRules& rules);

}  // namespace mandat
