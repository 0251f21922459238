// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'const Permit'
#include <utility>

#include "vault/series.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<SealedPoints> Keep(const Series& all, const Permit& permit, std::vector<NewPoints> points) {
  return all.Seal(permit, std::move(points));
}
#else
Result<SealedPoints> Keep(const Series& all, const Operation& operation,
                          std::vector<NewPoints> points) {
  return all.Seal(operation, std::move(points));
}
#endif

}  // namespace mandat
