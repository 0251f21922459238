// SPDX-License-Identifier: Apache-2.0
// Tables and lists of sub-processors, and places of processing.
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "reading/internal/found.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kRowsMost = 512;

bool Says(std::string_view words, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(words.data(), words.size()), pattern);
}

const RE2& Header() {
  static const RE2 pattern(
      R"(\b(?:denomination|nom|name|entreprise|societe|company|SUB|anbieter|unternehmen)\b)");
  return pattern;
}

// "Name, street, city": the first part, without what explains it.
std::string NameOf(std::string_view cell) {
  size_t end = cell.find_first_of(",;(\n");
  const size_t dash = cell.find(" – ");
  end = std::min({end, dash, cell.size()});
  // ", Inc.", ", LLC" belong to the name.
  static const RE2 form(R"(^, ?(?:Inc|LLC|Ltd|PBC|Corp|S\.?A|N\.?V|GmbH|B\.?V)\b\.?)");
  re2::StringPiece rest(cell.data() + end, cell.size() - end);
  const size_t before = rest.size();
  if (RE2::Consume(&rest, form)) {
    end += before - rest.size();
  }
  std::string name(cell.substr(0, end));
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) {
    name.pop_back();
  }
  return name;
}

// The cells of a row; of a line that was not seen as one, what stands between bars.
std::vector<std::string> CellsOf(const Block& block) {
  if (!block.cells.empty() || block.text.find(" | ") == std::string::npos) {
    return block.cells;
  }
  std::vector<std::string> cells;
  for (size_t from = 0; from <= block.text.size();) {
    const size_t to = std::min(block.text.find(" | ", from), block.text.size());
    cells.push_back(block.text.substr(from, to - from));
    from = to + 3;
  }
  return cells;
}

struct Columns {
  size_t country = std::string::npos;
  size_t task = std::string::npos;
};

Columns ColumnsOf(const std::vector<std::string>& cells) {
  static const RE2 country(R"(\b(?:pays|country|lieu|location|land|place|localisation)\b)");
  static const RE2 task(
      R"(\b(?:nature|service|prestation|tache|task|purpose|role|activit|type|leist)"
      R"(ung))");
  Columns columns;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string folded = FoldText(cells[i]);
    if (Says(folded, country) && columns.country == std::string::npos) {
      columns.country = i;
    } else if (i > 0 && Says(folded, task) && columns.task == std::string::npos) {
      columns.task = i;
    }
  }
  return columns;
}

std::string_view ToolIn(std::string_view folded) {
  static const RE2 clauses(R"(\b(?:clauses? contractuelles? types?|standard contractual)\b)");
  if (!Says(folded, clauses)) {
    return "";
  }
  return folded.find("2021/914") != std::string_view::npos  ? "dec-2021-914"
         : folded.find("2010/87") != std::string_view::npos ? "dec-2010-87"
                                                            : "clauses-undated";
}

FoundItem ItemOf(const Sentences& sentences, size_t index, const Columns& columns) {
  const std::vector<std::string> cells = CellsOf(sentences.text->blocks[index]);
  FoundItem item;
  item.where = sentences.Locate(index, 0, sentences.blocks[index].text.size());
  item.text = cells[0];
  item.value.emplace_back("name", NameOf(item.text));
  std::string_view country;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string folded = FoldText(cells[i]);
    if (i == columns.country || (columns.country == std::string::npos && i > 0)) {
      country = country.empty() ? CountryOfCode(folded) : country;
    }
    if (country.empty() && (i == 0 || i == columns.country)) {
      country = CountryIn(folded);
    }
    if (const std::string_view tool = ToolIn(folded); !tool.empty()) {
      item.value.emplace_back("tool", tool);
    }
  }
  const size_t task = columns.task != std::string::npos ? columns.task : cells.size() - 1;
  if (!country.empty()) {
    item.value.emplace_back("country", country);
  }
  if (task > 0 && task < cells.size()) {
    item.value.emplace_back("task", cells[task]);
  }
  return item;
}

bool SaysSub(const Sentences& sentences, size_t block) {
  return sentences.blocks[block].text.find("SUB") != std::string::npos;
}

// Whether a block stands under a heading, or after a line, about sub-processors.
bool IsUnderSub(const Sentences& sentences, size_t index) {
  const ContractText& text = *sentences.text;
  if (sentences.headings[text.blocks[index].clause].test(CueBook::Get().Number("sub"))) {
    return true;
  }
  for (size_t back = 1; back <= 4 && back <= index; ++back) {
    const BlockKind kind = text.blocks[index - back].kind;
    if (kind != BlockKind::kRow && SaysSub(sentences, index - back)) {
      return true;
    }
  }
  return false;
}

FoundTerm ListOf(const Sentences& sentences, size_t block, std::vector<FoundItem> items) {
  FoundTerm term;
  term.field = "sub-processors.list";
  term.rule = "table/sub-processors";
  term.where = items.front().where;
  term.clause = ClauseOf(*sentences.text, block);
  term.items = std::move(items);
  const size_t clause = sentences.text->blocks[block].clause;
  term.is_annexed = sentences.text->clauses[clause].part == TextPart::kModelContract;
  return term;
}

void AddTables(const Sentences& sentences, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (CellsOf(blocks[i]).size() < 2) {
      continue;
    }
    const size_t first = i;
    const bool has_header = Says(sentences.blocks[first].text, Header());
    const Columns columns = has_header ? ColumnsOf(CellsOf(blocks[first])) : Columns();
    const bool is_list =
        SaysSub(sentences, first) || IsUnderSub(sentences, first) ||
        (has_header && (columns.country != std::string::npos ||
                        sentences.blocks[first].text.find("pays tiers") != std::string::npos));
    std::vector<FoundItem> items;
    for (; i < blocks.size() && !CellsOf(blocks[i]).empty(); ++i) {
      const bool is_head = i == first && has_header;
      if (is_list && !is_head && items.size() < kRowsMost &&
          FoldText(CellsOf(blocks[i])[0]).size() > 2) {
        items.push_back(ItemOf(sentences, i, columns));
      }
    }
    --i;
    if (!items.empty()) {
      found.push_back({ListOf(sentences, first, std::move(items)), 80});
    }
  }
}

// "1. Example LLC, a company ... , New York": lists without a table.
void AddNumbered(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 company(
      R"(\b(?:SA|SAS|SARL|SRL|LLC|Inc|Ltd|GmbH|B\.?V|N\.?V|AG|Corp)\b|soci[eé]t[eé] constitu)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  std::map<size_t, std::vector<FoundItem>> lists;  // by the first block of each annex
  std::map<std::string, size_t> first_of;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const Clause& clause = sentences.text->clauses[blocks[i].clause];
    if (clause.part != TextPart::kAnnex || blocks[i].kind == BlockKind::kHeading ||
        blocks[i].kind == BlockKind::kRow || !RE2::PartialMatch(blocks[i].text, company) ||
        !IsUnderSub(sentences, i)) {
      continue;
    }
    FoundItem item;
    item.text = blocks[i].text;
    item.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
    item.value.emplace_back("name", NameOf(item.text));
    if (const std::string_view country = CountryIn(FoldText(item.text)); !country.empty()) {
      item.value.emplace_back("country", country);
    }
    if (item.value[0].second.size() > 1 && item.value[0].second.size() < 60) {
      const std::string annex = clause.reference.substr(0, clause.reference.find(','));
      lists[first_of.emplace(annex, i).first->second].push_back(std::move(item));
    }
  }
  for (auto& [first, items] : lists) {
    found.push_back({ListOf(sentences, first, std::move(items)), 60});
  }
}

// The list is published where it stands, or where it is promised.
void AddPublished(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 elsewhere(R"(^\W*listes? (?:de |des )?(?:SUB|PRC)\W*$)");
  std::vector<Scored> published;
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    if (Says(sentences.blocks[i].text, elsewhere)) {
      Scored promise{.term = {}, .score = 70};
      promise.term.field = "sub-processors.published";
      promise.term.status = SaidStatus::kExternal;
      promise.term.rule = "list/elsewhere";
      promise.term.said = sentences.text->blocks[i].text;
      promise.term.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
      promise.term.clause = ClauseOf(*sentences.text, i);
      published.push_back(std::move(promise));
    }
  }
  for (const Scored& scored : found) {
    if (scored.term.field == "sub-processors.list") {
      for (const FoundItem& item : scored.term.items) {
        const auto tool =
            std::ranges::find(item.value, "tool", &std::pair<std::string, std::string>::first);
        if (tool != item.value.end()) {
          Scored more = scored;
          more.term.field = "transfers.tool";
          more.term.items.clear();
          more.term.value = {{"is", tool->second}};
          more.score = 50;
          published.push_back(std::move(more));
          break;
        }
      }
      Scored more = scored;
      more.term.field = "sub-processors.published";
      more.term.items.clear();
      more.term.value = {{"text", std::to_string(scored.term.items.size()) + " in a list"}};
      published.push_back(std::move(more));
    }
  }
  found.insert(found.end(), published.begin(), published.end());
}

}  // namespace

void AddSubprocessors(const Sentences& sentences, std::vector<Scored>& found) {
  AddTables(sentences, found);
  AddNumbered(sentences, found);
  AddPublished(sentences, found);
}

void AddPlaces(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 place(
      R"(\b(?:heberg\w+|lieu de traitement|traitement (?:\S+ ){0,8}?a lieu|centres? de donnees|)"
      R"(stor(?:e|ed|age)|hosted|located|data cent(?:re|er)s?|stockees?|localis\w+|data)"
      R"( residency)\b)");
  static const RE2 not_place(
      R"(\b(?:siege|registered office|verification|garantie|governed|regi |tribuna|courts?)\b)");
  const std::vector<bool> in_scope = InScope(sentences);
  for (size_t i = 0; i < sentences.all.size(); ++i) {
    const Sentence& sentence = sentences.all[i];
    const Block& block = sentences.text->blocks[sentence.block];
    const std::string_view words = sentences.Words(sentence);
    if (!in_scope[i] || block.kind == BlockKind::kRow || !Says(words, place) ||
        Says(words, not_place)) {
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
        item.text = std::string(sentences.Words(sentence));
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
