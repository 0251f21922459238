// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "config/config.h"
#include "service/agreements.h"
#include "service/unusual.h"

namespace mandat {

// Looks for unusual access once an hour in every open agreement in which something happened, on a
// thread of its own: reading a trail takes its time.
class WatchRoom {
 public:
  // Both must outlive it.
  WatchRoom(const Config::Unusual& config, Agreements& agreements, const TimeSource& time);
  ~WatchRoom() { Close(); }

  void Close();

 private:
  struct Room {
    uint64_t size = 0;  // of the journal at the last look
    std::optional<std::chrono::microseconds> looked;
  };

  void Run(const std::stop_token& stop);
  void Visit(const std::shared_ptr<OpenAgreement>& agreement);

  const UnusualLimits limits_;
  Agreements& agreements_;
  const TimeSource& time_;
  std::map<AgreementId, Room> rooms_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace mandat
