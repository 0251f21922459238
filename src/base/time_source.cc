// SPDX-License-Identifier: Apache-2.0
#include "base/time_source.h"

namespace mandat {

Instant SystemTime::Now() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

}  // namespace mandat
