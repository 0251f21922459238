// SPDX-License-Identifier: Apache-2.0
#include "service/keep_house.h"

#include "service/internal/erasure_rows.h"

namespace mandat {
namespace {

constexpr size_t kExpiryUnitsMax = 1000;  // per batch, so that others get their turn

class RewrapWork final : public HouseWork {
 public:
  RewrapWork(OpenAgreement& agreement, Bytes actor, Done<Receipt> done)
      : HouseWork(std::move(actor)), agreement_(agreement), done_(std::move(done)) {}

  // The keys change hands before the entry says so: an entry without the act would be a lie, the
  // act without an entry is done again at worst.
  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY_STATUS(agreement_.keyring().Rewrap());
    entry.act = "rewrap-keys";
    entry.detail = "generation " + std::to_string(agreement_.keyring().generation());
    context.staging.Put(Space::kMeta, Bytes(kLastRewrapRow), EncodeInstant(context.at));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), {}, false});
  }

 private:
  OpenAgreement& agreement_;
  Done<Receipt> done_;
};

class ExpireWork final : public HouseWork {
 public:
  ExpireWork(OpenAgreement& agreement, Done<Receipt> done)
      : HouseWork({}), agreement_(agreement), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(const auto gone, agreement_.vault().StageExpiry(agreement_.Settled(context.at),
                                                               context, kExpiryUnitsMax));
    const auto [units_count, buckets_count] = gone;
    entry.act = "expire";
    entry.units_count = units_count;
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
      entry.clause = mandate->agreement().duration_clause();
    }
    if (buckets_count > 0) {
      entry.detail = "bucket keys destroyed " + std::to_string(buckets_count);
    }
    return units_count > 0 || buckets_count > 0;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), release->clause(), false});
  }

 private:
  OpenAgreement& agreement_;
  Done<Receipt> done_;
};

}  // namespace

void RewrapKeys(const std::shared_ptr<OpenAgreement>& agreement, Bytes actor, Done<Receipt> done) {
  agreement->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<RewrapWork>(*agreement, std::move(actor), std::move(done))));
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
