// SPDX-License-Identifier: Apache-2.0
#include "clock/situations.h"

#include <iterator>

namespace mandat {
namespace {

const std::vector<WorkingWeek> kEitherWeek = {WorkingWeek::kMondayToFriday,
                                              WorkingWeek::kMondayToSaturday};

std::vector<Situation> Turns() {
  return {
      {.en = "A breach known on the Friday before summer time begins",
       .fr = "Violation connue le vendredi qui précède le passage à l'heure d'été",
       .event = "2026-03-27 15:20",
       .period = "72 hours"},
      {.en = "The same on the Friday before summer time ends",
       .fr = "De même le vendredi qui précède la fin de l'heure d'été",
       .event = "2026-10-23 15:20",
       .period = "72 hours"},
      {.en = "Three days instead of 72 hours, over the weekend on which summer time begins",
       .fr = "Trois jours au lieu de 72 heures, sur le week-end du passage à l'heure d'été",
       .event = "2026-03-27 15:20",
       .period = "3 days"},
      {.en = "Three days over the weekend on which summer time ends",
       .fr = "Trois jours sur le week-end de la fin de l'heure d'été",
       .event = "2026-10-23 15:20",
       .period = "3 days"},
      {.en = "24 hours from Christmas Eve at 18:00",
       .fr = "24 heures à partir de la veille de Noël, 18:00",
       .event = "2026-12-24 18:00",
       .period = "24 hours"},
      {.en = "Four business hours from a Friday at 16:00",
       .fr = "Quatre heures d'ouverture à partir d'un vendredi à 16:00",
       .event = "2026-03-27 16:00",
       .period = "4 business-hours",
       .is_open = true},
      {.en = "Four business hours from the Friday before Easter, when Monday is a holiday",
       .fr = "Quatre heures d'ouverture à partir du vendredi avant Pâques, le lundi étant férié",
       .event = "2026-04-03 16:00",
       .period = "4 business-hours",
       .is_open = true},
  };
}

std::vector<Situation> MonthsAndYears() {
  return {
      {.en = "A request received one month before Easter",
       .fr = "Demande reçue un mois avant Pâques",
       .event = "2026-03-05 10:00",
       .period = "1 month"},
      {.en = "One month from 31 January, by counting alone",
       .fr = "Un mois à partir du 31 janvier, par simple décompte",
       .event = "2026-01-31 10:00",
       .period = "1 month",
       .rule_sets = {RuleSet::kPlain}},
      {.en = "One month from 31 January, when 28 February is a Saturday",
       .fr = "Un mois à partir du 31 janvier, le 28 février étant un samedi",
       .event = "2026-01-31 10:00",
       .period = "1 month"},
      {.en = "One month from 31 January of a leap year",
       .fr = "Un mois à partir du 31 janvier d'une année bissextile",
       .event = "2028-01-31 10:00",
       .period = "1 month"},
      {.en = "One year from 29 February",
       .fr = "Un an à partir du 29 février",
       .event = "2028-02-29 10:00",
       .period = "1 year"},
      {.en = "At least one month before 29 March, in a leap year",
       .fr = "Au moins un mois avant le 29 mars, une année bissextile",
       .count = Count::kBefore,
       .event = "2028-03-29 10:00",
       .period = "1 month"},
      {.en = "At least one month before 31 March, over a February that has no 31st",
       .fr = "Au moins un mois avant le 31 mars, par-dessus un mois de février sans 31",
       .count = Count::kBefore,
       .event = "2026-03-31 10:00",
       .period = "1 month"},
      {.en = "Notice at least one month before 10 June",
       .fr = "Préavis d'au moins un mois avant le 10 juin",
       .count = Count::kBefore,
       .event = "2026-06-10 10:00",
       .period = "1 month"},
      {.en = "Kept for three years, which end on a Sunday: retention does not extend",
       .fr = "Conservation de trois ans échéant un dimanche : elle n'est pas prolongée",
       .count = Count::kToKeep,
       .event = "2024-01-31 10:00",
       .period = "3 years"},
      {.en = "The same three years to act: they extend",
       .fr = "Les mêmes trois ans pour agir : ils sont prolongés",
       .event = "2024-01-31 10:00",
       .period = "3 years"},
      {.en = "90 days that end on New Year's Day",
       .fr = "90 jours échéant le jour de l'An",
       .event = "2026-10-03 10:00",
       .period = "90 days"},
      {.en = "Two weeks that end on the last working day of the year",
       .fr = "Deux semaines échéant le dernier jour ouvrable de l'année",
       .event = "2026-12-17 10:00",
       .period = "2 weeks"},
      {.en = "One day from the last working day of the year",
       .fr = "Un jour à partir du dernier jour ouvrable de l'année",
       .event = "2026-12-31 10:00",
       .period = "1 day"},
  };
}

std::vector<Situation> ShortPeriods() {
  return {
      {.en = "Two days from a Friday before Easter: two working days must lie in it",
       .fr = "Deux jours à partir du vendredi avant Pâques : il faut deux jours ouvrables",
       .event = "2026-04-03 10:00",
       .period = "2 days"},
      {.en = "The same under the German Civil Code, which has no such rule",
       .fr = "De même selon le Code civil allemand, sans cette règle",
       .event = "2026-04-03 10:00",
       .period = "2 days",
       .rule_sets = {RuleSet::kBgb}},
      {.en = "The same under the Belgian Civil Code",
       .fr = "De même selon le Code civil belge",
       .event = "2026-04-03 10:00",
       .period = "2 days",
       .rule_sets = {RuleSet::kBelgianCivilCode}},
      {.en = "One day from a Saturday",
       .fr = "Un jour à partir d'un samedi",
       .event = "2026-05-09 10:00",
       .period = "1 day"},
      {.en = "Received on a Friday at 17:59, without a cut-off",
       .fr = "Reçu un vendredi à 17:59, sans heure limite",
       .event = "2026-06-12 17:59",
       .period = "5 days"},
      {.en = "The same with a cut-off at 18:00: still in time",
       .fr = "De même avec une heure limite de 18:00 : encore à temps",
       .event = "2026-06-12 17:59",
       .period = "5 days",
       .cut_off_hour = 18},
      {.en = "The same with a cut-off at 17:00: as if received on Saturday",
       .fr = "De même avec une heure limite de 17:00 : comme reçu le samedi",
       .event = "2026-06-12 17:59",
       .period = "5 days",
       .cut_off_hour = 17},
      {.en = "Five working days over Easter Monday",
       .fr = "Cinq jours ouvrables par-dessus le lundi de Pâques",
       .event = "2026-03-30 10:00",
       .period = "5 working-days"},
  };
}

std::vector<Situation> Places() {
  return {
      {.en = "The same in Berlin, where Good Friday is a holiday too",
       .fr = "De même à Berlin, où le Vendredi saint est aussi férié",
       .event = "2026-03-30 10:00",
       .period = "5 working-days",
       .zone = "Europe/Berlin",
       .calendars = {"DE-BE"}},
      {.en = "The same in New York, where neither is",
       .fr = "De même à New York, où ni l'un ni l'autre ne l'est",
       .event = "2026-03-30 10:00",
       .period = "5 working-days",
       .zone = "America/New_York",
       .calendars = {"US"}},
      {.en = "Three working days over Independence Day on a Saturday, observed on Friday",
       .fr = "Trois jours ouvrables par-dessus l'Independence Day, un samedi, chômé le vendredi",
       .event = "2026-06-30 10:00",
       .period = "3 working-days",
       .zone = "America/New_York",
       .calendars = {"US"}},
      {.en = "Six days from New Year's Eve in Berlin, where Epiphany is no holiday",
       .fr = "Six jours à partir de la Saint-Sylvestre à Berlin, où l'Épiphanie n'est pas fériée",
       .event = "2025-12-31 10:00",
       .period = "6 days",
       .zone = "Europe/Berlin",
       .calendars = {"DE-BE"}},
      {.en = "The same in Bavaria, where Epiphany is a holiday",
       .fr = "De même en Bavière, où l'Épiphanie est fériée",
       .event = "2025-12-31 10:00",
       .period = "6 days",
       .zone = "Europe/Berlin",
       .calendars = {"DE-BY"}},
      {.en = "Two working days from 30 December in Berlin, where New Year's Eve is worked",
       .fr = "Deux jours ouvrables à partir du 30 décembre à Berlin, où le 31 est travaillé",
       .event = "2026-12-30 10:00",
       .period = "2 working-days",
       .zone = "Europe/Berlin",
       .calendars = {"DE-BE"}},
  };
}

std::vector<Situation> LeftOpen() {
  return {
      {.en = "\"Jours ouvrables\" or \"jours ouvrés\": the week is left open",
       .fr = "« Jours ouvrables » ou « jours ouvrés » : la semaine n'est pas précisée",
       .event = "2026-07-10 10:00",
       .period = "10 working-days",
       .weeks = kEitherWeek},
      {.en = "The place is left open: France or Berlin",
       .fr = "Le lieu n'est pas précisé : France ou Berlin",
       .event = "2026-04-01 10:00",
       .period = "2 days",
       .calendars = {"FR", "DE-BE"}},
      {.en = "The rules are left open: Regulation 1182/71 or plain counting",
       .fr = "Les règles ne sont pas précisées : règlement 1182/71 ou simple décompte",
       .event = "2026-04-03 10:00",
       .period = "2 days",
       .rule_sets = {RuleSet::kReg1182, RuleSet::kPlain}},
  };
}

}  // namespace

std::vector<Situation> Situations() {
  std::vector<Situation> all;
  for (auto* part : {Turns, MonthsAndYears, ShortPeriods, Places, LeftOpen}) {
    std::vector<Situation> some = part();
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace mandat
