// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/recurrence.h"

#include <re2/re2.h>

#include <array>
#include <utility>

#include "reading/internal/duration.h"
#include "reading/internal/says.h"

namespace mandat::internal {
namespace {

using re2::RE2;

struct Rhythm {
  std::string_view words;
  std::string_view period;
};
constexpr auto kRhythms = std::to_array<Rhythm>({
    {R"(quotidien\w*|(?:chaque|tous les|par) jours?|daily|(?:every|per|once a|each) day)"
     R"(|taglich\w*)",
     "1 day"},
    {R"(hebdomadaire\w*|(?:chaque|toutes les|par) semaines?|weekly)"
     R"(|(?:every|per|once a|each) week|wochentlich\w*)",
     "1 week"},
    {R"(mensuel\w*|(?:chaque|tous les|par) mois|monthly|(?:every|per|once a|each) month)"
     R"(|monatlich\w*)",
     "1 month"},
    {R"(trimestriel\w*|chaque trimestre|quarterly|(?:every|each) quarter|vierteljahrlich\w*)",
     "3 months"},
    {R"(semestriel\w*|chaque semestre|half[ -]yearly|halbjahrlich\w*)", "6 months"},
    {R"(annuel\w*|(?:chaque|par) an(?:nee)?|tous les ans|annual(?:ly)?|yearly)"
     R"(|(?:every|per|once a|each) year|jahrlich\w*)",
     "1 year"},
});

}  // namespace

std::string RecurrenceIn(std::string_view text) {
  // "toutes les deux semaines", "every 6 months"
  static const RE2 every(R"(\b(?:(?:toutes les|tous les|every)(?: \S+)?|alle) ?$)");
  for (const Duration& duration : FindDurations(text)) {
    if (Says(text.substr(0, duration.begin), every)) {
      return duration.Text();
    }
  }
  static const auto* const patterns = [] {
    auto* all = new std::array<RE2*, kRhythms.size()>;
    for (size_t i = 0; i < kRhythms.size(); ++i) {
      (*all)[i] = new RE2(R"(\b(?:)" + std::string(kRhythms[i].words) + R"()\b)");
    }
    return all;
  }();
  // "deux fois par an" is more often than that, "24 heures par jour" is always.
  static const RE2 other(
      R"(\b(?:deux|trois|quatre|[2-9]|twice|two|three|zweimal|dreimal) ?(?:fois|times|mal)?)"
      R"( (?:par|a|per|pro) |\b(?:heures?|jours?|hours?|days?) (?:par|a|per) |\bconge annuel)");
  for (size_t i = 0; i < kRhythms.size(); ++i) {
    if (Says(text, *(*patterns)[i])) {
      return Says(text, other) ? "" : std::string(kRhythms[i].period);
    }
  }
  return "";
}

}  // namespace mandat::internal
