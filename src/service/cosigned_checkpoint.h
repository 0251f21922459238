// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"

namespace mandat {

// What one witness had to say about one checkpoint.
struct WitnessSaid {
  std::string name;                    // as the operator calls it
  std::string key_name;                // of its cosignatures
  std::optional<Instant> cosigned_at;  // nullopt: it did not cosign
  std::string trouble;                 // why not
};

// The newest checkpoint of a journal with the cosignatures that it got.
struct CosignedCheckpoint {
  std::string note;  // the log's signature first, then those of its witnesses
  std::vector<WitnessSaid> witnesses;
};

}  // namespace mandat
