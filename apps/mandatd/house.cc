// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include <utility>
#include <vector>

#include "http/log.h"
#include "service/accounts.h"
#include "service/confirm_clock.h"
#include "service/fire_clocks.h"
#include "service/keep_index.h"
#include "service/reclaim.h"
#include "service/revise_clocks.h"
#include "service/verify_erasure.h"

namespace mandat {
namespace {

constexpr uint64_t kTicksBetweenRewraps = std::chrono::minutes(1) / House::kEvery;
constexpr std::chrono::hours kPruneAgain{1};

void Warn(std::string_view what, const AgreementId& agreement, const Error& error) {
  Log(LogLevel::kWarning, what, {{"agreement", agreement.text()}, {"detail", error.message}});
}

// A completion that logs a fault and lets the next one start.
template <class Answer>
Done<Answer> Finish(std::string_view what, AgreementId agreement,
                    std::shared_ptr<std::atomic<bool>> running) {
  return [what, agreement = std::move(agreement),
          running = std::move(running)](const Result<Answer>& done) {
    running->store(false);
    if (!done) {
      Warn(what, agreement, done.error());
    }
  };
}

// Invariant (no clock is lost).
void Fire(const std::shared_ptr<OpenAgreement>& agreement,
          const std::shared_ptr<std::atomic<bool>>& firing) {
  const Result<std::optional<Instant>> next = Docket(agreement->store()).NextFiring();
  if (!next) {
    return Warn("docket cannot be read", agreement->id(), next.error());
  }
  if (*next && **next <= agreement->gate().Now() && !firing->exchange(true)) {
    FireClocks(agreement, Finish<FiredAnswer>("clocks failed", agreement->id(), firing));
  }
}

void Publish(OpenAgreement& agreement, std::optional<uint64_t>& published) {
  const uint64_t size = agreement.journal().head().size;
  if (published == size) {
    return;
  }
  if (const Result<std::string> checkpoint = agreement.journal().Publish(); checkpoint) {
    published = size;
  } else {
    Warn("checkpoint failed", agreement.id(), checkpoint.error());
  }
}

}  // namespace

// No lock(): holding it, however briefly, would look like a use.
bool House::Room::IsQuiet(const std::shared_ptr<OpenAgreement>& agreement) const {
  const bool is_same = !seen.owner_before(agreement) && !agreement.owner_before(seen);
  return is_same && agreement->journal().head().size == size && published == size &&
         (!next || *next > agreement->gate().Now());
}

// The size first: whatever comes while the rest is read shows at the next visit.
bool House::Room::Look(const std::shared_ptr<OpenAgreement>& agreement) {
  seen.reset();
  size = agreement->journal().head().size;
  const Result<std::optional<Instant>> found = Agreements::NextOf(*agreement);
  if (!found) {
    Warn("next instant unknown", agreement->id(), found.error());
    return false;
  }
  next = *found;
  seen = agreement;
  return true;
}

void House::Tick() {
  ++ticks_;
  LookAtClock();
  OpenDue();
  std::vector<std::shared_ptr<OpenAgreement>> opened = agreements_.Opened();
  for (std::shared_ptr<OpenAgreement>& each : opened) {
    const std::shared_ptr<OpenAgreement> agreement = std::move(each);
    Room& room = rooms_[agreement->id()];
    witnesses_.Visit(agreement);  // also of one that is quiet: a witness may be late
    timestamps_.Visit(agreement);
    if (room.IsQuiet(agreement)) {
      continue;
    }
    (void)room.Look(agreement);
    Visit(agreement, room);
    VerifyErasures(agreement, [id = agreement->id()](const Result<Receipt>& looked) {
      if (!looked) {
        Warn("erasures are not verified", id, looked.error());
      }
    });
    Expire(agreement, room);
    Reclaim(agreement, room);
    Index(agreement, room);
    Prune(agreement, room);
    if (ticks_ % kTicksBetweenRewraps == 0) {
      Rewrap(agreement, room);
    }
  }
  const std::shared_ptr<OpenAgreement>& system = agreements_.shared_system();
  Room& room = rooms_[system->id()];
  Visit(system, room);
  Prune(system, room);
  if (ticks_ % kTicksBetweenRewraps == 1) {  // and at the start
    KeepAccounts(system);
    Rewrap(system, room);
  }
  timestamps_.Visit(system);
  witnesses_.Visit(system);
  witnesses_.Report();
}

// Opening waits for the disk, and the clocks of those that are open must not.
// Invariant (no clock is lost).
void House::OpenDue() {
  if (opening_->exchange(true)) {
    return;
  }
  opener_.Post([this] {
    for (const auto& [id, error] : agreements_.OpenDue(time_.Now(), stop_.get_token())) {
      Warn("agreement cannot be opened for its clocks", id, error);
    }
    opening_->store(false);
  });
}

void House::Visit(const std::shared_ptr<OpenAgreement>& agreement, Room& room) {
  if (!std::exchange(room.revised, true)) {
    ReviseClocks(agreement, [id = agreement->id()](const Result<RevisedAnswer>& revised) {
      if (!revised) {
        Warn("clocks cannot be revised", id, revised.error());
      }
    });
  }
  Fire(agreement, room.firing);
  postman_.Visit(agreement);
  Publish(*agreement, room.published);
}

// Source: GDPR Art. 5(1)(e).
void House::Expire(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const {
  const Result<std::optional<Instant>> next = agreement->vault().NextExpiry();
  if (!next) {
    return Warn("retention cannot be read", agreement->id(), next.error());
  }
  const bool is_due = *next && **next <= agreement->Settled(agreement->gate().Now());
  if (is_due && !room.expiring->exchange(true)) {
    ExpireUnits(agreement, Finish<Receipt>("expiry failed", agreement->id(), room.expiring));
  }
}

// One agreement after the other: it reads and writes whole files.
// Invariant (expired is gone).
void House::Reclaim(const std::shared_ptr<OpenAgreement>& agreement, Room& room) {
  const Result<std::optional<Instant>> next = NextReclaim(*agreement);
  if (!next) {
    return Warn("removals unknown", agreement->id(), next.error());
  }
  if (*next && **next <= agreement->gate().Now() && !room.reclaiming->exchange(true)) {
    reclaimer_.Post([agreement, running = room.reclaiming] {
      ReclaimSpace(agreement, Finish<Receipt>("reclaiming failed", agreement->id(), running));
    });
  }
}

// What a deployed schema made searchable.
void House::Index(const std::shared_ptr<OpenAgreement>& agreement, Room& room) {
  const std::optional<Instant> next = NextIndexing(*agreement);
  if (next && *next <= agreement->gate().Now() && !room.indexing->exchange(true)) {
    KeepIndex(agreement,
              Finish<std::optional<Receipt>>("indexing failed", agreement->id(), room.indexing));
  }
}

// Source: GDPR Art. 5(1)(e); GDPR Art. 5(2).
void House::Prune(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const {
  const AgreementId& id = agreement->id();
  const bool is_active = agreement->mandate() || id == agreements_.shared_system()->id();
  if (is_active && !std::exchange(room.is_kept, true)) {
    KeepJournal(agreement, periods_.keep_journal.Of(id.text()), [id](const Result<Receipt>& kept) {
      if (!kept) {
        Warn("journal.keep_days is not taken", id, kept.error());
      }
    });
  }
  const Result<std::optional<Instant>> next = NextPrune(*agreement);
  if (!next) {
    return Warn("age of the journal unknown", id, next.error());
  }
  const Instant settled = agreement->Settled(agreement->gate().Now());
  const bool is_due = *next && **next <= settled;
  if (is_due && (!room.prune_after || *room.prune_after <= settled) &&
      !room.pruning->exchange(true)) {
    room.prune_after = settled + kPruneAgain;
    PruneJournal(agreement, Finish<Receipt>("pruning failed", id, room.pruning));
  }
}

// Invariant (agreement time never goes back).
void House::LookAtClock() {
  const Status seen = agreements_.clock().Observe();
  if (!seen) {
    Log(LogLevel::kWarning, "clock cannot be watched", {{"detail", seen.error().message}});
  }
  const bool waits = agreements_.clock().waiting().has_value();
  if (!waits) {
    told_of_jump_->store(false);
    return;
  }
  if (told_of_jump_->exchange(true)) {
    return;
  }
  Log(LogLevel::kError, "the clock was set ahead; purges wait until it is confirmed");
  NoteClockJump(agreements_, [told = told_of_jump_](const Result<Receipt>& noted) {
    if (!noted) {
      told->store(false);  // again at the next tick
      Log(LogLevel::kWarning, "the jump of the clock is not noted",
          {{"detail", noted.error().message}});
    }
  });
}

void House::Close() {
  stop_.request_stop();
  postman_.Drain();
  for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
    Publish(*agreement, rooms_[agreement->id()].published);
  }
  Publish(agreements_.system(), rooms_[agreements_.system().id()].published);
}

// Source: GDPR Art. 5(1)(e).
void House::KeepAccounts(const std::shared_ptr<OpenAgreement>& system) const {
  const Result<std::optional<Instant>> next = NextAccountErasure(*system, periods_.keep_accounts);
  if (!next) {
    return Warn("accounts cannot be read", system->id(), next.error());
  }
  const bool is_due = *next && **next <= system->Settled(system->gate().Now());
  if (is_due && !erasing_accounts_->exchange(true)) {
    EraseAccounts(system, periods_.keep_accounts,
                  Finish<Receipt>("accounts are not erased", system->id(), erasing_accounts_));
  }
}

// Erasures are complete at the latest `rewrap_every` after they were executed, and keys are
// wrapped anew at most that often. Source: GDPR Art. 17(1).
void House::Rewrap(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const {
  const Result<Completion> completion = ErasureCompletion(*agreement);
  if (!completion) {
    return Warn("erasures unknown", agreement->id(), completion.error());
  }
  const bool long_ago =
      !completion->last_rewrap || time_.Now() - *completion->last_rewrap >= periods_.rewrap_every;
  if (completion->rewrap_due && long_ago && !room.rewrapping->exchange(true)) {
    RewrapKeys(agreement, {}, Finish<Receipt>("re-wrap failed", agreement->id(), room.rewrapping));
  }
}

}  // namespace mandat
