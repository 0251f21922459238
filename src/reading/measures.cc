// SPDX-License-Identifier: Apache-2.0
// Measures of security, by area: out of annexes, and out of clauses on security.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/measure_heads.h"
#include "reading/internal/recurrence.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kItemsMost = 40;

constexpr auto kAreas = std::to_array<std::string_view>(
    {"governance", "training",     "physical",    "access",        "authentication", "passwords",
     "sessions",   "network",      "encryption",  "logging",       "malware",        "patching",
     "backup",     "separation",   "development", "testing",       "media",          "mobile",
     "continuity", "supply-chain", "incidents",   "certification", "archive"});

// Whether the clause of a block, or one above it, is on measures of security.
bool IsOnSecurity(const ContractText& text, size_t clause) {
  static const RE2 heading(
      R"(\b(?:mesures?|securite|security|measures?|safeguards|massnahmen|sicherheit|controle)\b)"
      R"(|^\W*(?:\S{1,4}[.)] )?(?:la |les |the )?protections?)"
      R"((?: des (?:donnees|informations))?\W*$)");
  for (std::optional<size_t> at = clause; at && *at != 0; at = text.clauses[*at].parent) {
    if (RE2::PartialMatch(FoldText(text.clauses[*at].heading), heading)) {
      return true;
    }
  }
  return false;
}

std::string AnnexOf(const ContractText& text, size_t clause) {
  const std::string& reference = text.clauses[clause].reference;
  return reference.substr(0, reference.find(','));
}

// Annexes that name so many areas that they are on security, whatever their title is.
std::set<std::string> FullAnnexes(const Sentences& sentences, const std::vector<size_t>& cues) {
  constexpr size_t kEnough = 4;
  std::map<std::string, CueSet> said;
  for (const Sentence& sentence : sentences.all) {
    const size_t clause = sentences.text->blocks[sentence.block].clause;
    if (sentences.text->clauses[clause].part == TextPart::kAnnex &&
        sentences.text->blocks[sentence.block].kind != BlockKind::kRow) {
      said[AnnexOf(*sentences.text, clause)] |= sentence.has;
    }
  }
  std::set<std::string> full;
  for (const auto& [annex, has] : said) {
    const auto areas = std::ranges::count_if(cues, [&](size_t cue) { return has.test(cue); });
    if (static_cast<size_t>(areas) >= kEnough) {
      full.insert(annex);
    }
  }
  return full;
}

// Figures that a measure names: key lengths, versions, times.
TermValue FiguresOf(std::string_view words) {
  const TermRule rule{.id = "measure", .field = "security", .need = "keep", .take = Take::kKeep};
  TermValue value = TakeValue(rule, words).value;
  if (std::string every = RecurrenceIn(words); !every.empty()) {
    std::erase_if(value, [&](const auto& pair) { return pair.second == every; });
    value.emplace_back("every", std::move(every));
  }
  return value;
}

// "The following measures are taken:" takes none.
bool IsLeadIn(std::string_view words) {
  constexpr size_t kShortest = 8;
  while (!words.empty() && words.back() == ' ') {
    words.remove_suffix(1);
  }
  return words.size() < kShortest || words.back() == ':';
}

// The areas that a measure is of: those that it names, and the one that its heading names.
std::vector<size_t> AreasOf(const Sentence& sentence, const std::vector<size_t>& cues,
                            std::string_view headed, bool is_item) {
  std::vector<size_t> areas;
  for (size_t area = 0; area < kAreas.size(); ++area) {
    if (sentence.has.test(cues[area]) || (is_item && kAreas[area] == headed)) {
      areas.push_back(area);
    }
  }
  return areas;
}

}  // namespace

void AddMeasures(const Sentences& sentences, std::vector<Scored>& found) {
  const CueBook& book = CueBook::Get();
  const ContractText& text = *sentences.text;
  std::vector<size_t> cues;
  for (const std::string_view area : kAreas) {
    cues.push_back(book.Number("m." + std::string(area)));
  }
  const size_t tom = book.Number("tom");
  const MeasureHeads heads(text);
  std::vector<signed char> on_security(text.clauses.size(), -1);
  const std::set<std::string> full = FullAnnexes(sentences, cues);
  // By area and clause, so that every place of a measure is told.
  std::map<std::pair<size_t, std::string>, Scored> measures;
  for (const Sentence& sentence : sentences.all) {
    const size_t clause = text.blocks[sentence.block].clause;
    if (on_security[clause] < 0) {
      const bool is_on = IsOnSecurity(text, clause) || full.contains(AnnexOf(text, clause));
      on_security[clause] = is_on ? 1 : 0;
    }
    const TextPart part = text.clauses[clause].part;
    const bool is_annex = part == TextPart::kAnnex;
    // "Measures of security: encryption, backups": wherever it stands.
    const bool lists_itself =
        sentence.has.test(tom) && sentences.Words(sentence).find(" :") != std::string_view::npos;
    // The rows of a table of measures are measures; of other tables they are what those list.
    const bool is_row = text.blocks[sentence.block].kind == BlockKind::kRow;
    const bool is_of_measures = is_annex || sentence.heading.test(tom);
    if ((is_row && !(is_of_measures && IsOnSecurity(text, clause))) ||
        (on_security[clause] == 0 && !lists_itself) ||
        (!is_annex && text.blocks[sentence.block].kind != BlockKind::kItem &&
         !sentence.heading.test(tom) && !sentence.before.test(tom) && !lists_itself)) {
      continue;
    }
    const Block& block = text.blocks[sentence.block];
    if (block.kind == BlockKind::kHeading || IsLeadIn(sentences.Words(sentence))) {
      continue;
    }
    const std::string_view headed = heads.AreaOf(sentence.block);
    for (const size_t area :
         AreasOf(sentence, cues, headed, is_annex && (is_row || block.kind == BlockKind::kItem))) {
      Scored& scored = measures[{area, ClauseOf(text, sentence.block)}];
      FoundTerm& term = scored.term;
      const bool is_new = term.items.empty();
      if (term.items.size() >= kItemsMost) {
        continue;
      }
      FoundItem item;
      item.where = sentences.Locate(sentence);
      item.text = SaidIn(sentences, sentence.block, sentence.begin, sentence.end);
      item.value = FiguresOf(sentences.Words(sentence));
      if (is_new) {
        term.field = "security.measures." + std::string(kAreas[area]);
        term.rule = "measures/" + std::string(kAreas[area]);
        term.where = item.where;
        term.said = item.text;
        term.clause = ClauseOf(text, sentence.block);
        term.is_annexed = part == TextPart::kModelContract;
        scored.score = 45;
      }
      const bool is_headed = sentence.heading.test(cues[area]);
      scored.score = std::min(80, scored.score + (is_headed ? 6 : 2));
      term.items.push_back(std::move(item));
    }
  }
  for (auto& [place, scored] : measures) {
    found.push_back(std::move(scored));
  }
}

}  // namespace mandat::internal
