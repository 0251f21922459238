// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mandat::internal {

// How much a program of others may use.
struct ProgramLimits {
  unsigned seconds = 30;  // on a clock, and of processor time
  size_t memory_bytes = size_t{1} << 30;
  size_t output_bytes = size_t{8} << 20;
  size_t output_ratio = 1;  // bytes that may be printed for each of these
};

struct ProgramRun {
  std::string output;
  int status = 0;  // that it ended with
};

// Runs a program without a shell, feeds it `input` and gives what it prints. It is confined as
// ConfinedChild says, and ended where it passes a limit. Errors: kUnavailable (there is no such
// program, or it cannot be confined), kExceeded (it took too long, too much memory, printed too
// much).
Result<ProgramRun> RunProgram(const std::vector<std::string>& words, std::string_view input,
                              const ProgramLimits& limits);

}  // namespace mandat::internal
