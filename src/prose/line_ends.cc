// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/line_ends.h"

#include <algorithm>
#include <array>
#include <string>

#include "prose/internal/mapped.h"

namespace mandat::internal {
namespace {

constexpr size_t kLastWordMax = 64;   // bytes
constexpr size_t kBracketMost = 60;   // bytes that an open bracket reaches
constexpr size_t kFieldNameMax = 40;  // bytes: "Address of the processor: ..."

}  // namespace

std::string_view LastWord(std::string_view text) {
  size_t front = text.size() - std::min(text.size(), kLastWordMax);
  while (front < text.size() && (static_cast<unsigned char>(text[front]) & 0xC0U) == 0x80) {
    ++front;
  }
  text.remove_prefix(front);
  const size_t begin = text.find_last_of(" ('\"");
  return text.substr(begin == std::string_view::npos ? 0 : begin + 1);
}

bool EndsInReference(std::string_view text) {
  const std::string word = LowerCase(LastWord(text));
  constexpr auto kWords = std::to_array<std::string_view>({"article",   "articles",
                                                           "art.",      "clause",
                                                           "clauses",   "section",
                                                           "sections",  "annexe",
                                                           "annexes",   "annex",
                                                           "part",      "parts",
                                                           "schedule",  "exhibit",
                                                           "appendix",  "anlage",
                                                           "anhang",    "paragraphe",
                                                           "paragraph", "artikel",
                                                           "point",     "points",
                                                           "et",        "and",
                                                           "und",       "to",
                                                           "\xC3\xA0",  "of",
                                                           "du",        "de",
                                                           "nr.",       "no.",
                                                           "n\xC2\xB0", "chapitre",
                                                           "in",        "see",
                                                           "under",     "with",
                                                           "by",        "per",
                                                           "or",        "from",
                                                           "(see",      "en",
                                                           "dans",      "voir",
                                                           "(voir",     "aux",
                                                           "au",        "ou",
                                                           "par",       "selon",
                                                           "siehe",     "(siehe",
                                                           "nach",      "mit",
                                                           "von",       "gem\xC3\xA4\xC3\x9F",
                                                           "oder",      "vom",
                                                           "des",       "the",
                                                           "\xC2\xA7",  "\xC2\xA7\xC2\xA7",
                                                           "abs.",      "ziffer",
                                                           "lit."});
  return std::ranges::find(kWords, word) != kWords.end();
}

bool EndsInsidePhrase(std::string_view text) {
  constexpr auto kInside =
      std::to_array<std::string_view>({"a",    "an",   "and",   "by",         "for",
                                       "from", "in",   "of",    "on",         "or",
                                       "our",  "the",  "to",    "with",       "your",  // English
                                       "au",   "aux",  "avec",  "ces",        "dans",
                                       "de",   "des",  "du",    "en",         "et",
                                       "la",   "le",   "les",   "ou",         "par",
                                       "pour", "sur",  "un",    "une",        "\xC3\xA0",  // French
                                       "am",   "auf",  "bei",   "das",        "dem",
                                       "den",  "der",  "des",   "die",        "durch",
                                       "ein",  "eine", "einer", "f\xC3\xBCr", "gem\xC3\xA4\xC3\x9F",
                                       "im",   "mit",  "nach",  "oder",       "sowie",
                                       "und",  "vom",  "von",   "zum",        "zur"});
  // German adjectives: a noun comes behind "technische und organisatorische".
  constexpr auto kAdjectives = std::to_array<std::string_view>(
      {"ische", "ischen", "ischer", "liche", "lichen", "licher", "ierte", "ierten", "ierter",
       "bezogene", "bezogenen", "bezogener", "weitere", "weiteren", "weiterer", "betroffene",
       "betroffenen", "betroffener"});
  const std::string_view last = LastWord(text);
  const std::string_view front = text.substr(0, text.size() - last.size());
  const bool ends_point = front.ends_with("; ") || front.ends_with(", ");
  const bool is_adjective = std::ranges::any_of(
      kAdjectives, [&](std::string_view ending) { return last.ends_with(ending); });
  const bool is_inside =
      (is_adjective || std::ranges::find(kInside, last) != kInside.end()) && !ends_point;
  // No further back than a bracket reaches: paragraphs may be long, and each of their lines asks.
  const std::string_view tail = text.substr(text.size() - std::min(text.size(), kBracketMost));
  const size_t open = tail.rfind('(');
  const bool is_bracketed = open != std::string_view::npos && tail.size() - open < text.size() &&
                            tail.find(')', open) == std::string_view::npos;
  return is_inside || is_bracketed;
}

bool NamesTheLaw(std::string_view words, std::string_view so_far) {
  constexpr auto kLaws = std::to_array<std::string_view>(
      {"GDPR", "UK GDPR", "EU GDPR", "RGPD", "DSGVO", "DS-GVO", "BDSG", "revDSG", "FADP"});
  return (so_far.ends_with(')') || (so_far.back() >= '0' && so_far.back() <= '9')) &&
         std::ranges::any_of(kLaws, [&](std::string_view law) { return words.starts_with(law); });
}

bool BeginsWithName(std::string_view words) {
  return words.find(": ") <= kFieldNameMax && StartsUpper(words);
}

bool IsSuspended(std::string_view next) {
  constexpr auto kAnd =
      std::to_array<std::string_view>({"und", "oder", "bzw", "sowie", "and", "or", "et", "ou"});
  return std::ranges::find(kAnd, next) != kAnd.end();
}

}  // namespace mandat::internal
