// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/pronouns.h"

#include <re2/re2.h>

#include <string>
#include <utility>

namespace mandat::internal {
namespace {

using re2::RE2;

// A party that a sentence begins with, and the pronouns that may stand for it.
struct Subject {
  std::string party;  // "PRC", "CTL", or nothing
  bool is_he = false;
  bool is_she = false;
};

Subject SubjectOf(re2::StringPiece sentence) {
  static const RE2 party(
      R"(^ ?(le |la |l )?(PRC|CTL)(?:,? (?:ne|n|s|se|en|lui|l|y|a|est|[a-z]{4,}))\b)");
  Subject subject;
  std::string article;
  if (RE2::PartialMatch(sentence, party, &article, &subject.party)) {
    subject.is_he = article != "la ";
    subject.is_she = article != "le ";
  }
  return subject;
}

// The pronoun that a sentence begins with, where it stands for somebody: "il appartient" does not.
re2::StringPiece PronounOf(re2::StringPiece sentence) {
  static const RE2 pronoun(R"(^ ?(il|elle|celui-ci|celle-ci|ce dernier|cette derniere) )");
  static const RE2 nobody(
      R"(^ ?il (?:n )?(?:ne )?(?:est|y a|s agit|appartient|convient|revient|incombe|importe)"
      R"(|faut|en (?:va|est|resulte)|(?:peut|pourra|doit|devra) etre|sera|serait|suffit)\b)");
  re2::StringPiece found;
  const bool is_somebody =
      RE2::PartialMatch(sentence, pronoun, &found) && !RE2::PartialMatch(sentence, nobody);
  return is_somebody ? found : re2::StringPiece();
}

}  // namespace

Folded WithSubjects(Folded canonical) {
  const std::string& text = canonical.text;
  Folded named;
  size_t copied = 0;
  const auto copy = [&](size_t end) {
    named.text.append(text, copied, end - copied);
    named.origin.insert(named.origin.end(), canonical.origin.begin() + static_cast<long>(copied),
                        canonical.origin.begin() + static_cast<long>(end));
    copied = end;
  };
  Subject last;
  for (size_t begin = 0; begin < text.size();) {
    const size_t stop = text.find(". ", begin);
    const size_t end = stop == std::string::npos ? text.size() : stop + 1;
    const re2::StringPiece sentence(text.data() + begin, end - begin);
    const re2::StringPiece pronoun = PronounOf(sentence);
    const bool is_he =
        pronoun.starts_with("il") || pronoun.starts_with("celui") || pronoun.starts_with("ce ");
    if (!pronoun.empty() && !last.party.empty() && (is_he ? last.is_he : last.is_she)) {
      const auto at = static_cast<size_t>(pronoun.data() - text.data());
      copy(at);
      named.text.append(last.party);
      named.origin.insert(named.origin.end(), last.party.size(), canonical.origin[at]);
      copied = at + pronoun.size();
    } else {
      last = SubjectOf(sentence);
    }
    begin = end;
  }
  if (copied == 0) {
    return canonical;
  }
  copy(text.size());
  named.origin.push_back(canonical.origin.back());
  return named;
}

}  // namespace mandat::internal
