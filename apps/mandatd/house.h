// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>

#include "http/log.h"
#include "service/agreements.h"
#include "service/keep_house.h"

namespace mandat {

// What is done for open agreements without anybody asking: what is past its retention goes,
// journals are published, erasures are completed. Threading: one thread; completions come from
// sequencers.
class House {
 public:
  House(Agreements& agreements, const TimeSource& time, std::chrono::hours rewrap_every)
      : agreements_(agreements), time_(time), rewrap_every_(rewrap_every) {}

  // To be called about once a second.
  void Tick() {
    ++ticks_;
    for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
      Room& room = rooms_[agreement->id()];
      Expire(agreement, room);
      Publish(*agreement, room.published);
      if (ticks_ % kTicksBetweenRewraps == 0) {
        Rewrap(agreement, room);
      }
    }
    Publish(agreements_.system(), system_published_);
  }

  // The last checkpoints. Requires: no request any more.
  void Close() {
    for (const std::shared_ptr<OpenAgreement>& agreement : agreements_.Opened()) {
      Publish(*agreement, rooms_[agreement->id()].published);
    }
    Publish(agreements_.system(), system_published_);
  }

 private:
  static constexpr uint64_t kTicksBetweenRewraps = 60;

  struct Room {
    std::shared_ptr<std::atomic<bool>> expiring = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> rewrapping = std::make_shared<std::atomic<bool>>(false);
    std::optional<uint64_t> published;
  };

  // A completion that logs a fault and lets the next one start.
  static Done<Receipt> Finish(std::string_view what, std::shared_ptr<std::atomic<bool>> running) {
    return [what, running = std::move(running)](const Result<Receipt>& done) {
      running->store(false);
      if (!done) {
        Log(LogLevel::kWarning, what, {{"detail", done.error().message}});
      }
    };
  }

  // Source: GDPR Art. 5(1)(e).
  static void Expire(const std::shared_ptr<OpenAgreement>& agreement, Room& room) {
    if (!room.expiring->exchange(true)) {
      ExpireUnits(agreement, Finish("expiry failed", room.expiring));
    }
  }

  static void Publish(OpenAgreement& agreement, std::optional<uint64_t>& published) {
    const uint64_t size = agreement.journal().head().size;
    if (published == size) {
      return;
    }
    if (const Result<std::string> checkpoint = agreement.journal().Publish(); checkpoint) {
      published = size;
    } else {
      Log(LogLevel::kWarning, "checkpoint failed", {{"detail", checkpoint.error().message}});
    }
  }

  // Erasures are complete at the latest `rewrap_every_` after they were executed, and keys are
  // wrapped anew at most that often. Source: GDPR Art. 17(1).
  void Rewrap(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const {
    const Result<Completion> completion = ErasureCompletion(*agreement);
    if (!completion) {
      Log(LogLevel::kWarning, "erasures unknown", {{"detail", completion.error().message}});
      return;
    }
    const bool long_ago =
        !completion->last_rewrap || time_.Now() - *completion->last_rewrap >= rewrap_every_;
    if (completion->rewrap_due && long_ago && !room.rewrapping->exchange(true)) {
      RewrapKeys(agreement, {}, Finish("re-wrap failed", room.rewrapping));
    }
  }

  Agreements& agreements_;
  const TimeSource& time_;
  const std::chrono::hours rewrap_every_;
  uint64_t ticks_ = 0;
  std::map<AgreementId, Room> rooms_;
  std::optional<uint64_t> system_published_;
};

}  // namespace mandat
