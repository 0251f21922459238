// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'Permit'
#include <utility>

#include "vault/vault.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Reading> Look(const Vault& vault, Permit permit, const RecordId& record) {
  return vault.Read(std::move(permit), record);
}
#else
Result<Reading> Look(const Vault& vault, const Operation& operation, const RecordId& record) {
  return vault.Read(operation, record);
}
#endif

}  // namespace mandat
