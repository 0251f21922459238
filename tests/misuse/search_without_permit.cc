// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'Permit'
#include <utility>

#include "vault/vault.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Reading> Disclose(const Vault& vault, Permit permit, const SearchQuery& query) {
  return vault.Search(std::move(permit), query, std::nullopt, 20);
}
#else
Result<Reading> Disclose(const Vault& vault, const Operation& operation, const SearchQuery& query) {
  return vault.Search(operation, query, std::nullopt, 20);
}
#endif

}  // namespace mandat
