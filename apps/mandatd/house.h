// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/workers.h"
#include "service/agreements.h"
#include "service/keep_house.h"
#include "service/postman.h"
#include "service/prune.h"
#include "service/timestamps.h"
#include "service/witnesses.h"

namespace mandat {

// What is done for agreements without anybody asking: clocks fire, notices leave, what is past its
// retention goes, journals are published, erasures are completed, files are freed of what was
// removed. An agreement that has nothing to do costs a look at the size of its journal; one that is
// closed costs nothing. Threading: one thread; completions come from sequencers.
class House {
 public:
  struct Periods {
    std::chrono::hours rewrap_every{24};
    std::chrono::days keep_accounts{180};
    KeepDays keep_journal;
  };

  House(Agreements& agreements, Postman& postman, Witnesses& witnesses, Timestamps& timestamps,
        const TimeSource& time, Periods periods)
      : agreements_(agreements),
        postman_(postman),
        witnesses_(witnesses),
        timestamps_(timestamps),
        time_(time),
        periods_(std::move(periods)) {}

  // How often it looks: what expires is to be gone within a second.
  static constexpr std::chrono::milliseconds kEvery{500};

  // To be called every kEvery.
  void Tick();
  // The last checkpoints. Requires: no request any more.
  void Close();

 private:
  using Running = std::shared_ptr<std::atomic<bool>>;
  struct Room {
    Running firing = std::make_shared<std::atomic<bool>>(false);
    Running expiring = std::make_shared<std::atomic<bool>>(false);
    Running rewrapping = std::make_shared<std::atomic<bool>>(false);
    Running reclaiming = std::make_shared<std::atomic<bool>>(false);
    Running indexing = std::make_shared<std::atomic<bool>>(false);
    Running pruning = std::make_shared<std::atomic<bool>>(false);
    std::optional<Instant> prune_after;  // one that failed is not tried at once again
    bool is_kept = false;                // for how long its journal is kept was looked at
    std::optional<uint64_t> published;
    bool revised = false;  // its deadlines are those of this zone data

    // What was found at the last visit; nothing changes without an entry.
    std::weak_ptr<OpenAgreement> seen;
    uint64_t size = 0;            // of its journal
    std::optional<Instant> next;  // nullopt: nothing to do, as things were

    bool IsQuiet(const std::shared_ptr<OpenAgreement>& agreement) const;
    // False when it cannot be told what is next.
    bool Look(const std::shared_ptr<OpenAgreement>& agreement);
  };

  void LookAtClock();
  void OpenDue();
  void Visit(const std::shared_ptr<OpenAgreement>& agreement, Room& room);
  void Expire(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const;
  void Rewrap(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const;
  void Reclaim(const std::shared_ptr<OpenAgreement>& agreement, Room& room);
  static void Index(const std::shared_ptr<OpenAgreement>& agreement, Room& room);
  void Prune(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const;
  void KeepAccounts(const std::shared_ptr<OpenAgreement>& system) const;

  Agreements& agreements_;
  Postman& postman_;
  Witnesses& witnesses_;
  Timestamps& timestamps_;
  const TimeSource& time_;
  const Periods periods_;
  Running erasing_accounts_ = std::make_shared<std::atomic<bool>>(false);
  uint64_t ticks_ = 0;
  Running told_of_jump_ = std::make_shared<std::atomic<bool>>(false);
  Running opening_ = std::make_shared<std::atomic<bool>>(false);
  std::map<AgreementId, Room> rooms_;
  std::stop_source stop_;
  // Last: they end before anything that they need. Each is for what waits for the disk.
  Workers opener_{1};
  Workers reclaimer_{1};
};

}  // namespace mandat
