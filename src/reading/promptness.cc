// SPDX-License-Identifier: Apache-2.0
#include <re2/re2.h>

#include <array>
#include <memory>
#include <vector>

#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

struct Phrase {
  std::string_view word;
  std::string_view pattern;
};

// The more exact first: "without undue delay" before "without delay".
constexpr auto kPhrases = std::to_array<Phrase>({
    {"without-undue-delay",
     R"(\b(?:(?:sans )?(?:retard|delai) (?:injustifie|indu)|undue delay|(?:meilleurs|plus brefs))"
     R"( delais|delais? (?:les? )?plus (?:brefs?|courts?)|)"
     R"(unverzuglich\w*|(?:unreasonable|unjustified) delay|)"
     R"(ohne (?:schuldhaftes|unnotiges) zogern|)"
     R"(ohne (?:unangemessene|ungebuhrliche|unnotige) verzogerung)\b)"},
    {"without-delay",
     R"(\b(?:sans (?:delai|retard|tarder|attendre)|without (?:any )?(?:further )?delay|)"
     R"(ohne (?:verzug|verzogerung|zogern))\b)"},
    {"as-soon-as-possible",
     R"(\b(?:des que possible|earliest (?:opportunity|convenience)|as early as possible|)"
     R"(aussitot que|au plus (?:vite|tot)|as soon as (?:reasonably )?(?:poss))"
     R"((?:ible)?|(?:practic)\w*|so (?:bald|schnell|rasch) (?:wie|als) moglich|)"
     R"(schnellstmoglich\w*|baldmoglichst|ehestmoglich\w*)\b|\bas soon as (?:reaso)"
     R"(nably )?(?:possible|practicable)\b)"
     R"(|\bas (?:quickly|fast|soon) as (?:possible|practicable|)"
     R"((?:PRC|we|it|they) (?:\S+ )?can)\b)"},
    {"immediately",
     R"(\b(?:immediat\w*|sofort\w*|forthwith|at once|(?:straight|right) ?away|des reception)"
     R"(|sur[ -]le[ -]champ|tout de suite|aussitot)\b)"},
    {"promptly", R"(\b(?:promptly|promptement|expeditiously|swiftly|speedily|)"
                 R"(promptes?|rapidement|zugig|zeitnah|umgehend\w*|)"
                 R"(rasch)\b)"},
    {"in-good-time", R"(\b(?:temps (?:utile|opportun)|good time|timely|rechtzeitig\w*)\b)"},
    {"in-reasonable-time",
     R"(\b(?:delai|preavis|temps) raisonnable|\breasonable (?:\S+ )?(?:notice)"
     R"(|time|period)|\bintervalles? raisonnables?|\breasonable intervals?|)"
     R"(\bangemessene[rn]? (?:\S+ )?(?:frist|zeit|vorlaufzeit|vorlauf|\w*ankundigung|)"
     R"(ankundigungsfrist|abstanden))"},
});

const std::vector<std::unique_ptr<re2::RE2>>& Patterns() {
  static const auto* const patterns = [] {
    auto* all = new std::vector<std::unique_ptr<re2::RE2>>;
    for (const Phrase& phrase : kPhrases) {
      all->push_back(std::make_unique<re2::RE2>(phrase.pattern));
    }
    return all;
  }();
  return *patterns;
}

}  // namespace

std::string_view PromptnessIn(std::string_view words, size_t anchor) {
  std::string_view nearest;
  size_t distance = words.size() + 1;
  for (size_t i = 0; i < kPhrases.size(); ++i) {
    const re2::StringPiece all(words.data(), words.size());
    re2::StringPiece found;
    size_t from = 0;
    while (from < all.size() &&
           Patterns()[i]->Match(all, from, all.size(), re2::RE2::UNANCHORED, &found, 1)) {
      const auto at = static_cast<size_t>(found.data() - all.data());
      const size_t away = at > anchor ? at - anchor : anchor - at;
      if (away < distance) {
        distance = away;
        nearest = kPhrases[i].word;
      }
      from = at + found.size();
    }
  }
  return nearest;
}

}  // namespace mandat::internal
