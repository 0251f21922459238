// SPDX-License-Identifier: Apache-2.0
// Expect: no matching constructor for initialization of 'Forbidden'
#include "mandate/decision.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Decision Forbid(ClauseId clause) { return Forbidden{Ground::kPurposeNotListed, clause}; }
#else
Decision Forbid(ClauseId) { return Forbidden{Ground::kPurposeNotListed}; }
#endif

}  // namespace mandat
