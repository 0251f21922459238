// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

#include "keyring/keyring.h"

namespace mandat {

// The right to read the whole key store while it stays the one in force; given back at the end
// unless kept.
class Keyring::Turn {
 public:
  enum Whose { kOurs };

  explicit Turn(std::atomic<bool>& is_busy)
      : is_busy_(is_busy), is_ours_(!is_busy.exchange(true)) {}
  // One that was kept before.
  Turn(std::atomic<bool>& is_busy, Whose) : is_busy_(is_busy), is_ours_(true) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (is_ours_) {
      is_busy_ = false;
    }
  }

  static Error Taken() { return Error::Conflict("keys are being wrapped anew, or copied"); }

  bool is_ours() const { return is_ours_; }
  void Keep() { is_ours_ = false; }

 private:
  std::atomic<bool>& is_busy_;
  bool is_ours_;
};

}  // namespace mandat
