// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/instant.h"
#include "crypto/random.h"

namespace mandat {

// How long a notice is tried again before somebody has to look at it.
struct Backoff {
  std::chrono::seconds first{30};  // before the second attempt
  std::chrono::seconds most = std::chrono::hours(4);
  std::chrono::seconds age_max = std::chrono::hours(120);
  uint32_t attempts_max = 100;

  // For what the law or an agreement counts in hours.
  static Backoff Urgent() { return {.age_max = std::chrono::hours(24)}; }
};

// One notice that was not taken yet.
struct Tries {
  uint32_t attempts = 1;                            // made so far
  Instant first_at;                                 // of the first
  Instant at;                                       // of the last
  std::optional<std::chrono::seconds> retry_after;  // as the other side asked at the last
};

// When to try again: `first`, doubled with each attempt, at most `most`; of that, chance takes away
// up to half, so that many notices that failed together do not come back together. Not before the
// other side asked for, within `most`. The last attempt is made when the notice is `age_max` old.
// None: it is given up, and is a dead letter.
// Requires: at least one attempt; periods above zero.
std::optional<Instant> NextAttempt(const Backoff& backoff, const Tries& tries, Random& random);

}  // namespace mandat
