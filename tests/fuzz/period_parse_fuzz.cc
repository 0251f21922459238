// SPDX-License-Identifier: Apache-2.0
// Periods have one spelling: what parses formats to the same text, and its end can be asked for.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "duty/deadline.h"

namespace {

const mandat::TimeRules& Rules() {
  static const mandat::TimeRules rules{.zone = *mandat::Zone::Get("Europe/Brussels"),
                                       .calendar = *mandat::Calendar::Get("BE"),
                                       .opening = mandat::OpeningHours{}};
  return rules;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t bytes) {
  const std::string_view input(reinterpret_cast<const char*>(data), bytes);
  const auto period = mandat::Period::Parse(input);
  if (!period) {
    return 0;
  }
  MANDAT_ASSERT(period->Format() == input);
  const mandat::Instant event{1'774'881'600'000'000};  // in March 2026
  for (const mandat::Count count :
       {mandat::Count::kToAct, mandat::Count::kToKeep, mandat::Count::kBefore}) {
    if (const auto due = mandat::DeadlineOf(count, event, *period, Rules())) {
      MANDAT_ASSERT((due->at < event) == (count == mandat::Count::kBefore));
    }
  }
  return 0;
}
