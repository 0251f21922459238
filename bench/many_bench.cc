// SPDX-License-Identifier: Apache-2.0
// Thousands of agreements of which some are active: how fast the server is ready, what it holds,
// and what the others notice of one that is flooded and of one that expires.
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "bench/crowd.h"

namespace mandat {
namespace {

constexpr uint64_t kActive = 50;
constexpr uint64_t kFlooded = kActive;
constexpr uint64_t kExpiring = kActive + 1;
constexpr uint64_t kQuietOnes = kActive + 2;  // the first of those with one unit that expires
constexpr uint64_t kUnits = 200;
constexpr uint64_t kExpiringUnits = 100'000;
constexpr auto kPause = std::chrono::milliseconds(25);  // of each active one

void PrintServer(const char* when, const Crowd& crowd) {
  fmt::print("  {:<28} {:>6} MiB resident, {:>6} files open\n", when, crowd.ResidentBytes() >> 20,
             crowd.FilesOpen());
}

// What is measured must not wait for whoever makes the noise.
void Hurry() { (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), -10); }

// Half reads, half writes, of the active agreements, one connection each.
std::string Step(const Crowd& crowd, size_t lane, uint64_t number) {
  const uint64_t record = Mix(number * 64 + lane) % kUnits;
  return number % 2 == 0 ? crowd.Get(lane, record) : crowd.Put(lane, record % 10, record);
}

Rate Measure(const Crowd& crowd, std::chrono::milliseconds time, uint64_t& failed) {
  Hurry();
  Lanes lanes(crowd.port(), kActive, kPause,
              [&](size_t lane, uint64_t number) { return Step(crowd, lane, number); });
  const Rate rate = lanes.Run(time);
  failed += lanes.failed();
  return rate;
}

void Fill(const Crowd& crowd) {
  Lanes people(crowd.port(), kActive + 1, {},
               [&](size_t lane, uint64_t number) { return crowd.Register(lane, number); });
  (void)people.Run(std::chrono::minutes(5), 10);
  Lanes units(crowd.port(), kActive + 1, {},
              [&](size_t lane, uint64_t number) { return crowd.Put(lane, number % 10, number); });
  (void)units.Run(std::chrono::minutes(5), kUnits);
}

void PrintRatio(const char* what, const Rate& rate, const Rate& quiet) {
  PrintRate(what, rate);
  fmt::print("  {:<44} {:.2f} of the quiet p99\n", "", rate.p99_micros / quiet.p99_micros);
}

double SecondsBetween(Instant from, Instant to) {
  return std::chrono::duration<double>(to - from).count();
}

void PrintExpiry(Crowd& crowd, uint64_t lone, Instant due) {
  const Crowd::Expired many = crowd.FindExpired(kExpiring);
  fmt::print("{} of {} units gone, the last {:.2f} s behind their expiry\n", many.units,
             kExpiringUnits, SecondsBetween(due, many.last));
  double worst = 0;
  uint64_t gone = 0;
  for (uint64_t number = kQuietOnes; number < kQuietOnes + lone; ++number) {
    const Crowd::Expired one = crowd.FindExpired(number);
    gone += one.units;
    worst = std::max(worst, SecondsBetween(due, one.first));
  }
  fmt::print("{} of {} clocks of closed agreements fired, the last {:.2f} s behind its time\n",
             gone, lone, worst);
}

}  // namespace

void BenchMany(double seconds, uint64_t agreements) {
  const auto phase = std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
  const uint64_t lone = std::min<uint64_t>(40, agreements - kQuietOnes);
  fmt::print("{} agreements, {} active\n", agreements, kActive);
  Crowd crowd("many", agreements, {});
  const SystemTime time;
  const Instant due = time.Now() + std::chrono::seconds(45) + 2 * phase;
  crowd.PutExpiring(kExpiring, 1, kExpiringUnits, due);
  crowd.PutExpiring(kQuietOnes, lone, 1, due);
  fmt::print("ready in {} ms\n", crowd.Start().count());
  PrintServer("at the start", crowd);
  Fill(crowd);
  PrintServer("with the active ones open", crowd);
  uint64_t failed = 0;
  (void)Measure(crowd, phase / 2, failed);
  const Rate quiet = Measure(crowd, phase, failed);
  PrintRate("active ones, quiet", quiet);
  {
    std::atomic<bool> over{false};
    std::jthread flood([&] {
      Lanes lanes(crowd.port(), kInFlight, {}, [&](size_t lane, uint64_t number) {
        return crowd.Put(kFlooded, lane % 10, Mix(number * 64 + lane) % 100'000);
      });
      while (!over) {
        PrintRate("the flooded one, 64 connections", lanes.Run(phase / 2));
      }
    });
    PrintRatio("active ones, one more flooded", Measure(crowd, phase, failed), quiet);
    over = true;
  }
  const auto left = due - time.Now();
  if (left < std::chrono::seconds(0)) {
    fmt::print("the preparations took too long: what expires did so before\n");
  } else {
    std::this_thread::sleep_for(left - std::chrono::milliseconds(200));
  }
  PrintRatio("active ones, one more expires 100,000 units", Measure(crowd, phase, failed), quiet);
  PrintServer("at the end", crowd);
  crowd.Stop();
  PrintExpiry(crowd, lone, due);
  fmt::print("failed requests: {}\n", failed);
}

}  // namespace mandat
