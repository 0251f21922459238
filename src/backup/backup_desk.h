// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backup/backups.h"

namespace mandat {

// A copy of an agreement's keys that may be at its place.
struct KeyCopySeen {
  Instant at;
  uint64_t generation = 0;
  Instant lapses;
  std::string place;  // 16 hexadecimal digits
};

// How one agreement stands with its backups.
struct BackupState {
  std::string owner;
  LedgerState ledger;
  std::optional<Instant> at;            // of the newest whole backup of its data
  uint64_t size = 0;                    // entries of the journal that it covers
  std::string trouble;                  // of the last attempt; empty: none
  std::vector<KeyCopySeen> key_copies;  // the oldest first
  std::string keys_trouble;             // of the last visit to them; empty: none
  std::string drill;  // report of the last drill as JSON; empty: none since the start
};

// Where backups and drills are asked for. Threading: any number of callers.
class BackupDesk {
 public:
  virtual ~BackupDesk() = default;

  // Of one agreement, or of all when `owner` is empty: done as soon as its turn comes.
  // Errors: kConflict (no target is configured).
  virtual Status AskForBackup(const std::string& owner) = 0;
  virtual Status AskForDrill(const std::string& owner, std::optional<Instant> until) = 0;
  virtual std::vector<BackupState> States() const = 0;

  // For health: whether ledgers, holds and open duties are off this machine.
  enum class Protection : uint8_t { kNone, kBehind, kProtected };
  virtual Protection Protected() const = 0;
  // The same of copies of keys: kNone when none are made, kBehind when the newest one is older than
  // it should be, or one that lapsed could not be removed.
  virtual Protection KeysProtected() const = 0;
};

}  // namespace mandat
