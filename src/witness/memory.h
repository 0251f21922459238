// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace mandat {

// Where a witness remembers: small files by name. Names are ours, never a caller's.
// Errors of all: kUnavailable. Threading: one caller at a time.
class WitnessMemory {
 public:
  virtual ~WitnessMemory() = default;

  virtual Result<std::optional<Bytes>> Load(const std::string& name) const = 0;
  // After it returns the file holds exactly these bytes, crash or not; before, the old ones.
  virtual Status Save(const std::string& name, ByteView bytes) = 0;
  virtual Result<std::vector<std::string>> List() const = 0;
};

}  // namespace mandat
