// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/caller.h"

namespace mandat {

// Freezes a person's data: it is stored, erased and given back, and nothing else, except for the
// purposes that are named. Journalled like an erasure, on an instruction. `from` is when the right
// was exercised, at most now; the freeze begins with the entry.
// Errors: kInvalid (`from` ahead, a collection or purpose that the agreement does not have),
// kConflict (restricted already), kNotFound, kShredded (erased), kRefused, kUnavailable.
// Source: GDPR Art. 18(1); GDPR Art. 18(2).
struct RestrictRequest {
  SubjectId subject;
  std::optional<Instant> from;           // nullopt: now
  std::string basis;                     // cited when it refuses
  std::vector<std::string> collections;  // empty: all
  std::vector<std::string> purposes;     // that go on
};
void RestrictSubject(Caller caller, RestrictRequest request, Done<Receipt> done);
// Errors: kNotFound (nobody of that id, or not restricted), kShredded, kRefused, kUnavailable.
// Source: GDPR Art. 18(3).
void LiftRestriction(Caller caller, const SubjectId& subject, Done<Receipt> done);

// A person objects to one purpose of the agreement: it does not reach that person's data any more.
// Errors: as RestrictSubject.
// Source: GDPR Art. 21(1).
struct ObjectRequest {
  SubjectId subject;
  std::string purpose;
  std::optional<Instant> from;
  std::string basis;
};
void ObjectToPurpose(Caller caller, ObjectRequest request, Done<Receipt> done);
// Errors: as LiftRestriction.
void EndObjection(Caller caller, const SubjectId& subject, std::string purpose, Done<Receipt> done);

struct MarksAnswer {
  Marks marks;
  Receipt receipt;
};
// What is restricted and objected to. A read of its own, for a purpose, which the marks themselves
// do not refuse. Errors: kRefused, kNotFound, kShredded, kUnavailable.
void ReadMarks(Caller caller, const SubjectId& subject, Done<MarksAnswer> done);

}  // namespace mandat
