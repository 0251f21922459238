// SPDX-License-Identifier: Apache-2.0
#include "service/move_index.h"

#include <optional>

namespace mandat {
namespace {

constexpr size_t kUnitsPerBatch = 500;  // so that others get their turn

// What stays of a move between its batches.
struct MoveJob {
  OpenAgreement& agreement;  // closes only when its gate has finished every work
  Bytes actor;
  Done<Instant> done;
  std::optional<Instant> begun = {};  // of the epoch that this job began
};

class MoveIndexWork final : public HouseWork {
 public:
  explicit MoveIndexWork(std::shared_ptr<MoveJob> job)
      : HouseWork(job->actor), job_(std::move(job)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const BlindIndex& index = job_->agreement.vault().blind();
    MANDAT_TRY(const uint64_t epoch, index.epoch());
    if (epoch == 0) {
      job_->begun = context.at;
      is_done_ = true;
      return false;
    }
    MANDAT_TRY(const bool moving, index.is_moving());
    if (!job_->begun && !moving) {
      job_->begun = context.at;
    }
    MANDAT_TRY(const auto moved, index.StageMove(context, kUnitsPerBatch));
    is_done_ = moved.second && job_->begun.has_value();
    entry.act = "move-index";
    entry.units_count = moved.first;
    if (moved.second) {
      entry.detail = "index key destroyed";
    }
    return moved.first > 0 || moved.second || !moving;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    if (is_done_) {
      return job_->done(*job_->begun);
    }
    Gate& gate = job_->agreement.gate();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<MoveIndexWork>(std::move(job_))));
  }

 private:
  std::shared_ptr<MoveJob> job_;
  bool is_done_ = false;
};

}  // namespace

// A move that a crash left half-way is finished first: its epoch may be older than an erasure.
void MoveIndex(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Done<Instant> done) {
  const auto job =
      std::make_shared<MoveJob>(MoveJob{*agreement, std::move(actor), std::move(done)});
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<MoveIndexWork>(job)));
}

}  // namespace mandat
