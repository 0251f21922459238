// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'Permit'
#include <utility>

#include "vault/vault.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Facts> EraseOne(const Vault& vault, Permit permit, const SubjectId& subject,
                       BatchContext& context) {
  return vault.StageErasePerson(std::move(permit), subject, context);
}
#else
Result<Facts> EraseOne(const Vault& vault, const Operation& operation, const SubjectId& subject,
                       BatchContext& context) {
  return vault.StageErasePerson(operation, subject, context);
}
#endif

}  // namespace mandat
