// SPDX-License-Identifier: Apache-2.0
// Tables and lists of sub-processors.
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/row_label.h"
#include "reading/internal/says.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kRowsMost = 512;

const RE2& Header() {
  static const RE2 pattern(
      R"(\b(?:denomination|nom|name|entreprise|societe|company|SUB|anbieter|unternehmen|)"
      R"(firma|firmenname|dienstleister|PRC|prestataires?|fournisseurs?|hebergeurs?|providers?|)"
      R"(vendors?|suppliers?|entity|entities|subcontractors?)\b)");
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
  // "Example SA High Street 12": what stands behind the form, or from the street on, is no name.
  static const RE2 formed(
      R"(^(.{2,60}? (?:Inc|LLC|Ltd|Limited|PBC|Corp|SAS|SARL|SRL|SA|NV|BV|GmbH|AG|UG|SE|SpA|Lda|AB)"
      R"(|.{2,60}? [sS]\.[lLaA]\.[uU]?|.{2,60}? [bBnN]\.[vV])(?:\.|\b)) +[A-Z0-9À-Ý])");
  static const RE2 street(
      R"(^(.{2,60}?),? (?:\d+[a-z]?\b|(?:[Rr]ue|[Rr]ua|[Vv]ia|[Cc]alle|[Aa]venue|Av\.|Avda|)"
      R"([Bb]oulevard|[Pp]lace|One|Suite|P\.?O\.? Box)\b))");
  std::string shorter;
  if (RE2::PartialMatch(name, formed, &shorter) || RE2::PartialMatch(name, street, &shorter)) {
    name = shorter;
  }
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t' || name.back() == ',')) {
    name.pop_back();
  }
  return name;
}

// The country of an address; of an American one its state alone may stand.
std::string_view CountryOfAddress(const std::string& cell) {
  static const RE2 state(
      R"(\b(?:A[KLRZ]|C[AOT]|DC|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA)"
      R"(|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?\b)");
  const std::string_view country = CountryIn(FoldText(cell));
  return country.empty() && RE2::PartialMatch(cell, state) ? "US" : country;
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
  static const RE2 country(
      R"(\b(?:pays|country|lieu|location|land|staat|standort|ort|region|place|)"
      R"(localisation|verarbeitungsort|serverstandort|verarbeitungsland)\b)");
  static const RE2 task(
      R"(\b(?:nature|service|prestation|tache|task|purpose|role|activit|type|leist)"
      R"(ung|zweck|tatigkeit|funktion|aufgabe|gegenstand|beschreibung|motif|objet|finalite)"
      R"(|mission|fonction|usage))");
  static const RE2 address(R"(\b(?:adresse?|siege|sitz|anschrift)\b)");
  Columns columns;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string folded = FoldText(cells[i]);
    if (Says(folded, country) && columns.country == std::string::npos) {
      columns.country = i;
    } else if (i > 0 && Says(folded, task) && columns.task == std::string::npos) {
      columns.task = i;
    }
  }
  for (size_t i = 1; i < cells.size() && columns.country == std::string::npos; ++i) {
    columns.country = Says(FoldText(cells[i]), address) ? i : columns.country;
  }
  return columns;
}

std::string_view ToolIn(std::string_view folded) {
  static const RE2 clauses(R"(\b(?:clauses? contractuelles? types?|standard contractual|)"
                           R"(standardvertragsklauseln|standarddatenschutzklauseln)\b)");
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
    if (country.empty() && i == columns.country) {  // "Paris, FR" too
      country = CountryOfCode(folded.substr(std::min(folded.rfind(',') + 1, folded.size())));
      country = country.empty() ? CountryOfAddress(cells[i]) : country;
    }
    if (const std::string_view tool = ToolIn(folded); !tool.empty()) {
      item.value.emplace_back("tool", tool);
    }
  }
  // The column of countries before what stands in the name.
  country = country.empty() ? CountryOfAddress(cells[0]) : country;
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
    if (kind == BlockKind::kHeading) {
      return false;  // what stands above it is about something else
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

// Several tables of one clause are one list.
void AddTable(const Sentences& sentences, size_t block, std::vector<FoundItem> items,
              std::vector<Scored>& found) {
  FoundTerm term = ListOf(sentences, block, std::move(items));
  for (Scored& scored : found) {
    if (scored.term.rule == term.rule && scored.term.clause == term.clause) {
      scored.term.items.insert(scored.term.items.end(), term.items.begin(), term.items.end());
      return;
    }
  }
  found.push_back({std::move(term), 80});
}

// Whether a row heads a table of its own, though no line stands between the two.
bool BeginsAnother(const Sentences& sentences, size_t first, size_t row) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  return CellsOf(blocks[row]).size() != CellsOf(blocks[first]).size() &&
         Says(sentences.blocks[row].text, Header()) &&
         ColumnsOf(CellsOf(blocks[row])).country != std::string::npos;
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
      if (i > first && BeginsAnother(sentences, first, i)) {
        break;
      }
      const bool is_head = i == first && has_header;
      if (is_list && !is_head && items.size() < kRowsMost &&
          FoldText(CellsOf(blocks[i])[0]).size() > 2 &&
          FieldOfLabel(CellsOf(blocks[i])[0]).empty()) {
        items.push_back(ItemOf(sentences, i, columns));
      }
    }
    --i;
    if (!items.empty()) {
      AddTable(sentences, first, std::move(items), found);
    }
  }
}

// "1. Example LLC, a company ... , New York": lists without a table.
void AddNumbered(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 company(
      R"(\b(?:SA|SAS|SARL|SRL|LLC|Inc|Ltd|Limited|GmbH|B\.?V|N\.?V|AG|UG|KG|OG|SE|Corp|AB|ApS|A/S)"
      R"(|Oy|ASA|PBC|Pty|SpA|Lda|ULC)\b|)"
      R"(soci[eé]t[eé] constitu)");
  static const RE2 role(R"(^\W*(?:le |la |the |der |die )?(?:PRC|CTL|SUB)\b)");
  // Cards: "Name: Example Ltd", "Address: ...", "Contact person's name: ...".
  static const RE2 card(R"((?i)^\W*(?:(?:company|legal|entity) )?name\s*:\s*)");
  static const RE2 no_name(
      R"((?i)^\W*(?:contact|address|description|purpose|e-?mail|tel|phone)\b)");
  const std::vector<Block>& blocks = sentences.text->blocks;
  std::map<size_t, std::vector<FoundItem>> lists;  // by the first block of each annex
  std::map<std::string, size_t> first_of;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const Clause& clause = sentences.text->clauses[blocks[i].clause];
    re2::StringPiece said(blocks[i].text);
    const bool is_card = RE2::Consume(&said, card);
    if (clause.part != TextPart::kAnnex || (blocks[i].kind == BlockKind::kHeading && !is_card) ||
        RE2::PartialMatch(blocks[i].text, no_name) || blocks[i].kind == BlockKind::kRow ||
        !RE2::PartialMatch(blocks[i].text, company) || !IsUnderSub(sentences, i) ||
        Says(sentences.blocks[i].text, role)) {
      continue;
    }
    FoundItem item;
    item.text = std::string(said.data(), said.size());
    item.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
    item.value.emplace_back("name", NameOf(item.text));
    if (const std::string_view country = CountryOfAddress(item.text); !country.empty()) {
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
          more.term.where = item.where;
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
  AddIntroducedSubs(sentences, found);
  AddPublished(sentences, found);
}

}  // namespace mandat::internal
