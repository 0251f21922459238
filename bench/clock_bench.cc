// SPDX-License-Identifier: Apache-2.0
// How late reminders fire in a real agreement, quiet and beside 64 writes in flight, when the house
// looks as often as it does in the server.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>

#include "bench/in_process.h"
#include "docket/docket.h"
#include "service/fire_clocks.h"
#include "service/record_happening.h"

namespace mandat {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr size_t kCases = 4'000;
constexpr size_t kCasesPerEntry = 100;
constexpr auto kWindow = std::chrono::seconds(8);

template <class Answer, class Call>
Answer Await(Call call) {
  std::promise<Result<Answer>> promise;
  auto future = promise.get_future();
  call(Done<Answer>([&promise](Result<Answer> answer) { promise.set_value(std::move(answer)); }));
  Result<Answer> answer = future.get();
  if (!answer) {
    fmt::print(stderr, "bench: {}\n", answer.error().message);
    std::exit(1);
  }
  return std::move(*answer);
}

// Breaches of a day ago, whose 24 hours end within the window that begins in two seconds.
void EnterCases(const BenchWorld& world, const std::string& name) {
  const SystemTime time;
  const Instant first = time.Now() + std::chrono::seconds(2) + -hours(24);
  for (size_t i = 0; i < kCases; i += kCasesPerEntry) {
    std::vector<HappeningRequest> requests;
    for (size_t k = i; k < i + kCasesPerEntry; ++k) {
      HappeningRequest request;
      request.happening.matter = "breach";
      request.happening.event = "awareness";
      request.happening.reference = name + "-" + std::to_string(k);
      request.happening.effective =
          first + microseconds(Mix(k) % static_cast<uint64_t>(microseconds(kWindow).count()));
      request.happening.how = "system";
      requests.push_back(std::move(request));
    }
    (void)Await<HappeningAnswer>([&](Done<HappeningAnswer> done) {
      RecordHappenings(world.agreement(), std::move(requests), Bytes(8, 'b'), std::move(done));
    });
  }
}

// Ticks as the house does until the window is over; gives how late each deadline fired.
std::vector<double> FireAll(const BenchWorld& world) {
  std::vector<double> lags_millis;
  const SystemTime time;
  const Instant end = time.Now() + kWindow + std::chrono::seconds(4);
  auto next = std::chrono::steady_clock::now();
  while (time.Now() < end) {
    next += kHouseLooksEvery;
    std::this_thread::sleep_until(next);
    for (bool goes_on = true; goes_on;) {
      const FiredAnswer fired = Await<FiredAnswer>(
          [&](Done<FiredAnswer> done) { FireClocks(world.agreement(), std::move(done)); });
      goes_on = fired.goes_on;
      const Instant durable = time.Now();
      for (const ChangedDuty& one : fired.fired) {
        if (one.change.reminder == Reminder::kMissed && one.duty.path == "breach.notice") {
          lags_millis.push_back(static_cast<double>((durable - *one.change.planned).count()) / 1e3);
        }
      }
    }
  }
  return lags_millis;
}

void Print(const char* what, std::vector<double> lags) {
  std::ranges::sort(lags);
  const auto at = [&lags](double share) {
    return lags.empty() ? 0
                        : lags[static_cast<size_t>(share * static_cast<double>(lags.size() - 1))];
  };
  fmt::print("  {:<28} {:>6} deadlines   p50 {:>6.0f} ms   p99 {:>6.0f} ms   most {:>6.0f} ms\n",
             what, lags.size(), at(0.5), at(0.99), at(1.0));
}

}  // namespace

void BenchClocks() {
  const ScratchDirectory scratch("clocks");
  SystemRandom random;
  const BenchWorld world(scratch.path() / "mandat", RootKey(random.DrawSecret()));
  fmt::print("firing lag, {} cases over {} s, the house looks every {} ms\n", kCases,
             kWindow.count(), kHouseLooksEvery.count());
  EnterCases(world, "quiet");
  Print("quiet", FireAll(world));
  EnterCases(world, "busy");
  std::atomic<bool> stop{false};
  InProcess writers(world);
  std::thread load([&] {
    while (!stop) {
      (void)writers.Writes(0.5);
    }
  });
  Print("beside 64 writes in flight", FireAll(world));
  stop = true;
  load.join();
}

}  // namespace mandat
