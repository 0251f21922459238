// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

#include "base/bytes.h"

namespace mandat {

// 32 secret bytes in locked memory that is left out of core dumps and wiped when let go. Copies are
// made only by name (Clone), so that each place a key lives can be found by searching for it.
// Invariant (no personal data leaks sideways): cannot be printed or compared.
class SecretBytes {
 public:
  static constexpr size_t kBytes = 32;

  SecretBytes();                         // all zero
  explicit SecretBytes(ByteView bytes);  // Requires: 32 bytes
  SecretBytes(SecretBytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    std::swap(data_, other.data_);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  SecretBytes Clone() const { return SecretBytes(view()); }
  ByteView view() const;
  char* data() { return data_; }

 private:
  char* data_;
};

// Overwrites memory in a way that the compiler keeps.
void Wipe(void* at, size_t bytes);
inline void Wipe(Bytes& bytes) { Wipe(bytes.data(), bytes.size()); }

}  // namespace mandat
