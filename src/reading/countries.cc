// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/numeral.h"

namespace mandat::internal {
namespace {

struct CountryName {
  std::string_view name;  // folded
  std::string_view code;
};

// Where processors and sub-processors of European customers are.
constexpr auto kNames = std::to_array<CountryName>({
    {"allemagne", "DE"},
    {"germany", "DE"},
    {"deutschland", "DE"},
    {"autriche", "AT"},
    {"austria", "AT"},
    {"osterreich", "AT"},
    {"belgique", "BE"},
    {"belgium", "BE"},
    {"belgien", "BE"},
    {"bulgarie", "BG"},
    {"bulgarien", "BG"},
    {"bulgaria", "BG"},
    {"canada", "CA"},
    {"kanada", "CA"},
    {"chypre", "CY"},
    {"zypern", "CY"},
    {"cyprus", "CY"},
    {"croatie", "HR"},
    {"kroatien", "HR"},
    {"croatia", "HR"},
    {"danemark", "DK"},
    {"danemark", "DK"},
    {"denmark", "DK"},
    {"espagne", "ES"},
    {"spain", "ES"},
    {"spanien", "ES"},
    {"estonie", "EE"},
    {"estland", "EE"},
    {"estonia", "EE"},
    {"finlande", "FI"},
    {"finnland", "FI"},
    {"finland", "FI"},
    {"france", "FR"},
    {"frankreich", "FR"},
    {"grece", "GR"},
    {"griechenland", "GR"},
    {"greece", "GR"},
    {"hongrie", "HU"},
    {"ungarn", "HU"},
    {"hungary", "HU"},
    {"inde", "IN"},
    {"india", "IN"},
    {"indien", "IN"},
    {"irlande", "IE"},
    {"ireland", "IE"},
    {"irland", "IE"},
    {"islande", "IS"},
    {"iceland", "IS"},
    {"israel", "IL"},
    {"italie", "IT"},
    {"italy", "IT"},
    {"italien", "IT"},
    {"japon", "JP"},
    {"japan", "JP"},
    {"lettonie", "LV"},
    {"lettland", "LV"},
    {"latvia", "LV"},
    {"lituanie", "LT"},
    {"litauen", "LT"},
    {"lithuania", "LT"},
    {"luxembourg", "LU"},
    {"luxemburg", "LU"},
    {"malte", "MT"},
    {"malta", "MT"},
    {"maroc", "MA"},
    {"marokko", "MA"},
    {"morocco", "MA"},
    {"norvege", "NO"},
    {"norway", "NO"},
    {"norwegen", "NO"},
    {"pays-bas", "NL"},
    {"niederlanden", "NL"},
    {"netherlands", "NL"},
    {"niederlande", "NL"},
    {"pologne", "PL"},
    {"poland", "PL"},
    {"polen", "PL"},
    {"portugal", "PT"},
    {"roumanie", "RO"},
    {"rumanien", "RO"},
    {"romania", "RO"},
    {"royaume-uni", "GB"},
    {"grossbritannien", "GB"},
    {"united kingdom", "GB"},
    {"vereinigtes konigreich", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"singapour", "SG"},
    {"singapur", "SG"},
    {"singapore", "SG"},
    {"slovaquie", "SK"},
    {"slowakei", "SK"},
    {"slovakia", "SK"},
    {"slovenie", "SI"},
    {"slowenien", "SI"},
    {"slovenia", "SI"},
    {"suede", "SE"},
    {"schweden", "SE"},
    {"sweden", "SE"},
    {"suisse", "CH"},
    {"switzerland", "CH"},
    {"schweiz", "CH"},
    {"tchequie", "CZ"},
    {"tschechien", "CZ"},
    {"czech republic", "CZ"},
    {"czechia", "CZ"},
    {"tunisie", "TN"},
    {"tunesien", "TN"},
    {"tunisia", "TN"},
    {"ukraine", "UA"},
    {"etats-unis", "US"},
    {"vereinigten staaten", "US"},
    {"united states", "US"},
    {"vereinigte staaten", "US"},
    {"etats unis", "US"},
    {"usa", "US"},
    {"u.s.a", "US"},
    {"australie", "AU"},
    {"australien", "AU"},
    {"australia", "AU"},
    {"bresil", "BR"},
    {"brasilien", "BR"},
    {"brazil", "BR"},
    {"chine", "CN"},
    {"china", "CN"},
    {"union europeenne", "EU"},
    {"dans l ue", "EU"},
    {"en ue", "EU"},
    {"au sein de l ue", "EU"},
    {"within the eu", "EU"},
    {"in the eu", "EU"},
    {"european union", "EU"},
    {"europaische union", "EU"},
    {"europaischen union", "EU"},
    {"europaischer wirtschaftsraum", "EU"},
    {"europaischen wirtschaftsraum", "EU"},
    {"europaischen wirtschaftsraums", "EU"},
    {"europaischen wirtschaftsraumes", "EU"},
    {"ewr", "EU"},
    {"espace economique europeen", "EU"},
    {"european economic area", "EU"},
    {"eee", "EU"},
    {"eea", "EU"},
    {"the eu", "EU"},
    {"eu/eea", "EU"},
    {"eu member states", "EU"},
    {"the uk", "GB"},
    {"the us", "US"},
});

// What is written for a code in tables though it is not one.
constexpr auto kHabits = std::to_array<CountryName>({{"ue", "EU"},
                                                     {"eu", "EU"},
                                                     {"uk", "GB"},
                                                     {"usa", "US"},
                                                     {"eee", "EU"},
                                                     {"eea", "EU"},
                                                     {"ewr", "EU"}});

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::vector<std::pair<std::string_view, size_t>> CountriesIn(std::string_view folded) {
  std::vector<std::pair<std::string_view, size_t>> found;
  for (const CountryName& row : kNames) {
    for (size_t at = folded.find(row.name); at != std::string_view::npos;
         at = folded.find(row.name, at + 1)) {
      const size_t end = at + row.name.size();
      const bool is_word = (at == 0 || !IsLetter(folded[at - 1])) &&
                           (end == folded.size() || !IsLetter(folded[end]));
      if (is_word) {
        found.emplace_back(row.code, at);
        break;
      }
    }
  }
  std::ranges::sort(found, [](const auto& one, const auto& other) {
    return std::pair(one.second, one.first) < std::pair(other.second, other.first);
  });
  return found;
}

std::string_view CountryIn(std::string_view folded) {
  const auto found = CountriesIn(folded);
  return found.empty() ? "" : found.back().first;
}

std::string_view CountryOfCode(std::string_view cell) {
  const std::vector<FoldedWord> words = WordsOf(cell);
  if (words.size() != 1) {
    return "";
  }
  for (const CountryName& row : kHabits) {
    if (row.name == words[0].text) {
      return row.code;
    }
  }
  for (const CountryName& row : kNames) {
    const std::string code{static_cast<char>(row.code[0] - 'A' + 'a'),
                           static_cast<char>(row.code[1] - 'A' + 'a')};
    if (code == words[0].text) {
      return row.code;
    }
  }
  return "";
}

}  // namespace mandat::internal
