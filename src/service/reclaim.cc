// SPDX-License-Identifier: Apache-2.0
#include "service/reclaim.h"

#include <chrono>

#include "gate/removed_row.h"
#include "service/internal/erasure_rows.h"
#include "service/internal/purge_rows.h"

namespace mandat {
namespace {

// Once a day at most; the rest of the day is for the work itself, and for whatever delays it.
constexpr std::chrono::hours kReclaimEvery{20};

class ReclaimWork final : public HouseWork {
 public:
  ReclaimWork(Instant began, Done<Receipt> done)
      : HouseWork({}), began_(began), done_(std::move(done)) {}

  // What was removed while it was being done counts as not reclaimed.
  Result<bool> Act(Entry& entry, BatchContext& context) override {
    entry.act = "reclaim";
    entry.detail = "began " + began_.Format();
    context.staging.Put(Space::kMeta, Bytes(kLastReclaimRow), EncodeInstant(began_));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), {}, false});
  }

 private:
  const Instant began_;
  Done<Receipt> done_;
};

Result<std::optional<Instant>> FindInstant(const OpenAgreement& agreement, std::string_view row) {
  MANDAT_TRY(const std::optional<Bytes> bytes, agreement.store().Find(Space::kMeta, row));
  if (!bytes) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Instant at, DecodeInstant(*bytes));
  return std::optional(at);
}

}  // namespace

void ReclaimSpace(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done) {
  // What is committed; a batch that is under way is not, whatever its instant.
  const Instant began = agreement->journal().high_water();
  if (Status reclaimed = agreement->ReclaimStore(); !reclaimed) {
    return done(Fail(std::move(reclaimed).error()));
  }
  agreement->gate().Submit(
      std::unique_ptr<HouseWork>(std::make_unique<ReclaimWork>(began, std::move(done))));
}

Result<std::optional<Instant>> NextReclaim(const OpenAgreement& agreement) {
  MANDAT_TRY(const std::optional<Instant> removed, FindInstant(agreement, kRemovedRow));
  MANDAT_TRY(const std::optional<Instant> last, FindInstant(agreement, kLastReclaimRow));
  if (!removed || (last && *removed < *last)) {
    return std::optional<Instant>();
  }
  return std::optional(last ? *last + kReclaimEvery : Instant());
}

}  // namespace mandat
