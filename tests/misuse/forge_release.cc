// SPDX-License-Identifier: Apache-2.0
// Expect: calling a private constructor of class 'mandat::Release'
#include <utility>

#include "gate/release.h"

namespace mandat {

#ifdef MANDAT_MISUSE_CONTROL
Release Forge(Release release, const ClauseRef&) { return release; }
#else
Release Forge(ClauseRef clause) { return Release(EntryIndex{0}, Instant{0}, std::move(clause)); }
#endif

}  // namespace mandat
