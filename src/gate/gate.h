// SPDX-License-Identifier: Apache-2.0
//
// The one door to personal data of one agreement: decides, puts the decision into the journal, and
// only then releases.
// Guarantees: invariants "one door", "silence refuses", "journal before disclosure", "atomic or
// absent", "versions bind". Trusts: the store's three answers to a commit, and the time source
// within agreement time, which never goes back.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <variant>

#include "base/limits.h"
#include "base/time_source.h"
#include "base/workers.h"
#include "gate/held.h"
#include "gate/observation.h"
#include "gate/permit.h"
#include "gate/release.h"
#include "gate/turn_size.h"
#include "gate/versions.h"
#include "gate/work.h"
#include "journal/journal.h"
#include "keyring/keyring.h"
#include "mandate/schedule.h"
#include "store/store.h"

namespace mandat {

class TrailWriter;

// Counts since the start, for metrics.
struct GateCounts {
  uint64_t batches = 0;
  uint64_t done = 0;
  uint64_t refused = 0;
  uint64_t failed = 0;
  uint64_t observed = 0;  // of those done: what the agreement would have refused
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
  // All references must outlive the gate. At most `waiting_max` works wait; house work always may.
  // Without a mandate everything but house work is refused.
  Gate(Store& store, Keyring& keyring, Journal& journal, const TimeSource& time, Random& random,
       Workers& workers, size_t waiting_max = Limits().waiting_per_agreement);
  ~Gate();

  // Until nothing is in flight: runs here what no worker has come to, and waits for the rest. So
  // the last to let go of an agreement may be its only worker. Requires: no Submit any more, and
  // not called from a work.
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

  // The newest trial of the agreement, ended or not; nullopt if there never was one.
  std::optional<Observation> observation() const;
  // Called by the house work that begins or ends one, once it is durable, and at open.
  void SetObservation(std::optional<Observation> observation);

  // A work that finds too many before it is finished at once, with kUnavailable.
  void Submit(std::unique_ptr<Work> work);
  void Submit(std::unique_ptr<HouseWork> work);

  const Versions& versions() const { return versions_; }
  // What keeps who is behind the entries. Sequencer only.
  TrailWriter& trail() { return *trail_; }
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
  // Nothing unless the agreement is observed at that instant, this may be tried out, and nothing
  // beside the agreement's lists stands against it.
  std::optional<Observed> Observe(const Operation& operation, const Mandate& mandate,
                                  const Forbidden& forbidden, Instant at) const;
  bool Enqueue(Waiting& waiting);
  // A place in the line of the workers, for one batch. Whoever takes it runs that batch; the gate
  // may be gone when a worker comes to one that was taken.
  struct Turn {
    Gate& gate;
    std::atomic<bool> is_taken = false;
    bool Take() { return !is_taken.exchange(true); }
  };
  static void Post(Workers& workers, std::shared_ptr<Turn> turn);
  void RunOne();
  void Gather(size_t works_max) const;
  std::vector<Waiting> TakeBatch(size_t works_max);

  Store& store_;
  Keyring& keyring_;
  Journal& journal_;
  const TimeSource& time_;
  Random& random_;
  Workers& workers_;
  const size_t waiting_max_;

  mutable std::mutex schedule_mutex_;
  std::shared_ptr<const MandateSchedule> schedule_;
  std::optional<Observation> observation_;

  mutable std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Waiting> waiting_;
  bool running_ = false;
  std::shared_ptr<Turn> turn_;  // the newest; while running_
  bool sound_ = true;
  TurnSize turn_size_;  // sequencer only
  GateCounts counts_;

  Versions versions_;
  const std::unique_ptr<TrailWriter> trail_;  // sequencer only
  uint64_t key_changes_ = 0;         // what the store says of Keyring::changes(); sequencer only
  uint32_t replay_day_ = 0;          // sequencer only
  std::vector<SubjectId> shredded_;  // their "pending" rows go with the next batch
};

}  // namespace mandat
