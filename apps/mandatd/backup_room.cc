// SPDX-License-Identifier: Apache-2.0
#include "backup_room.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "crypto/hash.h"
#include "http/log.h"
#include "store/rocks/disk_homes.h"

namespace mandat {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kS3 = "s3://";
constexpr std::string_view kDrillHome = "drill";

void Warn(std::string_view what, const std::string& owner, const Error& error) {
  Log(LogLevel::kWarning, what, {{"agreement", owner}, {"detail", error.message}});
}

Result<std::string> FirstLine(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || line.empty()) {
    return Fail(Error::NotFound("no secret in file " + file.string()));
  }
  return line;
}

Result<std::unique_ptr<Target>> OpenTarget(const std::string& place, const Config::Backup& config) {
  if (place.empty()) {
    return std::unique_ptr<Target>();
  }
  if (!place.starts_with(kS3)) {
    return OpenDirectoryTarget(place);
  }
  S3Settings settings;
  const std::string rest = place.substr(kS3.size());
  settings.bucket = rest.substr(0, rest.find('/'));
  settings.prefix = rest.contains('/') ? rest.substr(rest.find('/') + 1) : "";
  if (!settings.prefix.empty() && !settings.prefix.ends_with('/')) {
    settings.prefix += '/';
  }
  settings.endpoint = config.s3_endpoint;
  settings.region = config.s3_region;
  settings.key_id = config.s3_key_id;
  settings.ca_file = config.s3_ca_file;
  MANDAT_TRY(settings.secret, FirstLine(config.s3_secret_file));
  return OpenS3Target(std::move(settings));
}

// The record of a drill in the agreement's own journal: evidence that restores are tested.
// Source: GDPR Art. 32(1)(d).
class DrillWork final : public HouseWork {
 public:
  DrillWork(std::shared_ptr<OpenAgreement> agreement, Bytes hash, uint64_t units)
      : HouseWork({}), agreement_(std::move(agreement)), hash_(std::move(hash)), units_(units) {}

  Result<bool> Act(Entry& entry, BatchContext&) override {
    entry.act = "restore-drill";
    entry.units_count = units_;
    entry.detail = "report " + FormatHex(hash_);
    return true;
  }
  void Finish(Result<Release> release) override {
    if (!release) {
      Warn("the restore drill is not recorded", agreement_->id().text(), release.error());
    }
  }

 private:
  std::shared_ptr<OpenAgreement> agreement_;
  Bytes hash_;
  uint64_t units_;
};

}  // namespace

Result<BackupTargets> BackupTargets::Open(const Config::Backup& config) {
  BackupTargets targets;
  MANDAT_TRY(targets.data, OpenTarget(config.target, config));
  MANDAT_TRY(targets.ledger, OpenTarget(config.ledger_target, config));
  MANDAT_TRY(targets.keys, OpenTarget(config.keys_target, config));
  return targets;
}

BackupRoom::BackupRoom(const Config& config, BackupTargets targets, std::unique_ptr<Homes> homes,
                       Agreements& agreements, const RootKey& root, const TimeSource& time,
                       Random& random)
    : config_(config),
      targets_(std::move(targets)),
      homes_(std::move(homes)),
      agreements_(agreements),
      root_(root),
      time_(time),
      random_(random),
      backups_(targets_.data.get(), targets_.ledger.get(), *homes_, root_, random_) {
  if (targets_.data || targets_.ledger || targets_.keys) {
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  }
}

void BackupRoom::Close() {
  thread_.request_stop();
  wake_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

Status BackupRoom::AskForBackup(const std::string& owner) {
  if (!targets_.data) {
    return Fail(Error::Conflict("no target for backups is configured"));
  }
  {
    const std::lock_guard lock(mutex_);
    if (owner.empty()) {
      asked_for_all_ = true;
    } else {
      rooms_[owner].Ask();
    }
  }
  wake_.notify_all();
  return {};
}

Status BackupRoom::AskForDrill(const std::string& owner, std::optional<Instant> until) {
  if (!targets_.data) {
    return Fail(Error::Conflict("no target for backups is configured"));
  }
  {
    const std::lock_guard lock(mutex_);
    drills_[owner] = until;
  }
  wake_.notify_all();
  return {};
}

std::vector<BackupState> BackupRoom::States() const {
  const std::lock_guard lock(mutex_);
  std::vector<BackupState> states;
  for (const auto& [owner, room] : rooms_) {
    states.push_back(room.state);
    states.back().owner = owner;
    states.back().ledger = backups_.StateOf(owner);
  }
  return states;
}

BackupDesk::Protection BackupRoom::Protected() const {
  if (!targets_.ledger) {
    return Protection::kNone;
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [owner, room] : rooms_) {
    const LedgerState ledger = backups_.StateOf(owner);
    if (!ledger.trouble.empty() || !ledger.at) {
      return Protection::kBehind;
    }
  }
  return Protection::kProtected;
}

BackupDesk::Protection BackupRoom::KeysProtected() const {
  if (!targets_.keys || config_.keys.backup_days == 0) {
    return Protection::kNone;
  }
  const Instant now = time_.Now();
  const std::lock_guard lock(mutex_);
  for (const auto& [owner, room] : rooms_) {
    const bool is_late = !room.keys_late_from || *room.keys_late_from <= now;
    if (is_late || !room.state.keys_trouble.empty()) {
      return Protection::kBehind;
    }
  }
  return Protection::kProtected;
}

std::string BackupRoom::HomeOf(const AgreementId& id) {
  return id.text() == "system" ? id.text() : "agreements/" + id.text();
}

void BackupRoom::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Tick(stop);
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, std::chrono::seconds(1),
                   [this] { return asked_for_all_ || !drills_.empty(); });
  }
}

void BackupRoom::Tick(const std::stop_token& stop) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(asked_for_all_, false)) {
      for (const AgreementId& id : agreements_.List()) {
        rooms_[id.text()].Ask();
      }
      rooms_["system"].Ask();
    }
  }
  for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
    if (stop.stop_requested()) {
      return;
    }
    Visit(agreement);
  }
  Visit(agreements_.shared_system());
  VisitOneThatIsClosed();
  RunDrills();
}

bool BackupRoom::HasWork(const Room& room) const {
  const bool wants_keys = targets_.keys && (!room.keys_next || *room.keys_next <= time_.Now());
  return !room.is_done || room.asked || room.keys_asked || wants_keys;
}

// One that was closed may have changed between its last visit and then, or in another run.
void BackupRoom::VisitOneThatIsClosed() {
  for (const AgreementId& id : agreements_.List()) {
    {
      const std::lock_guard lock(mutex_);
      if (!HasWork(rooms_[id.text()])) {
        continue;
      }
    }
    if (const auto agreement = agreements_.Find(id)) {
      return Visit(*agreement);
    }
  }
}

// Also of what is closed: a copy that lapsed must go, whoever asks for the agreement or not.
void BackupRoom::VisitKeys(const std::shared_ptr<OpenAgreement>& agreement) {
  const std::string& owner = agreement->id().text();
  KeyCopyRules rules;
  {
    const std::lock_guard lock(mutex_);
    Room& room = rooms_[owner];
    const bool is_asked = std::exchange(room.keys_asked, false);
    if (!targets_.keys || (!is_asked && room.keys_next && *room.keys_next > time_.Now())) {
      return;
    }
    rules.every = std::chrono::hours(is_asked ? 0 : config_.backup.keys_every_hours);
  }
  rules.days = static_cast<int>(config_.keys.backup_days);
  KeyCopiesState seen = KeepKeyCopies(agreement, *targets_.keys, rules);
  if (!seen.trouble.empty()) {
    Warn("copies of keys are not as they should be", owner, Error::Unavailable(seen.trouble));
  }
  const std::lock_guard lock(mutex_);
  Room& room = rooms_[owner];
  room.keys_next = seen.next;
  room.keys_late_from = seen.late_from;
  room.state.keys_trouble = std::move(seen.trouble);
  room.state.key_copies.clear();
  for (const KeyCopy& copy : seen.copies) {
    room.state.key_copies.push_back(
        {copy.at, copy.generation, copy.Lapses(), FormatHex(copy.place)});
  }
}

void BackupRoom::Visit(const std::shared_ptr<OpenAgreement>& agreement) {
  VisitKeys(agreement);
  const std::string& owner = agreement->id().text();
  const Instant now = time_.Now();
  const uint64_t size = agreement->journal().head().size;
  const BackedUp open{owner, HomeOf(agreement->id()), agreement->store(),
                      agreement->journal().published()};
  const Status shipped = backups_.Ship(open, now);
  if (!shipped) {
    Warn("the ledger cannot be copied off", owner, shipped.error());
  }
  std::unique_lock lock(mutex_);
  Room& room = rooms_[owner];
  room.is_done = room.is_done && room.seen_size == size && shipped.has_value();
  const bool is_due =
      targets_.data && (room.asked || !room.backed_up ||
                        (!room.is_done && now - *room.backed_up >=
                                              std::chrono::seconds(config_.backup.every_seconds)));
  if (!is_due) {
    room.is_done = room.is_done || (!targets_.data && shipped.has_value());
    room.seen_size = size;
    return;
  }
  room.asked = false;
  room.backed_up = now;
  lock.unlock();
  const Result<Chain::Progress> progress = backups_.Run(open, now);
  lock.lock();
  room.state.trouble = progress ? "" : progress.error().message;
  if (progress && progress->whole) {
    room.state.at = now;
    room.state.size = progress->size;
    room.seen_size = size;
    room.is_done = shipped.has_value();
  }
  const bool prunes = progress && (!room.pruned || now - *room.pruned >= std::chrono::hours(24));
  if (prunes) {
    room.pruned = now;
  }
  lock.unlock();
  if (!progress) {
    return Warn("backup failed", owner, progress.error());
  }
  if (prunes) {
    const Instant keep_from = now + -std::chrono::hours(24 * config_.backup.keep_days);
    if (const Status pruned = backups_.Prune(owner, keep_from, now); !pruned) {
      Warn("old backups cannot be removed", owner, pruned.error());
    }
  }
}

void BackupRoom::RunDrills() {
  std::map<std::string, std::optional<Instant>> asked;
  {
    const std::lock_guard lock(mutex_);
    asked.swap(drills_);
  }
  for (const auto& [owner, until] : asked) {
    const Result<AgreementId> id = AgreementId::Parse(owner);
    const auto agreement =
        id ? agreements_.Find(*id) : Result<std::shared_ptr<OpenAgreement>>(Fail(id.error()));
    if (agreement) {
      Drill(*agreement, until);
    } else {
      Warn("restore drill failed", owner, agreement.error());
    }
  }
}

void BackupRoom::Drill(const std::shared_ptr<OpenAgreement>& agreement,
                       std::optional<Instant> until) {
  const std::string& owner = agreement->id().text();
  const Result<RestoreReport> report = DrillOnce(*agreement, until);
  const std::string json = report ? report->Json()
                                  : "{\"agreement\":\"" + owner +
                                        "\",\"kind\":\"drill\",\"failed\":\"" +
                                        report.error().message + "\"}";
  {
    const std::lock_guard lock(mutex_);
    rooms_[owner].state.drill = json;
  }
  if (!report) {
    return Warn("restore drill failed", owner, report.error());
  }
  Log(LogLevel::kInfo, "restore drill done", {{"agreement", owner}, {"detail", json}});
  agreement->gate().Submit(std::unique_ptr<HouseWork>(
      std::make_unique<DrillWork>(agreement, Bytes(Sha256(json).view()), report->replayed.units)));
}

Result<RestoreReport> BackupRoom::DrillOnce(OpenAgreement& agreement,
                                            std::optional<Instant> until) {
  const std::string& owner = agreement.id().text();
  MANDAT_TRY(const BackupKey key, BackupKeyFrom(*targets_.data, root_, owner));
  const fs::path scratch = config_.data / kDrillHome;
  std::error_code ignored;
  fs::remove_all(scratch, ignored);  // of a drill that was cut off
  MANDAT_TRY(const std::unique_ptr<Home> home, homes_->Open(std::string(kDrillHome)));
  Result<RestoreReport> report =
      DrillRestore(agreement.store(), agreement.keyring(), *home, *targets_.data, key.key,
                   time_.Now(), {owner, agreement.journal().name(), until, std::nullopt});
  fs::remove_all(scratch, ignored);
  return report;
}

}  // namespace mandat
