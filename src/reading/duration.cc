// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/duration.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "reading/internal/numeral.h"

namespace mandat::internal {
namespace {

constexpr unsigned kMost = 10000;

struct UnitWord {
  std::string_view word;
  SaidUnit unit;
  bool is_working = false;
  bool is_calendar = false;
};

constexpr auto kUnits = std::to_array<UnitWord>({
    {"heure", SaidUnit::kHour},
    {"heures", SaidUnit::kHour},
    {"hour", SaidUnit::kHour},
    {"hours", SaidUnit::kHour},
    {"hrs", SaidUnit::kHour},
    {"h", SaidUnit::kHour},
    {"stunde", SaidUnit::kHour},
    {"stunden", SaidUnit::kHour},
    {"jour", SaidUnit::kDay},
    {"jours", SaidUnit::kDay},
    {"day", SaidUnit::kDay},
    {"days", SaidUnit::kDay},
    {"workday", SaidUnit::kDay, true},
    {"workdays", SaidUnit::kDay, true},
    {"tag", SaidUnit::kDay},
    {"tage", SaidUnit::kDay},
    {"tagen", SaidUnit::kDay},
    {"tages", SaidUnit::kDay},
    {"werktag", SaidUnit::kDay, true},
    {"werktage", SaidUnit::kDay, true},
    {"werktagen", SaidUnit::kDay, true},
    {"arbeitstag", SaidUnit::kDay, true},
    {"arbeitstage", SaidUnit::kDay, true},
    {"arbeitstagen", SaidUnit::kDay, true},
    {"werktages", SaidUnit::kDay, true},
    {"arbeitstages", SaidUnit::kDay, true},
    {"tagige", SaidUnit::kDay},
    {"tagigen", SaidUnit::kDay},
    {"tagiger", SaidUnit::kDay},
    {"kalendertag", SaidUnit::kDay, false, true},
    {"kalendertage", SaidUnit::kDay, false, true},
    {"kalendertagen", SaidUnit::kDay, false, true},
    {"semaine", SaidUnit::kWeek},
    {"semaines", SaidUnit::kWeek},
    {"week", SaidUnit::kWeek},
    {"weeks", SaidUnit::kWeek},
    {"woche", SaidUnit::kWeek},
    {"wochen", SaidUnit::kWeek},
    {"mois", SaidUnit::kMonth},
    {"month", SaidUnit::kMonth},
    {"months", SaidUnit::kMonth},
    {"wochige", SaidUnit::kWeek},
    {"wochigen", SaidUnit::kWeek},
    {"wochiger", SaidUnit::kWeek},
    {"monatige", SaidUnit::kMonth},
    {"monatigen", SaidUnit::kMonth},
    {"monatiger", SaidUnit::kMonth},
    {"monat", SaidUnit::kMonth},
    {"monate", SaidUnit::kMonth},
    {"monaten", SaidUnit::kMonth},
    {"monats", SaidUnit::kMonth},
    {"an", SaidUnit::kYear},
    {"ans", SaidUnit::kYear},
    {"annee", SaidUnit::kYear},
    {"annees", SaidUnit::kYear},
    {"year", SaidUnit::kYear},
    {"years", SaidUnit::kYear},
    {"jahr", SaidUnit::kYear},
    {"jahre", SaidUnit::kYear},
    {"jahren", SaidUnit::kYear},
});

constexpr auto kEnglish = std::to_array<std::string_view>({"hour", "day", "week", "month", "year"});
constexpr auto kWorking =
    std::to_array<std::string_view>({"business", "working", "ouvrable", "ouvrables", "ouvre",
                                     "ouvres", "ouvree", "ouvrees", "banking", "work"});
constexpr auto kCalendar =
    std::to_array<std::string_view>({"calendar", "calendaire", "calendaires", "calendrier",
                                     "calendriers", "civils", "consecutive"});
constexpr auto kFillers = std::to_array<std::string_view>({"clear", "full", "pleins", "entiers"});

template <size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  for (const std::string_view known : words) {
    if (word == known) {
      return true;
    }
  }
  return false;
}

const UnitWord* FindUnit(std::string_view word) {
  for (const UnitWord& unit : kUnits) {
    if (unit.word == word) {
      return &unit;
    }
  }
  return nullptr;
}

// "24 heures sur 24", "24 hours a day", "7 days a week" behind the unit: always, and no time.
bool IsRoundTheClock(const std::vector<FoldedWord>& words, size_t at, SaidUnit unit) {
  if (at + 1 >= words.size()) {
    return false;
  }
  const std::string_view next = words[at].text;
  const std::string_view last = words[at + 1].text;
  return (next == "sur" && std::isdigit(static_cast<unsigned char>(last[0])) != 0) ||
         (next == "par" && (last == "jour" || last == "semaine" || last == "an")) ||
         (unit != SaidUnit::kYear && next == "a" && (last == "day" || last == "week"));
}

// "business", "calendar" and the like between number and unit, or behind the unit.
size_t SkipKinds(const std::vector<FoldedWord>& words, size_t at, Duration& duration) {
  for (int i = 0; i < 2 && at < words.size(); ++i, ++at) {
    if (IsOneOf(words[at].text, kWorking)) {
      duration.is_working = true;
    } else if (IsOneOf(words[at].text, kCalendar)) {
      duration.is_calendar = true;
    } else if (!IsOneOf(words[at].text, kFillers)) {
      break;
    }
  }
  return at;
}

// "48h". What "9h00" and "a 17h" say is the time of day.
std::optional<Duration> ShortHours(const std::vector<FoldedWord>& words, size_t at) {
  const std::string_view word = words[at].text;
  if (word.size() < 2 || word.back() != 'h') {
    return std::nullopt;
  }
  unsigned n = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size() - 1, n);
  if (error != std::errc() || end != word.data() + word.size() - 1 || n < 24 || n > kMost) {
    return std::nullopt;
  }
  return Duration{.n = n, .unit = SaidUnit::kHour, .begin = words[at].begin, .end = words[at].end};
}

// "within the month", "sous huitaine", "the next working day".
std::optional<Duration> Idiom(const std::vector<FoldedWord>& words, size_t at) {
  const std::string_view word = words[at].text;
  const auto before = [&](size_t back) { return at >= back ? words[at - back].text : ""; };
  Duration duration{.n = 1, .begin = words[at].begin, .end = words[at].end};
  if (word == "huitaine" || word == "quinzaine" || word == "fortnight") {
    duration.n = word == "huitaine" ? 8 : word == "quinzaine" ? 15 : 2;
    duration.unit = word == "fortnight" ? SaidUnit::kWeek : SaidUnit::kDay;
    return duration;
  }
  if (word == "monatsfrist" || word == "jahresfrist" || word == "wochenfrist") {
    duration.unit = word[0] == 'm'   ? SaidUnit::kMonth
                    : word[0] == 'j' ? SaidUnit::kYear
                                     : SaidUnit::kWeek;
    return duration;
  }
  const UnitWord* unit = FindUnit(word);
  if (unit == nullptr) {
    return std::nullopt;
  }
  duration.unit = unit->unit;
  const bool is_the = before(1) == "le" || before(1) == "la" || before(1) == "the";
  const bool is_within = before(2) == "dans" || before(2) == "within" || before(2) == "endeans";
  if (is_the && is_within && unit->unit != SaidUnit::kHour) {
    return duration;
  }
  const bool is_working = before(1) == "working" || before(1) == "business" || unit->is_working;
  const std::string_view next = is_working && !unit->is_working ? before(2) : before(1);
  if (is_working &&
      (next == "next" || next == "following" || next == "nachsten" || next == "folgenden")) {
    duration.is_working = true;
    return duration;
  }
  const auto after = [&](size_t ahead) {
    return at + ahead < words.size() ? words[at + ahead].text : "";
  };
  if (word == "jour" && (after(1) == "ouvrable" || after(1) == "ouvre") && after(2) == "suivant") {
    duration.is_working = true;
    duration.end = words[at + 2].end;
    return duration;
  }
  return std::nullopt;
}

std::optional<std::pair<Duration, size_t>> DurationAt(const std::vector<FoldedWord>& words,
                                                      size_t at) {
  if (const std::optional<Duration> hours = ShortHours(words, at)) {
    return std::pair(*hours, at + 1);
  }
  const Numeral numeral = NumeralAt(words, at);
  if (numeral.words == 0) {
    const std::optional<Duration> idiom = Idiom(words, at);
    return idiom ? std::optional(std::pair(*idiom, at + 1)) : std::nullopt;
  }
  Duration duration{.n = numeral.value, .begin = words[at].begin};
  size_t next = at + numeral.words;
  // "trente (30)", "24/48": what stands in figures behind, counts.
  while (next < words.size() &&
         std::isdigit(static_cast<unsigned char>(words[next].text[0])) != 0) {
    const Numeral figures = NumeralAt(words, next);
    if (figures.words == 0) {
      break;
    }
    duration.n = figures.value;
    next += figures.words;
  }
  next = SkipKinds(words, next, duration);
  const UnitWord* unit = next < words.size() ? FindUnit(words[next].text) : nullptr;
  if (unit == nullptr || duration.n == 0 || duration.n > kMost) {
    return std::nullopt;
  }
  // "mises a jour" is no number: an English article wants an English unit.
  const bool is_article = words[at].text == "a" && numeral.words == 1 && next == at + 1;
  if (is_article && !IsOneOf(unit->word, kEnglish)) {
    return std::nullopt;
  }
  if (IsRoundTheClock(words, next + 1, unit->unit)) {
    return std::pair(Duration{}, next + 3);
  }
  duration.unit = unit->unit;
  duration.is_working |= unit->is_working;
  duration.is_calendar |= unit->is_calendar;
  next = SkipKinds(words, next + 1, duration);
  duration.end = words[next - 1].end;
  return std::pair(duration, next);
}

struct PerWords {
  std::string_view words;
  std::string_view per;
};
// The longer first.
constexpr auto kPers = std::to_array<PerWords>({
    {"annee civile", "calendar-year"},
    {"annees civiles", "calendar-year"},
    {"calendar year", "calendar-year"},
    {"kalenderjahr", "calendar-year"},
    {"annee contractuelle", "contract-year"},
    {"annee d abonnement", "contract-year"},
    {"annee d'abonnement", "contract-year"},
    {"annee de contrat", "contract-year"},
    {"contract year", "contract-year"},
    {"subscription year", "contract-year"},
    {"contractual year", "contract-year"},
    {"vertragsjahr", "contract-year"},
    {"douze mois", "year"},
    {"12 mois", "year"},
    {"twelve month", "year"},
    {"twelve-month", "year"},
    {"12-month", "year"},
    {"(12) month", "year"},
    {"(12)-month", "year"},
    {"12 month", "year"},
    {"douze (12) mois", "year"},
    {"twelve (12) month", "year"},
    {"twelve (12) months", "year"},
    {"(12) months", "year"},
    {"calendar years", "calendar-year"},
    {"tous les ans", "year"},
    {"par an", "year"},
    {"fois l an", "year"},
    {"fois l'an", "year"},
    {"par annee", "year"},
    {"each year", "year"},
    {"per year", "year"},
    {"every year", "year"},
    {"a year", "year"},
    {"in any year", "year"},
    {"per annum", "year"},
    {"jahrlich", "year"},
    {"pro jahr", "year"},
    {"im jahr", "year"},
    {"je jahr", "year"},
    {"jedes jahr", "year"},
    {"zwolf monaten", "year"},
    {"12 monaten", "year"},
    {"kalenderjahres", "calendar-year"},
    {"annually", "year"},
    {"twelve months", "year"},
    {"12 months", "year"},
    {"zwolf monate", "year"},
    {"12 monate", "year"},
    {"annual", "year"},
    {"annuelle", "year"},
    {"annuel", "year"},
    {"yearly", "year"},
    {"semestre", "half-year"},
    {"trimestre", "quarter"},
    {"quarter", "quarter"},
    {"par mois", "month"},
    {"per month", "month"},
});

// In what time, as the words behind a count say; the most exact of them.
std::string_view PerAfter(std::string_view rest) {
  constexpr size_t kFar = 90;
  for (const PerWords& row : kPers) {
    for (size_t at = rest.find(row.words); at < kFar; at = rest.find(row.words, at + 1)) {
      const size_t end = at + row.words.size();
      if (end >= rest.size() || std::isalnum(static_cast<unsigned char>(rest[end])) == 0) {
        return row.per;
      }
    }
  }
  return "";
}

// "2x"; 0 where it is no such word.
unsigned TimesWord(std::string_view word) {
  const bool is_one = word.size() == 2 && word[1] == 'x' && word[0] >= '1' && word[0] <= '9';
  return is_one ? static_cast<unsigned>(word[0] - '0') : 0;
}

constexpr size_t kIntervalBytes = 24;  // "every twelve months"

// "annually", and "annual" where no count stands beside it.
bool IsYearly(std::string_view word) {
  return word == "annually" || word == "jahrlich" || word == "annual" || word == "annuelle" ||
         word == "annuel" || word == "yearly";
}

}  // namespace

std::string Duration::Text() const {
  constexpr auto kNames = std::to_array<std::string_view>({"hour", "day", "week", "month", "year"});
  std::string_view name = kNames[static_cast<size_t>(unit)];
  if (is_working && unit == SaidUnit::kDay) {
    name = "working-day";
  } else if (is_working && unit == SaidUnit::kHour) {
    name = "business-hour";
  }
  return std::to_string(n) + " " + std::string(name) + (n == 1 ? "" : "s");
}

std::vector<Duration> FindDurations(std::string_view text) {
  const std::vector<FoldedWord> words = WordsOf(text);
  std::vector<Duration> found;
  for (size_t at = 0; at < words.size();) {
    if (const auto duration = DurationAt(words, at)) {
      if (duration->first.n != 0) {
        found.push_back(duration->first);
      }
      at = duration->second;
    } else {
      ++at;
    }
  }
  return found;
}

Times FindTimes(std::string_view text) {
  Times best;
  const std::vector<FoldedWord> words = WordsOf(text);
  for (size_t at = 0; at < words.size(); ++at) {
    const std::string_view word = words[at].text;
    Times times;
    const bool is_interval = word == "every" || word == "tous" || word == "alle";
    if (is_interval && PerAfter(text.substr(words[at].begin, kIntervalBytes)) == "year") {
      times = {1, {}, words[at].begin};  // "not more frequently than every 12 months"
    } else if (word == "once" || word == "einmal" || word == "eines" || word == "twice" ||
               word == "zweimal" || IsYearly(word)) {
      const bool is_bare = IsYearly(word);
      if (is_bare && !best.per.empty()) {
        continue;  // "zweimal jahrlich"
      }
      times = {word == "twice" || word == "zweimal" ? 2U : 1U, {}, words[at].begin};
    } else if (const unsigned n = TimesWord(word); n != 0) {
      times = {n, {}, words[at].begin};  // "max. 2x jährlich"
    } else if (const Numeral numeral = NumeralAt(words, at); numeral.words != 0) {
      const size_t after = at + numeral.words;
      const std::string_view unit = after < words.size() ? words[after].text : "";
      const bool counts =
          unit == "fois" || unit == "time" || unit == "times" || unit == "mal" || unit == "audit" ||
          unit == "audits" || unit == "seul" || unit == "seule" || unit == "single" ||
          unit == "controles" || unit == "kontrollen" || unit == "par" || unit == "per" ||
          unit == "inspection" || unit == "inspections" || unit == "prufungen" || unit == "x" ||
          unit == "inspektion" || unit == "inspektionen" || unit == "prufung" ||
          unit == "uberprufung" || unit == "kontrolle" || unit == "pro" || unit == "uberprufungen";
      if (counts && numeral.value <= 100) {
        times = {numeral.value, {}, words[at].begin};
      }
    }
    times.per = times.n == 0 ? "" : PerAfter(text.substr(times.begin));
    if (times.n != 0 && times.per.empty()) {  // "je Kalenderjahr eine Kontrolle"
      constexpr size_t kBefore = 40;
      const size_t from = times.begin - std::min(times.begin, kBefore);
      times.per = PerAfter(text.substr(from, times.begin - from));
    }
    if (!times.per.empty() || best.n == 0) {
      best = times.n == 0 ? best : times;  // the last that says in what time
    }
  }
  return best;
}

}  // namespace mandat::internal
