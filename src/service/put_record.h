// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct PutRequest {
  std::string collection;
  NewUnit unit;                // body: the declared fields as one compact JSON object
  CategorySet categories = 0;  // of the fields that the body has
  bool must_exist = false;     // in whatever version
};

struct PutAnswer {
  uint32_t version = 0;
  bool created = false;
  Receipt receipt;
};

// Stores a record: `record` when it is new, `alter` when it is there. Errors: kRefused, kShredded,
// kNotFound (person not registered), kInvalid, kConflict, kChanged (not the version that was asked
// for), kExceeded, kUnavailable.
// Source: GDPR Art. 28(3)(a).
void PutRecord(Caller caller, PutRequest request, Done<PutAnswer> done);

}  // namespace mandat
