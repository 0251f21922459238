// SPDX-License-Identifier: Apache-2.0
#include "service/keep_house.h"

#include "service/internal/erasure_rows.h"
#include "service/internal/purge_rows.h"
#include "service/move_index.h"
#include "service/move_trail.h"

namespace mandat {
namespace {

constexpr size_t kExpiryUnitsMax = 256;  // per batch, so that others get their turn

// What stays of a re-wrap between its steps.
struct RewrapJob {
  OpenAgreement& agreement;
  Bytes actor;
  Done<Receipt> done;
  Instant begun;
};

// The last step: the sequencer is needed for what changed meanwhile and for the switch alone.
class FinishRewrapWork final : public HouseWork {
 public:
  FinishRewrapWork(std::shared_ptr<RewrapJob> job, Status copied)
      : HouseWork(job->actor), job_(std::move(job)), copied_(std::move(copied)) {}

  // The keys change hands before the entry says so: an entry without the act would be a lie, the
  // act without an entry is done again at worst.
  Result<bool> Act(Entry& entry, BatchContext& context) override {
    Keyring& keyring = job_->agreement.keyring();
    if (!copied_) {
      keyring.DropRewrap();
      return Fail(copied_.error());
    }
    MANDAT_TRY_STATUS(keyring.FinishRewrap());
    entry.act = "rewrap-keys";
    entry.detail = "generation " + std::to_string(keyring.generation());
    // What was erased since it began left its wrapped key in the new generation.
    context.staging.Put(Space::kMeta, Bytes(kLastRewrapRow), EncodeInstant(job_->begun));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    job_->done(Receipt{release->entry(), release->at(), {}, false});
  }

 private:
  std::shared_ptr<RewrapJob> job_;
  Status copied_;
};

// The first step: behind every erasure that was executed, so that none of their keys is copied.
class BeginRewrapWork final : public HouseWork {
 public:
  BeginRewrapWork(OpenAgreement& agreement, Bytes actor, Instant begun, Done<Receipt> done)
      : HouseWork(actor),
        job_(new RewrapJob{agreement, std::move(actor), std::move(done), begun}) {}

  Result<bool> Act(Entry&, BatchContext&) override {
    MANDAT_TRY_STATUS(job_->agreement.keyring().BeginRewrap());
    return false;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    // Shared, because a task that is not taken must still be answered for.
    const std::shared_ptr<RewrapJob> job = std::move(job_);
    Keyring& keyring = job->agreement.keyring();
    const bool runs = keyring.RunBeside([job](const std::stop_token& stop) { Copy(job, stop); });
    if (!runs) {
      keyring.DropRewrap();
      job->done(Fail(Error::Unavailable("agreement is being closed")));
    }
  }

 private:
  static void Copy(const std::shared_ptr<RewrapJob>& job, const std::stop_token& stop) {
    OpenAgreement& agreement = job->agreement;
    Status copied = agreement.keyring().CopyRewrap(stop);
    if (stop.stop_requested()) {
      return job->done(Fail(Error::Unavailable("agreement is being closed")));
    }
    agreement.gate().Submit(
        std::unique_ptr<HouseWork>(std::make_unique<FinishRewrapWork>(job, std::move(copied))));
  }

  std::shared_ptr<RewrapJob> job_;
};

class ExpireWork final : public HouseWork {
 public:
  ExpireWork(OpenAgreement& agreement, Done<Receipt> done)
      : HouseWork({}), agreement_(agreement), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const std::shared_ptr<const Mandate> in_force = agreement_.mandate();
    MANDAT_TRY(const Expiry gone,
               agreement_.vault().StageExpiry(agreement_.Settled(context.at), in_force.get(),
                                              context, kExpiryUnitsMax));
    const uint64_t units_count = gone.units_count;
    const uint64_t buckets_count = gone.buckets_count;
    entry.act = "expire";
    entry.units_count = units_count;
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
      entry.clause = mandate->agreement().duration_clause();
    }
    if (buckets_count > 0) {
      entry.detail = "bucket keys destroyed " + std::to_string(buckets_count);
    }
    if (gone.held_count > 0) {
      entry.detail += (entry.detail.empty() ? "held " : " held ") + std::to_string(gone.held_count);
    }
    if (gone.holds_count > 0) {
      entry.detail += (entry.detail.empty() ? "hold keys destroyed " : " hold keys destroyed ") +
                      std::to_string(gone.holds_count);
    }
    if (units_count == 0 && buckets_count == 0 && gone.holds_count == 0) {
      return false;
    }
    is_full_ = units_count >= kExpiryUnitsMax;
    MANDAT_TRY_STATUS(StagePurge(units_count, buckets_count, context));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    if (is_full_) {
      // More are due: behind whatever waits by now. Invariant (expired is gone).
      return agreement_.gate().Submit(
          std::unique_ptr<HouseWork>(std::make_unique<ExpireWork>(agreement_, std::move(done_))));
    }
    done_(Receipt{release->entry(), release->at(), release->clause(), false});
  }

 private:
  OpenAgreement& agreement_;
  Done<Receipt> done_;
  bool is_full_ = false;
};

}  // namespace

// Index and trail first: their old keys die with the old agreement key.
void RewrapKeys(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Done<Receipt> done) {
  Bytes who = actor;
  MoveIndex(agreement, std::move(who),
            [&open = *agreement, actor = std::move(actor),
             done = std::move(done)](const Result<Instant>& index) mutable {
              if (!index) {
                return done(Fail(index.error()));
              }
              Bytes mover = actor;
              MoveTrail(
                  open, std::move(mover),
                  [&open, actor = std::move(actor), done = std::move(done),
                   begun = *index](const Result<Instant>& trail) mutable {
                    if (!trail) {
                      return done(Fail(trail.error()));
                    }
                    open.gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<BeginRewrapWork>(
                        open, std::move(actor), begun, std::move(done))));
                  });
            });
}

void ExpireUnits(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done) {
  agreement->gate().Submit(
      std::unique_ptr<HouseWork>(std::make_unique<ExpireWork>(*agreement, std::move(done))));
}

Result<Completion> ErasureCompletion(const OpenAgreement& agreement) {
  Completion completion;
  MANDAT_TRY(const std::optional<Bytes> rewrap,
             agreement.store().Find(Space::kMeta, kLastRewrapRow));
  MANDAT_TRY(const std::optional<Bytes> erasure,
             agreement.store().Find(Space::kMeta, kLastErasureRow));
  if (rewrap) {
    MANDAT_TRY(completion.last_rewrap, DecodeInstant(*rewrap));
  }
  if (erasure) {
    MANDAT_TRY(const Instant at, DecodeInstant(*erasure));
    completion.rewrap_due = !completion.last_rewrap || *completion.last_rewrap <= at;
  }
  return completion;
}

}  // namespace mandat
