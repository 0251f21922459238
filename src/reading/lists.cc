// SPDX-License-Identifier: Apache-2.0
// What the contract lists: purposes, nature, categories of data and of people.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/list_items.h"
#include "reading/internal/row_label.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kBlocksMost = 40;  // that a label speaks for
constexpr size_t kLabelBytesMost = 900;

struct Label {
  std::string_view field;
  std::string_view pattern;  // on canonical text; what follows are the items
  int weight;
};

constexpr auto kLabels = std::to_array<Label>({
    {"data-categories",
     R"(^\W*(?:les )?(?:sortes|types?|categories|arten|type) (?:de |d |of |von )?(?:the )?(?:DTA\b)"
     R"(|donnees\b|data(?:$|[^a-z ]| [^s]| s[^u])))",
     8},
    {"data-categories",
     R"(\b(?:types?|categories) of (?:DTA|data)\b[^.:;]{0,80}? (?:includes?|are|comprises?)\b)", 4},
    {"people",
     R"(\b(?:categories|groups?) of (?:data subjects|individuals|persons|people)\b[^.:;]{0,100}?)"
     R"( (?:includes?|are|comprises?)\b)",
     4},
    {"data-categories",
     R"(\b(?:les )?DTA (?:traitees|concernees|transferees|transmises[^.]{0,80}?)? ?)"
     R"((?:sont|incluent|comprennent|are|include)\b)",
     7},
    {"data-categories",
     R"(\b(?:following|these) (?:types?|categories|kinds|classes|items) of (?:DTA|data))"
     R"((?:(?:[^a-z ]| [^s]| s[^u])[^.]*)?: ?$)",
     7},
    {"data-categories",
     R"(\bDTA\b[^.:;]{0,50}? (?:may |will |can )?(?:includes?|comprises?|consists? of|contains?)\b)"
     R"([^.:;]{0,50}: ?$)",
     5},
    {"data-categories", R"(^\W*(?:the )?DTA (?:categories|types)\b)", 8},
    {"data-categories",
     R"(\bprocess\w* (?:\S+ ){0,3}?following (?:(?:types?|categories) of )?DTA\b[^.]*: ?$)", 6},
    {"people",
     R"(\b(?:following|these) (?:types?|categories|groups?|kinds|classes) of (?:data subjects?)"
     R"(|individuals|persons|people)\b[^.]*: ?$)",
     7},
    {"people",
     R"(^\W*(?:the )?(?:(?:affected|relevant|concerned) )?data subjects?)"
     R"((?: (?:concerned|affected|categories|types))?\W*(?::|$))",
     7},
    {"data-categories", R"(\b(?:folgende )?arten (?:DTA|personenbezogener daten)\b)", 7},
    {"data-categories",
     R"(^\W*(?:folgende )?(?:(?:art(?:en)?|kategorien?) (?:und \S+ )?(?:(?:der|von) )?)"
     R"((?:(?:verarbeiteten|betroffenen) )?(?:DTA|daten)|datenarten|datenkategorien)\b)",
     8},
    {"data-categories",
     R"(\bfolgende (?:datenarten|datenkategorien|(?:arten|kategorien) )"
     R"((?:von )?DTA)\b[^.]*: ?$)",
     7},
    {"data-categories", R"(^\W*daten (?:der|des|von) [^:]{3,60}: ?$)", 5},
    {"data-categories", R"(\b(?:DTA|donnees) (?:des?|of|von) [^.(]{3,60}\()", 5},
    {"people",
     R"(^\W*(?:les )?(?:categories|types) (?:de |d |of )?(?:personnes|individus|data subjects?)"
     R"(|individuals|people|persons)\b)",
     8},
    {"people", R"(^\W*personnes(?: physiques)?(?: concernees)? ?:)", 7},
    {"people", R"(^\W*(?:les )?personnes (?:physiques )?concernees\W*$)", 7},
    {"data-categories",
     R"(^\W*(?:les )?(?:DTA|donnees)(?: personnelles)? (?:traitees|concernees)\W*$)", 7},
    {"data-categories", R"(^\W*nature (?:des|de|of the) (?:DTA|donnees|data)\b)", 6},
    {"data-categories", R"(^\W*(?:DTA|donnees)(?: personnelles)?(?: traitees| concernees)? ?:)", 7},
    {"people", R"(\bcategories de personnes concernees (?:sont|incluent|comprennent)\b)", 7},
    {"people", R"(\bbetroffene personen sind\b)", 7},
    {"data-categories", R"(^\W*gegenstand der (?:\S+ )?\w*verarbeitung sind\b)", 6},
    {"people", R"(^\W*(?:von der verarbeitung )?betroffen sind\b)", 7},
    {"people",
     R"(^\W*(?:de[rn] |die |das )?(?:kategorien?|kreis|gruppen?) (?:von |der )?)"
     R"((?:(?:durch|von) [^:]{5,60} )?(?:betroffene[nr]?|naturliche[nr]?)(?: personen)?\b)",
     8},
    {"people", R"(^\W*betroffene(?: personen(?:kategorien|kreise)?| sind)?(?: sind)? ?:)", 8},
    {"people", R"(\bbetroffenen? personen(?:kategorien|kreise?|gruppen)?(?: sind| umfassen)\b)", 7},
    {"people", R"(\bkategorien (?:von )?(?:betroffenen|naturlichen)(?: personen)?\b[^.]*: ?$)", 7},
    {"people",
     R"(\bDTA of (?:your|the|our)? ?(?:staff|visitors|employees|members|customers|users)\b)", 4},
    // English sentences that describe the processing without a label.
    {"data-categories",
     R"(\b(?:DTA|data|information) (?:[^\s.:;]+ ){1,8}?(?:may |will |can )?)"
     R"((?:includes?|comprises?|consists? of)\b)",
     4},
    {"data-categories",
     R"(\bprocessing (?:concerns?|covers?|comprises?|extends? to) (?:the following )?)"
     R"((?:types? of DTA|categories of DTA|DTA)? ?:?)",
     3},
    {"people",
     R"(\b(?:DTA|data) (?:may |will |can )?(?:relates?|pertains?|belongs?|refers?) to (?:the )?)"
     R"((?:following (?:categories of )?(?:data subjects|individuals|persons|people)\b ?:?)?)",
     4},
    {"people",
     R"(\b(?:people|persons|individuals|data subjects) (?:[^\s.:;]+ ){0,4}?(?:concerned|affected))"
     R"( (?:may |will |can )?(?:are|include|comprise|be)\b)",
     6},
    {"people", R"(\bkreis der betroffenen(?: personen)? (?:umfasst|sind|besteht aus)\b)", 6},
    {"people", R"(\bdata subjects (?:may |will |can )?(?:are|include|comprise)\b)", 4},
    {"purposes",
     R"(\bDTA (?:is|are|will be|shall be|may be) (?:only |solely |exclusively )?)"
     R"((?:processed|used|collected) (?:by PRC )?(?:only |solely |exclusively )?)"
     R"((?:in order to|for the (?:(?:following|sole|limited|specific) )*purposes?(?: of)?|)"
     R"(so as to))",
     4},
    {"purposes", R"(\bprocessing serves(?: to)?\b)", 5},
    {"purposes",
     R"(\b(?:purposes?|objectives?|aims?) of (?:the|this|such|PRC s) (?:data )?processing)"
     R"( (?:[^\s.:;]+ ){0,6}?(?:is|are)(?: to)?\b)",
     6},
    {"purposes",
     R"(\bPRC (?:(?:shall|will|may|only|ll) )*(?:process|use|store)(?:es|s)? )"
     R"((?:(?:and|show|use|share|keep) )*(?:\S+ )?DTA (?:only |solely )?)"
     R"(to (?:provide|deliver|run|offer|send|make|perform|help|operate|host|manage|calculate|pay)"
     R"(|show|carry out|keep)\b)",
     4},
    {"purposes",
     R"(\b(?:DTA|data) (?:is|are|will be|shall be) (?:only |solely |exclusively )?)"
     R"((?:processed|used|collected) (?:by PRC )?(?:only |solely )?)"
     R"(to (?:provide|deliver|run|offer|send|make|perform|help|operate|host|manage|calculate|pay)"
     R"(|show|carry out|keep)\b)",
     4},
    {"purposes",
     R"(\bPRC (?:shall |will |may )?process(?:es)? (?:\S+ )?DTA (?:on behalf of CTL )?)"
     R"((?:in order to|for the (?:(?:following|sole|limited|specific) )*purposes?(?: of)?)\b)",
     4},
    {"purposes",
     R"(^\W*(?:autres )?(?:finalites?|(?:(?:business|agreed|permitted|processing) )?purposes?)"
     R"(|zwecke?)(?:\(s\))?\b)",
     8},
    {"purposes", R"(^\W*the purposes? (?:of|for) [^.;:]{0,60}process[^.;]{0,90}:)", 7},
    {"purposes", R"(^\W*(?:what for|why we (?:use|process|need) it) ?:)", 7},
    {"people", R"(^\W*whose (?:data|information)(?: it is)? ?:)", 7},
    {"data-categories", R"(^\W*(?:which|what) (?:data|information) ?:)", 7},
    {"purposes", R"(^\W*nature et finalite)", 6},
    {"purposes", R"(^\W*(?:art|gegenstand|umfang|,| und|und ){1,5} (?:der )?zwecke?\b)", 6},
    {"purposes", R"(\bzu (?:den )?folgenden zwecken\b)", 7},
    {"purposes", R"(\b(?:erfolgt|verarbeitet) (?:[^. ]+ ){0,4}zum zwecke? de[rs]\b)", 4},
    {"purposes",
     R"(\b(?:la finalite du traitement est|zweck der verarbeitung ist|purposes? of the processing)"
     R"( (?:is|are))\b)",
     8},
    {"purposes", R"(\b(?:for the purposes? of|aux (?:seules )?fins (?:de|d)|we use them to)\b)", 3},
    {"purposes", R"(\bFINALITE DU TRAITEMENT\b)", 4},
    {"nature",
     R"(^\W*nature\b(?: (?:du traitement|des operations|of the processing|et finalite))?)", 8},
    {"nature", R"(\bthe nature of the (?:PRC s )?process\w*\)? ?: ?$)", 7},
    {"nature",
     R"(\b(?:la )?nature des operations (?:realisees )?)"
     R"((?:sur (?:ces |les )?(?:DTA|donnees) )?(?:est|sont)\b)",
     8},
    {"nature", R"(^\W*art (?:und (?:umfang|zwecke?) )?(?:de[rs] )?(?:daten)?verarbeitung\b)", 8},
    {"nature", R"(^\W*art ?:)", 8},
    {"nature", R"(^\W*art,? (?:umfang )?und zwecke? (?:de[rs] )?(?:daten)?verarbeitung\b)", 7},
    {"retention", R"(^\W*(?:speicherdauer|speicherfrist|aufbewahrungsfrist|loschfrist)\w*\b)", 9},
    {"retention", R"(^\W*durees? de conservation\b)", 9},
    {"retention", R"(^\W*(?:data )?retention (?:periods?)\b)", 9},
    {"retention",
     R"(^\W*(?:the )?period for which (?:the )?DTA (?:will|shall|may) be [^:]{4,140}:)", 8},
    {"retention", R"(^\W*(?:data )?retention(?: of DTA| and deletion| and erasure)? ?:)", 6},
    {"duration", R"(^\W*duree du traitement ?:)", 4},
    {"retention", R"(^\W*duree du traitement ?:)", 5},
    {"special-categories",
     R"(^\W*(?:special categories|special[- ]category|sensitive (?:DTA|data))"
     R"((?: (?:transferred|processed)[^:]{0,330})? ?:|)"
     R"(donnees sensibles traitees|les donnees sensibles traitees)"
     R"(|categories particulieres|besondere kategorien (?:DTA|von DTA))\b)",
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

// "This concerns in particular:", with a list below.
bool IsIntro(const std::vector<Block>& blocks, size_t at) {
  return blocks[at].kind == BlockKind::kParagraph && blocks[at].text.ends_with(':') &&
         at + 1 < blocks.size() && blocks[at + 1].kind == BlockKind::kItem;
}

// "Pupils", a line of a list that has no signs.
bool IsBareLine(const Block& block) {
  constexpr size_t kLineMost = 80;
  return block.kind == BlockKind::kParagraph && !block.text.empty() &&
         block.text.size() <= kLineMost &&
         std::string_view(".:;").find(block.text.back()) == std::string_view::npos;
}

// The blocks below a label that stands alone.
void AddFollowing(const Sentences& sentences, std::string_view field, size_t label,
                  std::vector<FoundItem>& items) {
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
    if (i == label + 1 && IsIntro(blocks, i)) {
      continue;
    }
    if (!sentences.blocks[i].text.empty()) {
      if (has_boxes) {
        FoundItem item{.text = blocks[i].text, .value = {}, .where = {}, .alternatives = {}};
        item.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
        items.push_back(std::move(item));
      } else {
        SplitItems(sentences, field, i, 0, sentences.blocks[i].text.size(), items);
      }
    }
    const bool goes_on = i + 1 < blocks.size() && blocks[i + 1].clause == blocks[i].clause &&
                         IsBareLine(blocks[i]) && IsBareLine(blocks[i + 1]);
    if (blocks[i].kind == BlockKind::kParagraph && !has_boxes && !goes_on &&
        i + 1 < blocks.size() && blocks[i + 1].kind == BlockKind::kParagraph) {
      break;  // one paragraph answers a label
    }
  }
}

// "Purposes of processing are ...", against "Further purposes and instructions" of an empty form.
bool SaysWhat(const std::string& words, size_t end) {
  constexpr size_t kNear = 90;
  static const RE2 says(
      R"(\b(?:est|sont|is|are|ist|sind|consiste\w*|compren\w+|includ\w+|inclu\w+)\b)");
  return words.size() > end + 24 && (words.find(',', end) != std::string::npos ||
                                     RE2::PartialMatch(words.substr(0, end + kNear), says));
}

// "the data are processed by machine" lists none.
bool IsDone(const std::string& words, size_t end) {
  static const RE2 done(
      R"(^ ?(?:ne |pas |not |only |\w+ment )?(?:\w+ees?|\w+[iru]tes|soumises?|\w+ed|kept|held)"
      R"(|sent|made)\b)");
  return RE2::PartialMatch(words.substr(std::min(end, words.size())), done);
}

// "for the purposes of Article 26", "of this agreement" tells no purpose.
bool IsOfText(const std::string& words, size_t end) {
  static const RE2 text(
      R"(^ ?(?:l |la |le |les |du |des |the |this |these |der |des |applicable |any )*)"
      R"((?:(?:data protection|privacy|gdpr) (?:\S+ ){0,2}?(?:laws?|legislation|act|rules))"
      R"(|(?:article|section|clause|paragraphe?|presente?s?|agreement|directive|reglement)"
      R"(|regulation|appendice|annexe|annex|appendix|schedule|paragraph|contract|dpa|addendum|gdpr)"
      R"(|legislation|laws?|interpretation|definition|identifying|calculating|audits?|inspections?)"
      R"(|more than|such an?)\w*)\b)");
  return RE2::PartialMatch(words.substr(std::min(end, words.size())), text);
}

// "Categories of data subjects": a paragraph that is a label and says no more; what names purposes
// beside them heads the columns of a table.
bool IsBare(const Label& label, const std::string& words, size_t end) {
  constexpr size_t kMost = 80;
  static const RE2 other(R"(\b(?:finalites?|purposes?|zwecke?|durees?|nature|description|base)\b)");
  const std::string_view behind = std::string_view(words).substr(std::min(end, words.size()));
  const bool is_kind = label.field == "people" || label.field == "data-categories";
  return words.size() <= kMost && std::ranges::count(behind, ' ') <= 4 &&
         behind.find_first_of(".,;:|") == std::string_view::npos &&
         !RE2::PartialMatch(
             is_kind ? re2::StringPiece(words) : re2::StringPiece(behind.data(), behind.size()),
             other);
}

// Words like a label's that begin no list of the agreement.
bool IsNoList(const Label& label, const std::string& words, size_t end) {
  const std::string_view field = label.field;
  const bool is_head = label.pattern.starts_with('^');
  static const RE2 of_data(
      R"(^\W*nature (?:des? |of (?:the )?|der )?(?:DTA|donnees|data|daten)\b)");
  // A notice to people whose data the processor has for itself.
  static const RE2 yours(R"(\b(?:vos|votre|your)\b)");
  static const RE2 defines(R"(\b(?:toute information|any information|alle informationen),? )"
                           R"((?:\S+ )?(?:se rapportant|concernant|relating|die sich))");
  return (field == "nature" && RE2::PartialMatch(words, of_data)) ||
         (field == "purposes" && !is_head && IsOfText(words, end)) ||
         (field == "data-categories" && !is_head && IsDone(words, end)) ||
         (field == "data-categories" && RE2::PartialMatch(words, defines)) ||
         (field == "retention" && RE2::PartialMatch(words, yours));
}

// "We process your data to run the shop": no label, but a sentence that begins so.
bool IsSentence(const Label& label) {
  return label.pattern.starts_with(R"(\b(?:DTA|data))") || label.pattern.starts_with(R"(\bPRC )");
}

// How long, said behind the label or in the first item below it.
bool TakePeriod(std::string_view behind, FoundTerm& term) {
  const TermRule rule{.id = "list", .field = "retention", .need = "keep", .take = Take::kKeep};
  term.value = TakeValue(rule, behind).value;
  if (term.value.empty()) {
    term.value = TakeValue(rule, FoldText(term.items.front().text)).value;
  }
  return !term.value.empty();
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
  if (source.kind == BlockKind::kRow && !source.cells.empty() &&
      !FieldOfLabel(source.cells[0]).empty()) {
    return;  // read by its cells
  }
  const auto end = static_cast<size_t>(match.data() - all.data()) + match.size();
  const bool is_at_head = match.data() == all.data();
  // A heading with a comma is a table of contents, or a title that names everything.
  if ((source.kind == BlockKind::kHeading && words.find(',', 0) != std::string::npos) ||
      IsNoList(*compiled.label, words, end)) {
    return;
  }
  Scored scored;
  FoundTerm& term = scored.term;
  term.field = compiled.label->field;
  term.rule = "list/" + term.field;
  size_t from = end;
  if (is_at_head) {
    const size_t colon = words.find(':');
    from = colon != std::string::npos && colon < end + kLabelBytesMost ? colon + 1 : end;
    // "Purpose. Sending letters."
    const bool has_stop = from == end && words.compare(end, 2, ". ") == 0;
    from += has_stop ? 1 : 0;
    const bool has_colon = has_stop || (colon != std::string::npos && from == colon + 1);
    const bool is_bare =
        source.kind == BlockKind::kParagraph && IsBare(*compiled.label, words, end);
    if (source.kind == BlockKind::kHeading || is_bare || (has_colon && from + 3 >= words.size())) {
      AddFollowing(sentences, term.field, block, term.items);
    } else if (has_colon || SaysWhat(words, end) || IsSentence(*compiled.label)) {
      const size_t stop = IsSentence(*compiled.label) ? words.find(". ", from) : words.size();
      SplitItems(sentences, term.field, block, from, std::min(words.size(), stop), term.items);
    }
  } else if (words.find_first_not_of(" :", from) == std::string::npos) {
    AddFollowing(sentences, term.field, block, term.items);  // the label ends its sentence
  } else {
    SplitItems(sentences, term.field, block, from, std::min(words.size(), words.find(". ", from)),
               term.items);
  }
  if (term.items.empty()) {
    return;
  }
  const bool is_definition =
      words.find(" designe") != std::string::npos || words.find(" means ") != std::string::npos;
  const TextPart part = sentences.text->clauses[source.clause].part;
  // An annex describes the processing; an addendum adds to what the agreement says.
  const bool is_annex = part == TextPart::kAnnex &&
                        !sentences.text->clauses[source.clause].reference.starts_with("Addendum");
  scored.score = compiled.label->weight * 6 + (is_annex ? 12 : 0) + (is_at_head ? 9 : 0) -
                 (is_definition ? 30 : 0);
  term.is_annexed = part == TextPart::kModelContract;
  const bool is_heading = source.kind == BlockKind::kHeading;
  const Passage& first = term.items.front().where;
  term.where = is_heading ? first : sentences.Locate(block, 0, words.size());
  term.said = is_heading ? term.items.front().text : source.text;
  term.clause = ClauseOf(*sentences.text, block);
  const bool is_period = term.field == "retention" || term.field == "duration";
  if (is_period && !TakePeriod(std::string_view(words).substr(from), term) &&
      words.starts_with("duree du") && term.field == "retention") {
    return;
  }
  found.push_back(std::move(scored));
}

}  // namespace

void AddLists(const Sentences& sentences, std::vector<Scored>& found) {
  const std::set<std::string> notices = NoticesOf(sentences);
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    const size_t clause = sentences.text->blocks[i].clause;
    if (sentences.blocks[i].text.size() < 5 ||
        notices.contains(AnnexNameOf(*sentences.text, clause))) {
      continue;
    }
    for (const Compiled& compiled : Labels()) {
      AddLabelled(sentences, i, compiled, found);
    }
  }
}

}  // namespace mandat::internal
