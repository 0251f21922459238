// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/row_label.h"

#include <re2/re2.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kLabelCellMost = 90;

struct RowLabel {
  std::string_view field;
  std::string_view pattern;  // of a whole cell, folded, without number, article and brackets
};

constexpr auto kRowLabels = std::to_array<RowLabel>({
    {"people",
     R"((?:(?:categor(?:y|ies)|types?|groups?|kategorien|gruppen|kreis) )"
     R"((?:of |de |d |der |von )?)?)"
     R"((?:concerned |affected |betroffene[nr]? )?)"
     R"((?:data subjects?|individuals|personnes(?: physiques)?(?: concernees)?|betroffene[nr]?)"
     R"(|personen)(?: concerned| categories)?)"},
    {"data-categories",
     R"((?:(?:categor(?:y|ies)|types?|kinds?|natures?|arten?|kategorien) )"
     R"((?:of |de |d |der |von )?)?)"
     R"((?:the |les |la )?(?:personal data|data|donnees(?: a caractere personnel| personnelles)?)"
     R"(|(?:personenbezogene[nr]? )?daten|datenarten|datenkategorien))"
     R"((?: categories| types?)?)"
     R"((?: processed| concerned| involved| traitees| concernees)?)"},
    {"purposes", R"((?:the )?(?:finalites?|objectifs?|purposes?|zwecke?)(?:\(s\))?)"
                 R"((?: (?:of|du|des|de la|der) (?:the )?(?:data )?)"
                 R"((?:processing|traitements?|\w*verarbeitung))?)"},
    {"people", R"(whose (?:data|information)(?: it is)?)"},
    {"data-categories", R"((?:what|which) (?:personal )?(?:data|information))"},
    {"purposes", R"(why (?:we (?:use|process|need) it|it is (?:used|processed))|what for)"},
    {"retention", R"(how long (?:we|it is) ke(?:ep|pt)(?: it)?)"},
    {"nature", R"((?:the )?nature(?:, scope)?,? and (?:the )?purposes?)"
               R"((?: of (?:the )?(?:data )?processing)?)"},
    {"subject-matter", R"((?:the )?subject[- ]?matter(?: (?:and duration )?of (?:the )?)"
                       R"((?:data )?processing)?)"},
    {"duration", R"((?:the )?(?:duration|term) of (?:the )?(?:data )?processing)"
                 R"(|processing duration|duration)"},
    {"nature", R"((?:the )?(?:nature|art)(?: (?:of|du|des|de la|der) (?:the )?(?:data )?)"
               R"((?:processing|traitements?|operations?|\w*verarbeitung))?|)"
               R"((?:processing )?operations?|operations? (?:de traitement|realisees))"},
    {"people", R"((?:betroffene[nr]? ?)?(?:personen|betroffenen)-?)"
               R"((?:gruppen?|kreis|kategorien?))"
               R"(|kreis der betroffenen(?: personen)?)"},
    {"data-categories",
     R"((?:verarbeitete|betroffene)[nr]? (?:personenbezogene[nr]? )?daten(?:arten|kategorien)?)"
     R"(|(?:arten?|kategorien) (?:der )?(?:verarbeiteten )?(?:personenbezogene[nr] )?daten)"},
    {"nature", R"((?:verarbeitungs|bearbeitungs)(?:tatigkeit|vorgang|vorgange)(?:en)?)"},
    {"subject-matter", R"(gegenstand(?: (?:der|des) (?:\w*verarbeitung|auftrage?s))?)"},
    {"duration", R"((?:vertrags)?laufzeit|(?:vertrags)?dauer(?: der \w*verarbeitung)?)"},
    {"special-categories",
     R"((?:besondere kategorien|(?:besonders )?(?:sensible|sensitive|schutzbedurftige)))"
     R"((?: von)?(?: personenbezogene[nr]?)? ?(?:daten)?|art\. ?9[- ]daten)"},
    {"special-categories",
     R"((?:special|sensitive)(?: (?:categor(?:y|ies)(?: of (?:personal )?data)?|)"
     R"((?:personal )?data))?)"},
    {"retention",
     R"((?:data )?(?:retention(?: period)?|durees? de conservation|aufbewahrungsfrist|)"
     R"(speicherdauer|loschfristen?))"},
});

std::string_view FieldOfPart(const std::string& part) {
  static const auto* const patterns = [] {
    auto* all = new std::vector<std::unique_ptr<RE2>>;
    for (const RowLabel& label : kRowLabels) {
      all->push_back(std::make_unique<RE2>(
          R"((?:(?:[0-9]{1,2}|[a-z])[.)] ?)*(?:les? |la |die |der |the )?(?:)" +
          std::string(label.pattern) + R"()(?: ?\([^)]{1,40}\))?[ :.*]*)"));
    }
    return all;
  }();
  for (size_t i = 0; i < kRowLabels.size(); ++i) {
    if (RE2::FullMatch(part, *(*patterns)[i])) {
      return kRowLabels[i].field;
    }
  }
  return "";
}

}  // namespace

std::string_view FieldOfLabel(const std::string& cell) {
  if (cell.size() > kLabelCellMost) {
    return "";
  }
  const size_t slash = cell.find('/');
  const std::string_view field = FieldOfPart(FoldText(cell.substr(0, slash)));
  if (slash == std::string::npos || field.empty()) {
    return field;
  }
  const size_t begin = cell.find_first_not_of(' ', slash + 1);
  const std::string other = begin == std::string::npos ? "" : FoldText(cell.substr(begin));
  return FieldOfPart(other) == field ? field : "";
}

}  // namespace mandat::internal
