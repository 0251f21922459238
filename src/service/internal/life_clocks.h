// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life/event.h"
#include "service/internal/docket_batch.h"

namespace mandat {

// What an event of the agreement's life starts, meets and ends in its docket, in the same batch.
// `batch` sees the life with the event in it. Errors: kConflict (it is closed while we still owe
// something), and those of DocketBatch::Begin.
// Invariant (no clock is lost).
Status BeginClocks(DocketBatch& batch, const Event& event);

}  // namespace mandat
