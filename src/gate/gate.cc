// SPDX-License-Identifier: Apache-2.0
#include "gate/gate.h"

#include <algorithm>
#include <thread>

#include "base/assert.h"
#include "gate/internal/batch_run.h"

namespace mandat {
namespace {

constexpr size_t kBatchWorksMax = 512;

}  // namespace

Gate::Gate(Store& store, Keyring& keyring, Journal& journal, const TimeSource& time, Random& random,
           Workers& workers)
    : store_(store),
      keyring_(keyring),
      journal_(journal),
      time_(time),
      random_(random),
      workers_(workers) {}

void Gate::Drain() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return !running_; });
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
    return Fail(Error::Refused(mandate->Explain(operation, *forbidden),
                               mandate->clause(forbidden->clause)));
  }
  return Permit(operation, mandate, std::get<Allowed>(decision).clause, at);
}

void Gate::Submit(std::unique_ptr<Work> work) { Enqueue(std::move(work)); }
void Gate::Submit(std::unique_ptr<HouseWork> work) { Enqueue(std::move(work)); }

void Gate::Enqueue(Waiting waiting) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(waiting));
    if (running_) {
      return;
    }
    running_ = true;
  }
  workers_.Post([this] { RunOne(); });
}

// Lets callers that are ready to submit do so, as long as each look finds more of them: a sync
// costs as much as many operations. No timer: a lone caller waits for one look.
void Gate::Gather() const {
  constexpr int kLooksMax = 16;
  size_t seen = 0;
  for (int look = 0; look < kLooksMax; ++look) {
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.size() == seen || waiting_.size() >= kBatchWorksMax) {
        return;
      }
      seen = waiting_.size();
    }
    std::this_thread::yield();
  }
}

// Whatever is waiting, up to a bound; an act of the house is alone in its batch.
std::vector<Gate::Waiting> Gate::TakeBatch() {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> batch;
  while (!waiting_.empty() && batch.size() < kBatchWorksMax) {
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

// One batch, then to the back of the line, so that agreements take turns on the workers.
// The works of the batch go last of all: one of them may be the last to hold this gate open.
void Gate::RunOne() {
  Gather();
  std::vector<Waiting> batch = TakeBatch();
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
  }
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) {
      running_ = false;
      idle_.notify_all();
      return;
    }
  }
  workers_.Post([this] { RunOne(); });
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
