// SPDX-License-Identifier: Apache-2.0
//
// Records without what tells whose they are.
// Guarantees: a person has one token for each purpose, and nothing but the agreement's keys links
// two of them, or a token and an id; whoever is restricted or objected is passed over.
#pragma once

#include <string>
#include <vector>

#include "service/caller.h"

namespace mandat {

// Tokens are 32 hexadecimal digits.
struct PseudonymisedPerson {
  std::string role;  // empty for the first person
  std::string token;
};

struct PseudonymisedUnit {
  std::string token;
  uint32_t version = 0;
  Instant captured;
  Plaintext data;  // fields that do not identify, see IsIdentifying
  std::vector<PseudonymisedPerson> people;
};

struct PseudonymisedRequest {
  std::string collection;  // of records
  CategorySet categories = 0;
  std::optional<Bytes> cursor;  // PseudonymisedAnswer::last of the page before
  size_t limit = 20;            // 1 to kListLimitMax
};

struct PseudonymisedAnswer {
  std::vector<PseudonymisedUnit> units;
  bool more = false;
  Bytes last;  // sealed: it tells no id
  uint64_t withheld_count = 0;
  Receipt receipt;
};

// One page of a collection, decided as the ordinary read of it. Errors: as ListRecords, and
// kInvalid (the cursor is of no page for this purpose).
// Source: GDPR Art. 4(5); GDPR Art. 25(1).
void ReadPseudonymised(Caller caller, PseudonymisedRequest request, Done<PseudonymisedAnswer> done);

}  // namespace mandat
