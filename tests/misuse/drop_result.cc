// SPDX-License-Identifier: Apache-2.0
// Expect: ignoring return value of function declared with 'nodiscard' attribute
#include "base/result.h"

namespace mandat {

Status Sync();

#ifdef MANDAT_MISUSE_CONTROL
Status Close() { return Sync(); }
#else
void Close() { Sync(); }
#endif

}  // namespace mandat
