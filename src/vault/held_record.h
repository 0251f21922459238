// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vault/holds.h"
#include "vault/unit.h"

namespace mandat {

// A record as a hold keeps it: one version, with everybody it was about. Errors: kCorrupt.
Result<Unit> OpenHeldRecord(const HeldPart& part);

}  // namespace mandat
