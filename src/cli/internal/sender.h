// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "cli/internal/context.h"

namespace mandat {

// Sends again what the server could not take, for as long as patience lasts. Threading: one caller.
class Sender {
 public:
  // `advice` is what to do when the server stays away.
  Sender(HttpSettings settings, size_t connections, std::chrono::seconds patience,
         std::string advice)
      : crowd_(std::move(settings), connections), patience_(patience), advice_(std::move(advice)) {}

  // Answers with a status that is not 503, or an error once patience is over. A write must carry an
  // idempotency key, so that it is done once however often it is sent.
  void Send(HttpRequest request, HttpCrowd::Answered answered) {
    SendLater(std::move(request), std::chrono::milliseconds(0), std::move(answered));
  }
  // Moves what is under way, and waits for something to happen if nothing does.
  void Step();
  size_t open() const { return crowd_.open(); }
  uint64_t retries() const { return retries_; }

 private:
  Error Away(const Error& error) const;
  void SendLater(HttpRequest request, std::chrono::milliseconds wait, HttpCrowd::Answered answered);

  HttpCrowd crowd_;
  const std::chrono::seconds patience_;
  const std::string advice_;
  std::optional<std::chrono::steady_clock::time_point> trouble_since_;
  uint64_t retries_ = 0;
};

}  // namespace mandat
