// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/instant.h"
#include "store/homes.h"

namespace mandat {

// When an agreement that is not open has to be opened for its clocks; never later than its first.
// What is open, or was when the process died, has no hint: it may have anything.
// Invariant (no clock is lost).
// Threading: any number of callers; a sync of one does not hold back whoever asks.
class DueHints {
 public:
  using Hint = std::pair<AgreementId, std::optional<Instant>>;  // nullopt: nothing, ever

  // Errors: kUnavailable, kCorrupt.
  static Result<std::unique_ptr<DueHints>> Open(Homes& homes);

  // The agreement is about to be opened: durable before it returns. Errors: kUnavailable.
  Status Forget(const AgreementId& id);
  // They were closed in order, with nothing to do before an instant. One sync for all of them.
  Status Remember(const std::vector<Hint>& closed);

  bool Has(const AgreementId& id) const;
  bool MayFireBefore(const AgreementId& id, Instant at) const;
  // Those with a hint that says so, the earliest first. Cost grows with their number only.
  std::vector<AgreementId> DueBefore(Instant at) const;

 private:
  DueHints(std::unique_ptr<Home> home, std::unique_ptr<Store> store)
      : home_(std::move(home)), store_(std::move(store)) {}

  Status Commit(const Batch& batch);
  void Set(const AgreementId& id, Instant at);
  void Clear(const AgreementId& id);

  std::mutex commit_mutex_;  // held over syncs; before mutex_
  std::unique_ptr<Home> home_;
  std::unique_ptr<Store> store_;

  mutable std::mutex mutex_;
  std::map<AgreementId, Instant> hints_;
  std::set<std::pair<Instant, AgreementId>> by_instant_;
};

}  // namespace mandat
