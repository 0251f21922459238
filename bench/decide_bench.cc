// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <cstdlib>
#include <new>

#include "bench/bench.h"

namespace {

// Of this thread alone: others keep house meanwhile.
thread_local uint64_t allocations = 0;

}  // namespace

void* operator new(size_t bytes) {
  ++allocations;
  if (void* at = std::malloc(bytes)) {
    return at;
  }
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace mandat {
namespace {

Instant DayOf2026(int day) {
  return *Instant::Parse("2026-01-01T00:00:00Z") + std::chrono::hours(24 * day);
}

// 20 instructions, 5 suspensions and 3 holds, of which about half stand at any one time. None of
// them stops the operation that is measured; `forbidden` is what the last instruction forbids.
Standing MakeStanding(const Agreement& agreement, Verb forbidden) {
  constexpr int kInstructionsCount = 20;
  constexpr int kSuspensionsCount = 5;
  constexpr int kHoldsCount = 3;
  const std::string& people = agreement.people().front().id;
  const auto entry = [](const std::string& id, int number) {
    return StandingEntry{
        .id = id + std::to_string(number),
        .from = DayOf2026(number * 5),
        .until = number % 2 == 0 ? std::nullopt : std::optional(DayOf2026(number * 5 + 100)),
        .basis = "[3]"};
  };
  Standing standing{.instructions_may_widen = true};
  for (int i = 0; i < kInstructionsCount; ++i) {
    const InstructionKind kind = i % 5 == 0   ? InstructionKind::kConsent
                                 : i % 5 == 1 ? InstructionKind::kAllow
                                              : InstructionKind::kForbid;
    StandingScope scope{.people = {people}};
    if (kind == InstructionKind::kConsent) {
      scope.places = {"US"};
    } else if (kind == InstructionKind::kForbid) {
      scope.verbs = {Verb::kDisclose, Verb::kCombine};
    }
    standing.instructions.push_back({entry("i-", i), kind, std::move(scope)});
  }
  standing.instructions.back() = {
      {"last", DayOf2026(0), {}, "[3]"}, InstructionKind::kForbid, {.verbs = {forbidden}}};
  for (int i = 0; i < kSuspensionsCount; ++i) {
    standing.suspensions.push_back({entry("s-", i), {.people = {people}}});
  }
  for (int i = 0; i < kHoldsCount; ++i) {
    standing.holds.push_back({entry("h-", i), {}, {}, {people}});
  }
  return standing;
}

void MeasureDecide(const char* what, const Mandate& mandate, const Operation& allowed,
                   const Operation& refused) {
  const Instant at = *Instant::Parse("2026-06-01T00:00:00Z");
  constexpr uint64_t kRounds = 5'000'000;
  uint64_t yes = 0;
  const uint64_t before = allocations;
  const auto begin = std::chrono::steady_clock::now();
  for (uint64_t i = 0; i < kRounds; ++i) {
    const Decision decision = mandate.Decide((i & 1) != 0 ? refused : allowed, at);
    yes += std::holds_alternative<Allowed>(decision) ? 1 : 0;
  }
  const double nanos =
      std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() /
      static_cast<double>(kRounds);
  fmt::print("{}: {:.0f} ns, {} allocations in {} decisions ({} allowed)\n", what, nanos,
             allocations - before, kRounds, yes);
}

}  // namespace

void BenchDecide() {
  const ScratchDirectory scratch("decide");
  SystemRandom random;
  const BenchWorld world(scratch.path(), RootKey(random.DrawSecret()));
  // Compiled for all of its time, since what is in force decides nothing before it was activated.
  const auto whole = std::get<std::shared_ptr<const Mandate>>(
      Mandate::Compile(world.mandate().agreement(), world.mandate().schema()));
  const Mandate& mandate = *whole;
  Operation allowed;
  allowed.verb = Verb::kConsult;
  allowed.purpose = mandate.agreement().purposes().front().id;
  allowed.collection = kBenchCollection;
  Operation refused = allowed;
  refused.purpose = "marketing";
  MeasureDecide("decide", mandate, allowed, refused);

  const Standing standing = MakeStanding(mandate.agreement(), Verb::kDisseminate);
  const auto beside = std::get<std::shared_ptr<const Mandate>>(
      Mandate::Compile(mandate.agreement(), mandate.schema(), standing, DayOf2026(0)));
  Operation forbidden = allowed;
  forbidden.verb = Verb::kDisseminate;
  MeasureDecide("decide beside 20 instructions, 5 suspensions and 3 holds", *beside, allowed,
                forbidden);
}

}  // namespace mandat
