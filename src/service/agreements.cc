// SPDX-License-Identifier: Apache-2.0
#include "service/agreements.h"

#include <algorithm>

#include "docket/docket.h"
#include "docket/outbox.h"
#include "service/internal/due_hints.h"
#include "store/rocks/disk_homes.h"

namespace mandat {
namespace {

constexpr std::string_view kSystem = "system";
constexpr std::string_view kAbove = "agreements";
constexpr std::string_view kVersionFile = "VERSION";
constexpr std::string_view kVersionPrefix = "mandat data ";
constexpr std::string_view kVersion = "1";

std::string PlaceOf(const AgreementId& id) { return std::string(kAbove) + "/" + id.text(); }

Environment With(Environment environment, const ClockTrust& trust) {
  environment.trust = &trust;
  return environment;
}

std::optional<Instant> Earlier(std::optional<Instant> a, std::optional<Instant> b) {
  return !a ? b : !b ? a : std::min(*a, *b);
}

// When something has to be done for an agreement that nobody asks for.
Result<std::optional<Instant>> NextOf(const OpenAgreement& agreement) {
  MANDAT_TRY(const std::optional<Instant> firing, Docket(agreement.store()).NextFiring());
  MANDAT_TRY(const std::optional<Instant> notice, Outbox(agreement.store()).NextAt());
  MANDAT_TRY(const std::optional<Instant> kept, agreement.NextHousekeeping());
  return Earlier(Earlier(firing, notice), kept);
}

}  // namespace

Agreements::Agreements(std::unique_ptr<Homes> homes, const Environment& environment)
    : homes_(std::move(homes)), environment_(With(environment, trust_)) {}

Result<std::unique_ptr<Agreements>> Agreements::Open(const Settings& settings,
                                                     const Environment& environment) {
  return Open(
      std::make_unique<DiskHomes>(
          settings.data, RocksBudget::Make(settings.cache_bytes, settings.write_buffer_bytes),
          settings.env),
      environment, settings.clock);
}

Result<std::unique_ptr<Agreements>> Agreements::Open(std::unique_ptr<Homes> homes,
                                                     const Environment& environment,
                                                     ClockWatch::Settings clock) {
  std::unique_ptr<Agreements> agreements(new Agreements(std::move(homes), environment));
  MANDAT_TRY_STATUS(agreements->CheckVersion());
  MANDAT_TRY(const AgreementId system, AgreementId::Parse(kSystem));
  // Its database's lock is the lock of the whole data directory.
  MANDAT_TRY(std::unique_ptr<Home> home, agreements->homes_->Open(std::string(kSystem)));
  MANDAT_TRY(agreements->system_,
             OpenAgreement::Open(std::move(home), system, agreements->environment_));
  MANDAT_TRY(agreements->hints_, DueHints::Open(*agreements->homes_));
  MANDAT_TRY(std::unique_ptr<Home> beside, agreements->homes_->Open(std::string(kSystem)));
  MANDAT_TRY(agreements->clock_,
             ClockWatch::Open(std::move(beside), environment.time, agreements->trust_, clock));
  return agreements;
}

Agreements::~Agreements() {
  for (auto& [id, open] : open_) {
    if (open.use_count() > 1 || !open->gate().sound()) {
      continue;  // it may still change: without a hint it is opened at the next start
    }
    open->gate().Drain();
    const Result<std::optional<Instant>> next = NextOf(*open);
    if (!next || !hints_->Remember(id, *next)) {
      return;
    }
  }
}

// The file is written first, so that a directory made by a newer version is never misread.
Status Agreements::CheckVersion() const {
  MANDAT_TRY(std::unique_ptr<Home> home, homes_->Open(""));
  MANDAT_TRY(const std::optional<Bytes> text, home->ReadFile(std::string(kVersionFile)));
  const std::string expected = std::string(kVersionPrefix) + std::string(kVersion) + "\n";
  if (!text) {
    return home->WriteFile(std::string(kVersionFile), expected);
  }
  if (*text == expected) {
    return {};
  }
  return Fail(Error::Corrupt(text->starts_with(kVersionPrefix)
                                 ? "data directory was made by another version of mandat"
                                 : "data directory has a damaged VERSION file"));
}

Result<std::shared_ptr<OpenAgreement>> Agreements::Find(const AgreementId& id) {
  return OpenAt(id, false);
}

Result<std::shared_ptr<OpenAgreement>> Agreements::FindOrMake(const AgreementId& id) {
  return OpenAt(id, true);
}

Result<std::shared_ptr<OpenAgreement>> Agreements::OpenAt(const AgreementId& id, bool make) {
  if (id.text() == kSystem) {
    return Fail(Error::NotFound("no such agreement"));
  }
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(id); found != open_.end()) {
    if (found->second->gate().sound()) {
      return found->second;
    }
    // A commit ended with an unknown outcome: only a fresh start can tell what is on disk. Whoever
    // still holds the old one will be told "unavailable" and let go.
    if (found->second.use_count() > 1) {
      return Fail(Error::Unavailable("agreement is being opened anew"));
    }
    open_.erase(found);
  }
  const std::string place = PlaceOf(id);
  if (!make && !homes_->Exists(place)) {
    return Fail(Error::NotFound("no such agreement"));
  }
  MANDAT_TRY_STATUS(hints_->Forget(id));
  MANDAT_TRY(std::unique_ptr<Home> home, homes_->Open(place));
  MANDAT_TRY(std::shared_ptr<OpenAgreement> open,
             OpenAgreement::Open(std::move(home), id, environment_));
  open_.emplace(id, open);
  return open;
}

std::vector<AgreementId> Agreements::List() const {
  std::vector<AgreementId> ids;
  for (const std::string& name : homes_->List(std::string(kAbove))) {
    if (Result<AgreementId> id = AgreementId::Parse(name)) {
      ids.push_back(std::move(*id));
    }
  }
  return ids;
}

bool Agreements::MayFireBefore(const AgreementId& id, Instant at) const {
  const std::lock_guard lock(mutex_);
  return open_.contains(id) || hints_->MayFireBefore(id, at);
}

std::vector<std::pair<AgreementId, Error>> Agreements::OpenDue(Instant now) {
  std::vector<std::pair<AgreementId, Error>> failed;
  for (const AgreementId& id : List()) {
    {
      const std::lock_guard lock(mutex_);
      const auto found = open_.find(id);
      const bool is_open = found != open_.end() && found->second->gate().sound();
      if (is_open || !hints_->MayFireBefore(id, now + std::chrono::microseconds(1))) {
        continue;
      }
    }
    if (const auto open = Find(id); !open) {
      failed.emplace_back(id, open.error());
    }
  }
  return failed;
}

std::vector<std::shared_ptr<OpenAgreement>> Agreements::Opened() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<OpenAgreement>> opened;
  for (const auto& [id, open] : open_) {
    if (open->gate().sound()) {
      opened.push_back(open);
    }
  }
  return opened;
}

}  // namespace mandat
