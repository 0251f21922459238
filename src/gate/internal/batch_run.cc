// SPDX-License-Identifier: Apache-2.0
#include "gate/internal/batch_run.h"

#include <algorithm>

#include "crypto/hash.h"
#include "gate/removed_row.h"
#include "trail/trail_writer.h"

namespace mandat {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr int64_t kMicrosPerDay = int64_t{86'400} * 1'000'000;
constexpr size_t kReplayHeadBytes = 32 + 8 + 8;
constexpr size_t kInstructionBytesMax = 256;

uint32_t DayOf(Instant at) { return static_cast<uint32_t>(at.micros / kMicrosPerDay); }

Error OutcomeUnknown() {
  return Error::Unavailable("outcome unknown; ask again with the same idempotency key");
}

void AddDetail(std::string_view detail, Entry& entry) {
  entry.detail.append(entry.detail.empty() || detail.empty() ? "" : " ").append(detail);
}

// Names that callers made up must not reach the journal: they could be anything.
void NameWhatIsListed(const Mandate& mandate, const Operation& operation, Entry& entry) {
  const auto& purposes = mandate.agreement().purposes();
  const bool listed = std::ranges::any_of(
      purposes, [&](const Purpose& purpose) { return purpose.id == operation.purpose; });
  if (listed) {
    entry.purpose = operation.purpose;
  } else if (!operation.purpose.empty()) {
    AddDetail("unlisted purpose " +
                  FormatHex(Sha256({entry.salt, operation.purpose}).view().substr(0, 16)),
              entry);
  }
  if (mandate.schema().FindCollection(operation.collection) != nullptr) {
    entry.collection = operation.collection;
  }
}

}  // namespace

Bytes PendingRow(ByteView subject) { return "p" + Bytes(subject); }

Bytes KeyChangesValue(uint64_t changes) {
  Bytes value;
  AppendBigEndian64(value, changes);
  return value;
}

Bytes ReplayRow(uint32_t day, ByteView key_tag) {
  Bytes row = "d";
  AppendBigEndian32(row, day);
  row.append(key_tag);
  return row;
}

Gate::BatchRun::BatchRun(Gate& gate)
    : gate_(gate), at_(gate.Now()), mandate_(gate.MandateAt(at_)), staging_(gate.store_) {}

BatchContext Gate::BatchRun::Context() {
  return {at_,
          EntryIndex{gate_.journal_.head().size + entries_count_},
          staging_,
          gate_.versions_,
          shred_subjects_,
          shred_buckets_,
          shred_named_};
}

// Reads first, so that each sees the state before this batch; then writes in the order they came.
void Gate::BatchRun::Run(std::vector<std::unique_ptr<Work>> works) {
  verdicts_.reserve(works.size());
  for (const bool writes : {false, true}) {
    for (auto& work : works) {
      if (!work || work->writes() != writes) {
        continue;
      }
      const size_t shreds = shred_subjects_.size();
      bool needs_commit = true;
      Result<Release> release = Decide(*work, needs_commit);
      verdicts_.push_back(
          {std::move(work), std::move(release), shred_subjects_.size() > shreds, needs_commit});
    }
  }
  const Status committed = Commit();
  const Status destroyed = committed ? DestroyKeys() : Status();
  for (Verdict& verdict : verdicts_) {
    if (!committed && verdict.needs_commit) {
      verdict.release = Fail(committed.error());
    } else if (!destroyed && verdict.waits_for_keys) {
      verdict.release = Fail(destroyed.error());
    }
  }
  {
    const std::lock_guard lock(gate_.mutex_);
    ++gate_.counts_.batches;
    for (const Verdict& verdict : verdicts_) {
      gate_.counts_.observed += verdict.release && verdict.release->observed() ? 1 : 0;
      ++(verdict.release                                       ? gate_.counts_.done
         : verdict.release.error().kind == ErrorKind::kRefused ? gate_.counts_.refused
                                                               : gate_.counts_.failed);
    }
  }
  for (Verdict& verdict : verdicts_) {
    verdict.work->Finish(std::move(verdict.release));
  }
}

Result<Release> Gate::BatchRun::Decide(Work& work, bool& needs_commit) {
  if (const std::string& text = work.operation().instruction;
      text.size() > kInstructionBytesMax || !IsUtf8(text)) {
    needs_commit = false;
    return Fail(Error::Invalid("reference of the instruction is not utf-8 of at most 256 bytes"));
  }
  if (work.idempotency() && work.writes()) {
    Result<std::optional<Release>> before = Replay(work);
    if (!before || *before) {
      // What a work of this very batch did is durable only with it.
      needs_commit = before && (*before)->entry().value >= gate_.journal_.head().size;
      return !before ? Result<Release>(Fail(before.error())) : Result<Release>(std::move(**before));
    }
  }
  Result<Permit> permit = gate_.Decide(work.operation(), mandate_, at_);
  if (permit) {
    return Act(work, std::move(*permit));
  }
  Error error = std::move(permit).error();
  if (error.clause) {
    MANDAT_TRY(const EntryIndex entry, Record(work, Outcome::kRefused, *error.clause, {}));
    error.entry = entry.value;
  } else {
    needs_commit = false;
  }
  return Fail(std::move(error));
}

Result<Release> Gate::BatchRun::Act(Work& work, Permit permit) {
  const ClauseRef clause = permit.clause();
  const std::optional<Observed> observed = permit.observed();
  BatchContext context = Context();
  const size_t steps = staging_.mark();
  const size_t subjects = shred_subjects_.size();
  const size_t buckets = shred_buckets_.size();
  const size_t named = shred_named_.size();
  Result<Facts> facts = work.Act(std::move(permit), context);
  if (!facts) {
    // Invariant (atomic or absent): what fails half-way leaves nothing.
    staging_.Rewind(steps);
    shred_subjects_.erase(shred_subjects_.begin() + static_cast<ptrdiff_t>(subjects),
                          shred_subjects_.end());
    shred_buckets_.resize(buckets);
    shred_named_.resize(named);
  }
  if (facts) {
    const Outcome outcome = observed ? Outcome::kObserved : Outcome::kDone;
    const Result<EntryIndex> entry = Record(work, outcome, clause, std::move(*facts), observed);
    if (!entry) {
      spoilt_ = true;
      return Fail(entry.error());
    }
    Release release(*entry, at_, clause);
    release.observed_ = observed.has_value();
    if (work.idempotency() && work.writes()) {
      StageReplay(work, release);
    }
    return release;
  }
  Error error = std::move(facts).error();
  if (error.kind == ErrorKind::kRefused) {
    MANDAT_TRY(const EntryIndex entry, Record(work, Outcome::kRefused, *error.clause, {}));
    error.entry = entry.value;
  }
  if (error.kind == ErrorKind::kNotFound || error.kind == ErrorKind::kShredded) {
    const Outcome outcome = error.kind == ErrorKind::kNotFound ? Outcome::kAbsent : Outcome::kGone;
    MANDAT_TRY(const EntryIndex entry, Record(work, outcome, clause, {}, observed));
    error.entry = entry.value;
  }
  return Fail(std::move(error));
}

Result<EntryIndex> Gate::BatchRun::Record(const Work& work, Outcome outcome,
                                          const ClauseRef& clause, Facts facts,
                                          const std::optional<Observed>& observed) {
  const Operation& operation = work.operation();
  Entry entry;
  entry.at = at_;
  entry.actor = work.actor();
  entry.act = Name(operation.verb);
  entry.outcome = outcome;
  entry.clause = clause.clause;
  entry.agreement_version = clause.version;
  entry.units_count = facts.units_count;
  entry.people_count = facts.people_count;
  entry.instruction = operation.instruction;
  entry.salt = facts.salt.empty() ? gate_.random_.Draw(kSaltBytes) : std::move(facts.salt);
  entry.people_root = std::move(facts.people_root);
  entry.sealed_hash = std::move(facts.sealed_hash);
  if (observed) {
    entry.detail = Name(observed->would_refuse().ground);
  }
  AddDetail(facts.detail, entry);
  NameWhatIsListed(*mandate_, operation, entry);
  MANDAT_TRY(const EntryIndex index, gate_.journal_.Stage(entry, staging_));
  gate_.trail_->Add(index, entry, facts.people);
  ++entries_count_;
  if (observed) {
    MANDAT_TRY_STATUS(CountObserved(staging_, observed->would_refuse().ground, clause, index));
  }
  return index;
}

// Row of a request that was done: hash of the request, instant, entry, note. Kept until the end of
// the day after, so two days are looked at.
Result<std::optional<Release>> Gate::BatchRun::Replay(const Work& work) {
  const uint32_t today = DayOf(at_);
  for (const uint32_t day : {today, today - 1}) {
    MANDAT_TRY(const std::optional<Bytes> row,
               staging_.Find(Space::kReplay, ReplayRow(day, work.idempotency()->key_tag)));
    if (!row) {
      continue;
    }
    if (row->size() < kReplayHeadBytes) {
      return Fail(Error::Corrupt("idempotency row is damaged"));
    }
    if (row->compare(0, 32, work.idempotency()->request_hash) != 0) {
      return Fail(Error::Conflict("idempotency key was used for another request"));
    }
    Release release(EntryIndex{ReadBigEndian64(ByteView(*row).substr(40))},
                    Instant{static_cast<int64_t>(ReadBigEndian64(ByteView(*row).substr(32)))},
                    ClauseRef{});
    release.replayed_ = true;
    release.replay_note_ = row->substr(kReplayHeadBytes);
    return std::optional<Release>(std::move(release));
  }
  return std::optional<Release>();
}

void Gate::BatchRun::StageReplay(const Work& work, const Release& release) {
  Bytes row = work.idempotency()->request_hash;
  AppendBigEndian64(row, static_cast<uint64_t>(at_.micros));
  AppendBigEndian64(row, release.entry().value);
  row += work.ReplayNote();
  staging_.Put(Space::kReplay, ReplayRow(DayOf(at_), work.idempotency()->key_tag), std::move(row));
}

// Once a day: requests older than yesterday may be sent again as new ones.
void Gate::BatchRun::ForgetOldRequests() {
  const uint32_t today = DayOf(at_);
  if (gate_.replay_day_ != today) {
    staging_.RemoveRangeUnseen(Space::kReplay, ReplayRow(0, {}), ReplayRow(today - 1, {}));
    gate_.replay_day_ = today;
  }
}

// Invariant (journal before disclosure; atomic or absent): effects and entries in one write with
// one sync; new keys are durable before anything sealed under them.
Status Gate::BatchRun::Commit() {
  if (entries_count_ == 0 && staging_.batch().empty()) {
    return {};
  }
  if (spoilt_ || !gate_.sound()) {
    Drop();
    return Fail(
        Error::Unavailable(spoilt_ ? "nothing was written" : "agreement is being opened anew"));
  }
  if (Status trail = gate_.trail_->Stage(at_, EntryIndex{gate_.journal_.head().size},
                                         shred_subjects_, staging_);
      !trail) {
    Drop();
    return trail;
  }
  for (const SubjectId& subject : gate_.shredded_) {
    staging_.Remove(Space::kLedger, PendingRow(subject.bytes()));
  }
  for (const SubjectId& subject : shred_subjects_) {
    staging_.Put(Space::kLedger, PendingRow(subject.bytes()), {});
  }
  if (RemovesData(staging_.batch())) {
    Bytes removed;
    AppendBigEndian64(removed, static_cast<uint64_t>(at_.micros));
    staging_.PutUnseen(Space::kMeta, Bytes(kRemovedRow), std::move(removed));
  }
  ForgetOldRequests();
  const Expected head = gate_.journal_.StageHead(at_, staging_);
  const Status keys = gate_.keyring_.has_staged() ? gate_.keyring_.CommitStaged() : Status();
  if (gate_.keyring_.changes() != gate_.key_changes_) {
    gate_.key_changes_ = gate_.keyring_.changes();
    staging_.PutUnseen(Space::kMeta, Bytes(kKeyChangesRow), KeyChangesValue(gate_.key_changes_));
  }
  const CommitOutcome outcome =
      keys ? gate_.store_.Commit(staging_.batch(), head) : CommitOutcome::kNotCommitted;
  if (outcome == CommitOutcome::kCommitted) {
    gate_.journal_.Commit();
    gate_.trail_->Committed();
    gate_.versions_.Committed();
    gate_.shredded_.clear();
    return {};
  }
  Drop();
  const std::lock_guard lock(gate_.mutex_);
  if (outcome == CommitOutcome::kUnknown || !keys) {
    gate_.sound_ = false;
  }
  return outcome == CommitOutcome::kUnknown ? Status(Fail(OutcomeUnknown()))
         : keys ? Status(Fail(Error::Unavailable("nothing was written")))
                : keys;
}

void Gate::BatchRun::Drop() {
  gate_.journal_.Drop();
  gate_.trail_->Drop();
  gate_.keyring_.DropStaged();
}

Status Gate::BatchRun::DestroyKeys() {
  if (shred_subjects_.empty() && shred_buckets_.empty() && shred_named_.empty()) {
    return {};
  }
  const Status destroyed = gate_.keyring_.Shred(shred_subjects_, shred_buckets_, shred_named_);
  if (destroyed) {
    gate_.shredded_ = std::move(shred_subjects_);
    return {};
  }
  const std::lock_guard lock(gate_.mutex_);
  gate_.sound_ = false;
  return Fail(Error::Unavailable("erasure is recorded; destruction of the key goes on at restart"));
}

void Gate::BatchRun::RunHouse(std::unique_ptr<HouseWork> work) {
  house_ = std::move(work);
  Entry entry;
  entry.at = at_;
  entry.actor = house_->actor();
  entry.salt = gate_.random_.Draw(kSaltBytes);
  BatchContext context = Context();
  Result<bool> acted = house_->Act(entry, context);
  if (!acted) {
    gate_.keyring_.DropStaged();
    gate_.trail_->Drop();
    if (!gate_.keyring_.sound()) {
      const std::lock_guard lock(gate_.mutex_);
      gate_.sound_ = false;
    }
    house_->Finish(Fail(std::move(acted).error()));
    return;
  }
  Release release(context.entry, at_, ClauseRef{"", entry.agreement_version, entry.clause});
  if (*acted) {
    const Result<EntryIndex> index = gate_.journal_.Stage(entry, staging_);
    entries_count_ = index ? 1 : 0;
    Status status = index ? Commit() : Status(Fail(index.error()));
    if (status) {
      status = DestroyKeys();
    }
    if (status) {
      status = house_->Committed();
    }
    if (!status) {
      house_->Finish(Fail(std::move(status).error()));
      return;
    }
  }
  house_->Finish(std::move(release));
}

}  // namespace mandat
