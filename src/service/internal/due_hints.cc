// SPDX-License-Identifier: Apache-2.0
#include "service/internal/due_hints.h"

#include <limits>

namespace mandat {
namespace {

constexpr std::string_view kSystem = "system";
constexpr std::string_view kStoreName = "hints";
// Row of Space::kMeta. On disk: "due/" id -> instant (8).
constexpr std::string_view kPrefix = "due/";

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
    hints->hints_.emplace(id, Instant{static_cast<int64_t>(ReadBigEndian64(rows->value()))});
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

Status DueHints::Forget(const AgreementId& id) {
  if (!hints_.contains(id)) {
    return {};
  }
  Batch batch;
  batch.Remove(Space::kMeta, Row(id));
  MANDAT_TRY_STATUS(Commit(batch));
  hints_.erase(id);
  return {};
}

Status DueHints::Remember(const AgreementId& id, std::optional<Instant> next) {
  const Instant at = next.value_or(Instant{std::numeric_limits<int64_t>::max()});
  Bytes value;
  AppendBigEndian64(value, static_cast<uint64_t>(at.micros));
  Batch batch;
  batch.Put(Space::kMeta, Row(id), std::move(value));
  MANDAT_TRY_STATUS(Commit(batch));
  hints_.insert_or_assign(id, at);
  return {};
}

bool DueHints::MayFireBefore(const AgreementId& id, Instant at) const {
  const auto found = hints_.find(id);
  return found == hints_.end() || found->second < at;
}

}  // namespace mandat
