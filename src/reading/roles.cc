// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/roles.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kCandidatesMost = 24;
constexpr size_t kTextMost = 1U << 20;
constexpr size_t kFrontBlocks = 16;

constexpr auto kArticles =
    std::to_array<std::string_view>({"le ", "la ", "les ", "l ", "un ", "une ", "the ", "a ", "an ",
                                     "der ", "die ", "das ", "den "});
constexpr auto kUsuallyController = std::to_array<std::string_view>(
    {"client", "customer", "subscriber", "abonne", "you", "licensee", "company", "utilisateur",
     "collectivite", "acheteur", "controller", "adherent", "kunde", "user", "responsable",
     "donneur d ordre"});
constexpr auto kUsuallyProcessor = std::to_array<std::string_view>(
    {"supplier", "vendor", "provider", "service provider", "fournisseur", "prestataire", "we",
     "contractor", "hebergeur", "titulaire", "licensor", "processor", "anbieter", "dienstleister"});
constexpr auto kNoParties = std::to_array<std::string_view>(
    {"agreement", "addendum", "accord", "contrat",   "convention", "services", "service",
     "partie",    "parties",  "party",  "offre",     "annexe",     "rgpd",     "gdpr",
     "dpa",       "clauses",  "msa",    "eee",       "notice",     "schedule", "licence",
     "software",  "vertrag",  "main",   "principal", "website",    "dashboard"});

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

struct Candidate {
  std::string name;     // folded, without article
  std::string meaning;  // folded
};

void Add(std::vector<Candidate>& candidates, std::string name, std::string meaning) {
  name = Bare(std::move(name));
  const bool is_new = std::ranges::find(candidates, name, &Candidate::name) == candidates.end();
  if (name.size() >= 2 && name.size() <= 60 && is_new && candidates.size() < kCandidatesMost) {
    candidates.push_back({std::move(name), std::move(meaning)});
  }
}

std::vector<Candidate> FindCandidates(const ContractText& text) {
  std::vector<Candidate> candidates;
  for (const Definition& definition : text.definitions) {
    Add(candidates, FoldText(definition.term), FoldText(definition.meaning));
  }
  static const RE2 quoted(R"re("\s?([^"]{2,40}?)\s?")re");
  for (size_t i = 0; i < std::min(kFrontBlocks, text.blocks.size()); ++i) {
    const std::string folded = FoldText(text.blocks[i].text);
    re2::StringPiece rest(folded);
    std::string name;
    while (RE2::FindAndConsume(&rest, quoted, &name)) {
      Add(candidates, name, "");
    }
  }
  Add(candidates, "client", "");
  Add(candidates, "customer", "");
  return candidates;
}

std::string WholeText(const ContractText& text) {
  std::string whole;
  for (const Block& block : text.blocks) {
    if (whole.size() > kTextMost) {
      break;
    }
    const bool is_own = text.clauses.size() <= block.clause ||
                        text.clauses[block.clause].part != TextPart::kModelContract;
    if (is_own) {
      whole += FoldText(block.text) + " . ";
    }
  }
  return whole;
}

int Count(const std::string& text, const std::string& pattern, int most) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re(pattern, options);
  re2::StringPiece rest(text);
  int count = 0;
  while (re.ok() && count < most && RE2::FindAndConsume(&rest, re)) {
    ++count;
  }
  return count;
}

template <size_t N>
bool Holds(const std::array<std::string_view, N>& words, std::string_view name) {
  return std::ranges::find(words, name) != words.end();
}

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// A party by its deeds: whose instructions are followed, who follows them.
void Judge(const Candidate& candidate, const std::string& text, RoleNames& names) {
  const std::string name = RE2::QuoteMeta(candidate.name);
  const auto count = [&](const std::string& before, const std::string& after, int most) {
    return Count(text, before + name + after, most);
  };
  int controller = 4 * count(R"(\b)",
                             R"( (?:[^ .]+ ){0,7}(?:responsables? d[ue] traitement|controller|)"
                             R"(controleur|verantwortlich))",
                             2);
  controller +=
      count(R"(\b(?:compte|behalf|instructions?|directives?|donnees|choix|weisungen?|)"
            R"(consentement|consent|instructs?)(?: (?:d[eu]s?|of|la|le|l|the|von)){0,2} )",
            R"(\b)", 6);
  int processor = 4 * count(R"(\b)",
                            R"( (?:[^ .]+ ){0,6}(?:sous[- ]traitants?|(?:data )?processor|)"
                            R"(auftragsverarbeiter|prestataire de services)\b)",
                            2);
  processor += count(R"(\b)",
                     R"( (?:shall|will|must|traite|s engage|veille|notifie|informe|met|aide|)"
                     R"(processes|ne traite|n utilise|verarbeitet|trifft|meldet|prend)\b)",
                     6);
  controller += Holds(kUsuallyController, candidate.name) ? 4 : 0;
  processor += Holds(kUsuallyProcessor, candidate.name) ? 4 : 0;
  if (controller >= 2 && controller > processor) {
    names.controller.push_back(candidate.name);
  } else if (processor >= 3 && processor > controller) {
    names.processor.push_back(candidate.name);
  }
}

bool IsNoParty(std::string_view name) {
  for (const std::string_view word : kNoParties) {
    const size_t at = name.find(word);
    const bool starts = at == 0 || (at != std::string_view::npos && name[at - 1] == ' ');
    if (starts) {
      return true;
    }
  }
  return false;
}

}  // namespace

RoleNames FindRoles(const ContractText& text) {
  RoleNames names;
  const std::string whole = WholeText(text);
  for (const Candidate& candidate : FindCandidates(text)) {
    const std::string& name = candidate.name;
    const std::string& meaning = candidate.meaning;
    if (Has(name, "data") || Has(name, "donnees") || Has(name, "information")) {
      const bool is_personal = Has(name, "personal") || Has(name, "personnel") ||
                               Has(meaning, "personal") || Has(meaning, "personnel") ||
                               Has(name, "client") || Has(name, "customer");
      if (is_personal && !Has(name, "breach") && !Has(name, "subject") && !Has(name, "violation") &&
          !Has(name, "law") && !Has(name, "protection") && !Has(name, "confidenti") &&
          !Has(name, "fuite")) {
        names.data.push_back(name);
      }
    } else if (Has(meaning, "breach of security") || Has(meaning, "unauthori") ||
               Has(meaning, "violation de la securite")) {
      names.breach.push_back(name);
    } else if (Has(name, "tiers") || Has(name, "sub-proc") || Has(name, "subproc") ||
               Has(name, "further") || Has(name, "ulterieur") || Has(name, "unterauftrag")) {
      names.sub_processor.push_back(name);
    } else if (!IsNoParty(name) || Holds(kUsuallyProcessor, name) ||
               Holds(kUsuallyController, name)) {
      Judge(candidate, whole, names);
    }
  }
  if (Count(whole, R"(un tiers \(tiers\))", 1) > 0) {
    names.sub_processor.emplace_back("tiers");
  }
  return names;
}

}  // namespace mandat::internal
