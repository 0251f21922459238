// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace mandat {

// One large blob up and down, beside what bare RocksDB does with the same rows and syncs.
void BenchBlobs(uint64_t mebibytes);

}  // namespace mandat
