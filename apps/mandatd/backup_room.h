// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "backup/backup_desk.h"
#include "backup/restore.h"
#include "config/config.h"
#include "service/agreements.h"
#include "service/copy_keys.h"

namespace mandat {

// The places that backups go to, as configured.
struct BackupTargets {
  std::unique_ptr<Target> data;    // null: none
  std::unique_ptr<Target> ledger;  // null: none
  std::unique_ptr<Target> keys;    // null: none
  // Errors: kInvalid, kNotFound (no file of the secret), kUnavailable.
  static Result<BackupTargets> Open(const Config::Backup& config);
};

// Copies agreements to their targets beside everything else, on a thread of its own.
class BackupRoom final : public BackupDesk {
 public:
  // All must outlive this.
  BackupRoom(const Config& config, BackupTargets targets, std::unique_ptr<Homes> homes,
             Agreements& agreements, const RootKey& root, const TimeSource& time, Random& random);
  ~BackupRoom() override { Close(); }

  // Returns when what is under way is done; a copy that is cut off instead is taken up again.
  void Close();

  Status AskForBackup(const std::string& owner) override;
  Status AskForDrill(const std::string& owner, std::optional<Instant> until) override;
  std::vector<BackupState> States() const override;
  Protection Protected() const override;
  Protection KeysProtected() const override;

 private:
  struct Room {
    BackupState state;
    std::optional<Instant> backed_up;  // attempted
    std::optional<Instant> pruned;
    uint64_t seen_size = 0;
    bool asked = false;                // for a backup
    bool keys_asked = false;           // for a copy of its keys
    std::optional<Instant> keys_next;  // when its copies of keys want a visit; nullopt: at once
    std::optional<Instant> keys_late_from;
    bool is_done = false;  // nothing was committed since, as far as is known

    void Ask() { asked = keys_asked = true; }
  };

  void Run(const std::stop_token& stop);
  void Tick(const std::stop_token& stop);
  void Visit(const std::shared_ptr<OpenAgreement>& agreement);
  void VisitKeys(const std::shared_ptr<OpenAgreement>& agreement);
  bool HasWork(const Room& room) const;  // Requires: the lock
  void VisitOneThatIsClosed();
  void Drill(const std::shared_ptr<OpenAgreement>& agreement, std::optional<Instant> until);
  void RunDrills();
  Result<RestoreReport> DrillOnce(OpenAgreement& agreement, std::optional<Instant> until);
  static std::string HomeOf(const AgreementId& id);

  const Config& config_;
  const BackupTargets targets_;
  const std::unique_ptr<Homes> homes_;
  Agreements& agreements_;
  const RootKey& root_;
  const TimeSource& time_;
  Random& random_;
  Backups backups_;
  mutable std::mutex mutex_;  // of what follows
  std::condition_variable_any wake_;
  std::map<std::string, Room> rooms_;
  std::map<std::string, std::optional<Instant>> drills_;
  bool asked_for_all_ = false;
  std::jthread thread_;
};

}  // namespace mandat
