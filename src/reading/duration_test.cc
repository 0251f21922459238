// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/duration.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "reading/internal/fold.h"
#include "reading/internal/recurrence.h"

namespace mandat::internal {
namespace {

std::string Texts(std::string_view text) {
  std::string all;
  for (const Duration& duration : FindDurations(FoldText(text))) {
    all += (all.empty() ? "" : "; ") + duration.Text() + (duration.is_calendar ? " calendar" : "");
  }
  return all;
}

TEST(Duration, FiguresAndWordsOfThreeLanguagesAreRead) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"dans les dix (10) jours ouvrables suivant", "10 working-days"},
      {"quarante-huit heures", "48 hours"},
      {"quatre-vingt-dix (90) jours", "90 days"},
      {"soixante et onze jours", "71 days"},
      {"cent vingt jours calendrier", "120 days calendar"},
      {"within twenty-four (24) hours", "24 hours"},
      {"14 calendar days before", "14 days calendar"},
      {"one month after", "1 month"},
      {"one hundred and eighty days", "180 days"},
      {"no later than the next working day", "1 working-day"},
      {"innerhalb von 10 Werktagen", "10 working-days"},
      {"binnen dreier Monate", "3 months"},
      {"innert Monatsfrist", "1 month"},
      {"binnen Jahresfrist", "1 year"},
      {"am folgenden Arbeitstag", "1 working-day"},
      {"innerhalb von zwei Arbeitstagen", "2 working-days"},
      {"vierundzwanzig Stunden", "24 hours"},
      {"sous 48h", "48 hours"},
      {"dans la semaine de leur réception", "1 week"},
      {"dans le mois qui suit", "1 month"},
      {"sous huitaine", "8 days"},
      {"three (3) months and two weeks", "3 months; 2 weeks"},
  };
  for (const auto& [text, wanted] : cases) {
    EXPECT_EQ(Texts(text), wanted) << text;
  }
}

TEST(Duration, WhatIsNoDurationIsLeft) {
  for (const std::string_view text :
       {"Article 28", "10 EUR", "de 9h00 à 17h00", "the agreement", "version 2.1", "",
        "au moins une fois par an", "99999999999999999999 days", "0 days", "années",
        "les logiciels sont mis à jour", "surveillance 24 heures sur 24, 7 jours sur 7",
        "24 hours a day, 7 days a week"}) {
    EXPECT_EQ(Texts(text), "") << text;
  }
}

TEST(Times, CountsSayInWhatTime) {
  const auto times = [](std::string_view text) {
    const Times found = FindTimes(FoldText(text));
    return std::to_string(found.n) + " " + std::string(found.per);
  };
  EXPECT_EQ(times("une fois par année civile"), "1 calendar-year");
  EXPECT_EQ(times("An audit may take place not more than twice per calendar year"),
            "2 calendar-year");
  EXPECT_EQ(times("pas plus d'une fois par année contractuelle"), "1 contract-year");
  EXPECT_EQ(times("no more often than annually"), "1 year");
  EXPECT_EQ(times("höchstens einmal im Kalenderjahr"), "1 calendar-year");
  EXPECT_EQ(times("deux fois par an au plus"), "2 year");
  EXPECT_EQ(times("not more frequently than every 12 months"), "1 year");
  EXPECT_EQ(times("tous les douze mois au plus"), "1 year");
  EXPECT_EQ(times("every certificate is shown each time"), "0 ");
  EXPECT_EQ(times("audits are allowed"), "0 ");
}

TEST(Recurrence, HowOftenIsReadInThreeLanguages) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"les correctifs sont appliqués au moins une fois par mois", "1 month"},
      {"sauvegardes incrémentales quotidiennes", "1 day"},
      {"une vérification automatique hebdomadaire", "1 week"},
      {"tests by third parties once a year", "1 year"},
      {"toutes les deux semaines", "2 weeks"},
      {"every 6 months", "6 months"},
      {"die Sicherung erfolgt täglich", "1 day"},
      {"alle drei Monate", "3 months"}};
  for (const auto& [text, wanted] : cases) {
    EXPECT_EQ(RecurrenceIn(FoldText(text)), wanted) << text;
  }
}

TEST(Recurrence, WhatDoesNotComeAgainOrMoreOftenIsNone) {
  for (const std::string_view text :
       {"", "within 30 days", "deux fois par an", "twice a year", "24 heures par jour",
        "logs are kept for one year", "régulièrement mis à jour"}) {
    EXPECT_EQ(RecurrenceIn(FoldText(text)), "") << text;
  }
}

TEST(Fold, PlacesPointIntoTheText) {
  const std::string text = "« L’Été »";
  const Folded folded = Fold(text);
  EXPECT_EQ(folded.text, "\" l ete \"");
  const auto [begin, end] = folded.Origin(4, 7);
  EXPECT_EQ(text.substr(begin, end - begin), "Été");
}

TEST(Fold, BytesThatAreNoTextAreTotal) {
  EXPECT_EQ(FoldText("a\xff\xc3"), "a??");
  EXPECT_EQ(FoldText("\xe2\x82"), "??");
}

}  // namespace
}  // namespace mandat::internal
