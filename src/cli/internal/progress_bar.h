// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace mandat {

// How far something is, on stderr: a bar on a terminal, a plain line every few seconds elsewhere;
// nothing for what takes less than two seconds.
class ProgressBar {
 public:
  // `what` is counted: "people", "files".
  explicit ProgressBar(std::string what);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Show(uint64_t done, uint64_t total);
  // Takes the bar away, before something else is printed.
  void Clear();
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  const std::string what_;
  const bool terminal_;
  const Clock::time_point start_;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace mandat
