// SPDX-License-Identifier: Apache-2.0
#include "sim/edge.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "journal/journal.h"
#include "sim/marks.h"

namespace mandat::sim {
namespace {

constexpr std::string_view kData = "data";
constexpr size_t kPendingRowBytes = 1 + SubjectId::kBytes;

class EdgeStore final : public Store {
 public:
  EdgeStore(Disk& disk, std::string home, std::string name, std::unique_ptr<Store> inner)
      : disk_(disk), home_(std::move(home)), name_(std::move(name)), inner_(std::move(inner)) {}

  Result<std::optional<Bytes>> Find(Space space, ByteView key, const Snapshot* at) const override {
    return inner_->Find(space, key, at);
  }
  std::unique_ptr<Cursor> Scan(Space space, ByteView first, ByteView end,
                               const Snapshot* at) const override {
    return inner_->Scan(space, first, end, at);
  }
  std::unique_ptr<Snapshot> TakeSnapshot() const override { return inner_->TakeSnapshot(); }
  CommitOutcome Commit(const Batch& batch, const std::optional<Expected>& expected) override {
    if (!disk_.has_power()) {
      return CommitOutcome::kNotCommitted;
    }
    disk_.Look(batch);
    disk_.Before(home_, name_, *inner_, batch);
    const CommitOutcome outcome = inner_->Commit(batch, expected);
    disk_.After(home_, name_, outcome);
    return outcome;
  }

  Position position() const override { return inner_->position(); }
  Status ForEachCommit(Position since, OnCommit commit) const override {
    return inner_->ForEachCommit(since, std::move(commit));
  }
  Status Reclaim() override { return inner_->Reclaim(); }

 private:
  Disk& disk_;
  const std::string home_;
  const std::string name_;
  const std::unique_ptr<Store> inner_;
};

class EdgeHome final : public Home {
 public:
  EdgeHome(Disk& disk, std::string name, std::unique_ptr<Home> inner)
      : disk_(disk), name_(std::move(name)), inner_(std::move(inner)) {}

  Result<std::unique_ptr<Store>> OpenStore(const std::string& name) override {
    MANDAT_TRY(std::unique_ptr<Store> store, inner_->OpenStore(name));
    return std::unique_ptr<Store>(
        std::make_unique<EdgeStore>(disk_, name_, name, std::move(store)));
  }
  Status RemoveStore(const std::string& name) override {
    MANDAT_TRY_STATUS(RequirePower());
    return inner_->RemoveStore(name);
  }
  Result<std::vector<std::string>> ListStores() const override { return inner_->ListStores(); }
  Result<std::optional<Bytes>> ReadFile(const std::string& name) const override {
    return inner_->ReadFile(name);
  }
  Status WriteFile(const std::string& name, ByteView bytes) override {
    MANDAT_TRY_STATUS(RequirePower());
    disk_.Look(name, bytes);
    return inner_->WriteFile(name, bytes);
  }
  Status ShredFile(const std::string& name) override {
    MANDAT_TRY_STATUS(RequirePower());
    return inner_->ShredFile(name);
  }

 private:
  Status RequirePower() const {
    return disk_.has_power() ? Status() : Status(Fail(Error::Unavailable("the power is off")));
  }

  Disk& disk_;
  const std::string name_;
  const std::unique_ptr<Home> inner_;
};

class EdgeHomes final : public Homes {
 public:
  EdgeHomes(Disk& disk, MemoryHomes& inner) : disk_(disk), inner_(inner) {}

  Result<std::unique_ptr<Home>> Open(const std::string& name) override {
    MANDAT_TRY(std::unique_ptr<Home> home, inner_.Open(name));
    return std::unique_ptr<Home>(std::make_unique<EdgeHome>(disk_, name, std::move(home)));
  }
  bool Exists(const std::string& name) const override { return inner_.Exists(name); }
  std::vector<std::string> List(const std::string& above) const override {
    return inner_.List(above);
  }

 private:
  Disk& disk_;
  MemoryHomes& inner_;
};

bool IsStep(const Batch::Step& step, Batch::Kind kind, Space space, ByteView prefix) {
  return step.kind == kind && step.space == space && step.key.starts_with(prefix);
}

// Of a batch that puts several records, the last of them; of an erasure nothing.
const Batch::Step* LastUnitOf(const Batch& batch) {
  const Batch::Step* last = nullptr;
  size_t count = 0;
  for (const Batch::Step& step : batch.steps()) {
    if (IsStep(step, Batch::Kind::kPut, Space::kLedger, {})) {
      return nullptr;
    }
    if (IsStep(step, Batch::Kind::kPut, Space::kUnits, {})) {
      ++count;
      last = &step;
    }
  }
  return count < 2 ? nullptr : last;
}

// Which rows of a batch the plant will want back.
bool IsWanted(Plant plant, const std::string& store, const Batch& batch) {
  const auto has = [&batch](Batch::Kind kind, Space space, ByteView prefix) {
    return std::ranges::any_of(
        batch.steps(), [&](const Batch::Step& step) { return IsStep(step, kind, space, prefix); });
  };
  switch (plant) {
    case Plant::kLostCommit:
      return store == kData && has(Batch::Kind::kPut, Space::kJournal, {});
    case Plant::kDoubleFiring:
      return store == kData && has(Batch::Kind::kRemove, Space::kDocket, "f") &&
             !has(Batch::Kind::kPut, Space::kDocket, "h");
    case Plant::kHistoryBack:
      return store == kData && has(Batch::Kind::kRemove, Space::kHistory, {});
    case Plant::kIndexBack:
      return store == kData && has(Batch::Kind::kRemove, Space::kBlind, "u") &&
             !has(Batch::Kind::kPut, Space::kBlind, "u");
    case Plant::kErasedBack:
      return store == kData && has(Batch::Kind::kRemove, Space::kUnits, {}) &&
             has(Batch::Kind::kPut, Space::kLedger, {});
    case Plant::kChunkBack:
      return store == kData && has(Batch::Kind::kRemove, Space::kSeries, {}) &&
             !has(Batch::Kind::kPut, Space::kSeries, {});
    case Plant::kBatchTorn:
      return store == kData && LastUnitOf(batch) != nullptr;
    default:
      return false;
  }
}

bool ComesBack(Plant plant, const Batch& batch, const Batch::Step& step) {
  switch (plant) {
    case Plant::kChunkBack:
      return step.space == Space::kSeries;
    case Plant::kBatchTorn:
      return &step == LastUnitOf(batch);
    case Plant::kDoubleFiring:  // the duty and its place, but not what was written of it
      return step.space == Space::kDocket && !step.key.starts_with("c");
    case Plant::kHistoryBack:
      return step.space == Space::kHistory;
    case Plant::kIndexBack:
      return step.space == Space::kBlind;
    case Plant::kErasedBack:
      return step.space == Space::kUnits || step.space == Space::kIndex ||
             step.space == Space::kLedger;
    default:
      return true;
  }
}

}  // namespace

std::unique_ptr<Homes> Disk::MakeHomes() { return std::make_unique<EdgeHomes>(*this, homes_); }

void Disk::Before(const std::string& home, const std::string& name, const Store& store,
                  const Batch& batch) {
  pending_.reset();
  if (home == "system" || !IsWanted(plant_, name, batch)) {
    return;
  }
  pending_ = Undo{home, name, {}};
  for (const Batch::Step& step : batch.steps()) {
    if (step.kind != Batch::Kind::kRemoveRange && ComesBack(plant_, batch, step)) {
      const auto before = store.Find(step.space, step.key);
      MANDAT_ASSERT(before.has_value());
      pending_->rows.push_front({{step.space, step.key}, *before});
    }
  }
}

void Disk::After(const std::string& home, const std::string& name, CommitOutcome outcome) {
  if (plant_ == Plant::kDoubleFiring && !pending_ && kept_ && kept_->home == home &&
      name == kData) {
    kept_.reset();  // what came behind may rest on it
  }
  if (pending_ && outcome == CommitOutcome::kCommitted) {
    kept_ = std::move(pending_);
  } else if (plant_ == Plant::kLostCommit && kept_ && kept_->home == home && name == kData) {
    kept_.reset();
  }
  pending_.reset();
}

bool Disk::Restore(const Undo& undo) {
  auto store = homes_.HomeOf(undo.home).OpenStore(undo.name);
  Batch batch;
  for (const auto& [where, value] : undo.rows) {
    if (value) {
      batch.Put(where.first, where.second, *value);
    } else {
      batch.Remove(where.first, where.second);
    }
  }
  return (*store)->Commit(batch, std::nullopt) == CommitOutcome::kCommitted;
}

// The earliest row with a prefix and a part, of the first agreement that has one.
bool Disk::RemoveFirst(Space space, ByteView prefix, std::string_view part) {
  for (const std::string& name : homes_.List("agreements")) {
    auto store = homes_.HomeOf("agreements/" + name).OpenStore(std::string(kData));
    Batch batch;
    const auto rows = (*store)->Scan(space, prefix, Bytes(64, '\xff'));
    for (; rows->Valid() && rows->key().starts_with(prefix) && batch.empty(); rows->Next()) {
      if (rows->key().contains(part)) {
        batch.Remove(space, Bytes(rows->key()));
      }
    }
    if (!batch.empty()) {
      return (*store)->Commit(batch, std::nullopt) == CommitOutcome::kCommitted;
    }
  }
  return false;
}

bool Disk::SetHeadBack() {
  for (const std::string& name : homes_.List("agreements")) {
    auto store = homes_.HomeOf("agreements/" + name).OpenStore(std::string(kData));
    const auto row = (*store)->Find(Space::kMeta, "head");
    if (!row || !*row) {
      continue;
    }
    Result<JournalHead> head = JournalHead::Decode(**row);
    if (!head) {
      continue;
    }
    head->at = head->at + -std::chrono::hours(40 * 24);
    Batch batch;
    batch.Put(Space::kMeta, "head", head->Encode());
    return (*store)->Commit(batch, std::nullopt) == CommitOutcome::kCommitted;
  }
  return false;
}

// Rows that a plant takes away.
bool Disk::RemoveLost() {
  switch (plant_) {
    case Plant::kLostClock:
      return RemoveFirst(Space::kDocket, "f");
    case Plant::kLostNotice:
      return RemoveFirst(Space::kDocket, "q");
    case Plant::kHeldLost:
      return RemoveFirst(Space::kHeld, {}, "letters");
    case Plant::kHeldUnitLost:
      return RemoveFirst(Space::kHeld, {}, "meters") || RemoveFirst(Space::kHeld, {}, "scans") ||
             RemoveFirst(Space::kHeld, {}, "contacts");
    case Plant::kMarkLost:
      return RemoveFirst(Space::kPeople, "r");
    case Plant::kSharedLost:
      return RemoveFirst(Space::kUnits, {}, "circulars");
    case Plant::kIndexLost:
      return RemoveFirst(Space::kBlind, "u");
    case Plant::kChunkLost:
      return RemoveFirst(Space::kSeries, {}, "sensors");
    case Plant::kSegmentLost:
      return RemoveFirst(Space::kBlobs, {}, "stapes");
    case Plant::kUploadLost:
      return RemoveFirst(Space::kBlobs, {}, "uscans");
    default:
      return false;
  }
}

bool Disk::Damage() {
  if (!has_damaged_) {
    has_damaged_ = plant_ == Plant::kTimeBack ? SetHeadBack() : RemoveLost() || BringBack();
  }
  return has_damaged_;
}

void Disk::Look(const Batch& batch) {
  for (const Batch::Step& step : batch.steps()) {
    // Rows are found by ids; what is told to others, or outlives a person, has none, but for the
    // row `p` of the ledger, which goes when the key of its person is destroyed.
    const bool is_pending = step.space == Space::kLedger && step.key.size() == kPendingRowBytes;
    const bool has_no_ids = step.space == Space::kJournal || step.space == Space::kDocket ||
                            (step.space == Space::kLedger && !is_pending) ||
                            step.space == Space::kMeta;
    const Marks marks = has_no_ids ? Marks::kAll : Marks::kContent;
    for (const ByteView bytes : {ByteView(step.key), ByteView(step.value)}) {
      if (const auto mark = FindMark(bytes, marks)) {
        const std::lock_guard lock(leak_mutex_);
        leak_ = std::string(*mark) + " in a row of `" + std::string(Name(step.space)) + "`";
      }
    }
  }
}

void Disk::Look(const std::string& file, ByteView bytes) {
  for (const ByteView text : {ByteView(file), bytes}) {
    if (const auto mark = FindMark(text, Marks::kAll)) {
      const std::lock_guard lock(leak_mutex_);
      leak_ = std::string(*mark) + " in a file or its name";
    }
  }
}

std::optional<std::string> Disk::TakeLeak() {
  const std::lock_guard lock(leak_mutex_);
  return std::exchange(leak_, std::nullopt);
}

}  // namespace mandat::sim
