// SPDX-License-Identifier: Apache-2.0
#include "service/fsck.h"

#include <future>

#include "crypto/tlog.h"
#include "docket/docket.h"
#include "service/internal/index_rows.h"

namespace mandat {
namespace {

constexpr size_t kUnitsPerBatch = 500;

// Of bundles that were pruned the hashes are left, and entries that something needs.
Status InspectPruned(const Journal& journal, uint64_t minimum, Frontier& frontier,
                     Inspection& found) {
  for (uint64_t bundle = 0; bundle < minimum / kTileWidth; ++bundle) {
    const Result<Bytes> tile = journal.ReadTile({0, bundle, kTileWidth});
    if (!tile && tile.error().kind == ErrorKind::kUnavailable) {
      return Fail(tile.error());
    }
    if (!tile) {
      Bytes row;
      AppendBigEndian64(row, bundle);
      found.Add("hashes of a pruned bundle are missing or damaged", row, false);
      return {};
    }
    for (size_t at = 0; at < tile->size(); at += Hash::kBytes) {
      frontier.Append(Hash::From(ByteView(*tile).substr(at, Hash::kBytes)),
                      [](int, uint64_t, const Hash&) {});
    }
  }
  return {};
}

// From the entries alone the same root comes out as the head says.
Status InspectJournal(const Journal& journal, Inspection& found) {
  const JournalHead head = journal.head();
  Frontier frontier;
  MANDAT_TRY_STATUS(InspectPruned(journal, journal.minimum(), frontier, found));
  for (uint64_t index = frontier.size(); index < head.size; ++index) {
    const Result<Bytes> bytes = journal.ReadEntry(EntryIndex{index});
    Bytes row;
    AppendBigEndian64(row, index);
    ++found.entries_count;
    if (!bytes) {
      if (bytes.error().kind == ErrorKind::kUnavailable) {
        return Fail(bytes.error());
      }
      found.Add("journal entry is missing or damaged", row, false);
      return {};
    }
    if (!Entry::Decode(*bytes)) {
      found.Add("journal entry cannot be read", row, false);
    }
    frontier.Append(LeafHash(*bytes), [](int, uint64_t, const Hash&) {});
  }
  if (frontier.Root() != head.root) {
    found.Add("journal does not have the root that its head says", head.root.view(), false);
  }
  return {};
}

// Each open duty is found by its date and its next reminder, and nothing else is.
Status InspectDocket(const Store& store, Inspection& found) {
  const auto rows = store.Scan(Space::kDocket, "d", "e");
  for (; rows->Valid(); rows->Next()) {
    ++found.duties_count;
    const Result<Duty> duty = DecodeCborRecord<Duty>(rows->value());
    if (!duty) {
      found.Add("duty cannot be read", rows->key(), false);
      continue;
    }
    if (duty->firings.empty()) {
      continue;
    }
    Bytes firing = "f";
    AppendBigEndian64(firing,
                      static_cast<uint64_t>(std::max<int64_t>(duty->firings.front().at.micros, 0)));
    AppendBigEndian64(firing, duty->id);
    MANDAT_TRY(const std::optional<Bytes> there, store.Find(Space::kDocket, firing));
    if (!there) {
      found.Add("reminder of a duty is missing", firing, false);
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  const auto firings = store.Scan(Space::kDocket, "f", "g");
  for (; firings->Valid(); firings->Next()) {
    ++found.rows_count;
    const uint64_t number =
        firings->key().size() == 17 ? ReadBigEndian64(firings->key().substr(9)) : 0;
    const Result<std::optional<Duty>> duty = Docket(store).Find(number);
    if (!duty || !*duty) {
      found.Add("reminder of no duty", firings->key(), false);
    }
  }
  return firings->status();
}

struct RepairJob {
  OpenAgreement& agreement;
  Inspection found;
  Bytes actor;
  Done<Receipt> done;
  std::optional<Bytes> after = {};
  bool begun = false;
  Bytes mark = {};  // of the schema whose index rows were owed when it began
};

class RepairWork final : public HouseWork {
 public:
  explicit RepairWork(std::shared_ptr<RepairJob> job)
      : HouseWork(job->actor), job_(std::move(job)) {}

  Result<bool> Act(Entry& entry, BatchContext& context) override {
    const Vault& vault = job_->agreement.vault();
    const std::shared_ptr<const Mandate> mandate = job_->agreement.mandate();
    if (!mandate) {
      return Fail(Error::Unavailable("agreement is not active"));
    }
    entry.act = "repair-indexes";
    const std::optional<SchemaSteps::Owed> owed = vault.schemas().FindOwed(context.at);
    const Bytes mark = owed ? owed->mark : Bytes();
    if (!job_->begun) {
      job_->mark = mark;
      MANDAT_TRY_STATUS(vault.StageRepair(job_->found, context));
      entry.detail = "rows removed " + std::to_string(job_->found.dangling.size()) + " put " +
                     std::to_string(job_->found.missing.size());
    }
    MANDAT_TRY(next_, vault.StageReindex(mandate->schema(), nullptr, job_->after, context,
                                         kUnitsPerBatch));
    if (!next_) {
      context.staging.Remove(Space::kMeta, Bytes(kReindexRow));
      settles_ = !mark.empty() && mark == job_->mark;
    }
    if (settles_) {
      context.staging.Remove(Space::kMeta, Bytes(kIndexingRow));
      context.staging.Put(Space::kMeta, Bytes(kIndexedRow), mark);
    }
    return true;
  }

  Status Committed() override {
    if (settles_) {
      job_->agreement.vault().schemas().SetComplete(job_->mark);
    }
    return {};
  }

  void Finish(Result<Release> release) override {
    if (!release) {
      return job_->done(Fail(std::move(release).error()));
    }
    job_->begun = true;
    if (!next_) {
      return job_->done(Receipt{release->entry(), release->at(), {}, false});
    }
    job_->after = next_;
    Gate& gate = job_->agreement.gate();
    gate.Submit(std::unique_ptr<HouseWork>(std::make_unique<RepairWork>(std::move(job_))));
  }

 private:
  std::shared_ptr<RepairJob> job_;
  std::optional<Bytes> next_;
  bool settles_ = false;  // what a schema asked for is there with this batch
};

}  // namespace

Result<Inspection> InspectAgreement(OpenAgreement& agreement) {
  Inspection found;
  MANDAT_TRY_STATUS(InspectJournal(agreement.journal(), found));
  const std::shared_ptr<const Mandate> mandate = agreement.mandate();
  MANDAT_TRY_STATUS(
      agreement.vault().Inspect(mandate.get(), agreement.journal().head().size, found));
  MANDAT_TRY_STATUS(InspectDocket(agreement.store(), found));
  return found;
}

void RepairIndexes(const std::shared_ptr<OpenAgreement>& agreement, Inspection found, Bytes actor,
                   Done<Receipt> done) {
  const auto job = std::make_shared<RepairJob>(
      RepairJob{*agreement, std::move(found), std::move(actor), std::move(done)});
  agreement->gate().Submit(std::unique_ptr<HouseWork>(std::make_unique<RepairWork>(job)));
}

Status ReindexAfterRestore(const std::shared_ptr<OpenAgreement>& agreement) {
  MANDAT_TRY(const std::optional<Bytes> owed, agreement->store().Find(Space::kMeta, kReindexRow));
  if (!owed || !agreement->mandate()) {
    return {};
  }
  std::promise<Status> promise;
  RepairIndexes(agreement, Inspection(), {}, [&promise](const Result<Receipt>& done) {
    promise.set_value(done ? Status() : Status(Fail(done.error())));
  });
  return promise.get_future().get();
}

}  // namespace mandat
