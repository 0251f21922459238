// SPDX-License-Identifier: Apache-2.0
// Expect: calling a private constructor of class 'mandat::Permit'
#include <memory>
#include <utility>

#include "gate/permit.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Permit Forge(Permit permit) { return permit; }
#else
Permit Forge(const Operation& operation, std::shared_ptr<const Mandate> mandate) {
  return Permit(operation, std::move(mandate), ClauseId{0}, Instant{0});
}
#endif

}  // namespace mandat
