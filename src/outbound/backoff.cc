// SPDX-License-Identifier: Apache-2.0
#include "outbound/backoff.h"

#include <algorithm>

#include "base/assert.h"
#include "base/bytes.h"

namespace mandat {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

// Before chance: first * 2^(attempts - 1), at most `most`.
microseconds WholeDelay(const Backoff& backoff, uint32_t attempts) {
  seconds delay = std::min(backoff.first, backoff.most);
  for (uint32_t i = 1; i < attempts && delay < backoff.most; ++i) {
    delay = delay > backoff.most / 2 ? backoff.most : delay * 2;
  }
  return delay;
}

// Any length from half to the whole.
microseconds WithChance(microseconds whole, Random& random) {
  const auto half = static_cast<uint64_t>(whole.count()) / 2;
  const uint64_t drawn = ReadBigEndian64(random.Draw(8));
  return whole - microseconds(static_cast<int64_t>(drawn % (half + 1)));
}

}  // namespace

std::optional<Instant> NextAttempt(const Backoff& backoff, const Tries& tries, Random& random) {
  MANDAT_ASSERT(tries.attempts > 0 && backoff.first > seconds(0) && backoff.most > seconds(0));
  const Instant last = tries.first_at + backoff.age_max;
  if (tries.attempts >= backoff.attempts_max || tries.at >= last) {
    return std::nullopt;
  }
  microseconds delay = WithChance(WholeDelay(backoff, tries.attempts), random);
  if (tries.retry_after) {
    delay = std::max<microseconds>(delay, std::min(*tries.retry_after, backoff.most));
  }
  return std::min(tries.at + delay, last);
}

}  // namespace mandat
