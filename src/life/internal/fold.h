// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "life/life.h"

namespace mandat {

namespace internal {

// Where the suspension is that stands from the end on; nobody may record one of this name.
inline constexpr std::string_view kEndId = "winding-up";

inline bool IsStanding(const StandingEntry& entry, Instant at) {
  return entry.from <= at && (!entry.until || at < *entry.until);
}

// The state of a sub-processor that began last before or at an instant; null when none was
// recorded.
const SubprocessorState* StateOfSubprocessor(const Standing& standing, const std::string& id,
                                             Instant at);

// How the agreement is to be cited where it says nothing.
ClauseRef Cite(const LifeVersion& version, std::string clause);

}  // namespace internal

// One more event, for Life::With.
class LifeFold {
 public:
  LifeFold(Life& life, const Event& event, const ProposedTexts& texts)
      : life_(life), event_(event), texts_(texts), now_(event.recorded) {}

  Status Apply();

 private:
  Status RequireState() const;
  Status Propose();
  Status Sign();
  Status Activate();
  Status RequireAcceptance(LifeVersion& version, const LifeVersion& before);
  Status Deploy();
  Status Instruct();
  Status AddHold();
  Status Suspend();
  Status Succeed();
  Status End();
  Status AddResidual();
  Status Close();

  Status Announce();
  Status Object();
  Status Engage();
  Status RequireEngageable(const SubprocessorState& announced);
  Status RequireConsent();
  Status RequireNotice(const SubprocessorState& announced);
  Status Disengage();
  Status RequireListed() const;
  Status AddState(Engagement state, const SubprocessorState* before);

  Status RequireNewId() const;
  template <class Entry>
  Status EndEntry(std::vector<Entry>& entries, std::string_view what);
  Result<LifeVersion*> Version();
  const LifeVersion* InForce() const { return life_.InForce(now_); }

  Life& life_;
  const Event& event_;
  const ProposedTexts& texts_;
  const Instant now_;
};

}  // namespace mandat
