// SPDX-License-Identifier: Apache-2.0
#include "service/move_trail.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "trail/trail_move.h"

namespace mandat {
namespace {

constexpr size_t kBytesPerBatch = size_t{1} << 20U;  // so that others get their turn

// What stays of a move between its batches.
struct MoveJob {
  OpenAgreement& agreement;  // closes only when its gate has finished every work
  Bytes actor;
  Done<Instant> done;
  TrailMove move;
  std::optional<Instant> begun = {};
};

class MoveTrailWork final : public HouseWork {
 public:
  explicit MoveTrailWork(std::shared_ptr<MoveJob> job)
      : HouseWork(job->actor), job_(std::move(job)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    if (!job_->begun) {
      job_->begun = context.at;
    }
    MANDAT_TRY(TrailMove::Step step, job_->move.Stage(context.at, kBytesPerBatch, context.staging));
    is_done_ = step.is_done;
    if (!step.writes) {
      return false;
    }
    entry.act = "move-trail";
    entry.units_count = step.rows_count;
    if (is_done_) {
      entry.detail = "keys destroyed " + std::to_string(step.dead.size());
    }
    std::ranges::move(step.dead, std::back_inserter(context.shred_named));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    if (is_done_) {
      return job_->done(*job_->begun);
    }
    Gate& gate = job_->agreement.gate();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<MoveTrailWork>(std::move(job_))));
  }

 private:
  std::shared_ptr<MoveJob> job_;
  bool is_done_ = false;
};

}  // namespace

void MoveTrail(OpenAgreement& agreement, Bytes actor, Done<Instant> done) {
  const auto job =
      std::make_shared<MoveJob>(MoveJob{agreement, std::move(actor), std::move(done),
                                        TrailMove(agreement.store(), agreement.gate().trail())});
  agreement.gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<MoveTrailWork>(job)));
}

}  // namespace mandat
