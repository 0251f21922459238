// SPDX-License-Identifier: Apache-2.0
// Words that everybody knows. They tell a language, and what letters a damaged text must have had.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "prose/internal/tongue.h"

namespace mandat::internal {
namespace {

constexpr std::string_view kFrench =
    "le la les de des du un une et ou où en au aux à dans par pour sur avec sans sous entre que "
    "qui "
    "quoi dont ce cet cette ces son sa ses leur leurs il elle ils elles on nous vous se ne pas "
    "plus "
    "est sont être été a ont avoir fait sera seront peut peuvent doit doivent si tout toute tous "
    "toutes autre autres même ainsi afin après avant lors lorsque selon notamment comme aussi mais "
    "donc car chaque aucun aucune non oui très bien ci être y compris vers chez jour jours mois an "
    "ans année heure heures délai délais écrit écrite article annexe clause contrat accord "
    "convention "
    "partie parties client prestataire responsable traitement sous traitant traitants données "
    "personnel personnelles caractère personne personnes concernée concernées finalité finalités "
    "mesures sécurité technique techniques organisationnelles confidentialité protection violation "
    "notification information informations demande droit droits loi durée fin résiliation "
    "suppression "
    "restitution destruction effacement audit contrôle autorité transfert pays tiers union "
    "européenne "
    "instruction instructions obligation obligations services service présent présente présentes "
    "application utilisation installation fourniture conservation collecte accès risque niveau "
    "conformément relatif relative relatives nécessaire nécessaires appropriées cas mise place "
    "ultérieur ultérieurs raisonnable immédiatement meilleurs plein effet désigne signifie "
    "toutefois";

constexpr std::string_view kEnglish =
    "the of and to in a an is are be been was were for on with by from at as or not no it its this "
    "that these those which who whom whose what when where if then than such any all each every "
    "other others shall will may must can could would should has have had do does under upon "
    "within "
    "without between after before during until unless only also more most less least out into over "
    "their they them he she his her we our us you your so but both same own day days month months "
    "year years hour hours period written writing article annex clause section agreement contract "
    "party parties customer client provider controller processor processors processing data "
    "personal "
    "subject subjects purpose purposes measures security technical organisational organizational "
    "confidentiality protection breach notification notify information request requests right "
    "rights "
    "law laws duration term termination deletion return destruction audit audits supervisory "
    "authority transfer transfers country countries third union european instruction instructions "
    "obligation obligations services service applicable appropriate access risk level accordance "
    "relating necessary reasonable promptly immediately undue delay means including prior further "
    "sub general specific authorisation hereinafter pursuant provided case force effect";

constexpr std::string_view kGerman =
    "der die das des dem den ein eine einer eines einem einen und oder in im zu zum zur von vom "
    "mit "
    "bei auf aus an am für nach vor über unter durch ohne gegen um als wie so ist sind sein war "
    "waren wird werden wurde hat haben kann können muss müssen soll sollen darf dürfen nicht kein "
    "keine auch nur noch wenn dass daß ob sich er sie es wir ihr ihre ihrer sein seine seiner "
    "dieser "
    "diese dieses alle aller jede jeder andere anderen soweit sowie sofern insbesondere gemäß tag "
    "tage tagen monat monate monaten jahr jahre stunde stunden frist artikel anlage anhang vertrag "
    "vereinbarung partei parteien auftraggeber auftragnehmer auftragsverarbeitung verantwortlicher "
    "verantwortliche verantwortlichen auftragsverarbeiter verarbeitung daten personenbezogene "
    "personenbezogenen betroffenen betroffene person personen zweck zwecke maßnahmen sicherheit "
    "technische technischen organisatorische organisatorischen vertraulichkeit schutz verletzung "
    "meldung information weisung weisungen recht rechte gesetz dauer ende kündigung löschung "
    "rückgabe "
    "prüfung aufsichtsbehörde übermittlung drittland union europäischen pflicht pflichten "
    "leistungen "
    "unverzüglich schriftlich spätestens innerhalb erforderlich angemessen weitere "
    "unterauftragnehmer";

constexpr std::string_view kDutch =
    "de het een en of in op te ten ter van voor met bij uit aan naar over onder door zonder tegen "
    "om "
    "als zoals is zijn was waren wordt worden werd heeft hebben kan kunnen moet moeten zal zullen "
    "mag "
    "mogen niet geen ook nog wel wanneer indien dat die dit deze er ze zij hij wij hun haar elke "
    "alle ander andere andere tenzij zodra dag dagen maand maanden jaar jaren uur termijn artikel "
    "bijlage overeenkomst partij partijen klant leverancier verwerker verwerkers verwerking "
    "verwerkingsverantwoordelijke gegevens persoonsgegevens betrokkene betrokkenen doel doeleinden "
    "maatregelen beveiliging technische organisatorische geheimhouding bescherming inbreuk melding "
    "informatie verzoek recht rechten wet duur einde beëindiging vernietiging teruggave controle "
    "toezichthoudende autoriteit doorgifte derde land unie europese instructie instructies "
    "verplichting verplichtingen diensten schriftelijk onverwijld uiterlijk binnen passende";

std::vector<std::string_view> Split(std::string_view words) {
  std::vector<std::string_view> out;
  for (size_t begin = 0; begin < words.size();) {
    const size_t end = std::min(words.find(' ', begin), words.size());
    if (end > begin) {
      out.push_back(words.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace

const std::vector<std::string_view>& CommonWords(Tongue tongue) {
  static const std::array<std::vector<std::string_view>, 5> kLists = {
      std::vector<std::string_view>(), Split(kFrench), Split(kEnglish), Split(kGerman),
      Split(kDutch)};
  return kLists[static_cast<size_t>(tongue)];
}

bool IsCommonWord(std::string_view lower, Tongue tongue) {
  using Set = std::unordered_set<std::string_view>;
  const auto set_of = [](Tongue of) { return Set(CommonWords(of).begin(), CommonWords(of).end()); };
  static const std::array<Set, 5> kSets = {Set(), set_of(Tongue::kFrench), set_of(Tongue::kEnglish),
                                           set_of(Tongue::kGerman), set_of(Tongue::kDutch)};
  return kSets[static_cast<size_t>(tongue)].contains(lower);
}

bool IsCommonWord(std::string_view lower) {
  return IsCommonWord(lower, Tongue::kFrench) || IsCommonWord(lower, Tongue::kEnglish) ||
         IsCommonWord(lower, Tongue::kGerman) || IsCommonWord(lower, Tongue::kDutch);
}

}  // namespace mandat::internal
