// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reading/internal/fold.h"

namespace mandat::internal {

// A canonical block in which a sentence that begins with "il" or "elle" names the party that the
// sentence before began with: "Le Syndicat transmet la demande. Il n'y répond pas."
Folded WithSubjects(Folded canonical);

}  // namespace mandat::internal
