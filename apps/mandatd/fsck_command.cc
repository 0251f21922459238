// SPDX-License-Identifier: Apache-2.0
#include "fsck_command.h"

#include <fmt/format.h>

#include <future>
#include <optional>

#include "service/agreements.h"
#include "service/fsck.h"
#include "store/rocks/disk_homes.h"

namespace mandat {
namespace {

constexpr std::string_view kUsage =
    "usage: mandatd fsck [--agreement ID] [--repair yes] [--json yes] [--config FILE]\n\n"
    "Opens all that is sealed and looks at every index row, person, duty and journal "
    "entry, while no server runs.\n"
    "  --agreement ID   only this one\n"
    "  --repair yes     make index rows anew that can be derived from what else is there\n"
    "  --json yes       one JSON object an agreement\n";
constexpr int kExitDamaged = 7;

struct Asked {
  std::optional<AgreementId> agreement;
  bool repair = false;
  bool json = false;
};

Result<Asked> Parse(const std::vector<std::string>& arguments) {
  Asked asked;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 >= arguments.size()) {
      return Fail(Error::Invalid(arguments[i] + " needs a value"));
    }
    if (arguments[i] == "--agreement") {
      MANDAT_TRY(asked.agreement, AgreementId::Parse(arguments[i + 1]));
    } else if (arguments[i] == "--repair") {
      asked.repair = arguments[i + 1] == "yes";
    } else if (arguments[i] == "--json") {
      asked.json = arguments[i + 1] == "yes";
    } else {
      return Fail(Error::Invalid("unknown argument " + arguments[i]));
    }
  }
  return asked;
}

void PrintJson(const AgreementId& id, const Inspection& found) {
  fmt::print(R"({{"agreement":"{}","records":{},"chunks":{},"segments":{},"copies":{},"rows":{},)"
             R"("entries":{},"duties":{},"flaws":{},"derivable":{},"list":[)",
             id.text(), found.units_count, found.chunks_count, found.segments_count,
             found.copies_count, found.rows_count, found.entries_count, found.duties_count,
             found.flaws_count, found.derivable_count);
  for (size_t i = 0; i < found.flaws.size(); ++i) {
    const Flaw& flaw = found.flaws[i];
    fmt::print(R"({}{{"what":"{}","row":"{}","derivable":{}}})", i == 0 ? "" : ",", flaw.what,
               flaw.where, flaw.derivable);
  }
  fmt::print("]}}\n");
}

void PrintText(const AgreementId& id, const Inspection& found) {
  fmt::print(
      "{}: {} records, {} chunks, {} segments, {} held copies, {} rows, {} entries, {} duties: "
      "{}\n",
      id.text(), found.units_count, found.chunks_count, found.segments_count, found.copies_count,
      found.rows_count, found.entries_count, found.duties_count,
      found.flaws_count == 0 ? "clean" : fmt::format("{} flaws", found.flaws_count));
  for (const Flaw& flaw : found.flaws) {
    fmt::print("  {}{} ({})\n", flaw.what, flaw.derivable ? ", can be repaired" : "", flaw.where);
  }
}

Result<Inspection> Repair(const std::shared_ptr<OpenAgreement>& agreement, Inspection found) {
  std::promise<Result<Receipt>> promise;
  RepairIndexes(agreement, std::move(found), {},
                [&promise](Result<Receipt> repaired) { promise.set_value(std::move(repaired)); });
  MANDAT_TRY([[maybe_unused]] const Receipt receipt, promise.get_future().get());
  return InspectAgreement(*agreement);
}

// True if nothing is wrong any more.
Result<bool> Look(Agreements& agreements, const AgreementId& id, const Asked& asked) {
  MANDAT_TRY(const std::shared_ptr<OpenAgreement> agreement, agreements.Find(id));
  MANDAT_TRY(Inspection found, InspectAgreement(*agreement));
  if (asked.repair && found.derivable_count > 0) {
    MANDAT_TRY(found, Repair(agreement, std::move(found)));
  }
  asked.json ? PrintJson(id, found) : PrintText(id, found);
  return found.flaws_count == 0;
}

Result<bool> LookAll(const Config& config, const Asked& asked) {
  MANDAT_TRY(const RootKey root,
             RootKey::Load(RootPlace{config.keys.root, config.keys.root_previous,
                                     config.keys.pkcs11_module, config.keys.pkcs11_pin_file}));
  const SystemTime time;
  SystemRandom random;
  Workers workers(2);
  Environment environment{root, time, random, workers, config.origin};
  environment.limits = config.limits;
  const RocksBudget budget =
      RocksBudget::Make(static_cast<size_t>(config.store.cache_bytes),
                        static_cast<size_t>(config.store.write_buffer_bytes));
  Agreements::Settings settings;
  MANDAT_TRY(const std::unique_ptr<Agreements> agreements,
             Agreements::Open(std::make_unique<DiskHomes>(config.data, budget, nullptr),
                              environment, settings.clock, settings.open_max));
  if (asked.agreement) {
    return Look(*agreements, *asked.agreement, asked);
  }
  bool clean = true;
  for (const AgreementId& id : agreements->List()) {
    const Result<bool> looked = Look(*agreements, id, asked);
    if (!looked) {
      fmt::print(stderr, "mandatd: fsck: {}: {}\n", id.text(), looked.error().message);
    }
    clean = clean && looked && *looked;
  }
  return clean;
}

}  // namespace

int RunFsck(const Config& config, const std::vector<std::string>& arguments) {
  const Result<Asked> asked = Parse(arguments);
  if (!asked) {
    fmt::print(stderr, "mandatd: fsck: {}\n\n{}", asked.error().message, kUsage);
    return ExitCode(asked.error().kind);
  }
  const Result<bool> clean = LookAll(config, *asked);
  if (!clean) {
    fmt::print(stderr, "mandatd: fsck: {}\n", clean.error().message);
    return ExitCode(clean.error().kind);
  }
  return *clean ? 0 : kExitDamaged;
}

}  // namespace mandat
