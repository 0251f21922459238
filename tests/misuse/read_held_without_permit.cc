// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include "vault/holds.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Holds::Page> Disclose(const Holds& holds, const Permit& permit, const std::string& hold) {
  return holds.Read(permit, hold, std::nullopt, 20);
}
#else
Result<Holds::Page> Disclose(const Holds& holds, const Operation& operation,
                             const std::string& hold) {
  return holds.Read(operation, hold, std::nullopt, 20);
}
#endif

}  // namespace mandat
