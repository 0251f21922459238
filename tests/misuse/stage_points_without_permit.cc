// SPDX-License-Identifier: Apache-2.0
// Expect: no viable conversion from 'const Operation' to 'Permit'
#include <utility>

#include "vault/series.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Result<Facts> Keep(Series& all, Permit permit, SealedPoints& sealed, BatchContext& context) {
  return all.StageAppend(std::move(permit), sealed, context);
}
#else
Result<Facts> Keep(Series& all, const Operation& operation, SealedPoints& sealed,
                   BatchContext& context) {
  return all.StageAppend(operation, sealed, context);
}
#endif

}  // namespace mandat
