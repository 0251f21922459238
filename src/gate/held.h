// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "gate/release.h"

namespace mandat {

// A value that was read before its entry is durable. Nothing can print, send or copy it; only a
// Release opens it.
//
// Invariant (journal before disclosure): the one way out asks for a Release.
template <class T>
class Held {
 public:
  explicit Held(T value) : value_(std::move(value)) {}
  Held(Held&&) = default;
  Held& operator=(Held&&) = default;

  T Open(const Release&) && { return std::move(value_); }

 private:
  T value_;
};

}  // namespace mandat
