// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/time_unit.h"

#include <algorithm>
#include <array>

namespace mandat::internal {
namespace {

constexpr auto kTimeUnits = std::to_array<std::string_view>(
    {"an",           "années",        "année",     "ans",     "heure",
     "heures",       "jour",          "jours",     "minutes", "mois",
     "semaine",      "semaines",  // French
     "business",     "calendar",      "day",       "days",    "hour",
     "hours",        "month",         "months",    "week",    "weeks",
     "working",      "year",          "years",  // English
     "Arbeitstage",  "Arbeitstagen",  "Jahr",      "Jahre",   "Jahren",
     "Kalendertage", "Kalendertagen", "Minuten",   "Monat",   "Monate",
     "Monaten",      "Stunde",        "Stunden",   "Tag",     "Tage",
     "Tagen",        "Werktage",      "Werktagen", "Woche",   "Wochen"});

}  // namespace

bool IsTimeUnit(std::string_view word) {
  return std::ranges::find(kTimeUnits, word) != kTimeUnits.end();
}

}  // namespace mandat::internal
