// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "config/config.h"
#include "outbound/witness_line.h"
#include "service/timestamps.h"

namespace mandat {

// The authority that puts time stamps on checkpoints, as configured.
class TimestampRoom {
 public:
  // Errors: kInvalid (an address without certificates, or none that can be asked), kNotFound (no
  // such file), kUnavailable.
  static Result<std::unique_ptr<TimestampRoom>> Open(const Config::Timestamp& config,
                                                     std::unique_ptr<Homes> homes,
                                                     const TimeSource& time, Random& random);

  Timestamps& timestamps() { return *timestamps_; }

 private:
  explicit TimestampRoom(std::unique_ptr<WitnessLine> line) : line_(std::move(line)) {}

  const std::unique_ptr<WitnessLine> line_;
  std::unique_ptr<Timestamps> timestamps_;
};

}  // namespace mandat
