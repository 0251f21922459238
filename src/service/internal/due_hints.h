// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "store/homes.h"

namespace mandat {

// When an agreement that is not open has to be opened for its clocks; never later than its first.
// What is open, or was when the process died, has no hint: it may have anything.
// Invariant (no clock is lost). Threading: the caller's lock.
class DueHints {
 public:
  // Errors: kUnavailable, kCorrupt.
  static Result<std::unique_ptr<DueHints>> Open(Homes& homes);

  // The agreement is about to be opened: durable before it returns. Errors: kUnavailable.
  Status Forget(const AgreementId& id);
  // It was closed in order, with nothing to do before an instant (or ever).
  Status Remember(const AgreementId& id, std::optional<Instant> next);

  bool MayFireBefore(const AgreementId& id, Instant at) const;

 private:
  DueHints(std::unique_ptr<Home> home, std::unique_ptr<Store> store)
      : home_(std::move(home)), store_(std::move(store)) {}

  Status Commit(const Batch& batch);

  std::unique_ptr<Home> home_;
  std::unique_ptr<Store> store_;
  std::map<AgreementId, Instant> hints_;
};

}  // namespace mandat
