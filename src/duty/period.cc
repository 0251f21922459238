// SPDX-License-Identifier: Apache-2.0
#include "duty/period.h"

#include <array>
#include <charconv>
#include <utility>

namespace mandat {
namespace {

// In the order of TimeUnit; a plural adds an s.
constexpr std::array<std::string_view, 7> kUnits = {"hour", "business-hour", "day", "working-day",
                                                    "week", "month",         "year"};

}  // namespace

Result<Period> Period::Parse(std::string_view text) {
  uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || text[0] == '0' || count > kCountMax) {
    return Fail(Error::Invalid("period does not begin with a number from 1 to 100000"));
  }
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  for (size_t i = 0; i < kUnits.size(); ++i) {
    const Period period{count, static_cast<TimeUnit>(i)};
    if (text.starts_with(' ') && text.substr(1).starts_with(kUnits[i]) &&
        text.substr(1 + kUnits[i].size()) == (count == 1 ? "" : "s")) {
      return period;
    }
  }
  return Fail(Error::Invalid("period has no known unit, or not in its one spelling"));
}

std::string Period::Format() const {
  const std::string_view name = kUnits.at(static_cast<size_t>(std::to_underlying(unit)));
  return std::to_string(count) + " " + std::string(name) + (count == 1 ? "" : "s");
}

}  // namespace mandat
