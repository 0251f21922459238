// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time_source.h"
#include "witness/witness.h"

namespace mandat {

// HTTP around one witness: POST /add-checkpoint and GET /<origin hash>/checkpoint.
// Source: C2SP tlog-witness.
// Plain HTTP: what it takes and gives is signed, and secret to nobody.
class WitnessServer {
 public:
  struct Settings {
    std::string address = "127.0.0.1";
    uint16_t port = 0;  // 0: the system chooses
    size_t connections_max = 64;
    int silence_seconds_max = 30;
  };
  // Told in one line what a log tried.
  using Objection = std::function<void(const std::string&)>;

  // All must outlive it. Errors: kInvalid (not an address), kUnavailable (it is taken).
  static Result<std::unique_ptr<WitnessServer>> Start(Settings settings, Witness& witness,
                                                      const TimeSource& time, Objection objection);
  ~WitnessServer();

  uint16_t port() const;
  // On the calling thread, until SIGTERM, SIGINT or Stop.
  void Run();
  // From any thread.
  void Stop();

 private:
  class Impl;
  explicit WitnessServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mandat
