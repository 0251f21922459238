// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include <utility>

#include "vault/vault.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<SealedUnit> Keep(const Vault& vault, const Permit& permit, NewUnit unit) {
  return vault.Seal(permit, std::move(unit));
}
#else
Result<SealedUnit> Keep(const Vault& vault, const Operation& operation, NewUnit unit) {
  return vault.Seal(operation, std::move(unit));
}
#endif

}  // namespace mandat
