// SPDX-License-Identifier: Apache-2.0
#include "house.h"

#include <utility>

#include "http/log.h"
#include "service/confirm_clock.h"
#include "service/fire_clocks.h"
#include "service/revise_clocks.h"

namespace mandat {
namespace {

constexpr uint64_t kTicksBetweenRewraps = 60;

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

void House::Tick() {
  ++ticks_;
  LookAtClock();
  for (const auto& [id, error] : agreements_.OpenDue(time_.Now())) {
    Warn("agreement cannot be opened for its clocks", id, error);
  }
  for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
    Room& room = rooms_[agreement->id()];
    Visit(agreement, room);
    // Source: GDPR Art. 5(1)(e).
    if (!room.expiring->exchange(true)) {
      ExpireUnits(agreement, Finish<Receipt>("expiry failed", agreement->id(), room.expiring));
    }
    if (ticks_ % kTicksBetweenRewraps == 0) {
      Rewrap(agreement, room);
    }
  }
  const std::shared_ptr<OpenAgreement>& system = agreements_.shared_system();
  Visit(system, rooms_[system->id()]);
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
  postman_.Drain();
  for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
    Publish(*agreement, rooms_[agreement->id()].published);
  }
  Publish(agreements_.system(), rooms_[agreements_.system().id()].published);
}

// Erasures are complete at the latest `rewrap_every_` after they were executed, and keys are
// wrapped anew at most that often. Source: GDPR Art. 17(1).
void House::Rewrap(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const {
  const Result<Completion> completion = ErasureCompletion(*agreement);
  if (!completion) {
    return Warn("erasures unknown", agreement->id(), completion.error());
  }
  const bool long_ago =
      !completion->last_rewrap || time_.Now() - *completion->last_rewrap >= rewrap_every_;
  if (completion->rewrap_due && long_ago && !room.rewrapping->exchange(true)) {
    RewrapKeys(agreement, {}, Finish<Receipt>("re-wrap failed", agreement->id(), room.rewrapping));
  }
}

}  // namespace mandat
