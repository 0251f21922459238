// SPDX-License-Identifier: Apache-2.0
// Expect: too few arguments to function call, expected at least 2, have 1
#include "base/result.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Status Refuse(const ClauseRef& clause) { return Fail(Error::Undecided("not clear", clause)); }
#else
Status Refuse(const ClauseRef&) { return Fail(Error::Undecided("not clear")); }
#endif

}  // namespace mandat
