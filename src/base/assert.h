// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <source_location>

namespace mandat {

// Stops the process. A broken invariant is our mistake; start-up recovers by the normal path.
[[noreturn]] void Stop(const char* what,
                       std::source_location where = std::source_location::current());

}  // namespace mandat

// For our own invariants only; never for input, stored bytes or what a peer sent. On in every
// build.
#define MANDAT_ASSERT(condition)                       \
  do {                                                 \
    if (!(condition)) [[unlikely]] {                   \
      ::mandat::Stop("broken invariant: " #condition); \
    }                                                  \
  } while (false)
