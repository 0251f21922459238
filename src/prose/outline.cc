// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/outline.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "prose/internal/levels.h"

namespace mandat::internal {
namespace {

// What titles of contracts say and headings of clauses rarely do.
constexpr auto kTitleWords = std::to_array<std::string_view>(
    {"agreement", "addendum",     "terms",       "dpa",    "contra",   "policy",
     "exhibit",   "schedule",     "annex",       "accord", "appendix", "convention",
     "charte",    "conditions",   "politique",   "avv",    "data",     "données",
     "vertrag",   "vereinbarung", "bedingungen", "anlage", "anhang"});
constexpr size_t kLevelsMax = 24;
constexpr size_t kRunInMax = 90;  // bytes of a heading in front of its sentence
constexpr size_t kNumberedMin = 2;
constexpr size_t kHeadsMin = 3;  // of a text that has headings without numbers
constexpr size_t kLostNumberReach = 12;

bool IsHeadingStyle(Style style) {
  return style != Style::kLower && style != Style::kLowerRoman && style != Style::kNumberParen;
}

// "Security. The processor ..." and "Types of data: names ...": the heading is in front.
std::string RunInHeading(std::string_view words) {
  const size_t stop = words.substr(0, kRunInMax).find_first_of(".:;,");
  if (stop != std::string_view::npos && stop > 2 && words[stop] == '.' &&
      stop + 1 == words.size()) {
    const bool is_short = IsAllUpper(words) || std::ranges::count(words, ' ') < 4;
    return is_short ? std::string(words.substr(0, stop)) : std::string();
  }
  if (stop == std::string_view::npos || stop < 3 || stop + 30 > words.size() ||
      words[stop] == ';' || words[stop] == ',' || !StartsUpper(words)) {
    return {};
  }
  std::string_view heading = words.substr(0, stop);
  const bool is_stop = words[stop] == '.';
  if (words[stop + 1] != ' ' || (is_stop && !StartsUpper(words.substr(stop + 2, 4)))) {
    return {};
  }
  heading = heading.substr(0, heading.find_last_not_of(' ') + 1);
  const auto blanks = static_cast<size_t>(std::ranges::count(heading, ' '));
  return blanks <= (is_stop ? 7 : 12) ? std::string(heading) : std::string();
}

class Outliner {
 public:
  Outliner(std::vector<Draft> drafts, ContractText& out)
      : drafts_(std::move(drafts)), out_(out), clause_of_(drafts_.size(), 0) {}

  void Run() {
    out_.clauses.push_back({});
    out_.clauses[0].where = {0, out_.text.size(), 1};
    scopes_ = FindScopes(drafts_);
    for (const Scope& scope : scopes_) {
      AddScope(scope);
    }
    MakeBlocks();
    CloseClauses();
  }

 private:
  size_t AddClause(std::string reference, std::string heading, size_t parent, TextPart part,
                   size_t draft) {
    Clause clause{.reference = std::move(reference), .heading = std::move(heading)};
    clause.parent = parent;
    clause.part = part;
    const Mapped& words = drafts_[draft].words;
    clause.where.begin = words.origin.front();
    clause.where.end = words.origin.back() + 1;
    out_.clauses.push_back(std::move(clause));
    return out_.clauses.size() - 1;
  }

  static std::string ReferenceOf(const Scope& scope, const std::string& above) {
    const std::string front = above.empty() ? "" : above + ", ";
    if (scope.kind == ScopeKind::kModel) {
      return front + "SCC";
    }
    if (scope.kind == ScopeKind::kSignature) {
      return front + "signature";
    }
    return front + TitleCase(scope.label.word) + " " + scope.label.id;
  }

  void AddScope(const Scope& scope) {
    prefix_.clear();
    part_ = scope.part;
    size_t home = 0;
    if (scope.kind != ScopeKind::kBody) {
      const size_t above = scope.parent ? homes_[*scope.parent] : 0;
      prefix_ = ReferenceOf(scope, out_.clauses[above].reference);
      home = AddClause(prefix_, scope.heading, above, part_, scope.begin);
    }
    homes_.push_back(home);
    home_ = home;
    base_ = 0;
    if (scope.kind == ScopeKind::kBody) {
      MarkPlainHeads(drafts_, scope.begin, scope.end);
    }
    levels_.clear();
    size_t begin = scope.begin;
    if (scope.has_heading && scope.kind != ScopeKind::kSignature) {
      clause_of_[begin] = home;
      headings_[begin] = {scope.heading.empty() ? Draw::kDrop : Draw::kHeading, scope.label.bytes};
      ++begin;
      if (scope.heading.empty()) {
        TakeHeading(begin, scope.end, home);
      }
    }
    if (scope.kind == ScopeKind::kSignature) {
      std::fill(clause_of_.begin() + static_cast<std::ptrdiff_t>(begin),
                clause_of_.begin() + static_cast<std::ptrdiff_t>(scope.end), home);
    } else if (scope.kind == ScopeKind::kBody && IsHeaded(begin, scope.end)) {
      AddHeaded(begin, scope.end);
    } else if (IsNumbered(begin, scope.end)) {
      AddNumbered(begin, scope.end, scope.kind == ScopeKind::kBody);
    } else {
      AddUnnumbered(begin, scope.end, scope.kind == ScopeKind::kBody);
    }
  }

  // The line behind a label that stands alone: "Clause 9", then "Governing law".
  void TakeHeading(size_t at, size_t end, size_t clause) {
    if (at >= end || !drafts_[at].labels.empty() || drafts_[at].kind != BlockKind::kParagraph ||
        !IsHeadingLike(drafts_[at].words.text) || !StartsUpper(drafts_[at].words.text)) {
      return;
    }
    out_.clauses[clause].heading = drafts_[at].words.text;
    headings_[at] = {Draw::kHeading, 0};
  }

  bool IsBareHeading(size_t at) const {
    const Draft& draft = drafts_[at];
    return draft.is_heading && draft.labels.empty() && draft.kind == BlockKind::kParagraph;
  }

  // Whether headings that the file marks carry the text, and none of them a number, nor short lines
  // below them numbers of clauses, "3.1": what is numbered then are lists below them.
  bool IsHeaded(size_t begin, size_t end) const {
    size_t bare = 0;
    size_t labelled = 0;
    size_t clauses = 0;
    for (size_t at = begin; at < end; ++at) {
      bare += IsBareHeading(at) && IsHeadingLike(drafts_[at].words.text) ? 1 : 0;
      labelled += drafts_[at].is_heading && !drafts_[at].labels.empty() ? 1 : 0;
      const Label* clause = FindLabel(drafts_[at], Style::kDecimal);
      clauses += clause != nullptr && IsHeadingLike(WordsBehind(drafts_[at], *clause)) ? 1 : 0;
    }
    return bare >= kHeadsMin && labelled == 0 && clauses < kHeadsMin;
  }

  static bool IsTitle(std::string_view words) {
    const std::string low = LowerCase(words);
    return std::ranges::any_of(
        kTitleWords, [&](std::string_view word) { return low.find(word) != std::string::npos; });
  }

  // Each heading is a clause of the body; a list below it is numbered below it.
  void AddHeaded(size_t begin, size_t end) {
    std::vector<size_t> heads;
    for (size_t at = begin; at < end; ++at) {
      if (IsBareHeading(at) && !headings_.contains(at)) {
        heads.push_back(at);
      }
    }
    // A text may begin with its title, or with its first clause.
    if (heads.size() > kHeadsMin && heads[0] == begin &&
        (heads[1] == begin + 1 || IsTitle(drafts_[begin].words.text))) {
      heads.erase(heads.begin());
    }
    if (heads[0] > begin) {
      const size_t front = AddClause("preamble", "", 0, TextPart::kFront, begin);
      std::fill(clause_of_.begin() + static_cast<std::ptrdiff_t>(begin),
                clause_of_.begin() + static_cast<std::ptrdiff_t>(heads[0]), front);
    }
    for (size_t i = 0; i < heads.size(); ++i) {
      const size_t next = i + 1 < heads.size() ? heads[i + 1] : end;
      prefix_ = "[" + std::to_string(i + 1) + "]";
      home_ = AddClause(prefix_, drafts_[heads[i]].words.text, 0, part_, heads[i]);
      clause_of_[heads[i]] = home_;
      headings_[heads[i]] = {Draw::kHeading, 0};
      levels_.clear();
      AddNumbered(heads[i] + 1, next, false);
    }
  }

  bool IsNumbered(size_t begin, size_t end) const {
    size_t numbered = 0;
    unsigned bare = 0;  // "1 Services", "2 Data": headings numbered without a mark
    for (size_t at = begin; at < end && std::max<size_t>(numbered, bare) < kNumberedMin; ++at) {
      for (const Label& label : drafts_[at].labels) {
        bare += label.is_weak && label.numbers[0] == bare + 1 &&
                        IsHeadingLike(WordsBehind(drafts_[at], label))
                    ? 1
                    : 0;
        const bool counts = label.style == Style::kArticle || label.style == Style::kDecimal ||
                            (label.style == Style::kNumber && !label.is_weak) ||
                            label.style == Style::kUpperRoman || label.style == Style::kLower ||
                            label.style == Style::kNumberParen || label.style == Style::kUpper;
        numbered += counts ? 1 : 0;
        if (counts) {
          break;
        }
      }
    }
    return std::max<size_t>(numbered, bare) >= kNumberedMin;
  }

  // "- PRIORITY", then "2. SUBJECT": the first number was lost.
  void RestoreFirstNumber(size_t begin, size_t end) {
    for (size_t at = begin; at < end; ++at) {
      const auto number = std::ranges::find_if(drafts_[at].labels, [](const Label& label) {
        return label.style == Style::kNumber || label.style == Style::kDecimal ||
               label.style == Style::kArticle;
      });
      if (number == drafts_[at].labels.end()) {
        continue;
      }
      if (number->style != Style::kNumber || number->numbers[0] != 2 ||
          !IsHeadingLike(WordsBehind(drafts_[at], *number))) {
        return;
      }
      for (size_t i = at; i > begin && at - i < kLostNumberReach; --i) {
        Draft& draft = drafts_[i - 1];
        if (draft.labels.empty() && IsHeadingLike(draft.words.text) && draft.box == Box::kNone &&
            (draft.has_bullet || draft.is_strong || IsAllUpper(draft.words.text))) {
          draft.labels.push_back({.style = Style::kNumber, .numbers = {1}, .id = "1"});
          return;
        }
      }
      return;
    }
  }

  void AddNumbered(size_t begin, size_t end, bool is_body) {
    RestoreFirstNumber(begin, end);
    size_t front = home_;
    bool has_begun = !is_body;
    for (size_t at = begin; at < end; ++at) {
      const Draft& draft = drafts_[at];
      if (const Label* section = FindLabel(draft, Style::kSection)) {
        AddSection(at, *section);
        TakeHeadingIfAlone(at, end, out_.clauses.size() - 1, *section);
        has_begun = true;
        continue;
      }
      const LabelledDraft what{&draft, at > begin && LastPoint(drafts_[at - 1].words.text) == ':'};
      std::optional<Seat> seat;
      if (!draft.labels.empty() && draft.kind != BlockKind::kRow && draft.box == Box::kNone) {
        seat = FindSeat(what, levels_, base_);
      }
      if (seat && seat->depth < kLevelsMax) {
        has_begun = true;
        AddLabelled(at, *seat, what.is_after_colon);
        TakeHeadingIfAlone(at, end, out_.clauses.size() - 1, seat->label);
        continue;
      }
      if (!has_begun && front == home_) {
        front = AddClause("preamble", "", 0, TextPart::kFront, at);
      }
      if (headings_.contains(at)) {  // of a clause whose label stood alone
        clause_of_[at] = out_.clauses.size() - 1;
        continue;
      }
      clause_of_[at] = has_begun ? ClauseForText(at) : front;
    }
  }

  static const Label* FindLabel(const Draft& draft, Style style) {
    const auto found = std::ranges::find(draft.labels, style, &Label::style);
    return found == draft.labels.end() ? nullptr : &*found;
  }

  void TakeHeadingIfAlone(size_t at, size_t end, size_t clause, const Label& label) {
    if (WordsBehind(drafts_[at], label).empty()) {
      TakeHeading(at + 1, end, clause);
    }
  }

  std::string Cite(const std::string& lead, const std::string& path) const {
    const std::string front = prefix_.empty() ? "" : prefix_ + ", ";
    return front + lead + path;
  }

  void AddSection(size_t at, const Label& label) {
    levels_.clear();
    Level level{.style = Style::kSection, .numbers = label.numbers, .is_heading = true};
    level.clause = AddClause(Cite("", TitleCase(label.word) + " " + label.id),
                             std::string(WordsBehind(drafts_[at], label)), home_, part_, at);
    clause_of_[at] = level.clause;
    headings_[at] = {WordsBehind(drafts_[at], label).empty() ? Draw::kDrop : Draw::kHeading,
                     label.bytes};
    levels_.push_back(std::move(level));
    base_ = 1;
  }

  void AddLabelled(size_t at, const Seat& seat, bool is_after_colon) {
    const Draft& draft = drafts_[at];
    const std::string_view words = WordsBehind(draft, seat.label);
    const bool goes_on = seat.depth < levels_.size();
    const bool was_in_sentence = goes_on && levels_[seat.depth].is_in_sentence;
    levels_.resize(seat.depth);
    const Level* above = levels_.size() > base_ ? &levels_.back() : nullptr;
    Level level{.style = seat.label.style, .numbers = seat.label.numbers};
    level.is_heading = IsHeadingLike(words) || words.empty();
    level.is_marked = draft.is_heading;
    level.has_bracket = draft.words.text.front() == '(';
    level.is_upper = level.is_heading && IsAllUpper(words);
    level.is_in_sentence =
        (goes_on && seat.label.numbers.back() != 1) ? was_in_sentence : is_after_colon;
    level.path = PathBelow(above, seat.label);
    level.is_paragraph_sign =
        seat.label.word == "\xC2\xA7" || (above != nullptr && above->is_paragraph_sign);
    std::string own_lead;
    if (seat.label.style == Style::kArticle ||
        (seat.label.style == Style::kDecimal && !seat.label.word.empty())) {
      own_lead = level.is_paragraph_sign ? "\xC2\xA7 "
                 : prefix_.empty()       ? TitleCase(seat.label.word) + " "
                                         : LowerCase(seat.label.word) + " ";
      // "9.2" says what it is in the contract itself; in an annex "clause 9.2" does.
      level.lead = level.is_paragraph_sign || !prefix_.empty() ? own_lead : "";
    } else {
      own_lead = above == nullptr ? "" : above->lead;
      level.lead = own_lead;
    }
    std::string heading = level.is_heading ? std::string(words) : RunInHeading(words);
    const size_t parent = levels_.empty() ? home_ : levels_.back().clause;
    level.clause = AddClause(Cite(own_lead, level.path), std::move(heading), parent, part_, at);
    clause_of_[at] = level.clause;
    labelled_[at] = seat.label.style;
    headings_[at] = {words.empty() ? Draw::kDrop : Draw::kLabelled, seat.label.bytes};
    levels_.push_back(std::move(level));
  }

  size_t ClauseForText(size_t at) {
    const size_t depth =
        DepthOfText(levels_, base_, drafts_[at], at > 0 ? &drafts_[at - 1] : nullptr);
    if (depth > 0 && drafts_[at].labels.empty() && DefinesTerm(drafts_[at].words.text)) {
      levels_.resize(depth);
      levels_.back().has_definitions = true;
    }
    return depth == 0 ? home_ : levels_[depth - 1].clause;
  }

  // Text without numbers: headings are told by what they look like.
  void AddUnnumbered(size_t begin, size_t end, bool is_body) {
    size_t hinted = 0;
    size_t mixed = 0;
    size_t upper = 0;
    std::vector<bool> heads(end - begin, false);
    for (size_t at = begin; at < end; ++at) {
      heads[at - begin] = !headings_.contains(at) && MayHead(drafts_[at]);
      hinted += drafts_[at].is_heading ? 1 : 0;
      (IsAllUpper(drafts_[at].words.text) ? upper : mixed) += heads[at - begin] ? 1 : 0;
    }
    // What a text begins with is its title.
    if (is_body && hinted < 3 && upper + mixed > kHeadsMin && heads[0]) {
      (IsAllUpper(drafts_[begin].words.text) ? upper : mixed) -= 1;
      heads[0] = false;
    }
    const bool is_upper = upper > mixed;
    size_t count = 0;
    size_t current = home_;
    for (size_t at = begin; at < end; ++at) {
      const bool is_head = hinted >= 3 ? drafts_[at].is_heading : heads[at - begin];
      const bool heads_something = at + 1 < end && !(heads[at + 1 - begin] && hinted < 3);
      const bool counts = !is_body || hinted >= 3 || IsAllUpper(drafts_[at].words.text) == is_upper;
      if (is_head && heads_something && counts) {
        ++count;
        const std::string reference = is_body ? "[" + std::to_string(count) + "]" : prefix_;
        current = AddClause(reference, drafts_[at].words.text, home_, part_, at);
        headings_[at] = {Draw::kHeading, 0};
      } else if (is_body && count == 0 && current == home_) {
        current = AddClause("preamble", "", 0, TextPart::kFront, at);
      }
      clause_of_[at] = current;
    }
  }

  // How a draft with a place in the outline becomes a block.
  enum class Draw : uint8_t { kDrop, kHeading, kLabelled };
  struct Front {
    Draw draw = Draw::kHeading;
    size_t bytes = 0;  // of the label
  };

  void MakeBlocks() {
    std::vector<size_t> members(out_.clauses.size(), 0);
    for (const size_t clause : clause_of_) {
      ++members[clause];
    }
    for (const Clause& clause : out_.clauses) {
      members[clause.parent.value_or(0)] += clause.parent ? 1 : 0;
    }
    for (size_t at = 0; at < drafts_.size(); ++at) {
      Draft& draft = drafts_[at];
      Stretch(clause_of_[at], draft.words);
      const auto front = headings_.find(at);
      BlockKind kind = draft.is_heading ? BlockKind::kHeading : draft.kind;
      if (front != headings_.end()) {
        if (front->second.draw == Draw::kDrop) {
          continue;
        }
        kind = BlockKind::kHeading;
        if (front->second.draw == Draw::kLabelled) {
          kind = KindOf(at, front->second.bytes, members[clause_of_[at]] > 1);
        }
        const bool is_bracketed = front->second.bytes > 0 && draft.words.text.front() == '[';
        draft.words.DropFront(front->second.bytes);
        if (is_bracketed && draft.words.back() == ']') {
          draft.words.DropBack(1);
        }
      }
      AddBlock(draft, kind, clause_of_[at]);
    }
  }

  BlockKind KindOf(size_t at, size_t label_bytes, bool has_members) const {
    const Style style = labelled_.at(at);
    const std::string_view words = std::string_view(drafts_[at].words.text).substr(label_bytes);
    if (drafts_[at].is_heading || (has_members && IsHeadingStyle(style) && IsHeadingLike(words))) {
      return BlockKind::kHeading;
    }
    return !IsHeadingStyle(style) || drafts_[at].has_bullet ? BlockKind::kItem
                                                            : BlockKind::kParagraph;
  }

  void AddBlock(Draft& draft, BlockKind kind, size_t clause) {
    draft.words.Trim();
    if (draft.words.empty()) {
      return;
    }
    Block block{.kind = kind, .box = draft.box, .clause = clause};
    block.text = std::move(draft.words.text);
    block.origin = std::move(draft.words.origin);
    for (Mapped& cell : draft.cells) {
      block.cells.push_back(std::move(cell.text));
    }
    out_.blocks.push_back(std::move(block));
  }

  void Stretch(size_t clause, const Mapped& words) {
    Passage& where = out_.clauses[clause].where;
    where.begin = std::min(where.begin, words.origin.front());
    where.end = std::max(where.end, words.origin.back() + 1);
  }

  // Parents come before what is below them.
  void CloseClauses() {
    for (size_t i = out_.clauses.size(); i > 1; --i) {
      const Clause& clause = out_.clauses[i - 1];
      Passage& above = out_.clauses[*clause.parent].where;
      above.end = std::max(above.end, clause.where.end);
      above.begin = std::min(above.begin, clause.where.begin);
    }
  }

  std::vector<Draft> drafts_;
  ContractText& out_;
  std::vector<size_t> clause_of_;  // of each draft
  std::map<size_t, Front> headings_;
  std::map<size_t, Style> labelled_;
  std::vector<Scope> scopes_;
  std::vector<size_t> homes_;  // the clause of each scope
  std::string prefix_;
  TextPart part_ = TextPart::kBody;
  size_t home_ = 0;
  size_t base_ = 0;  // levels that are sections
  std::vector<Level> levels_;
};

}  // namespace

void BuildOutline(std::vector<Draft> drafts, ContractText& out) {
  Outliner(std::move(drafts), out).Run();
}

}  // namespace mandat::internal
