// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backup/backups.h"

namespace mandat {

// How one agreement stands with its backups.
struct BackupState {
  std::string owner;
  LedgerState ledger;
  std::optional<Instant> at;  // of the newest whole backup of its data
  uint64_t size = 0;          // entries of the journal that it covers
  std::string trouble;        // of the last attempt; empty: none
  std::string drill;          // report of the last drill as JSON; empty: none since the start
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
};

}  // namespace mandat
