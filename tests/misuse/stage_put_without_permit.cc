// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include "vault/vault.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Facts> Keep(const Vault& vault, const Permit& permit, SealedUnit& sealed,
                   BatchContext& context, uint32_t& version) {
  return vault.StagePut(permit, sealed, context, version);
}
#else
Result<Facts> Keep(const Vault& vault, const Operation& operation, SealedUnit& sealed,
                   BatchContext& context, uint32_t& version) {
  return vault.StagePut(operation, sealed, context, version);
}
#endif

}  // namespace mandat
