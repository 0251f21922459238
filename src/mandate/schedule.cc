// SPDX-License-Identifier: Apache-2.0
#include "mandate/schedule.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"

namespace mandat {

MandateSchedule::MandateSchedule(std::vector<Version> versions) : versions_(std::move(versions)) {
  MANDAT_ASSERT(!versions_.empty());
  for (size_t i = 0; i < versions_.size(); ++i) {
    MANDAT_ASSERT(versions_[i].mandate != nullptr);
    MANDAT_ASSERT(i == 0 || versions_[i - 1].from < versions_[i].from);
  }
}

const std::shared_ptr<const Mandate>& MandateSchedule::At(Instant at) const {
  const auto next = std::ranges::upper_bound(versions_, at, {}, &Version::from);
  return next == versions_.begin() ? next->mandate : std::prev(next)->mandate;
}

}  // namespace mandat
