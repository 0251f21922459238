// SPDX-License-Identifier: Apache-2.0
#include "service/prune.h"

#include <algorithm>

#include "format/checkpoint.h"
#include "gate/removed_row.h"
#include "journal/pruning.h"
#include "service/internal/erasure_rows.h"
#include "service/internal/kept_entries.h"
#include "trail/trail_prune.h"

namespace mandat {
namespace {

constexpr uint64_t kBundlesPerBatch = 32;  // so that others get their turn
constexpr std::chrono::hours kPruneEvery{24};
// Row of Space::kMeta: for how many days entries are kept (4).
constexpr std::string_view kKeepRow = "journal/keep";

std::chrono::hours Days(uint32_t days) { return std::chrono::hours(24) * days; }

// The first entry that is not older than an instant; instants of a journal never go back.
Result<EntryIndex> FirstNotBefore(const Journal& journal, Instant at) {
  uint64_t low = journal.minimum();
  uint64_t high = journal.head().size;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    MANDAT_TRY(const Bytes bytes, journal.ReadEntry({middle}));
    MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
    (entry.at < at ? low : high) = entry.at < at ? middle + 1 : middle;
  }
  return EntryIndex{low};
}

class KeepWork final : public HouseWork {
 public:
  KeepWork(OpenAgreement& agreement, uint32_t days, Done<Receipt> done)
      : HouseWork({}), agreement_(agreement), days_(days), done_(std::move(done)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(const std::optional<uint32_t> fixed, ReadKeepDays(agreement_.store()));
    if (fixed && days_ < *fixed) {
      return Fail(Error::Conflict("the journal is to be kept for " + std::to_string(days_) +
                                  " days, but " + std::to_string(*fixed) +
                                  " were fixed at its activation, and stand"));
    }
    if (fixed == days_) {
      return false;
    }
    entry.act = "keep-journal";
    entry.detail = "days " + std::to_string(days_);
    if (fixed) {
      entry.detail += " before " + std::to_string(*fixed);
    }
    if (const auto mandate = agreement_.mandate()) {
      entry.agreement_version = mandate->agreement().version();
    }
    Bytes row;
    AppendBigEndian32(row, days_);
    context.staging.Put(Space::kMeta, Bytes(kKeepRow), std::move(row));
    return true;
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return done_(Fail(std::move(release).error()));
    }
    done_(Receipt{release->entry(), release->at(), {}, false});
  }

 private:
  OpenAgreement& agreement_;  // closes only when its gate has finished every work
  const uint32_t days_;
  Done<Receipt> done_;
};

// What stays of a pruning between its batches.
struct PruneJob {
  OpenAgreement& agreement;  // closes only when its gate has finished every work
  Done<Receipt> done;
  Pruning pruning;
  std::optional<KeptEntries> kept = {};
};

class PruneWork final : public HouseWork {
 public:
  explicit PruneWork(std::shared_ptr<PruneJob> job) : HouseWork({}), job_(std::move(job)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    MANDAT_TRY(const Pruning::State state, Pruning::Read(job_->agreement.store()));
    if (state.removed == state.declared) {
      return Declare(state, entry, context);
    }
    // Of one that was interrupted it may be missing. It is durable before a bundle goes.
    MANDAT_TRY_STATUS(job_->pruning.Publish());
    return Remove(entry, context);
  }

  Status Committed() override { return declares_ ? job_->pruning.Publish() : Status(); }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    if (is_done_) {
      return job_->done(Receipt{release->entry(), release->at(), {}, false});
    }
    Gate& gate = job_->agreement.gate();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<PruneWork>(std::move(job_))));
  }

 private:
  Result<bool> Declare(const Pruning::State& state, Entry& entry, BatchContext& context) {
    const OpenAgreement& agreement = job_->agreement;
    is_done_ = true;
    MANDAT_TRY(const std::optional<uint32_t> days, ReadKeepDays(agreement.store()));
    if (!days) {
      return false;
    }
    const Instant cutoff = agreement.Settled(context.at) + -Days(*days);
    MANDAT_TRY(const EntryIndex first, FirstNotBefore(agreement.journal(), cutoff));
    const uint64_t minimum = first.value / kTileWidth * kTileWidth;
    if (minimum <= std::max(state.declared, agreement.journal().minimum())) {
      return false;
    }
    if (const Result<std::string> published = job_->agreement.journal().Publish(); !published) {
      return Fail(published.error());
    }
    MANDAT_TRY_STATUS(job_->pruning.Declare(minimum, context.at, context.staging));
    entry.act = "prune";
    entry.detail = "minimum " + std::to_string(minimum) + " days " + std::to_string(*days);
    is_done_ = false;
    declares_ = true;
    return true;
  }

  Result<bool> Remove(Entry& entry, BatchContext& context) {
    const Store& store = job_->agreement.store();
    if (!job_->kept) {
      MANDAT_TRY(job_->kept, KeptEntries::Find(job_->agreement));
    }
    MANDAT_TRY_STATUS(job_->kept->AddNamed(store));
    MANDAT_TRY(const Pruning::Step step, job_->pruning.Remove(
                                             kBundlesPerBatch,
                                             [this](EntryIndex index, const Entry& old) {
                                               return job_->kept->Keeps(index, old);
                                             },
                                             context.staging));
    MANDAT_TRY_STATUS(StageTrailPrune(store, {step.removed}, context.staging));
    context.staging.Put(Space::kMeta, Bytes(kRemovedRow), EncodeInstant(context.at));
    is_done_ = step.is_done;
    entry.act = "pruned";
    entry.detail = "below " + std::to_string(step.removed) + " bundles " +
                   std::to_string(step.bundles_count) + " kept " + std::to_string(step.kept_count);
    return true;
  }

  std::shared_ptr<PruneJob> job_;
  bool declares_ = false;
  bool is_done_ = false;
};

}  // namespace

uint32_t KeepDays::Of(std::string_view agreement) const {
  const auto found = agreements.find(agreement);
  return found == agreements.end() ? standard : found->second;
}

Result<KeepDays> KeepDays::Parse(uint32_t standard, std::string_view agreements) {
  KeepDays keep{standard, {}};
  while (!agreements.empty()) {
    const size_t comma = agreements.find(',');
    std::string_view one = agreements.substr(0, comma);
    agreements.remove_prefix(comma == std::string_view::npos ? agreements.size() : comma + 1);
    while (one.starts_with(' ')) {
      one.remove_prefix(1);
    }
    const size_t blank = one.find(' ');
    const std::string_view name = one.substr(0, blank);
    const Result<uint64_t> days = blank == std::string_view::npos
                                      ? Result<uint64_t>(Fail(Error::Invalid("no days")))
                                      : ParseDecimal(one.substr(blank + 1));
    if (!AgreementId::Parse(name) || !days || *days < kMin || *days > kMax ||
        !keep.agreements.emplace(name, static_cast<uint32_t>(*days)).second) {
      return Fail(Error::Invalid("journal.keep_for: not an agreement and its days, 1 to 36500: " +
                                 std::string(one)));
    }
  }
  return keep;
}

Result<std::optional<uint32_t>> ReadKeepDays(const Store& store) {
  MANDAT_TRY(const std::optional<Bytes> row, store.Find(Space::kMeta, kKeepRow));
  if (row && row->size() != 4) {
    return Fail(Error::Corrupt("period of the journal is damaged"));
  }
  return row ? std::optional(ReadBigEndian32(*row)) : std::nullopt;
}

void KeepJournal(const std::shared_ptr<OpenAgreement>& agreement, uint32_t days,
                 Done<Receipt> done) {
  agreement->gate().Submit(
      std::unique_ptr<HouseWork>(std::make_unique<KeepWork>(*agreement, days, std::move(done))));
}

void PruneJournal(const std::shared_ptr<OpenAgreement>& agreement, Done<Receipt> done) {
  auto job = std::make_shared<PruneJob>(
      PruneJob{*agreement, std::move(done), Pruning(agreement->journal())});
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<PruneWork>(std::move(job))));
}

// Invariant (no clock is lost): of an agreement that is closed it says when to open it.
Result<std::optional<Instant>> NextPrune(const OpenAgreement& agreement) {
  MANDAT_TRY(const Pruning::State state, Pruning::Read(agreement.store()));
  if (state.removed < state.declared) {
    return std::optional(Instant());
  }
  MANDAT_TRY(const std::optional<uint32_t> days, ReadKeepDays(agreement.store()));
  const Journal& journal = agreement.journal();
  const uint64_t last = std::max(state.declared, journal.minimum()) + kTileWidth - 1;
  if (!days || last >= journal.head().size) {
    return std::optional<Instant>();
  }
  MANDAT_TRY(const Bytes bytes, journal.ReadEntry({last}));
  MANDAT_TRY(const Entry entry, Entry::Decode(bytes));
  // An entry of that very instant is kept, as one that is younger.
  const Instant ready = entry.at + Days(*days) + std::chrono::microseconds(1);
  return std::optional(std::max(ready, state.declared_at + kPruneEvery));
}

void StageNamedEntry(EntryIndex entry, Staging& staging) {
  Bytes row(kNamedPrefix);
  AppendBigEndian64(row, entry.value);
  staging.Put(Space::kMeta, std::move(row), Bytes());
}

}  // namespace mandat
