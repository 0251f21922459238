// SPDX-License-Identifier: Apache-2.0
#include "http/internal/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mandat {

void RequestCounts::Observe(size_t route, int status, std::chrono::microseconds took) {
  OfRoute& counts = routes_[route];
  size_t slot = 0;
  while (slot + 1 < kCountedStatuses.size() && kCountedStatuses[slot] != status) {
    ++slot;
  }
  const auto micros = static_cast<uint64_t>(took.count());
  const auto bound = std::ranges::lower_bound(kLatencyBounds, micros);
  counts.statuses[slot].Add(1);
  counts.buckets[static_cast<size_t>(bound - kLatencyBounds.begin())].Add(1);
  counts.micros.Add(micros);
}

RequestCounts& Metrics::Make(size_t routes_count) {
  threads_.push_back(std::make_unique<RequestCounts>(routes_count));
  return *threads_.back();
}

void Metrics::Format(std::span<const std::pair<std::string_view, std::string_view>> names,
                     std::string& out) const {
  auto to = std::back_inserter(out);
  const auto sum = [this](size_t route, auto pick) {
    uint64_t total = 0;
    for (const auto& thread : threads_) {
      total += pick(thread->routes_[route]);
    }
    return total;
  };
  out += "# TYPE mandat_http_requests_total counter\n";
  for (size_t route = 0; route < names.size(); ++route) {
    for (size_t slot = 0; slot < kCountedStatuses.size(); ++slot) {
      const uint64_t count =
          sum(route, [slot](const auto& of) { return of.statuses[slot].value(); });
      if (count > 0) {
        const int status = kCountedStatuses[slot];
        fmt::format_to(
            to, "mandat_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
            names[route].first, names[route].second, status == 0 ? "other" : std::to_string(status),
            count);
      }
    }
  }
  out += "# TYPE mandat_http_request_seconds histogram\n";
  for (size_t route = 0; route < names.size(); ++route) {
    const auto labels =
        fmt::format("method=\"{}\",route=\"{}\"", names[route].first, names[route].second);
    uint64_t below = 0;
    std::string lines;
    for (size_t bucket = 0; bucket <= kLatencyBounds.size(); ++bucket) {
      below += sum(route, [bucket](const auto& of) { return of.buckets[bucket].value(); });
      const std::string bound = bucket < kLatencyBounds.size()
                                    ? fmt::format("{}", double(kLatencyBounds[bucket]) / 1e6)
                                    : "+Inf";
      fmt::format_to(std::back_inserter(lines),
                     "mandat_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels, bound,
                     below);
    }
    if (below > 0) {
      const uint64_t micros = sum(route, [](const auto& of) { return of.micros.value(); });
      out += lines;
      fmt::format_to(to, "mandat_http_request_seconds_sum{{{}}} {}\n", labels,
                     double(micros) / 1e6);
      fmt::format_to(to, "mandat_http_request_seconds_count{{{}}} {}\n", labels, below);
    }
  }
  fmt::format_to(to, "# TYPE mandat_http_connections gauge\nmandat_http_connections {}\n",
                 connections.load(std::memory_order_relaxed));
}

}  // namespace mandat
