// SPDX-License-Identifier: Apache-2.0
// Expect: no known conversion from 'const Uuid<RecordTag>' to 'const Uuid<SubjectTag>'
#include "base/ids.h"

namespace mandat {

bool IsErased(const SubjectId& subject);

#ifdef MANDAT_MISUSE_CONTROL
bool Ask(const SubjectId& subject) { return IsErased(subject); }
#else
bool Ask(const RecordId& record) { return IsErased(record); }
#endif

}  // namespace mandat
