// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "agreement/schema.h"

namespace mandat {

// True for a field that may tell by itself who a person is: an address for mail, whatever people
// are looked for by, and what goes with a further person of a unit.
// Reading: the schema declares no more than that; free text may name people all the same.
// Source: GDPR Art. 4(5).
inline bool IsIdentifying(const Field& field) {
  return field.type == FieldType::kEmail || field.search == FieldSearch::kExact ||
         field.search == FieldSearch::kPrefix || !field.role.empty();
}

}  // namespace mandat
