// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/progress_bar.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mandat {
namespace {

constexpr std::chrono::seconds kQuiet(2);
constexpr std::chrono::seconds kLineEvery(5);
constexpr std::chrono::milliseconds kBarEvery(100);
constexpr uint64_t kWidth = 36;

}  // namespace

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      next_(start_ + (terminal_ ? kBarEvery : kQuiet)) {}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Clear() {
  if (shown_ && terminal_) {
    std::fputs("\r\x1b[K", stderr);
  }
  shown_ = false;
}

double ProgressBar::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void ProgressBar::Show(uint64_t done, uint64_t total) {
  const Clock::time_point now = Clock::now();
  if (now < next_) {
    return;
  }
  shown_ = true;
  const double rate = static_cast<double>(done) / std::max(seconds(), 0.001);
  const uint64_t left = total > done ? total - done : 0;
  const double wait = rate > 0 ? static_cast<double>(left) / rate : 0;
  if (!terminal_) {
    next_ = now + kLineEvery;
    fmt::print(stderr, "{} of {} {}, {:.0f} a second, {:.0f} s to go\n", done, total, what_, rate,
               wait);
    return;
  }
  next_ = now + kBarEvery;
  const uint64_t filled = std::min(kWidth * done / std::max<uint64_t>(total, 1), kWidth);
  fmt::print(stderr, "\r\x1b[K[{:#<{}}{:.<{}}] {} of {} {}, {:.0f} a second, {:.0f} s to go", "",
             filled, "", kWidth - filled, done, total, what_, rate, wait);
  std::fflush(stderr);
}

}  // namespace mandat
