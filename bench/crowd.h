// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/bench.h"

namespace mandat {

// A data directory with many agreements of one small form, all of them fictitious, and the shipped
// server on it. The server's memory and files can be looked at from outside.
class Crowd {
 public:
  struct Budget {
    size_t cache_bytes = size_t{256} << 20;
    size_t write_buffer_bytes = size_t{64} << 20;
    size_t open_max = 256;
  };

  Crowd(const std::string& name, uint64_t agreements, Budget budget);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // Without the server: one unit in each of some agreements, or many in one, that expire then.
  void PutExpiring(uint64_t first, uint64_t agreements, uint64_t units, Instant at);
  // Without the server: the instants of the first and last entry of an agreement that say that
  // something expired, and how many units did.
  struct Expired {
    uint64_t units = 0;
    Instant first;
    Instant last;
  };
  Expired FindExpired(uint64_t agreement);

  // Starts the server; gives how long it took until it was ready.
  std::chrono::milliseconds Start();
  void Stop();
  uint16_t port() const { return port_; }
  size_t ResidentBytes() const;
  size_t FilesOpen() const;

  // Requests as text. Bodies are of records with a name of 200 characters.
  std::string Register(uint64_t agreement, uint64_t person) const;
  std::string Put(uint64_t agreement, uint64_t person, uint64_t record) const;
  std::string Get(uint64_t agreement, uint64_t record) const;

 private:
  void WriteSettings(Budget budget);
  std::unique_ptr<Agreements> Open(size_t open_max);
  std::string Head(std::string_view line) const;
  std::string WithBody(std::string_view line, const std::string& body) const;

  const ScratchDirectory scratch_;
  SystemTime time_;
  SystemRandom random_;
  Workers workers_{4};
  std::unique_ptr<RootKey> root_;
  std::string token_;
  pid_t server_ = 0;
  uint16_t port_ = 0;
};

// Connections to the server, each with at most one request under way, and a pause behind each
// answer. Run by one thread.
class Lanes {
 public:
  using Request = std::function<std::string(size_t lane, uint64_t number)>;

  Lanes(uint16_t port, size_t count, std::chrono::microseconds pause, Request request);
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;

  // For so long, or until each lane was answered so often.
  Rate Run(std::chrono::milliseconds time, uint64_t each = UINT64_MAX);
  // Answers other than 200 and 201.
  uint64_t failed() const { return failed_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Lane {
    int fd = -1;
    std::string in;
    Clock::time_point started;
    Clock::time_point next;
    bool under_way = false;
    uint64_t number = 0;
  };

  void Send(size_t lane);
  bool TakeAnswer(Lane& lane);

  const std::chrono::microseconds pause_;
  const Request request_;
  int epoll_;
  std::vector<Lane> lanes_;
  uint64_t failed_ = 0;
};

// Some agreements among thousands; the others' waiting while one is flooded and one expires.
void BenchMany(double seconds, uint64_t agreements);
// Mixed load for minutes; false when memory or the tail grew, or something failed.
bool BenchSoak(double minutes);

}  // namespace mandat
