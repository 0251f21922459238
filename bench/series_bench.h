// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mandat {

// Points in, beside bare RocksDB with the same rows and bytes, and points out.
void BenchSeries(double seconds);

}  // namespace mandat
