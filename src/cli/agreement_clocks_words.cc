// SPDX-License-Identifier: Apache-2.0
// The words of `mandat agreement clocks` in French.
#include <algorithm>
#include <array>
#include <utility>

#include "cli/internal/agreement_clocks.h"

namespace mandat {
namespace {

struct Pair {
  std::string_view word;
  std::string_view french;
};

constexpr auto kWords = std::to_array<Pair>({
    // What kind of promise, and of whom.
    {"act", "acte"},
    {"window", "fenêtre"},
    {"lead", "préavis"},
    {"quota", "quota"},
    {"keep", "conservation"},
    {"recur", "récurrence"},
    {"hours", "heures"},
    {"term", "durée"},
    {"processor", "sous-traitant"},
    {"controller", "responsable"},
    {"both", "les deux"},
    {"sub-processor", "sous-traitant ultérieur"},
    {"authority", "autorité"},
    {"person", "personne"},
    {"auditor", "auditeur"},
    {"third-party", "tiers"},
    // Who gave the number.
    {"contract", "contrat"},
    {"option", "choix"},
    {"house", "règle interne"},
    {"none", "personne"},
    {"law", "loi"},
    // How soon and how firmly.
    {"immediately", "immédiatement"},
    {"without-delay", "sans délai"},
    {"without-undue-delay", "dans les meilleurs délais"},
    {"as-soon-as-possible", "dès que possible"},
    {"promptly", "rapidement"},
    {"in-good-time", "en temps utile"},
    {"in-reasonable-time", "dans un délai raisonnable"},
    {"firm", "ferme"},
    {"in-any-event", "en tout cas"},
    {"generally", "en règle générale"},
    {"best-effort", "au mieux"},
    // What starts it.
    {"awareness", "prise de connaissance"},
    {"receipt-of-request", "réception de la demande"},
    {"receipt-of-notice", "réception de l'avis"},
    {"sending-of-notice", "envoi de l'avis"},
    {"receipt-of-objection", "réception de l'objection"},
    {"engagement-of-sub-processor", "engagement du sous-traitant ultérieur"},
    {"change", "modification"},
    {"capture", "collecte"},
    {"account-closure", "fermeture du compte"},
    {"end-of-agreement", "fin du contrat"},
    {"end-of-processing", "fin du traitement"},
    {"end-of-legal-retention", "fin de la conservation légale"},
    {"completion-of-destruction", "fin de la destruction"},
    {"end-of-designation", "fin de la désignation"},
    {"suspension", "suspension"},
    {"instruction", "instruction"},
    {"audit", "audit"},
    {"conclusion", "conclusion"},
    {"renewal", "renouvellement"},
    {"delivery", "livraison"},
    {"invoice", "facture"},
    {"notice-of-default", "mise en demeure"},
    {"acknowledgement-of-incident", "constat de l'incident"},
    {"due-date", "échéance"},
    {"damage", "dommage"},
    // How often.
    {"calendar-year", "année civile"},
    {"contract-year", "année contractuelle"},
    {"year", "an"},
    {"half-year", "semestre"},
    {"quarter", "trimestre"},
    {"month", "mois"},
    {"week", "semaine"},
    {"day", "jour"},
    {"request", "demande"},
    // What the command says itself.
    {"before", "avant"},
    {"per", "par"},
    {"or", "ou"},
    {"no date", "sans date"},
    {"for the term", "pour la durée du contrat"},
    {"path", "chemin"},
    {"clause", "clause"},
    {"kind", "genre"},
    {"owed by", "dû par"},
    {"starts with", "commence par"},
    {"how long", "combien de temps"},
    {"number by", "nombre donné par"},
    {"in time before", "à temps avant"},
    {"cannot be counted", "ne peut être compté"},
});

// In the order of TimeUnit: one, then several.
constexpr std::array<std::array<std::string_view, 2>, 7> kUnits = {
    {{"heure", "heures"},
     {"heure d'ouverture", "heures d'ouverture"},
     {"jour", "jours"},
     {"jour ouvrable", "jours ouvrables"},
     {"semaine", "semaines"},
     {"mois", "mois"},
     {"an", "ans"}}};

}  // namespace

std::string SayWord(std::string_view word, Language language) {
  const auto found = std::ranges::find(kWords, word, &Pair::word);
  const bool is_known = language == Language::kFrench && found != kWords.end();
  return std::string(is_known ? found->french : word);
}

std::string SayLength(const Period& period, Language language) {
  if (language == Language::kEnglish) {
    return period.Format();
  }
  const auto& unit = kUnits.at(static_cast<size_t>(std::to_underlying(period.unit)));
  return std::to_string(period.count) + " " + std::string(unit.at(period.count == 1 ? 0 : 1));
}

}  // namespace mandat
