// SPDX-License-Identifier: Apache-2.0
#include "duty/internal/words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace mandat::internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;

struct Pair {
  std::string_view en;
  std::string_view fr;
};

// Sunday first, as chrono counts.
constexpr std::array<Pair, 7> kWeekdays = {{{"Sunday", "dimanche"},
                                            {"Monday", "lundi"},
                                            {"Tuesday", "mardi"},
                                            {"Wednesday", "mercredi"},
                                            {"Thursday", "jeudi"},
                                            {"Friday", "vendredi"},
                                            {"Saturday", "samedi"}}};

// In the order of TimeUnit: one, then several.
constexpr std::array<std::array<Pair, 2>, 7> kUnits = {{
    {{{"hour", "heure"}, {"hours", "heures"}}},
    {{{"business hour", "heure d'ouverture"}, {"business hours", "heures d'ouverture"}}},
    {{{"day", "jour"}, {"days", "jours"}}},
    {{{"working day", "jour ouvrable"}, {"working days", "jours ouvrables"}}},
    {{{"week", "semaine"}, {"weeks", "semaines"}}},
    {{{"month", "mois"}, {"months", "mois"}}},
    {{{"year", "an"}, {"years", "ans"}}},
}};

// In the order of Role.
constexpr std::array<std::string_view, 8> kReg1182 = {
    "Reg. 1182/71 Art. 3(1)",    "Reg. 1182/71 Art. 3(4)",    "Reg. 1182/71 Art. 3(2)(b)",
    "Reg. 1182/71 Art. 3(2)(c)", "Reg. 1182/71 Art. 3(2)(c)", "Reg. 1182/71 Art. 3(3)",
    "Reg. 1182/71 Art. 3(4)",    "Reg. 1182/71 Art. 3(5)"};
constexpr std::string_view kBelgian = "BE Civil Code Art. 1.7";
constexpr std::array<std::string_view, 8> kBgb = {
    "BGB § 187(1)", "", "BGB § 188(1)", "BGB § 188(2)", "BGB § 188(3)", "", "BGB § 193", ""};

template <class Enum>
constexpr size_t IndexOf(Enum value) {
  return static_cast<size_t>(std::to_underlying(value));
}

}  // namespace

Said SayDay(Day day) {
  const Pair name = kWeekdays.at(std::chrono::weekday(day).c_encoding());
  const std::string date = FormatDate(day);
  return {fmt::format("{} {}", name.en, date), fmt::format("{} {}", name.fr, date)};
}

Said SayPeriod(Period period) {
  const Pair unit = kUnits.at(IndexOf(period.unit)).at(period.count == 1 ? 0 : 1);
  return {fmt::format("{} {}", period.count, unit.en), fmt::format("{} {}", period.count, unit.fr)};
}

Said SayWeek(WorkingWeek week) {
  return week == WorkingWeek::kMondayToFriday ? Said{"Monday to Friday", "du lundi au vendredi"}
                                              : Said{"Monday to Saturday", "du lundi au samedi"};
}

Said SayRuleSet(RuleSet rules) {
  switch (rules) {
    case RuleSet::kReg1182:
      return {"Regulation (EEC, Euratom) No 1182/71", "le règlement (CEE, Euratom) nº 1182/71"};
    case RuleSet::kBelgianCivilCode:
      return {"the Belgian Civil Code, Article 1.7 (in force since 2023-01-01)",
              "le Code civil belge, article 1.7 (en vigueur depuis le 2023-01-01)"};
    case RuleSet::kBgb:
      return {"the German Civil Code, sections 187 to 193",
              "le Code civil allemand, articles 187 à 193"};
    case RuleSet::kPlain:
      return {"plain counting, which moves nothing", "simple décompte, sans report"};
  }
  std::unreachable();
}

Said SayInstant(Instant at, Day day, const Zone& zone) {
  const LocalTime local = zone.ToLocal(at);
  const int64_t seconds = local.since_midnight / std::chrono::seconds(1);
  std::string time = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 != 0) {
    time += fmt::format(":{:02}", seconds % 60);
  }
  if (at == zone.StartOf(day + days(1))) {
    time = "24:00";
  }
  const Said on = SayDay(day);
  return {time + " on " + on.en, on.fr + " à " + time};
}

std::string_view SourceOf(Role role, RuleSet rules) {
  switch (rules) {
    case RuleSet::kReg1182:
      return kReg1182.at(IndexOf(role));
    case RuleSet::kBelgianCivilCode:
      return kBelgian;
    case RuleSet::kBgb:
      return kBgb.at(IndexOf(role));
    case RuleSet::kPlain:
      return "";
  }
  std::unreachable();
}

}  // namespace mandat::internal
