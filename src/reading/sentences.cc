// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/sentences.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mandat::internal {
namespace {

constexpr size_t kNoClause = static_cast<size_t>(-1);
constexpr size_t kSentenceMost = 4000;  // longer ones are cut: no rule needs more

constexpr auto kAbbreviations = std::to_array<std::string_view>(
    {"art", "no",  "par", "para", "al",  "inc", "ltd", "co",  "corp", "ex",
     "cf",  "etc", "abs", "nr",   "s",   "st",  "bzw", "vgl", "ziff", "b",
     "n",   "p",   "e.g", "i.e",  "eng", "c",   "z",   "gem", "u"});

// Whether the full stop at `at` ends a sentence.
bool Ends(std::string_view text, size_t at) {
  if (at + 1 < text.size() && text[at + 1] != ' ' && text[at + 1] != '"') {
    return false;
  }
  size_t begin = at;
  while (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '(') {
    --begin;
  }
  const std::string_view word = text.substr(begin, at - begin);
  const bool is_number = !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= '0' && c <= '9') || c == '.';
  });
  return !(is_number && word.size() < 3) &&
         std::ranges::find(kAbbreviations, word) == kAbbreviations.end();
}

std::vector<std::pair<size_t, size_t>> Cut(std::string_view text) {
  std::vector<std::pair<size_t, size_t>> parts;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool ends =
        (c == '.' && Ends(text, at)) || c == '!' ||
        (c == '?' && at + 1 < text.size() && text[at + 1] == ' ' && at > begin + 20) ||
        at - begin >= kSentenceMost;
    if (ends) {
      parts.emplace_back(begin, at + 1);
      begin = at + 1;
    }
  }
  if (begin < text.size()) {
    parts.emplace_back(begin, text.size());
  }
  return parts;
}

}  // namespace

std::string_view Sentences::Words(const Sentence& sentence) const {
  return std::string_view(blocks[sentence.block].text)
      .substr(sentence.begin, sentence.end - sentence.begin);
}

Passage Sentences::Locate(size_t block, size_t begin, size_t end) const {
  const auto [first, last] = blocks[block].Origin(begin, end);
  return text->blocks[block].Locate(first, last, text->text);
}

Passage Sentences::Locate(const Sentence& sentence) const {
  size_t begin = sentence.begin;
  const std::string& words = blocks[sentence.block].text;
  while (begin + 1 < sentence.end && words[begin] == ' ') {
    ++begin;
  }
  return Locate(sentence.block, begin, sentence.end);
}

Sentences Split(const ContractText& text, const Canon& canon) {
  const CueBook& book = CueBook::Get();
  Sentences sentences{.text = &text, .blocks = {}, .all = {}, .headings = {}};
  // What headings and earlier sentences of each clause say.
  std::vector<CueSet> headings(text.clauses.size());
  std::vector<CueSet> said(text.clauses.size());
  for (size_t i = 1; i < text.clauses.size(); ++i) {
    const Clause& clause = text.clauses[i];
    if (!clause.heading.empty()) {
      headings[i] = book.Match(canon.Apply(Fold(clause.heading)).text);
    }
    if (clause.parent && *clause.parent != 0) {
      headings[i] |= headings[*clause.parent];
    }
  }
  std::vector<size_t> last_child(text.clauses.size(), kNoClause);  // and the one before it
  std::vector<size_t> sibling(text.clauses.size(), kNoClause);
  for (size_t i = 1; i < text.clauses.size(); ++i) {
    const size_t above = text.clauses[i].parent.value_or(0);
    sibling[i] = above == 0 ? kNoClause : std::exchange(last_child[above], i);
    if (headings[i].test(book.Number("subhead"))) {
      headings[i].set(book.Number("sub"));
    }
  }
  for (size_t i = 0; i < text.blocks.size(); ++i) {
    const Block& block = text.blocks[i];
    sentences.blocks.push_back(canon.Apply(Fold(block.text)));
    const std::string& words = sentences.blocks.back().text;
    const size_t clause = block.clause;
    const std::optional<size_t> parent = text.clauses[clause].parent;
    for (const auto& [begin, end] : Cut(words)) {
      Sentence sentence{.block = i, .begin = begin, .end = end};
      sentence.has = book.Match(std::string_view(words).substr(begin, end - begin));
      sentence.heading = headings[clause];
      sentence.before = clause != 0 ? said[clause] : CueSet();
      if (parent && *parent != 0) {
        sentence.before |= said[*parent];
      }
      if (sibling[clause] != kNoClause) {
        sentence.before |= said[sibling[clause]];
      }
      sentence.is_annexed = text.clauses[clause].part == TextPart::kModelContract;
      sentence.is_heading = block.kind == BlockKind::kHeading;
      if (!sentence.is_heading) {
        said[clause] |= sentence.has;
      }
      sentences.all.push_back(sentence);
    }
  }
  sentences.headings = std::move(headings);
  return sentences;
}

}  // namespace mandat::internal
