// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>

#include "service/agreements.h"
#include "service/keep_house.h"
#include "service/postman.h"

namespace mandat {

// What is done for agreements without anybody asking: clocks fire, notices leave, what is past its
// retention goes, journals are published, erasures are completed. Threading: one thread;
// completions come from sequencers.
class House {
 public:
  House(Agreements& agreements, Postman& postman, const TimeSource& time,
        std::chrono::hours rewrap_every)
      : agreements_(agreements), postman_(postman), time_(time), rewrap_every_(rewrap_every) {}

  // To be called about once a second.
  void Tick();
  // The last checkpoints. Requires: no request any more.
  void Close();

 private:
  using Running = std::shared_ptr<std::atomic<bool>>;
  struct Room {
    Running firing = std::make_shared<std::atomic<bool>>(false);
    Running expiring = std::make_shared<std::atomic<bool>>(false);
    Running rewrapping = std::make_shared<std::atomic<bool>>(false);
    std::optional<uint64_t> published;
    bool revised = false;  // its deadlines are those of this zone data
  };

  void LookAtClock();
  void Visit(const std::shared_ptr<OpenAgreement>& agreement, Room& room);
  void Rewrap(const std::shared_ptr<OpenAgreement>& agreement, Room& room) const;

  Agreements& agreements_;
  Postman& postman_;
  const TimeSource& time_;
  const std::chrono::hours rewrap_every_;
  uint64_t ticks_ = 0;
  Running told_of_jump_ = std::make_shared<std::atomic<bool>>(false);
  std::map<AgreementId, Room> rooms_;
};

}  // namespace mandat
