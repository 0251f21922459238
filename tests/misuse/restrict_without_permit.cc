// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include "vault/people.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Facts> Freeze(People& people, const Permit& permit, const SubjectId& subject,
                     BatchContext& context) {
  return people.StageRestriction(permit, subject, std::nullopt, context);
}
#else
Result<Facts> Freeze(People& people, const Operation& operation, const SubjectId& subject,
                     BatchContext& context) {
  return people.StageRestriction(operation, subject, std::nullopt, context);
}
#endif

}  // namespace mandat
