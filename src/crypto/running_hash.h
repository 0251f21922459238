// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "crypto/hash.h"

namespace mandat {

// SHA-256 over bytes that come one piece after the other. Source: FIPS 180-4.
// Threading: none.
class RunningHash {
 public:
  RunningHash();
  RunningHash(RunningHash&&) noexcept;
  RunningHash& operator=(RunningHash&&) noexcept;
  ~RunningHash();  // what is inside tells of the bytes, and is wiped

  void Add(ByteView piece);
  Hash Finish() &&;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace mandat
