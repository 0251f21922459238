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
};

// Runs a program without a shell, feeds it `input` and gives what it prints. It is killed where it
// passes a limit. Errors: kUnavailable (there is no such program, or it ran out of time),
// kExceeded (it printed too much), kInvalid (it failed, so the input was not for it).
Result<std::string> RunProgram(const std::vector<std::string>& words, std::string_view input,
                               const ProgramLimits& limits);

}  // namespace mandat::internal
