// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "format/disclosure.h"
#include "service/caller.h"

namespace mandat {

struct DisclosureAnswer {
  Disclosure disclosure;
  std::string note;  // the same, signed by the key of the journal
  Receipt receipt;
};

// Shows that a person stands behind an entry, by their one leaf of the tree over its people.
// Journalled before it is answered. Errors: kNotFound (no such entry, or the person is not behind
// it, or nobody knows any more who is), kShredded (the person is not known, or was erased),
// kConflict (somebody else behind the entry was erased: the path can no longer be made), kCorrupt,
// kUnavailable. Source: GDPR Art. 15(1)(c).
void DisclosePerson(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, EntryIndex entry,
                    SubjectId subject, Done<DisclosureAnswer> done);

}  // namespace mandat
