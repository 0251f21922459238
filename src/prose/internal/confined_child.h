// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "prose/internal/program.h"

namespace mandat::internal {

// A program of others as a child of ours, which is waited for whatever happens. Its limits bind it
// before its first instruction: processor time, memory, 32 open files, no core; and the kernel
// refuses it (seccomp) every socket, every further process, and every write but to its output. It
// gets its input and its output and no other open file, and ends when we do.
class ConfinedChild {
 public:
  // Errors: kUnavailable (no such program, no means, or a system that cannot confine it).
  static Result<ConfinedChild> Start(const std::vector<std::string>& words, int input, int output,
                                     const ProgramLimits& limits);

  ConfinedChild(ConfinedChild&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  ConfinedChild& operator=(ConfinedChild&&) = delete;
  ~ConfinedChild();

  // Once its output is closed: its status as waitpid gives it. One that stays is ended.
  int WaitShortly(unsigned seconds);

 private:
  explicit ConfinedChild(pid_t id) : id_(id) {}
  int Wait();

  pid_t id_;
};

// What a child ends with that could not be confined, or whose program could not be started.
constexpr int kNotConfinedStatus = 126;
constexpr int kNotStartedStatus = 127;

}  // namespace mandat::internal
