// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "config/config.h"
#include "outbound/event_sink.h"
#include "service/feed.h"

namespace mandat {

// Feeds journals to the place that is configured, on a thread of its own.
class FeedRoom {
 public:
  // Null where no place is configured. Errors: kInvalid (not a target, certificates that do not
  // fit), kNotFound (no such file), kUnavailable (a file that cannot be written).
  static Result<std::unique_ptr<FeedRoom>> Open(const Config::Feed& config,
                                                std::unique_ptr<Homes> homes,
                                                Agreements& agreements, const TimeSource& time);
  ~FeedRoom() { Close(); }

  const Feed& feed() const { return *feed_; }
  // Confirms what was sent, within the timeouts of the place.
  void Close();

 private:
  explicit FeedRoom(std::unique_ptr<EventSink> sink) : sink_(std::move(sink)) {}

  void Run(const std::stop_token& stop);

  const std::unique_ptr<EventSink> sink_;
  std::unique_ptr<Feed> feed_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

}  // namespace mandat
