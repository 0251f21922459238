// SPDX-License-Identifier: Apache-2.0
#include "base/time_source.h"

#include <time.h>

#include <fstream>
#include <functional>
#include <string>

namespace mandat {

SystemTime::SystemTime() {
  std::string id;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
  boot_ = std::hash<std::string>{}(id);
}

Instant SystemTime::Now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

Uptime SystemTime::Running() const {
  timespec at{};
  clock_gettime(CLOCK_BOOTTIME, &at);
  return {boot_, std::chrono::seconds(at.tv_sec) +
                     std::chrono::microseconds(static_cast<int64_t>(at.tv_nsec) / 1000)};
}

}  // namespace mandat
