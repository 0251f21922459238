// SPDX-License-Identifier: Apache-2.0
#include "service/put_batch.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "crypto/hash.h"
#include "service/internal/batch_work.h"

namespace mandat {
namespace {

using internal::BatchItem;
using internal::BatchWork;

// Told apart before anything is submitted, so that lines that are refused spoil no other.
struct GroupKey {
  Verb verb;
  bool allowed;
  CategorySet categories;  // of what is refused: one group for each
  auto operator<=>(const GroupKey&) const = default;
};

// A batch on its way: groups of lines are submitted one after the other. Threading: made on the
// caller's thread, then only touched by the sequencer, which finishes one group at a time.
class Run : public std::enable_shared_from_this<Run> {
 public:
  Run(Caller caller, BatchRequest request, Done<BatchAnswer> done)
      : caller_(std::move(caller)), request_(std::move(request)), done_(std::move(done)) {
    key_ = std::move(caller_.idempotency_key);
    caller_.idempotency_key.clear();
    if (!key_.empty()) {
      Bytes digest(Sha256(caller_.request).view());  // once, for all groups
      Wipe(caller_.request);
      caller_.request = std::move(digest);
    }
  }

  void Start() {
    outcomes_.resize(request_.lines.size());
    if (Status ready = request_.atomic ? PrepareAtomic() : Prepare(); !ready) {
      groups_.clear();  // each holds this run
      return done_(Fail(std::move(ready).error()));
    }
    Next();
  }

 private:
  Status Prepare();
  Status PrepareAtomic();
  Status TellTwice();
  Result<Verb> VerbOf(const NewUnit& unit) const;
  bool IsAllowed(Verb verb, CategorySet categories);
  Status AddGroup(const GroupKey& key, std::vector<BatchItem> items, const std::string& name);
  void Next();
  void Take(BatchWork& work, Result<Release> release);
  void Finish();

  Caller caller_;
  BatchRequest request_;
  Done<BatchAnswer> done_;
  std::string key_;
  std::map<std::pair<Verb, CategorySet>, bool> allowed_;
  std::deque<std::unique_ptr<BatchWork>> groups_;
  std::vector<LineOutcome> outcomes_;
  std::vector<bool> settled_ = std::vector<bool>(request_.lines.size(), false);
  std::optional<Receipt> receipt_;
};

Result<Verb> Run::VerbOf(const NewUnit& unit) const {
  MANDAT_TRY(const bool there, caller_.agreement->vault().Contains(request_.collection, unit.id));
  return there ? Verb::kAlter : Verb::kRecord;
}

bool Run::IsAllowed(Verb verb, CategorySet categories) {
  const auto known = allowed_.find({verb, categories});
  if (known != allowed_.end()) {
    return known->second;
  }
  Operation operation = OperationFor(verb, caller_, request_.collection);
  operation.categories = categories;
  const bool allowed = caller_.agreement->gate().Admit(operation).has_value();
  allowed_.emplace(std::pair{verb, categories}, allowed);
  return allowed;
}

// Lines that could not be read, and ids that a line before has, are settled at once.
Status Run::TellTwice() {
  std::set<RecordId> seen;
  for (size_t i = 0; i < request_.lines.size(); ++i) {
    BatchLine& line = request_.lines[i];
    LineOutcome& outcome = outcomes_[i];
    outcome.number = line.number;
    outcome.error = std::move(line.error);
    if (line.unit) {
      outcome.id = line.unit->id;
      if (!seen.insert(line.unit->id).second) {
        outcome.error = Error::Invalid("a line before has the same id");
      }
    }
    settled_[i] = outcome.error.has_value();
    if (outcome.error && request_.atomic) {
      return Fail(internal::AtLine(line.number, std::move(*outcome.error)));
    }
  }
  return {};
}

// Seals the lines of one group. What cannot be sealed now is settled, or fails the atomic batch.
Status Run::AddGroup(const GroupKey& key, std::vector<BatchItem> items, const std::string& name) {
  Operation operation = OperationFor(key.verb, caller_, request_.collection);
  for (const BatchItem& item : items) {
    operation.categories |= request_.lines[item.index].categories;
  }
  Caller caller = caller_;
  if (!key_.empty() && key.allowed) {
    caller.idempotency_key = key_ + name;
  }
  caller.request = key_.empty() ? Bytes() : caller_.request;
  auto work = std::make_unique<BatchWork>(
      caller, std::move(operation), BatchWork::Settings{request_.atomic, request_.registers},
      [self = shared_from_this()](BatchWork* done, Result<Release> release) {
        self->Take(*done, std::move(release));
      });
  for (auto& [index, error] : work->Seal(std::move(items))) {
    if (request_.atomic) {
      return Fail(internal::AtLine(request_.lines[index].number, std::move(error)));
    }
    outcomes_[index].error = std::move(error);
    settled_[index] = true;
  }
  groups_.push_back(std::move(work));
  return {};
}

Status Run::Prepare() {
  MANDAT_TRY_STATUS(TellTwice());
  for (size_t first = 0; first < request_.lines.size(); first += kBatchChunkLines) {
    std::map<GroupKey, std::vector<BatchItem>> groups;
    if (!key_.empty()) {  // to be asked whether they were done before, with or without lines
      groups[{Verb::kRecord, true, 0}];
      groups[{Verb::kAlter, true, 0}];
    }
    const size_t end = std::min(request_.lines.size(), first + kBatchChunkLines);
    for (size_t i = first; i < end; ++i) {
      if (settled_[i]) {
        continue;
      }
      BatchLine& line = request_.lines[i];
      MANDAT_TRY(const Verb verb, VerbOf(*line.unit));
      const bool allowed = IsAllowed(verb, line.categories);
      groups[{verb, allowed, allowed ? 0 : line.categories}].push_back(
          {.index = i, .sealed = SealedUnit(std::move(*line.unit))});
    }
    for (auto& [key, items] : groups) {
      const std::string name = "\n" + std::to_string(first) + std::string(mandat::Name(key.verb));
      MANDAT_TRY_STATUS(AddGroup(key, std::move(items), name));
    }
  }
  return {};
}

Status Run::PrepareAtomic() {
  MANDAT_TRY_STATUS(TellTwice());
  std::optional<Verb> verb;
  std::vector<BatchItem> items;
  for (size_t i = 0; i < request_.lines.size(); ++i) {
    BatchLine& line = request_.lines[i];
    MANDAT_TRY(const Verb here, VerbOf(*line.unit));
    if (verb && *verb != here) {
      return Fail(internal::AtLine(
          line.number, Error::Conflict("an atomic batch adds records or changes them, not both")));
    }
    verb = here;
    items.push_back({.index = i, .sealed = SealedUnit(std::move(*line.unit))});
  }
  return AddGroup({verb.value_or(Verb::kRecord), true, 0}, std::move(items), "");
}

// What an earlier request with the same key settled is left out.
void Run::Next() {
  if (groups_.empty()) {
    return Finish();
  }
  std::unique_ptr<BatchWork> work = std::move(groups_.front());
  groups_.pop_front();
  work->LeaveOut(settled_);
  if (work->items().empty() && !work->idempotency()) {
    return Next();
  }
  caller_.agreement->gate().Submit(std::unique_ptr<Work>(std::move(work)));
}

void Run::Take(BatchWork& work, Result<Release> release) {
  if (release) {
    receipt_ = ReceiptOf(*release);
    for (const auto& [index, version, error] : work.Told(*release)) {
      if (index < outcomes_.size()) {
        outcomes_[index].version = version;
        outcomes_[index].error = error;
        outcomes_[index].entry = release->entry();
        settled_[index] = true;
      }
    }
    return Next();
  }
  if (request_.atomic) {
    return done_(Fail(std::move(release).error()));
  }
  for (BatchItem& item : work.items()) {
    if (release.error().entry) {
      outcomes_[item.index].entry = EntryIndex{*release.error().entry};
    }
    outcomes_[item.index].error = item.status ? release.error() : std::move(item.status).error();
    settled_[item.index] = true;
  }
  Next();
}

void Run::Finish() {
  BatchAnswer answer;
  for (const LineOutcome& outcome : outcomes_) {
    answer.stored_count += outcome.error ? 0 : 1;
  }
  answer.lines = std::move(outcomes_);
  if (request_.atomic) {
    answer.receipt = std::move(receipt_);
  }
  done_(std::move(answer));
}

}  // namespace

void PutBatch(Caller caller, BatchRequest request, Done<BatchAnswer> done) {
  const size_t most = caller.agreement->limits().batch_units;
  if (request.lines.size() > most) {
    return done(Fail(
        Error::Exceeded("batch has more lines than limits.batch_units = " + std::to_string(most))));
  }
  if (request.lines.empty()) {
    return done(Fail(Error::Invalid("batch has no lines")));
  }
  std::make_shared<Run>(std::move(caller), std::move(request), std::move(done))->Start();
}

}  // namespace mandat
