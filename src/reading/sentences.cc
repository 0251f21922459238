// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/sentences.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "reading/internal/fold.h"
#include "reading/internal/pronouns.h"
#include "reading/internal/says.h"

namespace mandat::internal {
namespace {

constexpr size_t kNoClause = static_cast<size_t>(-1);
constexpr size_t kWholeMost = 900;      // bytes after which no further point is shown
constexpr size_t kSentenceMost = 4000;  // longer ones are cut: no rule needs more

constexpr auto kAbbreviations = std::to_array<std::string_view>(
    {"art",  "no",   "par",    "para",   "al",     "inc",    "ltd",  "co",    "corp",  "ex",
     "cf",   "etc",  "abs",    "nr",     "s",      "st",     "bzw",  "vgl",   "ziff",  "b",
     "n",    "p",    "e.g",    "i.e",    "eng",    "c",      "z",    "gem",   "u",     "max",
     "min",  "env",  "resp",   "ca",     "mme",    "dr",     "z.b",  "d.h",   "ggf",   "lit",
     "vs",   "tel",  "inkl",   "u.a",    "c.-a-d", "approx", "p.ex", "insb",  "sog",   "mind",
     "v",    "m",    "d",      "h",      "i",      "ff",     "f",    "i.s.v", "i.s.d", "i.v.m",
     "bspw", "evtl", "entspr", "einschl"});

// Headings in plain words, and what a clause below them is about: "When something goes wrong".
struct PlainHead {
  std::string_view says;
  std::string_view means;
};
constexpr auto kPlainHeads = std::to_array<PlainHead>({{"subhead", "sub"},
                                                       {"brchead", "brc"},
                                                       {"dsubhead", "dsub"},
                                                       {"audithead", "audit"},
                                                       {"endhead", "endev"},
                                                       {"endhead", "delete"},
                                                       {"tomhead", "tom"},
                                                       {"staffhead", "staff"},
                                                       {"transferhead", "transfer"}});

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

// Whether the author goes on with a small letter behind the full stop: then it ends nothing.
bool GoesOn(const Folded& folded, std::string_view original, size_t at) {
  if (at + 2 >= folded.text.size() || folded.text[at + 1] != ' ') {
    return false;
  }
  const char next = original[std::min<size_t>(folded.origin[at + 2], original.size() - 1)];
  return next >= 'a' && next <= 'z';
}

std::vector<std::pair<size_t, size_t>> Cut(const Folded& folded, std::string_view original) {
  const std::string_view text = folded.text;
  std::vector<std::pair<size_t, size_t>> parts;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool ends =
        (c == '.' && Ends(text, at) && !GoesOn(folded, original, at)) || c == '!' ||
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

// "Contrat de sous-traitance" is what a French contract under Art. 28 is called: its clauses are
// not on sub-processors for that.
bool IsWholeContract(std::string_view heading) {
  static const re2::RE2 title(
      R"(\b(?:contrat|convention|accord|clauses?|conditions|avenant) (?:\S+ ){0,2}?)"
      R"((?:de (?:la )?|d une )?sous[- ]traitance)");
  return re2::RE2::PartialMatch(FoldText(heading), title);
}

// Whether a point is followed by another: "the likely consequences; and".
bool GoesOn(std::string_view point) {
  static const RE2 goes_on(R"([;,:] *(?:and|or|and/or|et|ou|et/ou|und|oder|sowie)?$)");
  constexpr size_t kEnd = 12;
  return Says(point.substr(point.size() - std::min(point.size(), kEnd)), goes_on);
}

// Finds for each block the sentence that leads it: one that ended in a colon, in the same clause
// or in the clause that this one is a point of.
class Leads {
 public:
  explicit Leads(const ContractText& text) : text_(&text), open_(text.clauses.size()) {}

  // The lead of a block, before its own sentences are added.
  size_t Of(size_t block) {
    const Block& now = text_->blocks[block];
    const std::optional<size_t> parent = text_->clauses[now.clause].parent;
    if (now.kind == BlockKind::kHeading || now.kind == BlockKind::kRow) {
      return kNoSentence;
    }
    Open& here = open_[now.clause];
    if (here.sentence != kNoSentence) {
      const bool goes_on = now.kind == BlockKind::kItem || block == here.last + 1;
      if (!goes_on) {
        here.sentence = kNoSentence;
        return kNoSentence;
      }
      here.last = GoesOn(now.text) ? block : here.last;
      return here.sentence;
    }
    // A point without a full stop may look like a heading, and heads nothing.
    const std::string& heading = text_->clauses[now.clause].heading;
    const bool is_point = parent && *parent != 0 && (heading.empty() || heading == now.text);
    if (!is_point) {
      return kNoSentence;
    }
    // "The Processor shall:", a heading of its own, and only then the points.
    std::optional<size_t> above = parent;
    while (above && *above != 0 && open_[*above].sentence == kNoSentence &&
           !open_[*above].has_text) {
      above = text_->clauses[*above].parent;
    }
    return above && *above != 0 ? open_[*above].sentence : kNoSentence;
  }

  // After them: whether the last of them leads what follows.
  void Close(size_t block, size_t last_sentence, bool is_led) {
    const Block& now = text_->blocks[block];
    const bool is_led_here = is_led && open_[now.clause].sentence != kNoSentence;
    const bool is_open = !now.text.empty() && now.text.back() == ':';
    if (now.kind == BlockKind::kHeading || now.kind == BlockKind::kRow ||
        (is_led_here && !is_open)) {
      return;
    }
    open_[now.clause] = {is_open ? last_sentence : kNoSentence, block, true};
  }

 private:
  struct Open {
    size_t sentence = kNoSentence;
    size_t last = 0;  // the block behind which a paragraph still belongs to it
    bool has_text = false;
  };
  const ContractText* text_;
  std::vector<Open> open_;
};

}  // namespace

std::string_view Sentences::Words(const Sentence& sentence) const {
  return std::string_view(blocks[sentence.block].text)
      .substr(sentence.begin, sentence.end - sentence.begin);
}

std::string Sentences::LedWords(const Sentence& sentence) const {
  return sentence.lead == kNoSentence
             ? std::string(Words(sentence))
             : std::string(Words(all[sentence.lead])) + " " + std::string(Words(sentence));
}

std::string Sentences::Whole(const Sentence& sentence) const {
  const auto [first, last] = blocks[sentence.block].Origin(sentence.begin, sentence.end);
  std::string words = text->blocks[sentence.block].text.substr(first, last - first);
  for (size_t i = sentence.block + 1; i <= sentence.last_led && words.size() < kWholeMost; ++i) {
    words += " " + text->blocks[i].text;
  }
  return words;
}

std::string Sentences::WholeWords(const Sentence& sentence) const {
  std::string words(Words(sentence));
  for (size_t i = sentence.block + 1; i <= sentence.last_led && words.size() < kWholeMost; ++i) {
    words += " " + blocks[i].text;
  }
  return words;
}

Passage Sentences::WholePassage(const Sentence& sentence) const {
  Passage where = Locate(sentence);
  size_t bytes = sentence.end - sentence.begin;
  for (size_t i = sentence.block + 1; i <= sentence.last_led && bytes < kWholeMost; ++i) {
    bytes += blocks[i].text.size();
    where.end = std::max(where.end, Locate(i, 0, blocks[i].text.size()).end);
  }
  return where;
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
      for (const PlainHead& head : kPlainHeads) {
        if (headings[i].test(book.Number(head.says)) &&
            !(head.means == "sub" && IsWholeContract(clause.heading))) {
          headings[i].set(book.Number(head.means));
        }
      }
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
  }
  Leads leads(text);
  for (size_t i = 0; i < text.blocks.size(); ++i) {
    const Block& block = text.blocks[i];
    sentences.blocks.push_back(WithSubjects(canon.Apply(Fold(block.text))));
    const std::string& words = sentences.blocks.back().text;
    const size_t clause = block.clause;
    const std::optional<size_t> parent = text.clauses[clause].parent;
    const size_t lead = leads.Of(i);
    if (lead != kNoSentence) {
      sentences.all[lead].last_led = i;
    }
    bool is_first = true;
    for (const auto& [begin, end] : Cut(sentences.blocks.back(), block.text)) {
      Sentence sentence{.block = i, .begin = begin, .end = end};
      sentence.has = book.Match(std::string_view(words).substr(begin, end - begin));
      sentence.heading = headings[clause];
      sentence.lead = std::exchange(is_first, false) ? lead : kNoSentence;
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
      if (lead != kNoSentence) {
        sentences.all[lead].points |= sentence.has;
      }
      sentences.all.push_back(sentence);
    }
    leads.Close(i, sentences.all.empty() ? 0 : sentences.all.size() - 1, lead != kNoSentence);
  }
  sentences.headings = std::move(headings);
  return sentences;
}

}  // namespace mandat::internal
