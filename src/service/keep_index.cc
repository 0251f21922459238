// SPDX-License-Identifier: Apache-2.0
#include "service/keep_index.h"

#include "service/internal/index_rows.h"

namespace mandat {
namespace {

constexpr size_t kUnitsPerBatch = 500;  // so that others get their turn

// What stays between the batches.
struct IndexJob {
  OpenAgreement& agreement;  // closes only when its gate has finished every work
  Done<std::optional<Receipt>> done;
  Bytes mark = {};  // of the step that this is for; empty: not begun
  std::optional<Bytes> after = {};
};

class KeepIndexWork final : public HouseWork {
 public:
  explicit KeepIndexWork(std::shared_ptr<IndexJob> job) : HouseWork({}), job_(std::move(job)) {}

  // Invariant (atomic or absent): index rows and how far they are made are one batch.
  Result<bool> Act(Entry& entry, BatchContext& context) override {
    OpenAgreement& agreement = job_->agreement;
    const std::optional<SchemaSteps::Owed> owed = agreement.vault().schemas().FindOwed(context.at);
    if (!owed) {
      is_done_ = true;
      return false;
    }
    if (job_->mark != owed->mark) {
      job_->mark = owed->mark;
      MANDAT_TRY(job_->after, FindPlace(owed->mark));
    }
    MANDAT_TRY(next_, agreement.vault().StageReindex(*owed->schema, &owed->collections, job_->after,
                                                     context, kUnitsPerBatch));
    entry.act = "index";
    entry.detail = "schema version " + std::to_string(owed->schema->version());
    if (const std::shared_ptr<const Mandate> mandate = agreement.mandate()) {
      entry.agreement_version = mandate->agreement().version();
    }
    if (next_) {
      context.staging.Put(Space::kMeta, Bytes(kIndexingRow), owed->mark + *next_);
      return true;
    }
    entry.detail += " complete";
    context.staging.Remove(Space::kMeta, Bytes(kIndexingRow));
    context.staging.Put(Space::kMeta, Bytes(kIndexedRow), owed->mark);
    is_done_ = true;
    return true;
  }

  Status Committed() override {
    if (is_done_ && !job_->mark.empty()) {
      job_->agreement.vault().schemas().SetComplete(job_->mark);
    }
    return {};
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    if (is_done_) {
      return job_->done(job_->mark.empty() ? std::nullopt
                                           : std::optional(Receipt{release->entry(), release->at(),
                                                                   release->clause(), false}));
    }
    job_->after = next_;
    if (job_->agreement.is_closing()) {
      return job_->done(Fail(Error::Unavailable("agreement is being closed")));
    }
    Gate& gate = job_->agreement.gate();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<KeepIndexWork>(std::move(job_))));
  }

 private:
  // Where an earlier process was.
  Result<std::optional<Bytes>> FindPlace(const Bytes& mark) const {
    MANDAT_TRY(const std::optional<Bytes> row,
               job_->agreement.store().Find(Space::kMeta, kIndexingRow));
    return row && row->starts_with(mark) ? std::optional(row->substr(mark.size()))
                                         : std::optional<Bytes>();
  }

  std::shared_ptr<IndexJob> job_;
  std::optional<Bytes> next_;
  bool is_done_ = false;
};

}  // namespace

void KeepIndex(const std::shared_ptr<OpenAgreement>& agreement, Done<std::optional<Receipt>> done) {
  const auto job = std::make_shared<IndexJob>(IndexJob{*agreement, std::move(done)});
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<KeepIndexWork>(job)));
}

std::optional<Instant> NextIndexing(const OpenAgreement& agreement) {
  const SchemaSteps& schemas = agreement.vault().schemas();
  const Instant now = agreement.gate().Now();
  return schemas.FindOwed(now) ? Instant() : schemas.NextFrom(now);
}

}  // namespace mandat
