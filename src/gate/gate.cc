// SPDX-License-Identifier: Apache-2.0
#include "gate/gate.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "base/assert.h"
#include "gate/internal/batch_run.h"
#include "trail/trail_writer.h"

namespace mandat {

Gate::Gate(Store& store, Keyring& keyring, Journal& journal, const TimeSource& time, Random& random,
           Workers& workers, size_t waiting_max)
    : store_(store),
      keyring_(keyring),
      journal_(journal),
      time_(time),
      random_(random),
      workers_(workers),
      waiting_max_(waiting_max),
      trail_(std::make_unique<TrailWriter>(store, keyring, random, journal.name())) {}

Gate::~Gate() { Drain(); }

void Gate::Drain() {
  std::unique_lock lock(mutex_);
  while (running_) {
    if (turn_->Take()) {
      lock.unlock();
      RunOne();
      lock.lock();
    } else {
      idle_.wait(lock);
    }
  }
}

// Invariant (versions bind).
std::shared_ptr<const Mandate> Gate::MandateAt(Instant at) const {
  const std::lock_guard lock(schedule_mutex_);
  return schedule_ ? schedule_->At(at) : nullptr;
}

void Gate::SetMandate(std::shared_ptr<const Mandate> mandate) {
  const Instant start = mandate->agreement().start();
  SetSchedule(std::make_shared<const MandateSchedule>(
      std::vector<MandateSchedule::Version>{{start, std::move(mandate)}}));
}

void Gate::SetSchedule(std::shared_ptr<const MandateSchedule> schedule) {
  const std::lock_guard lock(schedule_mutex_);
  schedule_ = std::move(schedule);
}

Instant Gate::Now() const { return std::max(time_.Now(), journal_.high_water()); }

GateCounts Gate::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

bool Gate::sound() const {
  const std::lock_guard lock(mutex_);
  return sound_;
}

Result<Permit> Gate::Admit(const Operation& operation) const {
  const Instant at = Now();
  return Decide(operation, MandateAt(at), at);
}

// Source: GDPR Art. 28(3)(a).
Result<Permit> Gate::Decide(const Operation& operation,
                            const std::shared_ptr<const Mandate>& mandate, Instant at) const {
  if (!mandate) {
    return Fail(Error::Unavailable("agreement is not active"));
  }
  const Decision decision = mandate->Decide(operation, at);
  if (const auto* forbidden = std::get_if<Forbidden>(&decision)) {
    if (const std::optional<Observed> observed = Observe(operation, *mandate, *forbidden, at)) {
      return Permit(operation, mandate, *observed, at);
    }
    return Fail(Error::Refused(mandate->Explain(operation, *forbidden),
                               mandate->clause(forbidden->clause)));
  }
  return Permit(operation, mandate, std::get<Allowed>(decision).clause, at);
}

// A list that refuses first may hide a suspension or a place behind it, so those are asked for by
// themselves. Invariant (silence refuses).
std::optional<Observed> Gate::Observe(const Operation& operation, const Mandate& mandate,
                                      const Forbidden& forbidden, Instant at) const {
  if (!IsForTrial(operation.verb, forbidden.ground)) {
    return std::nullopt;
  }
  const std::optional<Observation> trial = observation();
  if (!trial || !trial->IsOn(at) || mandate.FindBar(operation, at)) {
    return std::nullopt;
  }
  return Observed(forbidden);
}

std::optional<Observation> Gate::observation() const {
  const std::lock_guard lock(schedule_mutex_);
  return observation_;
}

void Gate::SetObservation(std::optional<Observation> observation) {
  const std::lock_guard lock(schedule_mutex_);
  observation_ = std::move(observation);
}

void Gate::Submit(std::unique_ptr<Work> work) {
  Waiting waiting = std::move(work);
  if (!Enqueue(waiting)) {
    std::get<std::unique_ptr<Work>>(waiting)->Finish(
        Fail(Error::Unavailable("too many operations wait (limits.waiting_per_agreement is " +
                                std::to_string(waiting_max_) + ")")));
  }
}

void Gate::Submit(std::unique_ptr<HouseWork> work) {
  Waiting waiting = std::move(work);
  (void)Enqueue(waiting);
}

// Invariant (agreements do not meet): who is flooded is told so; nobody waits for room.
bool Gate::Enqueue(Waiting& waiting) {
  std::shared_ptr<Turn> turn;
  {
    const std::lock_guard lock(mutex_);
    const bool house = std::holds_alternative<std::unique_ptr<HouseWork>>(waiting);
    if (!house && waiting_.size() >= waiting_max_) {
      return false;
    }
    waiting_.push_back(std::move(waiting));
    if (running_) {
      return true;
    }
    running_ = true;
    turn = turn_ = std::make_shared<Turn>(*this);
  }
  Post(workers_, std::move(turn));
  return true;
}

void Gate::Post(Workers& workers, std::shared_ptr<Turn> turn) {
  workers.Post([turn = std::move(turn)] {
    if (turn->Take()) {
      turn->gate.RunOne();
    }
  });
}

// Lets callers that are ready to submit do so, as long as each look finds more of them: a sync
// costs as much as many operations. No timer: a lone caller waits for one look.
void Gate::Gather(size_t works_max) const {
  constexpr int kLooksMax = 16;
  size_t seen = 0;
  for (int look = 0; look < kLooksMax; ++look) {
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() == seen || waiting_.size() >= works_max) {
        return;
      }
      seen = waiting_.size();
    }
    std::this_thread::yield();
  }
}

// Whatever is waiting, up to a bound; an act of the house is alone in its batch.
std::vector<Gate::Waiting> Gate::TakeBatch(size_t works_max) {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> batch;
  while (!waiting_.empty() && batch.size() < works_max) {
    const bool house = std::holds_alternative<std::unique_ptr<HouseWork>>(waiting_.front());
    if (house && !batch.empty()) {
      break;
    }
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    if (house) {
      break;
    }
  }
  return batch;
}

// One batch, then to the back of the line, so that agreements take turns on the workers; while
// others wait for theirs, a turn is short.
// The works of the batch go last of all: one of them may be the last to hold this gate open.
void Gate::RunOne() {
  Workers& workers = workers_;
  const size_t works_max = turn_size_.Next(workers.waiting() > 0);
  Gather(works_max);
  std::vector<Waiting> batch = TakeBatch(works_max);
  const size_t count = batch.size();
  const auto began = std::chrono::steady_clock::now();
  BatchRun run(*this);
  if (auto* house = std::get_if<std::unique_ptr<HouseWork>>(&batch.front())) {
    run.RunHouse(std::move(*house));
  } else {
    std::vector<std::unique_ptr<Work>> works;
    works.reserve(batch.size());
    for (Waiting& waiting : batch) {
      works.push_back(std::move(std::get<std::unique_ptr<Work>>(waiting)));
    }
    run.Run(std::move(works));
    turn_size_.Took(count, std::chrono::steady_clock::now() - began);
  }
  std::shared_ptr<Turn> turn;
  {
    const std::lock_guard lock(mutex_);
    idle_.notify_all();
    if (waiting_.empty()) {
      running_ = false;
      return;
    }
    turn = turn_ = std::make_shared<Turn>(*this);
  }
  // Who drains may have taken it by now, and destroyed this gate.
  Post(workers, std::move(turn));
}

// Invariant (erased stays erased): the destruction of a key cannot be undone by losing its record.
Status Gate::CheckKeys() {
  MANDAT_TRY(const std::optional<Bytes> row, store_.Find(Space::kMeta, kKeyChangesRow));
  if (row && row->size() == 8) {
    key_changes_ = ReadBigEndian64(*row);
  }
  if (key_changes_ > keyring_.changes()) {
    return Fail(Error::Corrupt("key store is older than its data: it lost keys or erasures"));
  }
  return {};
}

// Invariant (atomic or absent): an erasure whose entry is durable is carried through.
Status Gate::RecoverErasures() {
  std::vector<SubjectId> subjects;
  const auto rows = store_.Scan(Space::kLedger, PendingRow({}), EndOfPrefix(PendingRow({})));
  for (; rows->Valid(); rows->Next()) {
    if (rows->key().size() != PendingRow({}).size() + SubjectId::kBytes) {
      continue;  // the keyed hash of something erased, which happens to begin like that
    }
    MANDAT_TRY(const SubjectId subject, SubjectId::Decode(rows->key().substr(1)));
    subjects.push_back(subject);
  }
  MANDAT_TRY_STATUS(rows->status());
  if (!subjects.empty()) {
    MANDAT_TRY_STATUS(keyring_.Shred(subjects, {}));
    shredded_ = std::move(subjects);
  }
  return {};
}

}  // namespace mandat
