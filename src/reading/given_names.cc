// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/given_names.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kOften = 3;

size_t Times(const std::string& folded, const RE2& pattern, size_t most) {
  re2::StringPiece rest(folded);
  size_t times = 0;
  while (times < most && RE2::FindAndConsume(&rest, pattern)) {
    ++times;
  }
  return times;
}

// "Responsable de traitement (RT)", "le sous-traitant (ci-apres "ST")".
void AddAbbreviations(const std::string& folded, const RE2& pattern,
                      std::vector<std::string>& names) {
  re2::StringPiece rest(folded);
  std::string name;
  while (names.size() < kOften && RE2::FindAndConsume(&rest, pattern, &name)) {
    const RE2 alone(R"(\b(?:le|du|au|par|the|der|des|dem) )" + RE2::QuoteMeta(name) + R"(\b)");
    const bool is_new = std::ranges::find(names, name) == names.end();
    if (is_new && Times(folded, alone, kOften) == kOften) {
      names.push_back(name);
    }
  }
}

// "le Responsable", where the text has defined no more than "le Responsable de traitement".
void AddShortController(const std::string& folded, std::vector<std::string>& names) {
  static const RE2 whole(R"(\bresponsable d[eu] traitement\b)");
  static const RE2 acts(
      R"((?:(?:^|[.;:,] |- )le|\b(?:compte|instructions?|choix|demande|par|notifie|informe|assiste)"
      R"(|aide|autorisation|accord|disposition|tenue?|celle|ceux) ?(?:d[eu]|le|au)) responsable)"
      R"((?: ?[.,;:)]| (?:autorise|peut|pourra|dispose|s|ne|garantit|a|est|reste|donne|doit|y|en)"
      R"(|de (?:toute?|repondre|remplir|respecter|notifier)|dans|sans|avec|par|et|ou|tout\w*)\b))");
  static const RE2 other(R"(\ble responsable (?:de la|de l|des|d une?|informatique|legal)\b)");
  if (Times(folded, whole, 1) == 1 && Times(folded, acts, kOften) == kOften &&
      Times(folded, other, kOften) < kOften) {
    names.emplace_back("responsable");
  }
}

// "for the account of the school": a word that customers are called by.
void AddNoun(const std::string& folded, std::vector<std::string>& names) {
  static const RE2 behalf(
      R"(\b(?:pour le compte|sur instructions?(?: documentees?)?|les instructions|au choix))"
      R"((?: exclusif)? d(?:e la|e l|u) (utilisateur|abonne|licencie|adherent|beneficiaire)"
      R"(|acheteur|mandant|collectivite|commune|etablissement|ecole|association|employeur)"
      R"(|organisme|partenaire|commanditaire|souscripteur|donneur d ordres?|pouvoir adjudicateur)"
      R"(|entreprise utilisatrice|hotelier|praticien|cabinet|syndic|bailleur|mandataire)\b)");
  std::map<std::string, size_t> times;
  re2::StringPiece rest(folded);
  std::string name;
  while (RE2::FindAndConsume(&rest, behalf, &name)) {
    ++times[name];
  }
  const auto best = std::ranges::max_element(
      times, [](const auto& one, const auto& two) { return one.second < two.second; });
  static const RE2 client(R"(\b(?:le|du|au|un) client\b)");
  if (best != times.end() && best->second > 1 && Times(folded, client, kOften) < kOften) {
    names.push_back(best->first);
  }
}

void AddNew(const std::vector<std::string>& given, const std::vector<std::string>& others,
            std::vector<std::string>& names) {
  for (const std::string& name : given) {
    const bool is_known = std::ranges::find(names, name) != names.end() ||
                          std::ranges::find(others, name) != others.end();
    if (!is_known) {
      names.push_back(name);
    }
  }
}

}  // namespace

void AddGivenNames(const std::string& folded, std::vector<std::string>& controller,
                   std::vector<std::string>& processor) {
  static const RE2 controls(
      R"re(\b(?:responsable d[eu] traitement|data controller|verantwortlicher?) ?\()re"
      R"re((?:ci-apres,? )?"?(?:le |the )?([a-z]{2,4})"?\))re");
  static const RE2 processes(R"re(\b(?:sous[- ]traitant|data processor|auftragsverarbeiter) ?\()re"
                             R"re((?:ci-apres,? )?"?(?:le |the )?([a-z]{2,4})"?\))re");
  std::vector<std::string> controllers;
  std::vector<std::string> processors;
  AddAbbreviations(folded, controls, controllers);
  AddAbbreviations(folded, processes, processors);
  AddShortController(folded, controllers);
  AddNoun(folded, controllers);
  AddNew(controllers, processor, controller);
  AddNew(processors, controller, processor);
}

std::string SingularOfEngaged(const std::string& name) {
  static const RE2 many(
      R"((fournisseur|prestataire|sous-traitant|partenaire|intervenant|vendor|supplier)"
      R"(|contractor|service provider|third party provider)s)");
  std::string one;
  return RE2::FullMatch(name, many, &one) ? one : std::string();
}

}  // namespace mandat::internal
