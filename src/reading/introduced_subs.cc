// SPDX-License-Identifier: Apache-2.0
// Sub-processors behind a sentence that announces them: in items below it, or in the line itself.
#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <utility>

#include "reading/internal/found.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kItemsMost = 64;
constexpr size_t kNameBytesMost = 60;
constexpr int kScore = 60;

// "has recourse to the following sub-processors:", on canonical text; what follows are names.
const RE2& Announces() {
  static const RE2 pattern(
      R"(\b(?:(?:SUB|PRC)(?: \S+){0,3}? (?:suivante?s?|ci-dessous|ci-apres|below)|following)"
      R"( (?:\S+ ){0,2}(?:SUB|PRC)(?:\(s\))?(?: [^\s.:]+){0,8}?|)"
      R"(listes? (?:\S+ ){0,3}(?:SUB|PRC)[^.:]*|fait appel a|a recours a)"
      R"(|(?:SUB|PRC) (?:sont|are|is|est|sind)|)"
      R"(folgende\w* (?:\S+ ){0,2}(?:SUB|PRC)\w*(?: [^\s.:]+){0,5}?) ?:)");
  return pattern;
}

bool IsAboutSubs(const Sentences& sentences, size_t block) {
  const size_t clause = sentences.text->blocks[block].clause;
  return sentences.headings[clause].test(CueBook::Get().Number("sub")) ||
         sentences.blocks[block].text.find("SUB") != std::string::npos;
}

bool IsCompany(const std::string& name) {
  static const RE2 company(
      R"( (?:Inc|LLC|Ltd|Limited|PBC|Corp|SAS|SARL|SA|NV|BV|GmbH|AG|AB|ApS|A/S|AS|Oy|SE|plc|)"
      R"(S\.A\.|B\.V\.|N\.V\.)\.?$)");
  return RE2::PartialMatch(name, company);
}

// The name at the head of an item; empty where it begins with something else.
std::string NameOf(std::string_view item) {
  while (!item.empty() && (item.front() == ' ' || item.front() == '-')) {
    item.remove_prefix(1);
  }
  for (const std::string_view last : {"et ", "and ", "und ", "ainsi que "}) {
    item.remove_prefix(item.starts_with(last) ? last.size() : 0);
  }
  static const RE2 form(R"(^, ?(?:Inc|LLC|Ltd|PBC|Corp|S\.?A|N\.?V|GmbH|B\.?V)\b\.?)");
  size_t end = std::min({item.find(" ("), item.find(" :"), item.find(": "), item.find(" – "),
                         item.find(" — "), item.find(" - "), item.find(';'), item.size()});
  const bool is_explained = end < item.size() && item[end] != ';';
  if (const size_t comma = item.find(','); comma < end) {
    re2::StringPiece rest(item.data() + comma, item.size() - comma);
    const size_t before = rest.size();
    end = comma + (RE2::Consume(&rest, form) ? before - rest.size() : 0);
  }
  std::string name(item.substr(0, end));
  while (!name.empty() && (name.back() == ' ' || name.back() == ';')) {
    name.pop_back();
  }
  if (!is_explained && name.ends_with('.') && !RE2::PartialMatch(name, R"((?:Inc|Ltd|Corp)\.$)")) {
    name.pop_back();
  }
  static const RE2 capital(R"(^(?:[A-ZÀ-Ý0-9]|[a-z]+[A-Z0-9]))");
  const auto words = std::ranges::count(name, ' ') + 1;
  const bool is_name = name.size() >= 2 && name.size() <= kNameBytesMost && name.back() != '-' &&
                       words <= (is_explained || IsCompany(name) ? 6 : 4) &&
                       RE2::PartialMatch(name, capital);
  return is_name ? name : std::string();
}

// Of a list most of whose entries are no names, none is a sub-processor.
struct Entries {
  std::vector<FoundItem> items;
  size_t others = 0;

  void Add(std::string_view said, Passage where) {
    std::string name = NameOf(said);
    if (name.empty()) {
      ++others;
      return;
    }
    FoundItem item;
    item.text = said;
    item.where = where;
    item.value.emplace_back("name", std::move(name));
    // "Example, Inc. (USA) - hosting in Ireland": where the company is.
    static const RE2 seat(R"(^[^(]{2,60}\(([^()]{2,30})\))");
    std::string behind;
    RE2::PartialMatch(item.text, seat, &behind);
    const std::string_view near = CountryIn(FoldText(behind));
    const std::string_view country = near.empty() ? CountryIn(FoldText(said)) : near;
    if (!country.empty() && country != "EU") {
      item.value.emplace_back("country", country);
    }
    items.push_back(std::move(item));
  }
};

// What stands behind the colon in the same block, to the end of the sentence.
void AddInline(const Sentences& sentences, size_t block, std::string_view behind,
               Entries& entries) {
  static const RE2 stop(R"([^.]\. [A-ZÀ-Ý][a-zà-ÿ]+ )");
  re2::StringPiece end;
  const re2::StringPiece all(behind.data(), behind.size());
  int depth = 0;
  const char mark = behind.find(';') == std::string_view::npos ? ',' : ';';
  size_t from = 0;
  const Passage where = sentences.Locate(block, 0, sentences.blocks[block].text.size());
  const size_t last = stop.Match(all, 0, all.size(), RE2::UNANCHORED, &end, 1)
                          ? static_cast<size_t>(end.data() - all.data()) + 1
                          : behind.size();
  for (size_t at = 0; at <= last && entries.items.size() < kItemsMost; ++at) {
    const char c = at < last ? behind[at] : mark;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == mark && (depth <= 0 || at == last)) {
      entries.Add(behind.substr(from, at - from), where);
      from = at + 1;
    }
  }
}

// The run of items from a block on.
Entries ItemsFrom(const Sentences& sentences, size_t block) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  Entries entries;
  // Items without numbers stand in the clause that announces them; what is numbered goes on.
  const bool is_plain =
      block > 0 && block < blocks.size() && blocks[block].clause == blocks[block - 1].clause;
  for (size_t item = block; item < blocks.size() && entries.items.size() < kItemsMost &&
                            blocks[item].kind == BlockKind::kItem &&
                            (!is_plain || blocks[item].clause == blocks[block].clause);
       ++item) {
    entries.Add(blocks[item].text, sentences.Locate(item, 0, sentences.blocks[item].text.size()));
  }
  return entries;
}

// A name alone in its line, and points below it: "- Service: hosting", "- Location: Ireland".
Entries CardsFrom(const Sentences& sentences, size_t block) {
  static const RE2 point(R"(^[A-Z][A-Za-z -]{2,30}: )");
  const std::vector<Block>& blocks = sentences.text->blocks;
  Entries entries;
  size_t at = block;
  while (at + 1 < blocks.size() && entries.items.size() < kItemsMost &&
         blocks[at].kind == BlockKind::kParagraph && blocks[at].clause == blocks[block].clause &&
         blocks[at].text.find(':') == std::string::npos &&
         blocks[at + 1].kind == BlockKind::kItem && RE2::PartialMatch(blocks[at + 1].text, point)) {
    const size_t count = entries.items.size();
    entries.Add(blocks[at].text, sentences.Locate(at, 0, sentences.blocks[at].text.size()));
    for (++at; at < blocks.size() && blocks[at].kind == BlockKind::kItem; ++at) {
      static const RE2 place(R"((?i)^(?:location|country|address)\s*: *(.*)$)");
      std::string where;
      if (entries.items.size() > count && RE2::PartialMatch(blocks[at].text, place, &where)) {
        const std::string_view country = CountryIn(FoldText(where));
        if (!country.empty() && country != "EU" && entries.items.back().value.size() == 1) {
          entries.items.back().value.emplace_back("country", country);
        }
      }
    }
  }
  return entries;
}

void AddTerm(const Sentences& sentences, size_t block, std::string_view rule, Entries entries,
             int score, std::vector<Scored>& found) {
  const Block& said = sentences.text->blocks[block];
  FoundTerm term;
  term.field = "sub-processors.list";
  term.rule = rule;
  term.where = entries.items.front().where;
  term.said = said.text;
  term.clause = ClauseOf(*sentences.text, block);
  term.items = std::move(entries.items);
  term.is_annexed = sentences.text->clauses[said.clause].part == TextPart::kModelContract;
  found.push_back({std::move(term), score});
}

// Items of an annex on sub-processors, most of which are companies or say where they are.
void AddAnnexed(const Sentences& sentences, size_t block, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  const size_t clause = blocks[block].clause;
  if (blocks[block].kind != BlockKind::kItem ||
      (block > 0 && blocks[block - 1].kind == BlockKind::kItem) ||
      sentences.text->clauses[clause].part != TextPart::kAnnex ||
      !sentences.headings[clause].test(CueBook::Get().Number("sub"))) {
    return;
  }
  Entries entries = ItemsFrom(sentences, block);
  const auto sure = std::ranges::count_if(entries.items, [](const FoundItem& item) {
    return item.value.size() > 1 || IsCompany(item.value[0].second);
  });
  if (!entries.items.empty() && entries.others * 3 <= entries.items.size() &&
      static_cast<size_t>(sure) * 2 >= entries.items.size()) {
    AddTerm(sentences, block, "list/annexed", std::move(entries), kScore - 10, found);
  }
}

// "Name/Firma: Example GmbH", "Leistung: ...", "Sitz: ...", line by line, one after the other.
void AddFilledForms(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 name(
      R"((?i)^\W{0,3}(?:name|firm(?:a|enname)|unternehmen|anbieter|company(?: name)?|provider|)"
      R"(nom|raison sociale|soci[eé]t[eé])(?: ?/ ?[a-zé]{3,12})?(?: ?[\[(][^\])]{0,40}[\])])?)"
      R"( ?: *(.{2,80})$)");
  static const RE2 place(
      R"((?i)^\W{0,3}(?:sitz|ort|land|standort|anschrift|adresse|address|location|country|pays)\b)"
      R"([^:]{0,40}: *(.+)$)");
  constexpr size_t kLinesMost = 8;  // of a form
  const std::vector<Block>& blocks = sentences.text->blocks;
  Entries entries;
  size_t first = 0;
  size_t last = 0;
  for (size_t i = 0; i < blocks.size() && entries.items.size() < kItemsMost; ++i) {
    std::string said;
    const bool is_line = blocks[i].kind != BlockKind::kRow;
    if (is_line && RE2::PartialMatch(blocks[i].text, name, &said)) {
      const bool goes_on = !entries.items.empty() && i - last <= kLinesMost;
      const bool is_headed = IsAboutSubs(sentences, i) || (i > 0 && IsAboutSubs(sentences, i - 1));
      if (goes_on || (entries.items.empty() && is_headed)) {
        const size_t count = entries.items.size();
        entries.Add(said, sentences.Locate(i, 0, sentences.blocks[i].text.size()));
        first = entries.items.size() == 1 && count == 0 ? i : first;
        last = i;
      }
    } else if (is_line && !entries.items.empty() && i - last <= kLinesMost &&
               entries.items.back().value.size() == 1 &&
               RE2::PartialMatch(blocks[i].text, place, &said)) {
      if (const std::string_view country = CountryIn(FoldText(said));
          !country.empty() && country != "EU") {
        entries.items.back().value.emplace_back("country", country);
      }
    }
  }
  const auto sure = std::ranges::count_if(entries.items, [](const FoundItem& item) {
    return item.value.size() > 1 || IsCompany(item.value[0].second);
  });
  if (!entries.items.empty() && static_cast<size_t>(sure) * 2 > entries.items.size()) {
    AddTerm(sentences, first, "list/forms", std::move(entries), kScore + 2, found);
  }
}

}  // namespace

void AddIntroducedSubs(const Sentences& sentences, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  AddFilledForms(sentences, found);
  for (size_t i = 0; i < blocks.size(); ++i) {
    const std::string& words = sentences.blocks[i].text;
    re2::StringPiece match;
    const re2::StringPiece all(words);
    AddAnnexed(sentences, i, found);
    if (blocks[i].kind == BlockKind::kRow || !IsAboutSubs(sentences, i) ||
        !Announces().Match(all, 0, all.size(), RE2::UNANCHORED, &match, 1)) {
      continue;
    }
    Entries entries;
    const size_t colon = blocks[i].text.find(
        ':', sentences.blocks[i]
                 .Origin(static_cast<size_t>(match.data() - all.data()), words.size())
                 .first);
    const std::string_view behind =
        colon == std::string::npos ? "" : std::string_view(blocks[i].text).substr(colon + 1);
    if (behind.size() > 2) {
      AddInline(sentences, i, behind, entries);
    } else {
      entries = ItemsFrom(sentences, i + 1);
      entries = entries.items.empty() ? CardsFrom(sentences, i + 1) : entries;
    }
    if (entries.items.empty() || entries.others > entries.items.size()) {
      continue;
    }
    AddTerm(sentences, i, "list/introduced", std::move(entries), kScore, found);
  }
}

}  // namespace mandat::internal
