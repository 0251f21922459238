// SPDX-License-Identifier: Apache-2.0
// Expect: call to implicitly-deleted copy constructor of 'Permit'
#include <utility>

#include "gate/permit.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Permit Pass(Permit&& permit) { return std::move(permit); }
#else
Permit Pass(const Permit& permit) { return permit; }
#endif

}  // namespace mandat
