// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/assert.h"
#include "base/ids.h"
#include "base/instant.h"
#include "format/entry.h"

namespace mandat {

// One decision as the trail keeps it: what its entry says, and who is behind the entry's root. All
// views end with the call that gave them.
struct Touch {
  EntryIndex entry;
  Instant at;
  Outcome outcome = Outcome::kDone;
  uint32_t agreement_version = 0;
  ByteView actor;
  ByteView act;
  ByteView clause;
  ByteView purpose;
  ByteView collection;
  ByteView instruction;
  uint64_t units_count = 0;
  ByteView people;  // ids of 16 bytes, in the order of the tags; without those who were erased

  size_t people_count() const { return people.size() / SubjectId::kBytes; }
  SubjectId person(size_t i) const {
    const Result<SubjectId> id =
        SubjectId::Decode(people.substr(i * SubjectId::kBytes, SubjectId::kBytes));
    MANDAT_ASSERT(id.has_value());
    return *id;
  }
};

}  // namespace mandat
