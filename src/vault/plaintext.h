// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <utility>

#include "base/bytes.h"
#include "crypto/secret.h"

namespace mandat {

// Opened personal data, or such data on its way in. Wiped when let go.
// Invariant (no personal data leaks sideways): cannot be printed, logged or compared; only Reveal
// gives the bytes, so that each place that does can be found by searching for it.
class Plaintext {
 public:
  explicit Plaintext(Bytes bytes) : bytes_(std::move(bytes)) {}
  Plaintext(Plaintext&& other) noexcept : bytes_(std::move(other.bytes_)) {
    // A short string is copied, not moved: what stays behind is overwritten.
    other.bytes_.assign(kShortBytes, '\0');
    other.bytes_.clear();
  }
  Plaintext& operator=(Plaintext&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  Plaintext(const Plaintext&) = delete;
  Plaintext& operator=(const Plaintext&) = delete;
  ~Plaintext() { Wipe(bytes_); }

  ByteView Reveal() const { return bytes_; }

 private:
  static constexpr size_t kShortBytes = 15;

  Bytes bytes_;
};

std::ostream& operator<<(std::ostream&, const Plaintext&) = delete;

}  // namespace mandat
