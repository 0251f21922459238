// SPDX-License-Identifier: Apache-2.0
//
// Copies agreements off this machine: their data from time to time, their ledger all the time.
// Guarantees: what it calls protected can be restored. Trusts: the targets for nothing.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "backup/rebuild.h"
#include "store/homes.h"

namespace mandat {

// Up to where an agreement's ledger, holds and open duties are off this machine.
struct LedgerState {
  bool is_configured = false;
  uint64_t size = 0;          // entries of the journal that are protected
  std::optional<Instant> at;  // when that was last so
  std::string trouble;        // of the last attempt; empty: none
};

// One agreement, as it is open. `home` names its directory among the homes.
struct BackedUp {
  std::string owner;
  std::string home;
  const Store& store;
  std::string checkpoint;  // the one published last; may be empty
};

// Threading: StateOf and List from any thread; the rest from one thread at a time.
class Backups {
 public:
  // Either target may be null: that part is not done. All must outlive this.
  Backups(Target* data, Target* ledger, Homes& homes, const RootKey& root, Random& random)
      : data_(data), ledger_(ledger), homes_(homes), root_(root), random_(random) {}

  bool has_data_target() const { return data_ != nullptr; }
  // Copies what was committed since the last time. Errors: kNotFound (no target), kUnavailable,
  // kCorrupt.
  Result<Chain::Progress> Run(const BackedUp& agreement, Instant now);
  // Removes what no instant behind `keep_from` needs.
  Status Prune(const std::string& owner, Instant keep_from, Instant now);
  // The same of the ledger; nothing to do when nothing was committed since.
  Status Ship(const BackedUp& agreement, Instant now);

  LedgerState StateOf(const std::string& owner) const;
  // Chains of an agreement's data at the target, the oldest first.
  Result<std::vector<KeptWindow>> List(const std::string& owner, const std::string& home) const;

 private:
  struct Room {
    BackupKey key;
    std::unique_ptr<Chain> data;
    std::unique_ptr<Chain> ledger;
    std::optional<Position> shipped;
  };

  Result<Room*> RoomOf(const std::string& owner, const std::string& home);
  Result<Beside> BesideOf(const BackedUp& agreement) const;

  Target* const data_;
  Target* const ledger_;
  Homes& homes_;
  const RootKey& root_;
  Random& random_;
  std::map<std::string, std::unique_ptr<Room>> rooms_;
  mutable std::mutex mutex_;  // of what follows
  std::map<std::string, LedgerState> states_;
};

}  // namespace mandat
