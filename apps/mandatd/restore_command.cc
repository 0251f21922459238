// SPDX-License-Identifier: Apache-2.0
#include "restore_command.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "backup/key_copies.h"
#include "backup/restore.h"
#include "backup_room.h"
#include "keyring/key_backup.h"
#include "store/rocks/disk_homes.h"

namespace mandat {
namespace {

constexpr std::string_view kUsage =
    "usage: mandatd restore --agreement ID [--until INSTANT] [--keys FILE] [--new-origin yes]\n"
    "                       [--checkpoint FILE] [--config FILE]\n\n"
    "Takes the data of one agreement back to an instant, never its journal, while no server runs.\n"
    "Whoever was erased since stays erased, what expired stays gone, and holds stand.\n"
    "  --agreement ID   which one\n"
    "  --until INSTANT  e.g. 2026-03-30T14:20:00Z; without it the newest state of the backup\n"
    "  --keys FILE      a copy of its keys, when this machine has none; without it the newest one\n"
    "                   at backup.keys_target\n"
    "  --new-origin yes where the last entries of the journal are lost for good: closes that log,\n"
    "                   and begins another that says so; what the lost entries recorded is gone\n"
    "  --checkpoint FILE  one that a witness or somebody else kept: the journal must reach there\n";

struct Asked {
  std::string agreement;
  std::optional<Instant> until;
  std::optional<Bytes> keys;
  bool new_origin = false;
  Bytes seen;
};

Result<Bytes> ReadAll(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) {
    return Fail(Error::NotFound("no file " + file));
  }
  return Bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Result<Asked> Parse(const std::vector<std::string>& arguments) {
  Asked asked;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 >= arguments.size()) {
      return Fail(Error::Invalid(arguments[i] + " needs a value"));
    }
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--agreement") {
      MANDAT_TRY(const AgreementId id, AgreementId::Parse(value));
      asked.agreement = id.text();
    } else if (arguments[i] == "--until") {
      MANDAT_TRY(asked.until, Instant::Parse(value));
    } else if (arguments[i] == "--keys") {
      MANDAT_TRY(asked.keys, ReadAll(value));
    } else if (arguments[i] == "--new-origin" && (value == "yes" || value == "no")) {
      asked.new_origin = value == "yes";
    } else if (arguments[i] == "--checkpoint") {
      MANDAT_TRY(asked.seen, ReadAll(value));
    } else {
      return Fail(Error::Invalid("unknown argument " + arguments[i]));
    }
  }
  if (asked.agreement.empty()) {
    return Fail(Error::Invalid("which agreement is missing"));
  }
  return asked;
}

// Keys that are here stay; a copy is fetched only where there are none.
Status FetchKeys(const Home& home, Target* place, Asked& asked) {
  MANDAT_TRY(const std::optional<Bytes> generation, home.ReadFile("key-generation"));
  if (generation || asked.keys || place == nullptr) {
    return {};
  }
  Result<Bytes> copy = ReadNewestKeyCopy(*place, asked.agreement);
  if (!copy) {
    return Fail(std::move(copy).error());
  }
  MANDAT_TRY(const KeyBackupHead head, ReadKeyBackupHead(*copy));
  fmt::print(stderr, "keys are those of {}, generation {}\n", head.at.Format(), head.generation);
  asked.keys = std::move(*copy);
  return {};
}

Result<RestoreReport> Restore(const Config& config, Asked asked) {
  MANDAT_TRY(const RootKey root,
             RootKey::Load(RootPlace{config.keys.root, config.keys.root_previous,
                                     config.keys.pkcs11_module, config.keys.pkcs11_pin_file}));
  MANDAT_TRY(const BackupTargets targets, BackupTargets::Open(config.backup));
  if (!targets.data) {
    return Fail(Error::Invalid("no target for backups is configured"));
  }
  DiskHomes homes(config.data,
                  RocksBudget::Make(static_cast<size_t>(config.store.cache_bytes),
                                    static_cast<size_t>(config.store.write_buffer_bytes)),
                  nullptr);
  const bool is_system = asked.agreement == "system";
  MANDAT_TRY(const std::unique_ptr<Home> home,
             homes.Open(is_system ? asked.agreement : "agreements/" + asked.agreement));
  MANDAT_TRY_STATUS(FetchKeys(*home, targets.keys.get(), asked));
  SystemRandom random;
  return RestoreAgreement(*home, root, *targets.data, targets.ledger.get(), random,
                          SystemTime().Now(),
                          {asked.agreement, config.origin + "/" + asked.agreement, asked.until,
                           std::move(asked.keys), asked.new_origin, std::move(asked.seen)});
}

}  // namespace

int RunRestore(const Config& config, const std::vector<std::string>& arguments) {
  Result<Asked> asked = Parse(arguments);
  if (!asked) {
    fmt::print(stderr, "mandatd: restore: {}\n\n{}", asked.error().message, kUsage);
    return ExitCode(asked.error().kind);
  }
  const Result<RestoreReport> report = Restore(config, std::move(*asked));
  if (!report) {
    fmt::print(stderr, "mandatd: restore: {}\n", report.error().message);
    return ExitCode(report.error().kind);
  }
  fmt::print("{}\n", report->Json());
  fmt::print(
      stderr,
      "data of {} is back as of {}; {} people and {} units stay erased, {} expired; recorded "
      "in entry {}\n",
      report->owner, report->data_at.Format(), report->replayed.people_erased,
      report->replayed.units_erased, report->replayed.units_expired, report->entry.value_or(0));
  if (!report->closed.empty()) {
    fmt::print(stderr,
               "{} entries of the journal are lost. It goes on as another log, under another name, "
               "whose first entry says so:\n  {}\nerase again whoever was erased by one of them, "
               "and give its new key to auditors and witnesses\n",
               report->lost_count, report->closed);
  }
  return 0;
}

}  // namespace mandat
