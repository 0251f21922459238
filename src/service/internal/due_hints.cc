// SPDX-License-Identifier: Apache-2.0
#include "service/internal/due_hints.h"

#include <limits>

namespace mandat {
namespace {

constexpr std::string_view kSystem = "system";
constexpr std::string_view kStoreName = "hints";
// Row of Space::kMeta. On disk: "due/" id -> instant (8).
constexpr std::string_view kPrefix = "due/";
constexpr Instant kNever{std::numeric_limits<int64_t>::max()};

Bytes Row(const AgreementId& id) { return Bytes(kPrefix) + id.text(); }

}  // namespace

Result<std::unique_ptr<DueHints>> DueHints::Open(Homes& homes) {
  MANDAT_TRY(std::unique_ptr<Home> home, homes.Open(std::string(kSystem)));
  MANDAT_TRY(std::unique_ptr<Store> store, home->OpenStore(std::string(kStoreName)));
  std::unique_ptr<DueHints> hints(new DueHints(std::move(home), std::move(store)));
  const auto rows = hints->store_->Scan(Space::kMeta, kPrefix, EndOfPrefix(kPrefix));
  for (; rows->Valid(); rows->Next()) {
    MANDAT_TRY(const AgreementId id, AgreementId::Parse(rows->key().substr(kPrefix.size())));
    if (rows->value().size() != 8) {
      return Fail(Error::Corrupt("a next-due hint has the wrong length"));
    }
    hints->Set(id, Instant{static_cast<int64_t>(ReadBigEndian64(rows->value()))});
  }
  MANDAT_TRY_STATUS(rows->status());
  return hints;
}

// A store whose commit ended with an unknown outcome takes no more until it is opened anew; without
// that no agreement with a hint could be opened again. The same hint may be written twice.
Status DueHints::Commit(const Batch& batch) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!store_) {
      MANDAT_TRY(store_, home_->OpenStore(std::string(kStoreName)));
    }
    const CommitOutcome outcome = store_->Commit(batch, std::nullopt);
    if (outcome == CommitOutcome::kCommitted) {
      return {};
    }
    if (outcome == CommitOutcome::kNotCommitted) {
      break;
    }
    store_.reset();
  }
  return Fail(Error::Unavailable("next-due hints cannot be written"));
}

void DueHints::Set(const AgreementId& id, Instant at) {
  Clear(id);
  hints_.emplace(id, at);
  by_instant_.emplace(at, id);
}

void DueHints::Clear(const AgreementId& id) {
  if (const auto found = hints_.find(id); found != hints_.end()) {
    by_instant_.erase({found->second, id});
    hints_.erase(found);
  }
}

Status DueHints::Forget(const AgreementId& id) {
  const std::lock_guard one_commit(commit_mutex_);
  if (!Has(id)) {
    return {};
  }
  Batch batch;
  batch.Remove(Space::kMeta, Row(id));
  MANDAT_TRY_STATUS(Commit(batch));
  const std::lock_guard lock(mutex_);
  Clear(id);
  return {};
}

Status DueHints::Remember(const std::vector<Hint>& closed) {
  if (closed.empty()) {
    return {};
  }
  const std::lock_guard one_commit(commit_mutex_);
  Batch batch;
  for (const auto& [id, next] : closed) {
    Bytes value;
    AppendBigEndian64(value, static_cast<uint64_t>(next.value_or(kNever).micros));
    batch.Put(Space::kMeta, Row(id), std::move(value));
  }
  MANDAT_TRY_STATUS(Commit(batch));
  const std::lock_guard lock(mutex_);
  for (const auto& [id, next] : closed) {
    Set(id, next.value_or(kNever));
  }
  return {};
}

bool DueHints::Has(const AgreementId& id) const {
  const std::lock_guard lock(mutex_);
  return hints_.contains(id);
}

bool DueHints::MayFireBefore(const AgreementId& id, Instant at) const {
  const std::lock_guard lock(mutex_);
  const auto found = hints_.find(id);
  return found == hints_.end() || found->second < at;
}

std::vector<AgreementId> DueHints::DueBefore(Instant at) const {
  const std::lock_guard lock(mutex_);
  std::vector<AgreementId> due;
  for (const auto& [instant, id] : by_instant_) {
    if (instant >= at) {
      break;
    }
    due.push_back(id);
  }
  return due;
}

}  // namespace mandat
