// SPDX-License-Identifier: Apache-2.0
#include "duty/period.h"

#include <array>
#include <charconv>

namespace mandat {
namespace {
constexpr std::array<std::string_view, 7> kUnits = {"hour", "business-hour", "day", "working-day",
                                                    "week", "month",         "year"};
}

Result<Period> Period::Parse(std::string_view text) {
  const size_t space = text.find(' ');
  if (space != std::string_view::npos && space > 0 && text[0] != '0') {
    uint32_t count = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + space, count);
    std::string_view unit = text.substr(space + 1);
    if (trouble == std::errc() && end == text.data() + space && count <= 100'000) {
      const bool is_plural = unit.ends_with('s');
      if (is_plural != (count == 1)) {
        unit.remove_suffix(is_plural ? 1 : 0);
        for (size_t i = 0; i < kUnits.size(); ++i) {
          if (kUnits[i] == unit) {
            return Period{count, static_cast<Unit>(i)};
          }
        }
      }
    }
  }
  return Fail(Error::Invalid("not a period"));
}

std::string Period::Format() const {
  std::string text = std::to_string(count) + " ";
  text += kUnits[static_cast<size_t>(unit)];
  return count == 1 ? text : text + "s";
}

}  // namespace mandat
