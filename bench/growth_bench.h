// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mandat {

// Reads, writes, persons and erasures at 10 thousand, 1 million and 10 million records, as far as
// `records_max` goes; and bytes on disk against the plaintext.
void BenchGrowth(double seconds, uint64_t records_max);

}  // namespace mandat
