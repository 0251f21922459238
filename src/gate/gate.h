// SPDX-License-Identifier: Apache-2.0
//
// The one door to personal data of one agreement: decides, puts the decision into the journal, and
// only then releases.
// Guarantees: invariants "one door", "silence refuses", "journal before disclosure", "atomic or
// absent", "versions bind". Trusts: the store's three answers to a commit, and the time source
// within agreement time, which never goes back.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <variant>

#include "base/time_source.h"
#include "base/workers.h"
#include "gate/held.h"
#include "gate/permit.h"
#include "gate/release.h"
#include "gate/versions.h"
#include "gate/work.h"
#include "journal/journal.h"
#include "keyring/keyring.h"
#include "mandate/schedule.h"
#include "store/store.h"

namespace mandat {

// Counts since the start, for metrics.
struct GateCounts {
  uint64_t batches = 0;
  uint64_t done = 0;
  uint64_t refused = 0;
  uint64_t failed = 0;
};

// Decides and sequences one agreement's operations.
//
//   Admit: may it happen now? -> Permit        (any thread, pure)
//   Submit -> waits -> batch: decide again at the batch's instant, stage effects and entries,
//             one atomic commit with one sync -> Release -> Finish
//
// Threading: Admit and Submit from any thread. One batch at a time runs on `workers`; no other
// thread waits for its sync.
class Gate {
 public:
  // All references must outlive the gate. Without a mandate everything but house work is refused.
  Gate(Store& store, Keyring& keyring, Journal& journal, const TimeSource& time, Random& random,
       Workers& workers);
  ~Gate() { Drain(); }

  // Waits until nothing is in flight. Requires: no Submit any more, and not called from a work.
  void Drain();

  // In force now; null before one was set.
  std::shared_ptr<const Mandate> mandate() const { return MandateAt(Now()); }
  // Called by the house work that activates an agreement version, once it is durable. One mandate
  // is in force whenever it says so itself.
  void SetMandate(std::shared_ptr<const Mandate> mandate);
  void SetSchedule(std::shared_ptr<const MandateSchedule> schedule);

  // Decides by the mandate in force now. A refusal must still be submitted, so that it is
  // journalled. `operation` must outlive the permit. Errors: kRefused, kUndecided, each with its
  // clause. Source: GDPR Art. 28(3)(a).
  Result<Permit> Admit(const Operation& operation) const;

  void Submit(std::unique_ptr<Work> work);
  void Submit(std::unique_ptr<HouseWork> work);

  const Versions& versions() const { return versions_; }
  Instant Now() const;
  GateCounts counts() const;
  // False after a commit whose outcome is unknown: the agreement must be opened anew.
  bool sound() const;
  // Refuses a key store that has seen less than its data: it lost its tail. Errors: kCorrupt.
  Status CheckKeys();
  // Finishes the destruction of keys whose erasure was committed before a crash.
  Status RecoverErasures();

 private:
  using Waiting = std::variant<std::unique_ptr<Work>, std::unique_ptr<HouseWork>>;
  class BatchRun;

  std::shared_ptr<const Mandate> MandateAt(Instant at) const;
  Result<Permit> Decide(const Operation& operation, const std::shared_ptr<const Mandate>& mandate,
                        Instant at) const;
  void Enqueue(Waiting waiting);
  void RunOne();
  void Gather() const;
  std::vector<Waiting> TakeBatch();

  Store& store_;
  Keyring& keyring_;
  Journal& journal_;
  const TimeSource& time_;
  Random& random_;
  Workers& workers_;

  mutable std::mutex schedule_mutex_;
  std::shared_ptr<const MandateSchedule> schedule_;

  mutable std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Waiting> waiting_;
  bool running_ = false;
  bool sound_ = true;
  GateCounts counts_;

  Versions versions_;
  uint64_t key_changes_ = 0;         // what the store says of Keyring::changes(); sequencer only
  uint32_t replay_day_ = 0;          // sequencer only
  std::vector<SubjectId> shredded_;  // their "pending" rows go with the next batch
};

}  // namespace mandat
