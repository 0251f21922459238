// SPDX-License-Identifier: Apache-2.0
// Rows that describe the processing: "Data subjects | tenants; guests".
#include <string>
#include <utility>
#include <vector>

#include "reading/internal/found.h"
#include "reading/internal/list_items.h"
#include "reading/internal/row_label.h"
#include "reading/internal/take_value.h"

namespace mandat::internal {
namespace {

constexpr int kScore = 60;
constexpr int kInAnnex = 9;
constexpr size_t kCardLabelMost = 12;  // bytes of the label of a sub-processor's card
constexpr std::string_view kBar = " | ";

// The row's label: its first cell, or its second behind a number. Nothing where more than one cell
// names a field, for then they head columns.
struct Labelled {
  std::string_view field;
  size_t cell = 0;
};

Labelled LabelOf(const Block& row) {
  Labelled label;
  size_t named = 0;
  for (size_t i = 0; i < row.cells.size(); ++i) {
    if (const std::string_view field = FieldOfLabel(row.cells[i]); !field.empty()) {
      label = named++ == 0 ? Labelled{field, i} : label;
    }
  }
  const bool is_first = label.cell == 0 || (label.cell == 1 && row.cells[0].size() <= 4);
  return named == 1 && is_first && label.cell + 1 < row.cells.size() ? label : Labelled{};
}

// Where the cell behind that one begins in the row's canonical text.
size_t BehindCell(const std::string& words, size_t cell) {
  size_t at = 0;
  for (size_t i = 0; i <= cell && at != std::string::npos; ++i) {
    at = words.find(kBar, at);
    at = at == std::string::npos ? at : at + kBar.size();
  }
  return at;
}

bool IsRow(const Sentences& sentences, size_t block) {
  return block < sentences.text->blocks.size() &&
         sentences.text->blocks[block].kind == BlockKind::kRow;
}

// A card of a sub-processor has such rows too: "Name | ...", "Purpose | hosting".
bool IsOfSubprocessor(const Sentences& sentences, size_t block) {
  size_t first = block;
  while (first > 0 && IsRow(sentences, first - 1)) {
    --first;
  }
  for (size_t i = first; IsRow(sentences, i); ++i) {
    const std::string_view field = LabelOf(sentences.text->blocks[i]).field;
    if (field == "people" || field == "data-categories") {
      return false;  // the processing itself, with a row on sub-processors
    }
  }
  for (size_t i = first; IsRow(sentences, i); ++i) {
    const std::string& words = sentences.blocks[i].text;
    if (words.substr(0, std::min(kCardLabelMost, words.find(kBar))).find("SUB") !=
        std::string::npos) {
      return true;
    }
  }
  return false;
}

void AddRow(const Sentences& sentences, size_t block, const Labelled& label,
            std::vector<Scored>& found) {
  const ContractText& text = *sentences.text;
  Scored scored;
  FoundTerm& term = scored.term;
  const std::string& words = sentences.blocks[block].text;
  const size_t from = BehindCell(words, label.cell);
  if (from == std::string::npos) {
    return;
  }
  SplitItems(sentences, label.field, block, from, words.size(), term.items);
  // Cells without a label go on with the one above.
  for (size_t i = block + 1; IsRow(sentences, i) && text.blocks[i].cells.size() > 1 &&
                             text.blocks[i].cells[label.cell].empty();
       ++i) {
    const size_t more = BehindCell(sentences.blocks[i].text, label.cell);
    SplitItems(sentences, label.field, i, more == std::string::npos ? 0 : more,
               sentences.blocks[i].text.size(), term.items);
  }
  if (term.items.empty()) {
    return;
  }
  const Clause& clause = text.clauses[text.blocks[block].clause];
  term.field = label.field;
  term.rule = "table/row";
  term.is_annexed = clause.part == TextPart::kModelContract;
  term.where = sentences.Locate(block, 0, words.size());
  term.said = text.blocks[block].text;
  term.clause = ClauseOf(text, block);
  if (label.field == "retention") {
    const TermRule rule{.id = "list", .field = "retention", .need = "keep", .take = Take::kKeep};
    term.value = TakeValue(rule, words.substr(from)).value;
  }
  if (label.field == "duration" || label.field == "subject-matter") {
    term.items.clear();
  }
  scored.score = kScore + (clause.part == TextPart::kAnnex ? kInAnnex : 0);
  // "Nature and purposes of the processing" answers both.
  if (label.field == "nature" && words.substr(0, from).find("purpose") != std::string::npos) {
    found.push_back(scored);
    found.back().term.field = "purposes";
  }
  found.push_back(std::move(scored));
}

}  // namespace

void AddLabelledRows(const Sentences& sentences, std::vector<Scored>& found) {
  for (size_t i = 0; i < sentences.blocks.size(); ++i) {
    if (!IsRow(sentences, i)) {
      continue;
    }
    const Labelled label = LabelOf(sentences.text->blocks[i]);
    if (!label.field.empty() && !IsOfSubprocessor(sentences, i)) {
      AddRow(sentences, i, label, found);
    }
  }
}

}  // namespace mandat::internal
