// SPDX-License-Identifier: Apache-2.0
#include "backup/backups.h"

#include <utility>

namespace mandat {
namespace {

// Wrapped under the root key; without them neither a certificate nor the ledger can be told.
constexpr std::string_view kKeyFiles[] = {"journal-key", "ledger-key", "backup-key", "notice-key"};
constexpr size_t kLedgerPackBytes = size_t{4} << 20;

}  // namespace

Result<Backups::Room*> Backups::RoomOf(const std::string& owner, const std::string& home) {
  std::unique_ptr<Room>& room = rooms_[owner];
  MANDAT_TRY(const std::unique_ptr<Home> place, homes_.Open(home));
  if (room) {
    // Another root key may have come since: what is put from now on opens under that one.
    MANDAT_TRY(BackupKey now, LoadOrMakeBackupKey(*place, root_, owner, random_));
    room->key.wrapped = std::move(now.wrapped);
    return room.get();
  }
  auto fresh = std::make_unique<Room>();
  MANDAT_TRY(fresh->key, LoadOrMakeBackupKey(*place, root_, owner, random_));
  Chain::Settings settings;
  settings.owner = owner;
  if (data_ != nullptr) {
    fresh->data = std::make_unique<Chain>(*data_, fresh->key, random_, settings);
  }
  if (ledger_ != nullptr) {
    settings.scope = CopyScope::kLedger;
    settings.pack_bytes = kLedgerPackBytes;
    settings.commits_bytes_min = kLedgerPackBytes;
    fresh->ledger = std::make_unique<Chain>(*ledger_, fresh->key, random_, settings);
  }
  room = std::move(fresh);
  return room.get();
}

Result<Beside> Backups::BesideOf(const BackedUp& agreement) const {
  MANDAT_TRY(const std::unique_ptr<Home> place, homes_.Open(agreement.home));
  Beside beside;
  beside.checkpoint = agreement.checkpoint;
  for (const std::string_view name : kKeyFiles) {
    MANDAT_TRY(std::optional<Bytes> bytes, place->ReadFile(std::string(name)));
    if (bytes) {
      beside.files.push_back({std::string(name), std::move(*bytes)});
    }
  }
  return beside;
}

Result<Chain::Progress> Backups::Run(const BackedUp& agreement, Instant now) {
  MANDAT_TRY(Room* const room, RoomOf(agreement.owner, agreement.home));
  if (!room->data) {
    return Fail(Error::NotFound("no target for backups is configured"));
  }
  MANDAT_TRY(const Beside beside, BesideOf(agreement));
  return room->data->Run(agreement.store, beside, now);
}

Status Backups::Prune(const std::string& owner, Instant keep_from, Instant now) {
  const auto room = rooms_.find(owner);
  if (room == rooms_.end()) {
    return {};
  }
  if (room->second->data) {
    MANDAT_TRY_STATUS(room->second->data->Prune(keep_from));
  }
  // Only the newest state of a ledger is ever asked for.
  return room->second->ledger ? room->second->ledger->Prune(now) : Status();
}

Status Backups::Ship(const BackedUp& agreement, Instant now) {
  if (ledger_ == nullptr) {
    return {};
  }
  LedgerState state = StateOf(agreement.owner);
  const auto note = [&](Status status) {
    state.trouble = status ? "" : status.error().message;
    const std::lock_guard lock(mutex_);
    states_[agreement.owner] = state;
    return status;
  };
  const Result<Room*> room = RoomOf(agreement.owner, agreement.home);
  if (!room) {
    return note(Fail(room.error()));
  }
  if ((*room)->shipped == agreement.store.position()) {
    state.at = now;
    return note({});
  }
  const Result<Beside> beside = BesideOf(agreement);
  if (!beside) {
    return note(Fail(beside.error()));
  }
  const Result<Chain::Progress> progress = (*room)->ledger->Run(agreement.store, *beside, now);
  if (!progress) {
    return note(Fail(progress.error()));
  }
  if (progress->whole) {
    (*room)->shipped = progress->at;
    state.size = progress->size;
    state.at = now;
  }
  return note({});
}

LedgerState Backups::StateOf(const std::string& owner) const {
  const std::lock_guard lock(mutex_);
  const auto found = states_.find(owner);
  LedgerState state = found == states_.end() ? LedgerState() : found->second;
  state.is_configured = ledger_ != nullptr;
  return state;
}

Result<std::vector<KeptWindow>> Backups::List(const std::string& owner,
                                              const std::string& home) const {
  if (data_ == nullptr) {
    return Fail(Error::NotFound("no target for backups is configured"));
  }
  MANDAT_TRY(const std::unique_ptr<Home> place, homes_.Open(home));
  MANDAT_TRY(const BackupKey key, LoadOrMakeBackupKey(*place, root_, owner, random_));
  MANDAT_TRY(const ChainList list, ReadChains(*data_, key.key, owner, CopyScope::kData));
  std::vector<KeptWindow> windows;
  for (const ReadChain& chain : list.chains) {
    windows.push_back(chain.window);
  }
  return windows;
}

}  // namespace mandat
