// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace mandat {

// What one caller may ask for at once and one agreement may keep. docs/reference/configuration.md
// has a key for each; whoever refuses by one says kExceeded and names the key and its value.
struct Limits {
  size_t unit_bytes = size_t{1} << 20;               // body of one record
  size_t batch_units = 10'000;                       // lines of one batch
  size_t batch_bytes = size_t{64} << 20;             // of one batch
  uint64_t blob_bytes = uint64_t{16} << 30;          // one blob
  size_t points_per_call = 100'000;                  // points of one ingestion
  size_t index_terms = 64;                           // blind index rows of one unit
  size_t people_per_unit = 1'000;                    // people of one unit
  uint64_t units_per_person = 10'000'000;            // records, series and blobs of one person
  uint64_t bytes_per_agreement = uint64_t{1} << 40;  // sealed bytes of one agreement
  size_t waiting_per_agreement = 8'192;              // operations that wait for one sequencer
  size_t uploads_per_agreement = 1'000;              // unfinished blobs
};

}  // namespace mandat
