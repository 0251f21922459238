// SPDX-License-Identifier: Apache-2.0
// What the terms of a contract are called by law, and which of them are no parties.
#include "reading/internal/role_terms.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr auto kArticles =
    std::to_array<std::string_view>({"le ", "la ", "les ", "l ", "un ", "une ", "the ", "a ", "an ",
                                     "der ", "die ", "das ", "den ", "dem ", "des "});

constexpr auto kNoParties = std::to_array<std::string_view>(
    {"agreement", "addendum", "accord",    "contrat",    "convention", "services",  "service",
     "partie",    "parties",  "party",     "offre",      "annexe",     "rgpd",      "gdpr",
     "dpa",       "clauses",  "msa",       "eee",        "notice",     "schedule",  "licence",
     "software",  "vertrag",  "main",      "principal",  "website",    "dashboard", "law",
     "laws",      "scc",      "sccs",      "regulation", "authority",  "incident",  "transfer",
     "order",     "terms",    "violation", "charte",     "pourquoi",   "quel"});

// Terms that the law defines and contracts repeat: none of them is a party, whatever stands near.
constexpr auto kNoActors = std::to_array<std::string_view>({"processing",
                                                            "member state",
                                                            "commission",
                                                            "supervisory",
                                                            "third part",
                                                            "third countr",
                                                            "eea",
                                                            "european",
                                                            "eu ",
                                                            "uk ",
                                                            "union",
                                                            "affiliate",
                                                            "instruction",
                                                            "subscription",
                                                            "sell",
                                                            "restricted",
                                                            "technical",
                                                            "security",
                                                            "personal",
                                                            "consent",
                                                            "anonym",
                                                            "pseudonym",
                                                            "profiling",
                                                            "purpose",
                                                            "standard contract",
                                                            "business purpose",
                                                            "effective date",
                                                            "annex",
                                                            "traitement",
                                                            "personne",
                                                            "etat membre",
                                                            "autorite",
                                                            "pays tiers",
                                                            "consentement",
                                                            "finalite",
                                                            "mesures",
                                                            "verarbeitung",
                                                            "betroffen",
                                                            "aufsicht",
                                                            "mitgliedstaat",
                                                            "drittland",
                                                            "weisung",
                                                            "einwilligung",
                                                            "personenbezogen"});

// The law's own names: who bears them needs no deeds.
constexpr auto kLawController = std::to_array<std::string_view>(
    {"auftraggeber", "auftraggeberin", "verantwortlicher", "verantwortliche",
     "verantwortliche stelle", "responsable de traitement", "responsable du traitement",
     "controller", "data controller"});
constexpr auto kLawProcessor = std::to_array<std::string_view>(
    {"auftragnehmer", "auftragnehmerin", "auftragsverarbeiter", "auftragsverarbeiterin",
     "auftragsbearbeiter", "sous-traitant", "sous traitant", "processor", "data processor"});

template <size_t N>
bool IsOneOf(const std::array<std::string_view, N>& words, std::string_view name) {
  return std::ranges::find(words, name) != words.end();
}

}  // namespace

std::string Bare(std::string name) {
  while (!name.empty() && name.back() == ' ') {
    name.pop_back();
  }
  name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
  for (const std::string_view article : kArticles) {
    if (name.starts_with(article)) {
      return name.substr(article.size());
    }
  }
  return name;
}

bool IsLawController(std::string_view name) { return IsOneOf(kLawController, name); }
bool IsLawProcessor(std::string_view name) { return IsOneOf(kLawProcessor, name); }

bool IsNoParty(std::string_view name) {
  for (const std::string_view word : kNoParties) {
    const size_t at = name.find(word);
    const bool starts = at == 0 || (at != std::string_view::npos && name[at - 1] == ' ');
    if (starts) {
      return true;
    }
  }
  return name == "process" || std::ranges::any_of(kNoActors, [&](std::string_view word) {
           return name.starts_with(word);
         });
}

// "Controller: the Subscriber, who ...": what a contract calls who bears the law's name.
void AddExplained(const ContractText& text, RoleNames& names) {
  constexpr size_t kNameMost = 30;
  static const RE2 head(
      R"(^(?:means |designe |bezeichnet )?(?:the |le |la |l |der |die |das )?)"
      R"(([a-z][\w-]*(?: [\w-]+){0,2}?) ?(?:-|,|\(|:|\.|;|$|who\b|which\b|that\b|qui\b))");
  static const RE2 anybody(
      R"(\b(?:natural|legal|person\w*|entit\w*|individual|organi[sz]ation|any|party|parties|public)"
      R"(|body|who|has|have|shall|is|it|as|physique|morale|partie|naturliche|juristische|stelle)"
      R"(|controller|processor|data|sub-?proc\S*|given|same|meaning|defined?)\b)");
  for (const Definition& definition : text.definitions) {
    const std::string name = Bare(FoldText(definition.term));
    const bool is_controller = IsLawController(name);
    std::string called;
    if ((!is_controller && !IsLawProcessor(name)) ||
        !RE2::PartialMatch(FoldText(definition.meaning), head, &called) ||
        called.size() > kNameMost || RE2::PartialMatch(called, anybody) || IsNoParty(called)) {
      continue;
    }
    (is_controller ? names.controller : names.processor).push_back(called);
  }
}

}  // namespace mandat::internal
