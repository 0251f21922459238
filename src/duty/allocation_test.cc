// SPDX-License-Identifier: Apache-2.0
// DeadlineOf is asked for every instant of years; it must not allocate.
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "duty/duty_test_util.h"

namespace {

// Allocations of this thread while it is counting.
thread_local bool counting = false;
thread_local size_t allocations_count = 0;

}  // namespace

void* operator new(size_t bytes) {
  allocations_count += counting ? 1 : 0;
  if (void* memory = std::malloc(bytes == 0 ? 1 : bytes)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace mandat {
namespace {

TEST(DeadlineOfTest, AllocatesNothing) {
  TimeRules rules = RulesWith("BE");
  rules.opening = OpeningHours{};
  const Instant event = NoonOf("2026-12-24");
  for (const std::string text : {"72 hours", "40 business-hours", "14 days", "10 working-days",
                                 "2 weeks", "1 month", "3 years"}) {
    const Period period = For(text);
    for (const Count count : {Count::kToAct, Count::kToKeep, Count::kBefore}) {
      allocations_count = 0;
      counting = true;
      const Result<Due> due = DeadlineOf(count, event, period, rules);
      counting = false;
      EXPECT_TRUE(due);
      EXPECT_EQ(allocations_count, 0U) << text;
    }
  }
  counting = true;
  const auto proof = std::make_unique<int>(1);
  counting = false;
  EXPECT_EQ(allocations_count, 1U) << "the test counts nothing";
}

}  // namespace
}  // namespace mandat
