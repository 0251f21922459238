// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandat {

// Statuses that are counted one by one; the last stands for all others.
inline constexpr std::array<int, 16> kCountedStatuses = {200, 201, 400, 401, 403, 404, 405, 408,
                                                         409, 410, 413, 414, 422, 500, 503, 0};
// Upper bounds of the buckets of the latency histogram. Units: microseconds.
inline constexpr std::array<uint64_t, 12> kLatencyBounds = {
    100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000};

// Adds up for one thread without locked instructions; others read it whenever they like.
class Counter {
 public:
  void Add(uint64_t by) {
    value_.store(value_.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }
  uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> value_{0};
};

// What one connection thread has answered, by route.
class RequestCounts {
 public:
  explicit RequestCounts(size_t routes_count) : routes_(routes_count + 1) {}

  // `route` is the index in the table, or its size for what matched no route.
  void Observe(size_t route, int status, std::chrono::microseconds took);

 private:
  friend class Metrics;
  struct OfRoute {
    std::array<Counter, kCountedStatuses.size()> statuses;
    std::array<Counter, kLatencyBounds.size() + 1> buckets;
    Counter micros;
  };
  std::vector<OfRoute> routes_;
};

// The server's own counters. Invariant (no personal data leaks sideways): labels are patterns of
// routes, statuses and ids of agreements.
// Threading: Make before the threads start; Format from any thread.
class Metrics {
 public:
  RequestCounts& Make(size_t routes_count);
  // In the text format of Prometheus; `names` are the methods and patterns of the routes.
  void Format(std::span<const std::pair<std::string_view, std::string_view>> names,
              std::string& out) const;

  std::atomic<int64_t> connections{0};

 private:
  std::vector<std::unique_ptr<RequestCounts>> threads_;
};

}  // namespace mandat
