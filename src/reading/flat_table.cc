// SPDX-License-Identifier: Apache-2.0
// A table of data and purposes that lost its columns: "TYPE OF DATA PURPOSE" in one line, then the
// cells one below the other. What comes again and again is the column with few values, the
// purposes; what stands between is a row's data, its name first.
#include <re2/re2.h>

#include <map>
#include <string>
#include <utility>

#include "reading/internal/found.h"
#include "reading/internal/list_items.h"

namespace mandat::internal {
namespace {

using re2::RE2;

constexpr size_t kHeadMost = 120;
constexpr size_t kCellsMost = 80;
constexpr int kScore = 66;

bool IsHead(const Sentences& sentences, size_t block) {
  static const RE2 data(
      R"(\b(?:types?|categories|sortes|arten) (?:de |of |des |der )?(?:DTA|donnees|data|daten)\b)");
  static const RE2 purpose(R"(\b(?:finalites?|purposes?|zwecke?)\b)");
  const std::string& words = sentences.blocks[block].text;
  return words.size() < kHeadMost && words.find('.') == std::string::npos &&
         words.find(',') == std::string::npos && RE2::PartialMatch(words, data) &&
         RE2::PartialMatch(words, purpose) &&
         sentences.text->blocks[block].kind == BlockKind::kParagraph;
}

FoundItem ItemAt(const Sentences& sentences, size_t block) {
  FoundItem item;
  item.text = sentences.text->blocks[block].text;
  item.where = sentences.Locate(block, 0, sentences.blocks[block].text.size());
  return item;
}

void AddList(const Sentences& sentences, size_t head, std::string_view field,
             std::vector<FoundItem> items, std::vector<Scored>& found) {
  if (items.empty()) {
    return;
  }
  Scored scored{.term = {}, .score = kScore};
  FoundTerm& term = scored.term;
  term.field = field;
  term.rule = "list/flat-table";
  term.where = items.front().where;
  term.said = items.front().text;
  term.clause = ClauseOf(*sentences.text, head);
  const size_t clause = sentences.text->blocks[head].clause;
  term.is_annexed = sentences.text->clauses[clause].part == TextPart::kModelContract;
  term.items = std::move(items);
  found.push_back(std::move(scored));
}

}  // namespace

void AddFlatTables(const Sentences& sentences, std::vector<Scored>& found) {
  const std::vector<Block>& blocks = sentences.text->blocks;
  for (size_t head = 0; head < blocks.size(); ++head) {
    if (!IsHead(sentences, head)) {
      continue;
    }
    std::map<std::string, size_t> times;
    size_t end = head + 1;
    for (; end < blocks.size() && end < head + kCellsMost &&
           ClauseOf(*sentences.text, end) == ClauseOf(*sentences.text, head) &&
           blocks[end].kind != BlockKind::kRow;
         ++end) {
      ++times[sentences.blocks[end].text];
    }
    std::vector<FoundItem> purposes;
    std::vector<FoundItem> data;
    std::map<std::string, size_t> told;
    size_t row = head + 1;
    for (size_t i = head + 1; i < end; ++i) {
      const std::string& cell = sentences.blocks[i].text;
      if (times[cell] < 2) {
        continue;
      }
      if (++told[cell] == 1) {
        purposes.push_back(ItemAt(sentences, i));
      }
      // The first cell of a row with several names what the others are.
      for (size_t at = i - row > 1 ? row + 1 : row; at < i; ++at) {
        SplitItems(sentences, "data-categories", at, 0, sentences.blocks[at].text.size(), data);
      }
      row = i + 1;
    }
    AddList(sentences, head, "purposes", std::move(purposes), found);
    AddList(sentences, head, "data-categories", std::move(data), found);
  }
}

// Where nothing is said on the nature of processing, purposes that name an operation say it.
void AddNatureByPurpose(const Sentences& sentences, std::vector<Scored>& found) {
  static const RE2 act(
      R"(\b(?:hebergement|hosting|stockage|storage|sauvegarde|archivage|maintenance|support)"
      R"(|envoi|sending|collecte|collection|analyse|analysis|transmission|speicherung|wartung)\b)");
  const Scored* purposes = nullptr;
  for (const Scored& scored : found) {
    if (scored.term.field == "nature" && !scored.term.is_annexed) {
      return;
    }
    if (scored.term.field == "purposes" && !scored.term.is_annexed &&
        (purposes == nullptr || scored.score > purposes->score)) {
      purposes = &scored;
    }
  }
  if (purposes == nullptr) {
    return;
  }
  Scored nature = *purposes;
  nature.score = 20;
  nature.term.field = "nature";
  nature.term.rule = "list/nature-by-purpose";
  nature.term.clause = purposes->term.clause;
  std::erase_if(nature.term.items, [&](const FoundItem& item) {
    return !RE2::PartialMatch(FoldText(item.text), act);
  });
  if (!nature.term.items.empty() && !sentences.all.empty()) {
    nature.term.where = nature.term.items.front().where;
    nature.term.said = nature.term.items.front().text;
    found.push_back(std::move(nature));
  }
}

}  // namespace mandat::internal
