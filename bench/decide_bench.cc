// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "bench/bench.h"

namespace {

std::atomic<uint64_t> allocations{0};

}  // namespace

void* operator new(size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* at = std::malloc(bytes)) {
    return at;
  }
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace mandat {

void BenchDecide() {
  const ScratchDirectory scratch("decide");
  SystemRandom random;
  const BenchWorld world(scratch.path(), RootKey(random.DrawSecret()));
  const Mandate& mandate = world.mandate();
  const std::string purpose = mandate.agreement().purposes().front().id;
  Operation allowed;
  allowed.verb = Verb::kConsult;
  allowed.purpose = purpose;
  allowed.collection = mandate.schema().collections().back().id;
  Operation refused = allowed;
  refused.purpose = "marketing";
  const Instant at = *Instant::Parse("2026-06-01T00:00:00Z");
  constexpr uint64_t kRounds = 5'000'000;
  uint64_t yes = 0;
  const uint64_t before = allocations.load();
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t i = 0; i < kRounds; ++i) {
    const Decision decision = mandate.Decide((i & 1) != 0 ? refused : allowed, at);
    yes += std::holds_alternative<Allowed>(decision) ? 1 : 0;
  }
  const double nanos =
      std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() /
      static_cast<double>(kRounds);
  fmt::print("decide: {:.0f} ns, {} allocations in {} decisions ({} allowed)\n", nanos,
             allocations.load() - before, kRounds, yes);
}

}  // namespace mandat
