// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/measure_heads.h"

#include <re2/re2.h>

#include <array>
#include <memory>
#include <string>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kHeadingMost = 120;

struct Head {
  std::string_view area;
  std::string_view words;
};
// The first that a heading has counts. Most are the titles that lists of measures share since the
// annexes of older data protection laws.
constexpr auto kHeads = std::to_array<Head>({
    {"physical", R"(acces physiques?|securite physique|physical|zutritt\w*|batiments?|locaux)"},
    {"passwords", R"(mots? de passe|passwords?|passwort\w*|kennwort\w*)"},
    {"authentication", R"(authentifi\w+|authentic\w+)"},
    {"sessions", R"(sessions?)"},
    {"mobile",
     R"((?:appareils?|terminaux|postes) mobiles?|mobile devices?|teletravail|mobilgerat\w*)"},
    {"separation", R"(separation|cloisonnement|segregation|trennung\w*|isolation)"},
    {"logging", R"(saisies?|journalisation|enregistrement des acces|tracabilite|input control)"
                R"(|logging|eingabe\w*|protokoll\w*)"},
    {"encryption",
     R"(chiffrement|cryptage|transmissions?|transfert des donnees|controle de transfert)"
     R"(|encryption|cryptograph\w*|transfer control|weitergabe\w*|verschlusselung\w*)"},
    {"incidents", R"(incidents?|violations?|breach\w*|storfall\w*)"},
    {"continuity", R"(continuite|continuity|resilience|belastbarkeit)"},
    {"backup",
     R"(sauvegardes?|disponibilite|back-?ups?|availability|verfugbarkeit\w*|restoration)"},
    {"archive", R"(archiv\w+)"},
    {"media", R"(destruction|suppression|supports?|disposal|deletion|media|loschung\w*)"},
    {"patching", R"(vulnerabilit\w+|correctifs?|patch\w*|mises? a jour)"},
    {"malware", R"(antivirus|malveillants?|malware|viren\w*)"},
    {"network", R"(reseaux?|network\w*|netzwerk\w*)"},
    {"development", R"(developpement|development|entwicklung\w*)"},
    {"testing", R"(tests?|audits? de securite|penetration)"},
    {"supply-chain",
     R"(approvisionnement|fournisseurs|prestataires|suppl(?:y|iers?)|lieferant\w*)"},
    {"training", R"(formation|sensibilisation|training|awareness|schulung\w*)"},
    {"certification", R"(certifications?|zertifizierung\w*)"},
    {"governance", R"(traitement des commandes|ordres|order control|job control|auftragskontrolle)"
                   R"(|politiques?|organisation\w*|governance|gouvernance|organisatorisch\w*)"},
    {"access", R"(acces|habilitations?|access|zugangs?\w*|zugriffs?\w*)"},
});

struct Patterns {
  std::array<std::unique_ptr<RE2>, kHeads.size()> all;
};

std::string_view AreaIn(const std::string& heading) {
  static const auto* const patterns = [] {
    auto* made = new Patterns;
    for (size_t i = 0; i < kHeads.size(); ++i) {
      made->all[i] = std::make_unique<RE2>(R"(\b(?:)" + std::string(kHeads[i].words) + R"()\b)");
    }
    return made;
  }();
  const std::string folded = FoldText(heading);
  // A title that names everything names no area.
  static const RE2 whole(
      R"(\b(?:techniques? et organisationnelles?|technical and organi[sz]ational)"
      R"(|technische\w* und organisatorische\w*|mesures de securite|security measures)\b)");
  if (folded.size() > kHeadingMost || RE2::PartialMatch(folded, whole)) {
    return "";
  }
  for (size_t i = 0; i < kHeads.size(); ++i) {
    if (RE2::PartialMatch(folded, *patterns->all[i])) {
      return kHeads[i].area;
    }
  }
  return "";
}

}  // namespace

MeasureHeads::MeasureHeads(const ContractText& text) : areas_(text.blocks.size()) {
  std::vector<std::string_view> of_clause(text.clauses.size());
  for (size_t i = 1; i < text.clauses.size(); ++i) {
    of_clause[i] = AreaIn(text.clauses[i].heading);
    const std::optional<size_t> above = text.clauses[i].parent;
    if (of_clause[i].empty() && above && *above < i) {
      of_clause[i] = of_clause[*above];
    }
  }
  size_t clause = 0;
  std::string_view last;
  for (size_t i = 0; i < text.blocks.size(); ++i) {
    const Block& block = text.blocks[i];
    if (i == 0 || block.clause != clause) {
      clause = block.clause;
      last = of_clause[clause];
    }
    if (block.kind == BlockKind::kHeading) {
      const std::string_view area = AreaIn(block.text);
      last = area.empty() && block.text == text.clauses[clause].heading ? of_clause[clause] : area;
    }
    areas_[i] = last;
  }
}

}  // namespace mandat::internal
