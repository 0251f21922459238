// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "prose/internal/outline.h"

namespace mandat::internal {
namespace {

constexpr size_t kModelTitleMax = 140;
constexpr size_t kModelClausesMin = 4;
constexpr size_t kFrontMost = 3;      // drafts before an agreement that calls itself an exhibit
constexpr size_t kModelReach = 60;    // drafts between the title of a model contract and clause 1
constexpr size_t kSampleDrafts = 40;  // of a scope, to tell what it is
constexpr size_t kRowsMin = 3;
constexpr size_t kScopesMax = 256;  // more are no annexes
constexpr size_t kListedMax = 64;   // annexes in one list

const Label* LabelOf(const Draft& draft, Style style) {
  const auto found = std::ranges::find(draft.labels, style, &Label::style);
  return found == draft.labels.end() ? nullptr : &*found;
}

bool HasAny(std::string_view lower, const auto& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return lower.find(word) != std::string_view::npos; });
}

// The title of the Commission's clauses on transfers, or of standard clauses at large.
bool IsModelTitle(const std::vector<Draft>& drafts, size_t at) {
  const Draft& draft = drafts[at];
  if (!draft.labels.empty() || draft.words.size() > kModelTitleMax || draft.box != Box::kNone ||
      draft.has_bullet || draft.kind == BlockKind::kRow || EndsSentence(draft.words.text)) {
    return false;
  }
  const std::string low = LowerCase(draft.words.text);
  constexpr auto kTitles = std::to_array<std::string_view>(
      {"clauses contractuelles types", "standard contractual clauses", "standardvertragsklauseln",
       "standaardcontractbepalingen", "modelcontractbepalingen", "eu model clauses"});
  if (std::ranges::none_of(kTitles,
                           [&](std::string_view title) { return low.starts_with(title); })) {
    return false;
  }
  const size_t end = std::min(drafts.size(), at + kModelReach);
  return std::any_of(drafts.begin() + static_cast<std::ptrdiff_t>(at),
                     drafts.begin() + static_cast<std::ptrdiff_t>(end), [](const Draft& next) {
                       const Label* article = LabelOf(next, Style::kArticle);
                       return article != nullptr && article->numbers[0] == 1;
                     });
}

bool IsSignature(const Draft& draft) {
  if (draft.kind == BlockKind::kRow || draft.box != Box::kNone || draft.words.size() > 400) {
    return false;
  }
  const std::string low = LowerCase(draft.words.text);
  constexpr auto kFronts = std::to_array<std::string_view>({"en foi de quoi",
                                                            "fait \xC3\xA0 ",
                                                            "fait en deux",
                                                            "fait en double",
                                                            "in witness whereof",
                                                            "signed by",
                                                            "signed for",
                                                            "signatures",
                                                            "unterschrift",
                                                            "ort, datum",
                                                            "au nom de ",
                                                            "for and on behalf",
                                                            "on behalf of ",
                                                            "pour le responsable du traitement :",
                                                            "pour le sous-traitant :",
                                                            "handtekening",
                                                            "gedaan te ",
                                                            "agreed and accepted by",
                                                            "signature :",
                                                            "signature:"});
  const bool is_name = low.starts_with("au nom de ") || low.starts_with("on behalf of ");
  return std::ranges::any_of(kFronts,
                             [&](std::string_view front) { return low.starts_with(front); }) &&
         (!is_name || draft.words.size() < 100);
}

class ScopeFinder {
 public:
  explicit ScopeFinder(const std::vector<Draft>& drafts) : drafts_(drafts) {}

  std::vector<Scope> Run() {
    FindListings();
    scopes_.push_back({.kind = ScopeKind::kBody});
    rows_.push_back(Row::kFigure);
    for (size_t at = 0; at < drafts_.size(); ++at) {
      const Label* annex = LabelOf(drafts_[at], Style::kAnnex);
      if (scopes_.size() >= kScopesMax) {
        break;
      }
      if (annex != nullptr && !listed_.contains(at)) {
        OpenAnnex(at, *annex);
      } else if (IsModelTitle(drafts_, at)) {
        Open({.kind = ScopeKind::kModel}, at, std::nullopt);
        scopes_.back().heading = drafts_[at].words.text;
      } else if (IsSignature(drafts_[at]) && MaySign(at)) {
        const size_t of = Innermost();
        Open({.kind = ScopeKind::kSignature}, at,
             of == 0 ? std::optional<size_t>() : std::optional(of));
        scopes_.back().has_heading = false;
      }
    }
    scopes_.back().end = drafts_.size();
    RestoreMissing();
    for (size_t i = 0; i < scopes_.size(); ++i) {
      scopes_[i].part = PartOf(i);
    }
    return std::move(scopes_);
  }

 private:
  // The next heading of a list: behind it, or behind the title of one whose label stands alone.
  bool GoesOnWith(size_t annex, size_t next) const {
    const Draft& title = drafts_[annex + 1];
    const bool is_bare =
        WordsBehind(drafts_[annex], *LabelOf(drafts_[annex], Style::kAnnex)).empty();
    return next == annex + 1 || (next == annex + 2 && is_bare && title.labels.empty() &&
                                 IsHeadingLike(title.words.text));
  }

  // Annexes that are only listed: several headings in a row with nothing between, of which at
  // least one comes again.
  void FindListings() {
    std::map<std::string, std::vector<size_t>> places;
    std::vector<size_t> annexes;
    for (size_t at = 0; at < drafts_.size(); ++at) {
      if (const Label* annex = LabelOf(drafts_[at], Style::kAnnex)) {
        places[LowerCase(annex->id)].push_back(at);
        annexes.push_back(at);
      }
    }
    for (size_t i = 0; i < annexes.size();) {
      size_t end = i + 1;
      while (end < annexes.size() && end - i < kListedMax &&
             GoesOnWith(annexes[end - 1], annexes[end])) {
        ++end;
      }
      // What comes again within a row is the heading that the text goes on with.
      std::set<std::string> ids;
      for (size_t j = i; j < end; ++j) {
        if (!ids.insert(LowerCase(LabelOf(drafts_[annexes[j]], Style::kAnnex)->id)).second) {
          end = j;
        }
      }
      for (size_t j = end; j > i; --j) {
        const auto comes_again = [&](size_t k) {
          const std::vector<size_t>& all =
              places[LowerCase(LabelOf(drafts_[annexes[k]], Style::kAnnex)->id)];
          return all.back() > annexes[j - 1];
        };
        bool any = false;
        for (size_t k = i; k < j; ++k) {
          any = any || comes_again(k);
        }
        if (any && (j - i > 1 || end - i > 1)) {
          for (size_t k = i; k < j; ++k) {
            listed_.insert(annexes[k]);
          }
          break;
        }
      }
      i = end;
    }
  }

  void Open(Scope scope, size_t at, std::optional<size_t> parent) {
    scopes_.back().end = at;
    scope.begin = at;
    scope.parent = parent;
    scope.has_heading = true;
    scopes_.push_back(std::move(scope));
    rows_.push_back(Row::kFigure);
  }

  // The scope that a signature block belongs to.
  size_t Innermost() const {
    size_t at = scopes_.size() - 1;
    while (scopes_[at].kind == ScopeKind::kSignature && scopes_[at].parent) {
      at = *scopes_[at].parent;
    }
    return scopes_[at].kind == ScopeKind::kSignature ? 0 : at;
  }

  // Not in the front of the text, and not twice.
  bool MaySign(size_t at) const {
    return scopes_.back().kind != ScopeKind::kSignature && at > scopes_.back().begin + 5;
  }

  enum class Row : uint8_t { kFigure, kLetter, kRoman };

  // "C" after "B" is a letter, and "I" mostly a number.
  Row RowOf(const Label& label) const {
    if (IsDigit(static_cast<unsigned char>(label.id.front()))) {
      return Row::kFigure;
    }
    const char id = static_cast<char>(label.id.front() | 0x20);
    const bool is_roman = RomanNumber(LowerCase(label.id)) > 0;
    if (label.id.size() > 1) {
      return Row::kRoman;
    }
    const bool follows_letter = std::ranges::any_of(scopes_, [&](const Scope& scope) {
      return scope.kind == ScopeKind::kAnnex && scope.label.id.size() == 1 &&
             (scope.label.id.front() | 0x20) + 1 == id;
    });
    return is_roman && !follows_letter && (id == 'i' || id == 'v' || id == 'x') ? Row::kRoman
                                                                                : Row::kLetter;
  }

  // "Appendice 1 des Clauses contractuelles types" belongs to the clauses, "Annexe I" behind
  // "Annexe B" to that annex, "Annexe 2" behind "Annexe 1" to the text.
  void OpenAnnex(size_t at, const Label& label) {
    const std::string low = LowerCase(drafts_[at].words.text);
    constexpr auto kOfModel = std::to_array<std::string_view>(
        {"clauses contractuelles types", "standard contractual clauses", "des clauses",
         "to the clauses", "standardvertragsklauseln"});
    const Row row = RowOf(label);
    const std::string word = LowerCase(label.word);
    std::optional<size_t> parent;
    bool is_placed = false;
    for (size_t i = scopes_.size(); i > 0 && !is_placed; --i) {
      const Scope& scope = scopes_[i - 1];
      if (scope.kind == ScopeKind::kModel) {
        is_placed = HasAny(low, kOfModel) || !HasSibling(row, word, i - 1);
        parent = is_placed ? std::optional(i - 1) : parent;
      } else if (scope.kind == ScopeKind::kAnnex) {
        if (rows_[i - 1] == row && LowerCase(scope.label.word) == word) {
          parent = scope.parent;
          is_placed = true;
        } else if (label.numbers[0] == 1 && !HasSibling(row, word, i - 1)) {
          parent = i - 1;
          is_placed = true;
        }
      }
    }
    Open({.kind = ScopeKind::kAnnex}, at, parent);
    Scope& scope = scopes_.back();
    rows_.back() = row;
    scope.label = label;
    scope.heading = WordsBehind(drafts_[at], label);
    while (!scope.heading.empty() && (scope.heading.back() == ':' || scope.heading.back() == ' ')) {
      scope.heading.pop_back();
    }
  }

  bool HasSibling(Row row, const std::string& word, size_t before) const {
    for (size_t i = 0; i < before; ++i) {
      if (scopes_[i].kind == ScopeKind::kAnnex && rows_[i] == row &&
          LowerCase(scopes_[i].label.word) == word) {
        return true;
      }
    }
    return false;
  }

  // An annex that is listed and has no heading: the table behind the annex before it.
  void RestoreMissing() {
    for (const size_t at : listed_) {
      const Label& label = *LabelOf(drafts_[at], Style::kAnnex);
      const Scope& last = scopes_.back();
      if (last.kind != ScopeKind::kAnnex || last.label.numbers[0] + 1 != label.numbers[0] ||
          last.label.id.size() != label.id.size()) {
        continue;
      }
      size_t rows = 0;
      size_t first = last.end;
      for (size_t i = last.begin; i < last.end && rows < kRowsMin; ++i) {
        if (drafts_[i].kind == BlockKind::kRow) {
          first = rows++ == 0 ? i : first;
        }
      }
      if (rows < kRowsMin || first < last.begin + 2) {
        continue;
      }
      Scope scope{.kind = ScopeKind::kAnnex, .begin = first, .end = last.end};
      scope.label = label;
      scope.heading = WordsBehind(drafts_[at], label);
      scope.parent = last.parent;
      scopes_.back().end = first;
      scopes_.push_back(std::move(scope));
    }
  }

  // An annex with numbered clauses is a contract: the agreement itself where it is one under
  // Art. 28, a model where it is about transfers or a form.
  TextPart PartOf(size_t i) const {
    const Scope& scope = scopes_[i];
    const TextPart above = scope.parent ? scopes_[*scope.parent].part : TextPart::kBody;
    if (scope.kind == ScopeKind::kSignature) {
      return TextPart::kSignature;
    }
    if (scope.kind == ScopeKind::kBody || above == TextPart::kModelContract) {
      return scope.kind == ScopeKind::kBody ? TextPart::kBody : above;
    }
    size_t clauses = 0;
    std::string sample = LowerCase(scope.heading) + " ";
    for (size_t at = scope.begin; at < scope.end; ++at) {
      const Label* article = LabelOf(drafts_[at], Style::kArticle);
      clauses += article != nullptr ? 1 : 0;
      if (at < scope.begin + kSampleDrafts) {
        sample += LowerCase(drafts_[at].words.text.substr(0, 600)) + " ";
      }
    }
    constexpr auto kTransfer = std::to_array<std::string_view>(
        {"2010/87", "2021/914", "2001/497", "2004/915", "importateur de donn", "data importer",
         "datenimporteur", "gegevensimporteur"});
    constexpr auto kForm = std::to_array<std::string_view>(
        {"mod\xC3\xA8le ", "template", "muster", "formulaire", "form of ", "sample "});
    constexpr auto kOwn = std::to_array<std::string_view>(
        {"article 28", "art. 28", "sous-traitance", "data processing", "auftragsverarbeitung",
         "verwerkersovereenkomst"});
    constexpr auto kParties = std::to_array<std::string_view>(
        {"importateur de donn", "data importer", "datenimporteur", "gegevensimporteur"});
    // "Exhibit D" at the very front is the agreement, and may name a decision on transfers.
    const bool is_front =
        scope.kind == ScopeKind::kAnnex && scope.begin <= kFrontMost &&
        std::all_of(drafts_.begin(), drafts_.begin() + static_cast<std::ptrdiff_t>(scope.begin),
                    [](const Draft& draft) { return draft.labels.empty(); });
    if (is_front && clauses >= kModelClausesMin && !HasAny(sample, kParties)) {
      return TextPart::kBody;
    }
    if (clauses >= kModelClausesMin && HasAny(sample, kTransfer)) {
      return TextPart::kModelContract;
    }
    if (HasAny(LowerCase(scope.heading), kForm) && clauses >= kModelClausesMin) {
      return TextPart::kModelContract;
    }
    if (scope.kind == ScopeKind::kModel) {
      return HasAny(sample, kOwn) ? TextPart::kBody : TextPart::kModelContract;
    }
    return clauses >= kModelClausesMin && HasAny(sample, kOwn) ? TextPart::kBody : TextPart::kAnnex;
  }

  const std::vector<Draft>& drafts_;
  std::set<size_t> listed_;
  std::vector<Scope> scopes_;
  std::vector<Row> rows_;  // of each scope
};

}  // namespace

std::vector<Scope> FindScopes(const std::vector<Draft>& drafts) {
  return ScopeFinder(drafts).Run();
}

std::string_view WordsBehind(const Draft& draft, const Label& label) {
  std::string_view words = draft.words.text;
  words.remove_prefix(std::min(label.bytes, words.size()));
  if (draft.words.text.front() == '[' && words.ends_with("]")) {
    words.remove_suffix(1);
  }
  return words;
}

std::string TitleCase(std::string_view word) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const Point point = PointAt(word, at);
    out += Utf8(at == 0 ? UpperOf(point.code) : LowerOf(point.code));
    at += point.bytes;
  }
  return out;
}

}  // namespace mandat::internal
