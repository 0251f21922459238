// SPDX-License-Identifier: Apache-2.0
#include "duty/internal/calendar_table.h"

namespace mandat::internal {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kBelgium[] = {
#embed "../../calendars/BE.calendar"
};
constexpr char kFrance[] = {
#embed "../../calendars/FR.calendar"
};
constexpr char kGermany[] = {
#embed "../../calendars/DE.calendar"
};
constexpr char kLuxembourg[] = {
#embed "../../calendars/LU.calendar"
};
constexpr char kNetherlands[] = {
#embed "../../calendars/NL.calendar"
};
constexpr char kUnitedStates[] = {
#embed "../../calendars/US.calendar"
};
constexpr char kEngland[] = {
#embed "../../calendars/GB.calendar"
};
constexpr char kUnion[] = {
#embed "../../calendars/EU.calendar"
};
constexpr char kCentralBank[] = {
#embed "../../calendars/ECB.calendar"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"BE.calendar\"");

template <size_t kBytes>
std::string_view View(const char (&text)[kBytes]) {
  return {text, kBytes};
}

}  // namespace

std::vector<std::string_view> ShippedCalendarTexts() {
  return {View(kBelgium),    View(kFrance),      View(kGermany),
          View(kLuxembourg), View(kNetherlands), View(kUnitedStates),
          View(kEngland),    View(kUnion),       View(kCentralBank)};
}

}  // namespace mandat::internal
