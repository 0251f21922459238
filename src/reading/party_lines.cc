// SPDX-License-Identifier: Apache-2.0
// Parties that stand behind a label ("Sous-traitant : Example SAS", "Raison sociale : ...") or are
// named in running words.
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/named_actors.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kLinesMost = 60;  // that party lines may stand in, and those of an annex
constexpr size_t kFormLines = 10;  // of the form below the label of a party
constexpr size_t kNameBytesMost = 90;

// The name at the head of what stands behind a label; empty: none.
std::string NameAtHead(std::string text) {
  static const RE2 lead(
      R"((?i)^[\s:|–-]*(?:la |l['’]|une )?(?:soci[eé]t[eé]|entreprise|company)? ?)");
  re2::StringPiece rest(text);
  RE2::Consume(&rest, lead);
  text = std::string(rest.data(), rest.size());
  text.resize(std::min({text.find(','), text.find(" ("), text.find(" |"), text.find(" dont "),
                        text.find(" whose "), text.find(" incorporated "),
                        text.find(" registered "), text.find(" a company "), text.find(" having "),
                        text.find(" – "), text.find(';'), text.size()}));
  static const RE2 short_form(R"((?:Inc|Ltd|Corp|Co|S\.A|B\.V|N\.V|S\.p\.A|s\.r\.o)\.$)");
  while (!text.empty() && (text.back() == ' ' || text.back() == '.') &&
         !RE2::PartialMatch(text, short_form)) {
    text.pop_back();
  }
  static const RE2 name(R"(^(?:[A-ZÀ-Ý0-9]|[a-z]+[A-Z]))");
  static const RE2 no_name(
      R"(^(?:le|la|les|l|un|une|toute?|the|any|each|der|die|das|personne|organisme|entite|ce)"
      R"(|celui|see|voir|cf|client|customer|responsable|sous-traitant|cnil|rgpd) |^\W*$|__|\.\.\.)"
      R"(|\[|\b(?:designe|means|signifie|traite|determine)\b|@)");
  const std::string folded = FoldText(text) + " ";
  const bool has_letter = std::ranges::any_of(
      text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
  const bool is_name = has_letter && text.size() >= 2 && text.size() <= kNameBytesMost &&
                       RE2::PartialMatch(text, name) && !RE2::PartialMatch(folded, no_name);
  return is_name ? text : std::string();
}

Scored PartyAt(const Sentences& sentences, size_t block, bool is_processor, std::string name,
               std::string_view rule, int score) {
  Scored scored;
  scored.score = score;
  FoundTerm& term = scored.term;
  term.field = is_processor ? "parties.processor" : "parties.controller";
  term.rule = rule;
  term.value.emplace_back("name", std::move(name));
  term.where = sentences.Locate(block, 0, sentences.blocks[block].text.size());
  term.said = sentences.text->blocks[block].text;
  term.clause = ClauseOf(*sentences.text, block);
  const size_t clause = sentences.text->blocks[block].clause;
  term.is_annexed = sentences.text->clauses[clause].part == TextPart::kModelContract;
  return scored;
}

// What stands in the form below the label of a party.
std::pair<size_t, std::string> NameInForm(const Sentences& sentences, size_t label) {
  static const RE2 field(
      R"((?i)^\W*(?:raison sociale|d[eé]nomination(?: sociale| l[eé]gale)?|soci[eé]t[eé]|firma)"
      R"(|name|company(?: name)?|organi[sz]ation)"
      R"(|nom(?: de (?:la (?:soci[eé]t[eé]|structure|collectivit[eé]))"
      R"(|l['’](?:entreprise|organisme|organisation|[eé]tablissement|association)))?)\s*[:|])"
      R"((.*)$)");
  static const RE2 next(R"(^\W*(?:PRC|CTL|et|and|und)\b[^:]{0,60}:?\W*$)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  // The name alone in the line below.
  if (label + 1 < blocks.size() && blocks[label + 1].text.find(':') == std::string::npos) {
    static const RE2 company(
        R"(\b(?:Ltd|Limited|LLP|LLC|Inc|plc|PLC|GmbH|AG|SAS|SARL|SRL|BV|B\.V|NV)"
        R"(|AB|AS|A/S|ApS|Oy|OÜ|SIA|UAB|CIC|DAC|Council|University|Trust)\b)");
    const std::string name = NameAtHead(blocks[label + 1].text);
    if (!name.empty() && RE2::PartialMatch(name, company)) {
      return {label + 1, name};
    }
  }
  for (size_t i = label + 1; i < std::min(label + kFormLines, blocks.size()); ++i) {
    std::string behind;
    if (RE2::PartialMatch(sentences.blocks[i].text, next)) {
      break;
    }
    if (RE2::PartialMatch(blocks[i].text, field, &behind)) {
      return {i, NameAtHead(behind)};
    }
  }
  return {label, ""};
}

// "(the data controller)" below a name and its address, behind "between" or "and".
std::string NameAbove(const std::vector<Block>& blocks, size_t role) {
  static const RE2 link(R"((?i)(?:^|\s)(?:between|entre|zwischen)\W*$|^\W*(?:and|et|und)\W*$)");
  static const RE2 linked(R"((?i)^\W*(?:zwischen|und) (?:de[rmn] |die |das )?(.{4,})$)");
  for (size_t i = role; i > 0 && role - i < kFormLines; --i) {
    std::string named;
    if (RE2::PartialMatch(blocks[i - 1].text, linked, &named)) {
      return NameAtHead(named);
    }
    if (RE2::PartialMatch(blocks[i - 1].text, link)) {
      return i < role ? NameAtHead(blocks[i].text) : "";
    }
  }
  return "";
}

}  // namespace

void AddPartyLines(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 label(
      R"(^\W{0,3}(?:le |la |l |the |nom du |name of the )?(PRC|CTL)(?: ?\([^()]{0,80}\))? ?)"
      R"((?:[:|]|$))");
  const std::vector<Block>& blocks = sentences.text->blocks;
  size_t annexed = 0;
  for (size_t i = 0; i < blocks.size() && annexed < kLinesMost; ++i) {
    const TextPart part = sentences.text->clauses[blocks[i].clause].part;
    annexed += part == TextPart::kAnnex;
    std::string role;
    if ((i >= kLinesMost && part != TextPart::kAnnex) || part == TextPart::kModelContract ||
        !RE2::PartialMatch(sentences.blocks[i].text, label, &role)) {
      continue;
    }
    const std::string& text = blocks[i].text;
    const size_t colon = text.find_first_of(":|");
    std::string name = colon == std::string::npos ? "" : NameAtHead(text.substr(colon + 1));
    size_t at = i;
    if (name.empty()) {
      std::tie(at, name) = NameInForm(sentences, i);
    }
    if (!name.empty()) {
      const int far = static_cast<int>(std::min<size_t>(i, 20));
      found.push_back(
          PartyAt(sentences, at, role == "PRC", std::move(name), "parties/label", 66 - far));
    }
  }
  static const RE2 behind(R"(\((?:hereinafter|hereafter|referred to as|the|also|as|:|,|"| )*)"
                          R"((PRC|CTL)[" ]*\)\W*(?:and)?\W*$)");
  static const RE2 prose(
      R"(\b(?:gelten|gilt|zwischen|regel[nt]|wird|werden|ist|sind)\b|)"
      R"(^(?:this|these|that|it|each|all|where|in|for|under|by|when|il|elle)\b)"
      R"(|^(?:dans|pour|en|obligations?|duties|accord|contrat|convention)\b)"
      R"(|\b(?:is|are|between|shall|will|means|est|sont|entre|lie|conclu\w*)\b)");
  for (size_t i = 0; i < std::min(kLinesMost, blocks.size()); ++i) {
    std::string role;
    if (blocks[i].kind != BlockKind::kHeading &&
        RE2::PartialMatch(sentences.blocks[i].text, behind, &role)) {
      std::string name = NameAtHead(blocks[i].text);
      if (!name.empty() && !RE2::PartialMatch(FoldText(name), prose)) {
        found.push_back(
            PartyAt(sentences, i, role == "PRC", std::move(name), "parties/behind", 62));
      }
    }
  }
  static const RE2 below(
      R"re(^\W*(?:\(|-|(?:im )?(?:folgenden|nachfolgend|nachstehend)(?: [a-z]+){0,2}? ["(]?) ?)re"
      R"re((?:the |le |la |l |der |die )?(PRC|CTL)"?(?: (?:genannt|bezeichnet))?\)?\W*$)re");
  for (size_t i = 0; i < std::min(kLinesMost, blocks.size()); ++i) {
    std::string role;
    if (RE2::PartialMatch(sentences.blocks[i].text, below, &role)) {
      if (std::string name = NameAbove(blocks, i); !name.empty()) {
        found.push_back(PartyAt(sentences, i, role == "PRC", std::move(name), "parties/below", 60));
      }
    }
  }
  const std::vector<NamedActor> actors = FindNamedActors(*sentences.text);
  for (const NamedActor& actor : actors) {
    const bool is_both = std::ranges::any_of(actors, [&](const NamedActor& other) {
      return other.name == actor.name && other.is_processor && !actor.is_processor;
    });
    if (actor.is_proper && !is_both) {
      found.push_back(PartyAt(sentences, actor.block, actor.is_processor, actor.name,
                              "parties/acts-as",
                              50 - static_cast<int>(std::min<size_t>(actor.block / 8, 20))));
    }
  }
}

}  // namespace mandat::internal
