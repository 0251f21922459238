// SPDX-License-Identifier: Apache-2.0
// What the contract lists: purposes, nature, categories of data and of people.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kItemsMost = 64;
constexpr size_t kBlocksMost = 40;  // that a label speaks for
constexpr size_t kLabelBytesMost = 900;

struct Label {
  std::string_view field;
  std::string_view pattern;  // on canonical text; what follows are the items
  int weight;
};

constexpr auto kLabels = std::to_array<Label>({
    {"data-categories",
     R"(^\W*(?:les )?(?:sortes|types?|categories|arten|type) (?:de |d |of |von )?(?:the )?(?:DTA)"
     R"(|donnees|data)\b)",
     8},
    {"data-categories",
     R"(\b(?:les )?DTA (?:traitees|concernees|transmises[^.]{0,80}?)? ?(?:sont|incluent)"
     R"(|comprennent|are|include)\b)",
     7},
    {"data-categories", R"(\b(?:folgende )?arten (?:DTA|personenbezogener daten)\b)", 7},
    {"data-categories", R"(\b(?:DTA|donnees) (?:des?|of|von) [^.(]{3,60}\()", 5},
    {"people",
     R"(^\W*(?:les )?(?:categories|types) (?:de |d |of )?(?:personnes|individus|data subjects?)"
     R"(|individuals|people|persons)\b)",
     8},
    {"people", R"(\bcategories de personnes concernees (?:sont|incluent|comprennent)\b)", 7},
    {"people", R"(\bbetroffene personen sind\b)", 7},
    {"people",
     R"(\bDTA of (?:your|the|our)? ?(?:staff|visitors|employees|members|customers|users)\b)", 4},
    {"purposes", R"(^\W*(?:autres )?(?:finalites?|purposes?|zwecke?)(?:\(s\))?\b)", 8},
    {"purposes", R"(^\W*nature et finalite)", 6},
    {"purposes",
     R"(\b(?:la finalite du traitement est|zweck der verarbeitung ist|purposes? of the processing)"
     R"( (?:is|are))\b)",
     8},
    {"purposes", R"(\b(?:for the purposes? of|aux (?:seules )?fins (?:de|d)|we use them to)\b)", 3},
    {"purposes", R"(\bFINALITE DU TRAITEMENT\b)", 4},
    {"nature",
     R"(^\W*nature\b(?: (?:du traitement|des operations|of the processing|et finalite))?)", 8},
    {"nature", R"(\b(?:la )?nature des operations (?:realisees )?(?:est|sont)\b)", 8},
    {"retention", R"(^\W*durees? de conservation\b)", 9},
    {"retention", R"(^\W*retention (?:periods?)\b)", 9},
    {"duration", R"(^\W*duree du traitement ?:)", 6},
    {"retention", R"(^\W*duree du traitement ?:)", 5},
    {"special-categories",
     R"(^\W*(?:special categories|donnees sensibles traitees|les donnees sensibles traitees)"
     R"(|categories particulieres)\b)",
     9},
});

struct Compiled {
  const Label* label;
  std::unique_ptr<RE2> pattern;
};

const std::vector<Compiled>& Labels() {
  static const auto* const labels = [] {
    auto* all = new std::vector<Compiled>;
    for (const Label& label : kLabels) {
      all->push_back({&label, std::make_unique<RE2>(label.pattern)});
    }
    return all;
  }();
  return *labels;
}

// Whether the block begins another list, and so ends this one.
bool IsLabel(std::string_view canonical) {
  for (const Compiled& compiled : Labels()) {
    if (compiled.label->pattern.starts_with('^') &&
        RE2::PartialMatch(re2::StringPiece(canonical.data(), canonical.size()),
                          *compiled.pattern)) {
      return true;
    }
  }
  return false;
}

// Adds the parts of a canonical stretch of a block as items.
void AddItems(const Sentences& sentences, size_t block, size_t begin, size_t end,
              std::vector<FoundItem>& items) {
  const std::string& words = sentences.blocks[block].text;
  end = std::min(end, words.size());
  size_t from = begin;
  int depth = 0;
  const auto add = [&](size_t to) {
    while (from < to &&
           (words[from] == ' ' || words[from] == '-' || words[from] == ':' || words[from] == '*')) {
      ++from;
    }
    size_t last = to;
    while (last > from && (words[last - 1] == ' ' || words[last - 1] == '.')) {
      --last;
    }
    if (last > from + 1 && items.size() < kItemsMost) {
      FoundItem item;
      item.where = sentences.Locate(block, from, last);
      item.text = SaidIn(sentences, block, from, last);
      items.push_back(std::move(item));
    }
    from = to + 1;
  };
  const bool has_semicolon = words.find(';', begin) < end;
  for (size_t at = begin; at < end; ++at) {
    const char c = words[at];
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth <= 0 && (c == ';' || (c == ',' && !has_semicolon))) {
      add(at);
    }
  }
  add(end);
}

// The blocks below a label that stands alone.
void AddFollowing(const Sentences& sentences, size_t label, std::vector<FoundItem>& items) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  bool has_boxes = false;
  for (size_t i = label + 1; i < blocks.size() && i <= label + kBlocksMost; ++i) {
    has_boxes |= blocks[i].box != Box::kNone;
    const bool is_end = blocks[i].kind == BlockKind::kHeading || IsLabel(sentences.blocks[i].text);
    if (is_end || (blocks[i].clause != blocks[label].clause && i > label + 1 &&
                   blocks[i].kind == BlockKind::kParagraph && !has_boxes)) {
      break;
    }
    if (has_boxes && blocks[i].box != Box::kTicked) {
      continue;
    }
    if (!sentences.blocks[i].text.empty()) {
      if (has_boxes) {
        FoundItem item{.text = blocks[i].text, .value = {}, .where = {}, .alternatives = {}};
        item.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
        items.push_back(std::move(item));
      } else {
        AddItems(sentences, i, 0, sentences.blocks[i].text.size(), items);
      }
    }
    if (blocks[i].kind == BlockKind::kParagraph && !has_boxes && i + 1 < blocks.size() &&
        blocks[i + 1].kind == BlockKind::kParagraph) {
      break;  // one paragraph answers a label
    }
  }
}

void AddLabelled(const Sentences& sentences, size_t block, const Compiled& compiled,
                 std::vector<Scored>& found) {
  const std::string& words = sentences.blocks[block].text;
  re2::StringPiece match;
  const re2::StringPiece all(words);
  if (!compiled.pattern->Match(all, 0, all.size(), RE2::UNANCHORED, &match, 1)) {
    return;
  }
  const Block& source = sentences.text->blocks[block];
  const auto end = static_cast<size_t>(match.data() - all.data()) + match.size();
  const bool is_at_head = match.data() == all.data();
  if (source.kind == BlockKind::kHeading && words.find(',', 0) != std::string::npos) {
    return;  // a table of contents, or a title that names everything
  }
  static const RE2 yours(R"(\b(?:vos|votre|your)\b)");
  if (compiled.label->field == "retention" && RE2::PartialMatch(words, yours)) {
    return;  // a notice to people whose data the processor has for itself
  }
  Scored scored;
  FoundTerm& term = scored.term;
  term.field = compiled.label->field;
  term.rule = "list/" + term.field;
  size_t from = end;
  if (is_at_head) {
    const size_t colon = words.find(':');
    from = colon != std::string::npos && colon < end + kLabelBytesMost ? colon + 1 : end;
    const bool has_colon = colon != std::string::npos && from == colon + 1;
    if (source.kind == BlockKind::kHeading || (has_colon && from + 3 >= words.size())) {
      AddFollowing(sentences, block, term.items);
    } else if (has_colon || words.size() > end + 24) {
      AddItems(sentences, block, from, words.size(), term.items);
    }
  } else {
    AddItems(sentences, block, from, std::min(words.size(), words.find(". ", from)), term.items);
  }
  if (term.items.empty()) {
    return;
  }
  const bool is_definition =
      words.find(" designe") != std::string::npos || words.find(" means ") != std::string::npos;
  const TextPart part = sentences.text->clauses[source.clause].part;
  scored.score = compiled.label->weight * 6 + (part == TextPart::kAnnex ? 12 : 0) +
                 (is_at_head ? 9 : 0) - (is_definition ? 30 : 0);
  term.is_annexed = part == TextPart::kModelContract;
  const bool is_heading = source.kind == BlockKind::kHeading;
  const Passage& first = term.items.front().where;
  term.where = is_heading ? first : sentences.Locate(block, 0, words.size());
  term.said = is_heading ? term.items.front().text : source.text;
  term.clause = ClauseOf(*sentences.text, block);
  if (term.field == "retention" || term.field == "duration") {
    const TermRule rule{.id = "list", .field = "retention", .need = "keep", .take = Take::kKeep};
    term.value = TakeValue(rule, words.substr(from)).value;
    if (term.value.empty()) {
      term.value = TakeValue(rule, FoldText(term.items.front().text)).value;
    }
    if (term.value.empty() && words.starts_with("duree du") && term.field == "retention") {
      return;
    }
  }
  found.push_back(std::move(scored));
}

}  // namespace

void AddLists(const Sentences& sentences, std::vector<Scored>& found) {
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    if (sentences.blocks[i].text.size() < 5) {
      continue;
    }
    for (const Compiled& compiled : Labels()) {
      AddLabelled(sentences, i, compiled, found);
    }
  }
}

}  // namespace mandat::internal
