// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

struct RegisterAnswer {
  SubjectId subject;
  Receipt receipt;
};

// Registers a person of a category, under a fresh key; again is fine. Errors: kRefused, kConflict
// (registered as another category), kShredded (erased), kUnavailable.
void RegisterSubject(Caller caller, const SubjectId& subject, std::string people,
                     Done<RegisterAnswer> done);

struct EraseAnswer {
  uint64_t units_count = 0;  // records removed
  Receipt receipt;
};

// Erases a person: removes the records, remembers it in the ledger, destroys the key. Errors:
// kRefused (no instruction, or not allowed), kNotFound, kShredded (erased before), kUnavailable.
// Source: GDPR Art. 17(1); GDPR Art. 28(3)(g).
void EraseSubject(Caller caller, const SubjectId& subject, Done<EraseAnswer> done);
// With `if_version` only in that version. Errors: also kChanged.
void EraseRecord(Caller caller, std::string collection, const RecordId& record,
                 Done<EraseAnswer> done, std::optional<uint32_t> if_version = std::nullopt);

}  // namespace mandat
