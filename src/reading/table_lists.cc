// SPDX-License-Identifier: Apache-2.0
// Tables of treatments: a column each for purposes, data, people and periods.
#include <re2/re2.h>

#include <array>
#include <map>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/says.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kRowsMost = 64;
constexpr size_t kHeadCellMost = 60;
constexpr int kScore = 52;

// The field that a column of this head is for; empty: none.
std::string_view FieldOf(const std::string& head) {
  static const RE2 retention(
      R"(\b(?:durees?|conservation|retention|aufbewahrung\w*|speicherdauer|loschfrist\w*)\b)");
  static const RE2 people(
      R"(\b(?:personnes(?: concernees)?|data subjects?|individuals|betroffene\w*)\b)");
  static const RE2 purposes(R"(\b(?:finalites?|purposes?|zwecke?)\b)");
  static const RE2 data(R"(\b(?:donnees|data|daten|datenarten|datenkategorien)\b)");
  static const RE2 nature(R"(^\W*(?:nature|operations?)\b)");
  if (head.size() > kHeadCellMost) {
    return "";
  }
  return Says(head, retention)  ? "retention"
         : Says(head, people)   ? "people"
         : Says(head, purposes) ? "purposes"
         : Says(head, data)     ? "data-categories"
         : Says(head, nature)   ? "nature"
                                : "";
}

// Whose table it is: not of what the processor does as a controller, nor of its sub-processors.
bool IsOfProcessing(const Sentences& sentences, size_t block) {
  static const RE2 own(R"(\bPRC\b.*\b(?:qualite|tant que|comme|as|als)\b.*\bCTL\W*$)");
  const std::string& row = sentences.blocks[block].text;
  const Clause& clause = sentences.text->clauses[sentences.text->blocks[block].clause];
  size_t head = block;
  while (head > 0 && sentences.text->blocks[head].kind != BlockKind::kHeading) {
    --head;
  }
  return row.find("SUB") == std::string::npos && row.find("PRC") == std::string::npos &&
         clause.part != TextPart::kModelContract && !Says(sentences.blocks[head].text, own);
}

void AddColumns(const Sentences& sentences, size_t first,
                const std::map<size_t, std::string_view>& columns, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (const auto& [column, field] : columns) {
    Scored scored{.term = {}, .score = kScore};
    FoundTerm& term = scored.term;
    for (size_t i = first + 1;
         i < blocks.size() && blocks[i].kind == BlockKind::kRow && term.items.size() < kRowsMost;
         ++i) {
      if (column < blocks[i].cells.size() && blocks[i].cells[column].size() > 1) {
        FoundItem item;
        item.text = blocks[i].cells[column];
        item.where = sentences.Locate(i, 0, sentences.blocks[i].text.size());
        term.items.push_back(std::move(item));
      }
    }
    if (term.items.empty()) {
      continue;
    }
    term.field = field;
    term.rule = "table/columns";
    term.where = term.items.front().where;
    term.said = term.items.front().text;
    term.clause = ClauseOf(*sentences.text, first);
    if (field == "retention") {
      const TermRule rule{.id = "list", .field = "retention", .need = "keep", .take = Take::kKeep};
      term.value = TakeValue(rule, FoldText(term.said)).value;
    }
    found.push_back(std::move(scored));
  }
}

}  // namespace

void AddTableLists(const Sentences& sentences, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const bool is_first =
        blocks[i].kind == BlockKind::kRow && (i == 0 || blocks[i - 1].kind != BlockKind::kRow);
    if (!is_first || !IsOfProcessing(sentences, i)) {
      continue;
    }
    std::map<size_t, std::string_view> columns;
    for (size_t cell = 0; cell < blocks[i].cells.size(); ++cell) {
      if (const std::string_view field = FieldOf(FoldText(blocks[i].cells[cell])); !field.empty()) {
        columns.emplace(cell, field);
      }
    }
    if (columns.size() >= 2) {
      AddColumns(sentences, i, columns, found);
    }
  }
}

}  // namespace mandat::internal
