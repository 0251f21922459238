// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mandat {

// Entries a second with more and fewer in flight, beside the same bytes with the same syncs; the
// proof of an entry among many; and whom one credential touched among `entries` decisions.
void BenchJournal(double seconds, uint64_t entries);

}  // namespace mandat
