// SPDX-License-Identifier: Apache-2.0
// Expect: calling a private constructor of class 'mandat::Observed'
#include "gate/observation.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Ground GroundOf(const Observed& observed) { return observed.would_refuse().ground; }
#else
Observed Invent(Forbidden forbidden) { return Observed(forbidden); }
#endif

}  // namespace mandat
