// SPDX-License-Identifier: Apache-2.0
// Countries in which data are kept or processed.
#include <re2/re2.h>

#include <set>
#include <string>
#include <utility>

#include "reading/internal/cues.h"
#include "reading/internal/found.h"
#include "reading/internal/says.h"

namespace mandat::internal {
namespace {

using re2::RE2;

}  // namespace

void AddPlaces(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 place(
      R"(\b(?:heberg\w+|lieux? d(?:e|u|es) traitements?|)"
      R"(traitement (?:\S+ ){0,8}?a lieu|centres? de donnees|)"
      R"(stor(?:e|ed|age)|hosted|located|data cent(?:re|er)s?|stockees?|localis\w+|data)"
      R"( residency|processing (?:\S+ ){0,4}?(?:takes? place|occurs?|is carried out)|)"
      R"((?:is|are|be|been) (?:\S+ )?processed (?:\S+ ){0,3}?(?:in|within)|servern?|)"
      R"(serverstandorte?|rechenzentr\w+|gehostet|gespeichert|)"
      R"((?:verarbeitungs|speicher|serverstand)orte?|(?:daten)?(?:ver|be)arbeitung (?:\S+ ){0,10}?)"
      R"((?:findet|erfolgt)|leistungen (?:\S+ ){0,6}?erbracht|)"
      R"((?:DTA|donnees) (?:\S+ ){0,3}?traitees (?:\S+ ){0,3}?(?:dans|au sein))"
      R"(|(?:DTA|data|donnees|informations) (?:\S+ ){0,4}?)"
      R"((?:restent|demeurent|remains?|stays?|bleiben|verbleiben) )"
      R"((?:en|au|dans|within|in)|ne quittent pas)"
      R"(|process\w* (?:\S+ ){0,5}?(?:takes? place|occurs?|carried out|performed|conducted)"
      R"(|located) (?:\S+ ){0,2}?(?:in|within|from))"
      R"(|process\w* (?:\S+ ){0,6}?(?:in|within|inside) (?:the )?(?:countries|territory)"
      R"(|territories|member states|eu|european|eea|uk|united kingdom))\b)");
  static const RE2 headed(
      R"(\b(?:(?:locations?|places?|sites?) of (?:the )?(?:data )?(?:processing|storage|hosting))"
      R"(|(?:processing|hosting|storage|data) locations?|data residency)\b)");
  static const RE2 not_place(
      R"(\b(?:siege|registered office|verification|garantie|governed|regi |tribuna|courts?|)"
      R"(gerichtsstand|recht der|verpflichtet)\b)");
  static const RE2 outside(R"(\boutside\b)");
  static const RE2 not_outside(R"(\b(?:not|no|never|nor|without)\b.*\boutside\b)");
  const std::vector<bool> in_scope = InScope(sentences);
  for (size_t i = 0; i < sentences.all.size(); ++i) {
    const Sentence& sentence = sentences.all[i];
    const Block& block = sentences.text->blocks[sentence.block];
    const std::string_view words = sentences.Words(sentence);
    const bool is_row = block.kind == BlockKind::kRow;
    const std::string& head = is_row && !block.cells.empty()
                                  ? block.cells[0]
                                  : sentences.text->clauses[block.clause].heading;
    const bool is_headed = Says(FoldText(head), headed);
    if (!in_scope[i] || (!is_headed && (is_row || !Says(words, place))) || Says(words, not_place) ||
        (Says(words, outside) && !Says(words, not_outside))) {
      continue;
    }
    Scored scored;
    std::set<std::string_view> codes;
    for (const auto& [code, at] : CountriesIn(words)) {
      if (codes.insert(code).second) {
        FoundItem item;
        item.value.emplace_back("country", code);
        item.where = sentences.Locate(sentence.block, sentence.begin + at,
                                      std::min(sentence.begin + at + 4, sentence.end));
        item.text = SaidIn(sentences, sentence.block, sentence.begin, sentence.end);
        scored.term.items.push_back(std::move(item));
      }
    }
    const CueSet about = sentence.has;
    const auto has = [&](std::string_view cue) { return about.test(CueBook::Get().Number(cue)); };
    if (scored.term.items.empty() || (has("thirdcountry") && codes.size() < 1)) {
      continue;
    }
    scored.score = 50 + (has("dta") ? 6 : 0) + (has("prc") ? 3 : 0) - (has("sub") ? 20 : 0) -
                   (has("scc") ? 10 : 0);
    FoundTerm& term = scored.term;
    term.field = "places";
    term.rule = "places/country";
    term.said = SaidIn(sentences, sentence.block, sentence.begin, sentence.end);
    term.where = sentences.Locate(sentence);
    term.clause = ClauseOf(*sentences.text, sentence.block);
    term.is_annexed = sentence.is_annexed;
    found.push_back(std::move(scored));
  }
}

}  // namespace mandat::internal
