// SPDX-License-Identifier: Apache-2.0
// The change from one generation of keys to the next; docs/internals/recovery.md has what a crash
// at each step leads to.
#include "keyring/internal/key_rows.h"
#include "keyring/internal/turn.h"
#include "keyring/keyring.h"

namespace mandat {
namespace {

constexpr size_t kRowsPerBatch = 4096;

Status CommitTo(Store& store, Batch& batch) {
  if (store.Commit(batch, std::nullopt) != CommitOutcome::kCommitted) {
    return Fail(Error::Unavailable("key store cannot be written"));
  }
  batch.Clear();
  return {};
}

}  // namespace

Status Keyring::BeginRewrap() {
  if (!sound_) {
    return Fail(Error::Unavailable("keys are being opened anew"));
  }
  Turn turn(is_busy_);
  if (!turn.is_ours()) {
    return Fail(Turn::Taken());
  }
  // What an earlier re-wrap could not destroy must not outlive this one.
  MANDAT_TRY_STATUS(RemoveOtherGenerations());
  auto rewrap = std::make_unique<Rewrapping>();
  rewrap->generation = generation_ + 1;
  rewrap->key = random_.DrawSecret();
  MANDAT_TRY(rewrap->store, home_.OpenStore(StoreName(rewrap->generation)));
  rewrap->snapshot = store_->TakeSnapshot();
  rewrap_ = std::move(rewrap);
  turn.Keep();
  return {};
}

// Reads the old generation's store, key and number, which stay until Finish.
Status Keyring::CopyRewrap(const std::stop_token& stop) {
  MANDAT_TRY_STATUS(CopyRows(*rewrap_, stop));
  rewrap_->snapshot.reset();
  rewrap_->copied = true;
  return {};
}

Status Keyring::CopyRows(Rewrapping& rewrap, const std::stop_token& stop) const {
  Batch batch;
  const auto rows =
      store_->Scan(Space::kKeys, Bytes(1, '\0'), Bytes(1, '\xff'), rewrap.snapshot.get());
  for (; rows->Valid(); rows->Next()) {
    if (rows->key() == kChangesRow) {
      batch.Put(Space::kKeys, Bytes(rows->key()), Bytes(rows->value()));
      continue;
    }
    MANDAT_TRY(const SecretBytes survivor, UnwrapRow(rows->key(), rows->value()));
    batch.Put(Space::kKeys, Bytes(rows->key()),
              WrapRow(rewrap.key, rewrap.generation, rows->key(), survivor));
    if (batch.steps().size() == kRowsPerBatch) {
      MANDAT_TRY_STATUS(CommitTo(*rewrap.store, batch));
      if (stop.stop_requested()) {
        return Fail(Error::Unavailable("agreement is being closed"));
      }
    }
  }
  MANDAT_TRY_STATUS(rows->status());
  return CommitTo(*rewrap.store, batch);
}

// What was made or destroyed while the rest was copied, as it stands now.
Status Keyring::CopyChanged(Rewrapping& rewrap) const {
  Batch batch;
  for (const Bytes& row : rewrap.changed) {
    MANDAT_TRY(const std::optional<Bytes> now, store_->Find(Space::kKeys, row));
    if (!now) {
      batch.Remove(Space::kKeys, row);
    } else if (row == kChangesRow) {
      batch.Put(Space::kKeys, row, *now);
    } else {
      MANDAT_TRY(const SecretBytes key, UnwrapRow(row, *now));
      batch.Put(Space::kKeys, row, WrapRow(rewrap.key, rewrap.generation, row, key));
    }
  }
  return batch.empty() ? Status() : CommitTo(*rewrap.store, batch);
}

Status Keyring::FinishRewrap() {
  if (!rewrap_ || !rewrap_->copied) {
    DropRewrap();
    return Fail(Error::Conflict("no re-wrap is under way"));
  }
  Turn turn(is_busy_, Turn::kOurs);
  const std::unique_ptr<Rewrapping> rewrap = std::move(rewrap_);
  if (!sound_) {
    return Fail(Error::Unavailable("keys are being opened anew"));
  }
  MANDAT_TRY_STATUS(CopyChanged(*rewrap));
  const uint64_t old = generation_;
  MANDAT_TRY_STATUS(Switch(*rewrap));
  MANDAT_TRY_STATUS(home_.ShredFile(KeyFile(old)));
  return home_.RemoveStore(StoreName(old));
}

// Before it the old generation is in force, after it the new one; a crash on either side is put in
// order by RemoveOtherGenerations. If it fails, only a fresh start can tell.
Status Keyring::Switch(Rewrapping& rewrap) {
  const std::lock_guard files(files_mutex_);
  MANDAT_TRY(const Bytes wrapped,
             root_.Wrap(rewrap.key, AgreementLabel(owner_, rewrap.generation), random_));
  MANDAT_TRY_STATUS(home_.WriteFile(KeyFile(rewrap.generation), wrapped));
  sound_ = false;
  MANDAT_TRY_STATUS(
      home_.WriteFile(std::string(kGenerationFile), std::to_string(rewrap.generation)));
  sound_ = true;
  const std::unique_lock lock(generation_mutex_);
  generation_ = rewrap.generation;
  agreement_key_ = std::move(rewrap.key);
  store_ = std::move(rewrap.store);
  return {};
}

void Keyring::DropRewrap() {
  if (rewrap_) {
    rewrap_.reset();
    is_busy_ = false;
  }
}

Status Keyring::Rewrap() {
  MANDAT_TRY_STATUS(BeginRewrap());
  if (Status copied = CopyRewrap(); !copied) {
    DropRewrap();
    return copied;
  }
  return FinishRewrap();
}

bool Keyring::RunBeside(std::move_only_function<void(const std::stop_token&)> task) {
  const std::lock_guard lock(beside_mutex_);
  if (is_stopped_) {
    return false;
  }
  beside_ =
      std::jthread([task = std::move(task)](const std::stop_token& stop) mutable { task(stop); });
  return true;
}

void Keyring::StopBeside() {
  {
    const std::lock_guard lock(beside_mutex_);
    is_stopped_ = true;
    beside_.request_stop();
  }
  if (beside_.joinable()) {
    beside_.join();
  }
}

}  // namespace mandat
