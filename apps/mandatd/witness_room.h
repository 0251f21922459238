// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "config/config.h"
#include "outbound/witness_line.h"
#include "service/witnesses.h"

namespace mandat {

// The witnesses that the operator asks, as configured.
class WitnessRoom {
 public:
  // Errors: kInvalid (a mistake in the list), kNotFound (no such file), kUnavailable.
  static Result<std::unique_ptr<WitnessRoom>> Open(const Config::Witness& config,
                                                   std::unique_ptr<Homes> homes,
                                                   Agreements& agreements, const TimeSource& time);

  Witnesses& witnesses() { return *witnesses_; }

 private:
  explicit WitnessRoom(std::unique_ptr<WitnessLine> line) : line_(std::move(line)) {}

  const std::unique_ptr<WitnessLine> line_;
  std::unique_ptr<Witnesses> witnesses_;
};

}  // namespace mandat
