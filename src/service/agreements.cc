// SPDX-License-Identifier: Apache-2.0
#include "service/agreements.h"

#include <algorithm>

#include "docket/docket.h"
#include "docket/outbox.h"
#include "service/fsck.h"
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

// One that will be opened again this soon is not worth closing.
constexpr std::chrono::seconds kSoon{10};
// Whoever opens yet another one above this many more than there should be closes one first.
constexpr size_t kTooMany = 16;

}  // namespace

Agreements::Agreements(std::unique_ptr<Homes> homes, const Environment& environment,
                       size_t open_max)
    : homes_(std::move(homes)),
      open_max_(std::max<size_t>(open_max, 1)),
      environment_(With(environment, trust_)),
      closer_(std::make_unique<Workers>(1)) {}

Result<std::unique_ptr<Agreements>> Agreements::Open(const Settings& settings,
                                                     const Environment& environment) {
  return Open(
      std::make_unique<DiskHomes>(
          settings.data, RocksBudget::Make(settings.cache_bytes, settings.write_buffer_bytes),
          settings.env),
      environment, settings.clock, settings.open_max);
}

Result<std::unique_ptr<Agreements>> Agreements::Open(std::unique_ptr<Homes> homes,
                                                     const Environment& environment,
                                                     ClockWatch::Settings clock, size_t open_max) {
  std::unique_ptr<Agreements> agreements(new Agreements(std::move(homes), environment, open_max));
  MANDAT_TRY_STATUS(agreements->CheckVersion());
  MANDAT_TRY(const AgreementId system, AgreementId::Parse(kSystem));
  // Its database's lock is the lock of the whole data directory.
  MANDAT_TRY(std::unique_ptr<Home> home, agreements->homes_->Open(std::string(kSystem)));
  MANDAT_TRY(agreements->system_,
             OpenAgreement::Open(std::move(home), system, agreements->environment_));
  MANDAT_TRY(agreements->hints_, DueHints::Open(*agreements->homes_));
  for (const std::string& name : agreements->homes_->List(std::string(kAbove))) {
    if (const Result<AgreementId> id = AgreementId::Parse(name)) {
      agreements->known_.insert(*id);
      if (!agreements->hints_->Has(*id)) {
        agreements->unsure_.insert(*id);
      }
    }
  }
  MANDAT_TRY(std::unique_ptr<Home> beside, agreements->homes_->Open(std::string(kSystem)));
  MANDAT_TRY(agreements->clock_,
             ClockWatch::Open(std::move(beside), environment.time, agreements->trust_, clock));
  return agreements;
}

Agreements::~Agreements() {
  closer_.reset();
  std::vector<DueHints::Hint> closed;
  for (auto& [id, slot] : slots_) {
    if (!slot.open || slot.open.use_count() > 1 || !slot.open->gate().sound()) {
      continue;  // it may still change: without a hint it is opened at the next start
    }
    slot.open->gate().Drain();
    if (Result<std::optional<Instant>> next = NextOf(*slot.open)) {
      closed.emplace_back(id, *next);
    }
  }
  if (hints_ && !hints_->Remember(closed)) {
    return;  // all of them are opened at the next start
  }
}

Result<std::optional<Instant>> Agreements::NextOf(const OpenAgreement& agreement) {
  MANDAT_TRY(const std::optional<Instant> firing, Docket(agreement.store()).NextFiring());
  MANDAT_TRY(const std::optional<Instant> notice, Outbox(agreement.store()).NextAt());
  MANDAT_TRY(const std::optional<Instant> kept, agreement.NextHousekeeping());
  return Earlier(Earlier(firing, notice), kept);
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
  return OpenAt(id, Wish::kFind);
}

Result<std::shared_ptr<OpenAgreement>> Agreements::FindOrMake(const AgreementId& id) {
  return OpenAt(id, Wish::kMake);
}

std::shared_ptr<OpenAgreement> Agreements::FindOpen(const AgreementId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(id);
  if (found == slots_.end() || !found->second.open || !found->second.open->gate().sound()) {
    return nullptr;
  }
  found->second.asked = ++asked_;
  return found->second.open;
}

// Invariant (agreements do not meet): whoever asks for this one waits until it is open or closed;
// nobody else does.
Result<std::shared_ptr<OpenAgreement>> Agreements::OpenAt(const AgreementId& id, Wish wish) {
  if (id.text() == kSystem) {
    return Fail(Error::NotFound("no such agreement"));
  }
  std::shared_ptr<OpenAgreement> unsound;  // closed outside the lock
  bool crowded = false;
  {
    std::unique_lock lock(mutex_);
    for (auto found = slots_.find(id); found != slots_.end(); found = slots_.find(id)) {
      Slot& slot = found->second;
      if (!slot.open) {
        settled_.wait(lock);
        continue;
      }
      if (slot.open->gate().sound()) {
        slot.asked = wish == Wish::kVisit ? slot.asked : ++asked_;
        return slot.open;
      }
      // A commit ended with an unknown outcome: only a fresh start can tell what is on disk.
      // Whoever still holds the old one will be told "unavailable" and let go.
      if (slot.open.use_count() > 1) {
        return Fail(Error::Unavailable("agreement is being opened anew"));
      }
      unsound = std::move(slot.open);
      break;
    }
    if (wish != Wish::kMake && !known_.contains(id)) {
      return Fail(Error::NotFound("no such agreement"));
    }
    slots_[id] = Slot();
    crowded = OpenCount() > open_max_ + kTooMany;
  }
  unsound.reset();
  if (crowded) {
    CloseIdle();
  }
  return OpenNow(id, wish);
}

// Requires: its slot is there and empty.
Result<std::shared_ptr<OpenAgreement>> Agreements::OpenNow(const AgreementId& id, Wish wish) {
  const std::string place = PlaceOf(id);
  const auto open = [&]() -> Result<std::shared_ptr<OpenAgreement>> {
    MANDAT_TRY_STATUS(hints_->Forget(id));
    MANDAT_TRY(std::unique_ptr<Home> home, homes_->Open(place));
    MANDAT_TRY(std::shared_ptr<OpenAgreement> fresh,
               OpenAgreement::Open(std::move(home), id, environment_));
    MANDAT_TRY_STATUS(ReindexAfterRestore(fresh));
    return fresh;
  };
  Result<std::shared_ptr<OpenAgreement>> opened = open();
  const bool is_there = opened || homes_->Exists(place);
  const std::lock_guard lock(mutex_);
  settled_.notify_all();
  if (is_there) {
    known_.insert(id);
  }
  if (!opened) {
    slots_.erase(id);
    if (is_there) {
      unsure_.insert(id);
    }
    return opened;
  }
  unsure_.erase(id);
  Slot& slot = slots_[id];
  slot.open = *opened;
  slot.asked = wish == Wish::kVisit ? 0 : ++asked_;
  if (OpenCount() > open_max_ && !std::exchange(closing_, true)) {
    closer_->Post([this] { CloseIdle(); });
  }
  return opened;
}

size_t Agreements::OpenCount() const {
  return static_cast<size_t>(
      std::ranges::count_if(slots_, [](const auto& slot) { return !slot.second.is_closing; }));
}

std::shared_ptr<OpenAgreement> Agreements::TakeIdle() {
  const std::lock_guard lock(mutex_);
  Slot* idle = nullptr;
  if (OpenCount() > open_max_) {
    for (auto& [id, slot] : slots_) {
      // An unsound one is for whoever asks next.
      const bool fits = slot.open && slot.open.use_count() == 1 && slot.open->gate().sound();
      if (fits && (idle == nullptr || slot.asked < idle->asked)) {
        idle = &slot;
      }
    }
  }
  if (idle == nullptr) {
    closing_ = false;
    return nullptr;
  }
  idle->is_closing = true;
  return std::move(idle->open);
}

// Nobody else holds it, and who asks for it waits; so what is found here stays true.
void Agreements::Close(std::shared_ptr<OpenAgreement> idle) {
  const AgreementId id = idle->id();
  idle->gate().Drain();
  const Result<std::optional<Instant>> next =
      idle->gate().sound() ? NextOf(*idle) : Fail(Error::Unavailable("not sound"));
  const bool stays = next && *next && **next <= idle->gate().Now() + kSoon;
  bool is_hinted = false;
  if (!stays) {
    idle.reset();
    is_hinted = next && hints_->Remember({{id, *next}});
  }
  const std::lock_guard lock(mutex_);
  settled_.notify_all();
  if (stays) {
    slots_[id] = {std::move(idle), false, ++asked_};
    return;
  }
  slots_.erase(id);
  if (!is_hinted) {
    unsure_.insert(id);
  }
}

// Each is looked at once at most, so that those which stay do not keep this going.
void Agreements::CloseIdle() {
  size_t looks = 0;
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    looks = slots_.size();
  }
  for (; looks > 0; --looks) {
    std::shared_ptr<OpenAgreement> idle = TakeIdle();
    if (!idle) {
      return;
    }
    Close(std::move(idle));
  }
  const std::lock_guard lock(mutex_);
  closing_ = false;
}

bool Agreements::Has(const AgreementId& id) const {
  const std::lock_guard lock(mutex_);
  return known_.contains(id);
}

std::vector<AgreementId> Agreements::List() const {
  const std::lock_guard lock(mutex_);
  return {known_.begin(), known_.end()};
}

bool Agreements::MayFireBefore(const AgreementId& id, Instant at) const {
  {
    const std::lock_guard lock(mutex_);
    if (slots_.contains(id)) {
      return true;
    }
  }
  return hints_->MayFireBefore(id, at);
}

// Invariant (no clock is lost). Those whose hint says so come before those that nobody knows about.
std::vector<std::pair<AgreementId, Error>> Agreements::OpenDue(Instant now,
                                                               const std::stop_token& stop) {
  std::vector<AgreementId> due = hints_->DueBefore(now + std::chrono::microseconds(1));
  {
    const std::lock_guard lock(mutex_);
    due.insert(due.end(), unsure_.begin(), unsure_.end());
    for (const auto& [id, slot] : slots_) {
      if (slot.open && !slot.open->gate().sound()) {
        due.push_back(id);
      }
    }
  }
  std::vector<std::pair<AgreementId, Error>> failed;
  for (const AgreementId& id : due) {
    if (stop.stop_requested()) {
      break;
    }
    if (const auto open = OpenAt(id, Wish::kVisit); !open) {
      failed.emplace_back(id, open.error());
    }
  }
  return failed;
}

std::vector<std::shared_ptr<OpenAgreement>> Agreements::Opened() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<OpenAgreement>> opened;
  for (const auto& [id, slot] : slots_) {
    if (slot.open && slot.open->gate().sound()) {
      opened.push_back(slot.open);
    }
  }
  return opened;
}

}  // namespace mandat
