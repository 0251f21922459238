// SPDX-License-Identifier: Apache-2.0
#include "service/clock_watch.h"

#include <algorithm>

namespace mandat {
namespace {

using std::chrono::microseconds;

// On disk: wall (8), start of the machine (8), its count (8), waits (1).
constexpr std::string_view kFile = "clock";
constexpr size_t kFileBytes = 25;
constexpr std::chrono::minutes kSaveEvery{1};

}  // namespace

Result<std::unique_ptr<ClockWatch>> ClockWatch::Open(std::unique_ptr<Home> home,
                                                     const TimeSource& time, ClockTrust& trust,
                                                     Settings settings) {
  std::unique_ptr<ClockWatch> watch(new ClockWatch(std::move(home), time, trust, settings));
  MANDAT_TRY_STATUS(watch->Load());
  MANDAT_TRY_STATUS(watch->Observe());
  return watch;
}

Status ClockWatch::Load() {
  MANDAT_TRY(const std::optional<Bytes> bytes, home_->ReadFile(std::string(kFile)));
  if (!bytes) {
    anchor_ = {time_.Now(), time_.Running(), false};
    return {};
  }
  if (bytes->size() != kFileBytes) {
    return Fail(Error::Corrupt("the file `clock` has the wrong length"));
  }
  const ByteView view(*bytes);
  anchor_.wall = Instant{static_cast<int64_t>(ReadBigEndian64(view))};
  anchor_.running.boot = ReadBigEndian64(view.substr(8));
  anchor_.running.since = microseconds(static_cast<int64_t>(ReadBigEndian64(view.substr(16))));
  anchor_.waits = view[24] != 0;
  return {};
}

Status ClockWatch::Save() {
  Bytes bytes;
  AppendBigEndian64(bytes, static_cast<uint64_t>(anchor_.wall.micros));
  AppendBigEndian64(bytes, anchor_.running.boot);
  AppendBigEndian64(bytes, static_cast<uint64_t>(anchor_.running.since.count()));
  bytes.push_back(anchor_.waits ? 1 : 0);
  MANDAT_TRY_STATUS(home_->WriteFile(std::string(kFile), bytes));
  saved_ = anchor_.wall;
  return {};
}

// While the machine runs, its own count says how late it should be. A start in between explains as
// much as it may have been off, unless a jump was waiting already.
microseconds ClockWatch::Ahead(Instant wall, Uptime running) const {
  if (running.boot == anchor_.running.boot) {
    return wall - (anchor_.wall + (running.since - anchor_.running.since));
  }
  const microseconds off = wall - anchor_.wall;
  return anchor_.waits || off > settings_.downtime_max ? off : microseconds::zero();
}

Status ClockWatch::Observe() {
  const std::lock_guard lock(mutex_);
  const Instant wall = time_.Now();
  const Uptime running = time_.Running();
  const microseconds ahead = Ahead(wall, running);
  const bool waits = ahead > settings_.tolerance;
  trust_.SetAhead(waits ? ahead : microseconds::zero());
  if (waits != anchor_.waits) {
    saved_.reset();  // until it is written, also where that fails at first
  }
  anchor_.waits = waits;
  if (waits) {
    return saved_ ? Status() : Save();
  }
  // A clock that was set back does not move what is relied on: it may come forward again.
  if (running.boot != anchor_.running.boot || ahead >= microseconds::zero()) {
    anchor_.wall = std::max(wall, anchor_.wall);
    anchor_.running = running;
  }
  const bool is_old = !saved_ || anchor_.wall - *saved_ >= kSaveEvery;
  return is_old ? Save() : Status();
}

std::optional<microseconds> ClockWatch::waiting() const {
  const std::lock_guard lock(mutex_);
  return anchor_.waits ? std::optional(Ahead(time_.Now(), time_.Running())) : std::nullopt;
}

Status ClockWatch::Confirm() {
  const std::lock_guard lock(mutex_);
  anchor_ = {time_.Now(), time_.Running(), false};
  trust_.SetAhead(microseconds::zero());
  return Save();
}

}  // namespace mandat
