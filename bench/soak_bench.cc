// SPDX-License-Identifier: Apache-2.0
// Mixed load on 50 agreements for as long as it is told: memory, tail and errors, minute by minute.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "bench/crowd.h"

namespace mandat {
namespace {

constexpr uint64_t kAgreements = 50;
constexpr uint64_t kPeople = 50;
constexpr uint64_t kUnits = 500;
constexpr auto kPause = std::chrono::milliseconds(20);
constexpr size_t kWarmUpMinutes = 2;
constexpr double kMemoryGrowthMax = 1.1;
constexpr double kTailGrowthMax = 2;

// One kind of load: how many of a hundred requests, and the request. Kinds are added here.
struct Kind {
  uint64_t of_hundred;
  std::string (*request)(const Crowd& crowd, uint64_t agreement, uint64_t chance);
};

std::string ReadOne(const Crowd& crowd, uint64_t agreement, uint64_t chance) {
  return crowd.Get(agreement, chance % kUnits);
}

std::string AlterOne(const Crowd& crowd, uint64_t agreement, uint64_t chance) {
  return crowd.Put(agreement, chance % kUnits % kPeople, chance % kUnits);
}

constexpr std::array<Kind, 2> kKinds{{{70, &ReadOne}, {30, &AlterOne}}};

std::string Step(const Crowd& crowd, size_t lane, uint64_t number, uint64_t minute) {
  const uint64_t chance = Mix((minute << 40) + number * kAgreements + lane);
  uint64_t turn = chance % 100;
  for (const Kind& kind : kKinds) {
    if (turn < kind.of_hundred) {
      return kind.request(crowd, lane, chance >> 8);
    }
    turn -= kind.of_hundred;
  }
  return ReadOne(crowd, lane, chance >> 8);
}

void Fill(const Crowd& crowd) {
  Lanes people(crowd.port(), kAgreements, {},
               [&](size_t lane, uint64_t number) { return crowd.Register(lane, number); });
  (void)people.Run(std::chrono::minutes(5), kPeople);
  Lanes units(crowd.port(), kAgreements, {}, [&](size_t lane, uint64_t number) {
    return crowd.Put(lane, number % kPeople, number);
  });
  (void)units.Run(std::chrono::minutes(5), kUnits);
}

}  // namespace

bool BenchSoak(double minutes) {
  Crowd crowd("soak", kAgreements, {size_t{64} << 20, size_t{64} << 20, 256});
  (void)crowd.Start();
  Fill(crowd);
  uint64_t minute = 0;
  Lanes lanes(crowd.port(), kAgreements, kPause,
              [&](size_t lane, uint64_t number) { return Step(crowd, lane, number, minute); });
  size_t warm_bytes = 0;
  size_t bytes = 0;
  double warm_tail = 0;
  double tail = 0;
  for (; static_cast<double>(minute) < minutes; ++minute) {
    const Rate rate = lanes.Run(std::chrono::minutes(1));
    bytes = crowd.ResidentBytes();
    tail = rate.p99_micros;
    if (minute < kWarmUpMinutes || warm_bytes == 0) {
      warm_bytes = bytes;
      warm_tail = tail;
    }
    fmt::print(
        "minute {:>3}: {:>6.0f}/s   p50 {:>6.0f} us   p99 {:>7.0f} us   {:>5} MiB   {} failed\n",
        minute + 1, rate.per_second, rate.p50_micros, rate.p99_micros, bytes >> 20, lanes.failed());
    std::fflush(stdout);
  }
  const double growth = static_cast<double>(bytes) / static_cast<double>(warm_bytes);
  const bool is_flat = growth <= kMemoryGrowthMax && tail <= kTailGrowthMax * warm_tail;
  fmt::print("memory {:.2f} and p99 {:.2f} of those behind the warm-up; {} failed: {}\n", growth,
             tail / warm_tail, lanes.failed(),
             is_flat && lanes.failed() == 0 ? "flat" : "NOT FLAT");
  return is_flat && lanes.failed() == 0;
}

}  // namespace mandat
