// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/label.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "prose/internal/mapped.h"
#include "prose/internal/time_unit.h"

namespace mandat::internal {
namespace {

constexpr size_t kIdMax = 8;
constexpr unsigned kNumberMax = 199;  // of a clause; a year is none

constexpr auto kAnnexWords =
    std::to_array<std::string_view>({"annexe", "annex", "appendix", "appendice", "anlage", "anhang",
                                     "schedule", "exhibit", "bijlage", "attachment", "addendum"});
constexpr auto kSectionWords = std::to_array<std::string_view>(
    {"section", "chapitre", "chapter", "titre", "title", "partie", "part", "teil", "abschnitt",
     "kapitel", "hoofdstuk", "deel", "afdeling"});
constexpr auto kArticleWords = std::to_array<std::string_view>(
    {"article", "art.", "artikel", "clause", "klausel", "section", "sec.", "ziffer", "klausule"});

size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
    ++at;
  }
  return at;
}

// Blanks, and one dash, colon or full stop with blanks around it.
size_t SkipSeparator(std::string_view text, size_t at) {
  at = SkipBlanks(text, at);
  for (const std::string_view mark :
       {".-", "-", ":", ".", ",", "\xE2\x80\x93", "\xE2\x80\x94", "|"}) {
    if (text.substr(at).starts_with(mark)) {
      at += mark.size();
      at += text.substr(at).starts_with(mark) ? mark.size() : 0;
      return SkipBlanks(text, at);
    }
  }
  return at;
}

unsigned NumberOf(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) {
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

std::string_view Digits(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(static_cast<unsigned char>(text[end])) && end - at < 4) {
    ++end;
  }
  return text.substr(at, end - at);
}

std::string_view AsciiLetters(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && end - at < kIdMax && static_cast<unsigned char>(text[end]) < 0x80 &&
         IsLetter(static_cast<unsigned char>(text[end]))) {
    ++end;
  }
  return text.substr(at, end - at);
}

// Ordinal endings: "1er", "2e", "1st".
size_t SkipOrdinal(std::string_view text, size_t at) {
  for (const std::string_view ending : {"er", "ère", "ème", "e", "st", "nd", "th", "°", "º"}) {
    const size_t end = at + ending.size();
    if (text.substr(at).starts_with(ending) &&
        (end >= text.size() || !IsLetter(PointAt(text, end).code))) {
      return end;
    }
  }
  return at;
}

bool IsWordEnd(std::string_view text, size_t at) {
  if (at >= text.size()) {
    return true;
  }
  const uint32_t code = PointAt(text, at).code;
  return !IsLetter(code) && !IsDigit(code);
}

template <size_t N>
std::optional<std::string_view> WordIn(std::string_view text,
                                       const std::array<std::string_view, N>& words) {
  const std::string low = LowerCase(text.substr(0, 16));
  for (const std::string_view word : words) {
    if (std::string_view(low).starts_with(word) && text.size() > word.size() &&
        (word.back() == '.' || IsWordEnd(text, word.size()))) {
      return word;
    }
  }
  return std::nullopt;
}

// A title, nothing, or what a title begins with; a sentence goes on in lower case: "Article 28 of".
bool IsTitleBehind(std::string_view text, size_t id_end, size_t rest) {
  if (rest >= text.size()) {
    return true;
  }
  const bool has_mark = SkipBlanks(text, id_end) != rest || text[id_end] == '\t';
  const uint32_t next = PointAt(text, rest).code;
  if (text[std::min(id_end, text.size() - 1)] == ',') {
    return false;
  }
  return has_mark || IsUpper(next) || next == '(' || next == '[' || next == 0xAB || next == '"' ||
         next == 0x201C;
}

// "Annexe B - Titre", "ANNEX I", "Appendice 1 des Clauses".
std::optional<Label> ReadAnnex(std::string_view text) {
  const auto word = WordIn(text, kAnnexWords);
  if (!word || !IsUpper(PointAt(text, 0).code)) {
    return std::nullopt;
  }
  size_t at = SkipBlanks(text, word->size());
  for (const std::string_view number : {"n\xC2\xB0", "n\xC2\xBA", "No.", "Nr.", "no "}) {
    if (text.substr(at).starts_with(number)) {
      at = SkipBlanks(text, at + number.size());
    }
  }
  std::string_view id = Digits(text, at);
  if (id.empty()) {
    id = AsciiLetters(text, at);
    const bool is_roman = RomanNumber(LowerCase(id)) > 0;
    const bool is_upper = !id.empty() && IsAllUpper(id);
    if (!is_upper || (id.size() > 1 && !is_roman)) {
      id = {};
    }
  } else if (text.substr(at + id.size()).starts_with(".")) {
    const std::string_view part = Digits(text, at + id.size() + 1);
    id = text.substr(at, id.size() + (part.empty() ? 0 : part.size() + 1));
  }
  if (id.empty() || !IsWordEnd(text, at + id.size())) {
    return std::nullopt;
  }
  const size_t end = at + id.size();
  const size_t rest = SkipSeparator(text, end);
  const bool is_of_model = LowerCase(text.substr(rest, 5)).find_first_of("dotz") == 0 &&
                           text.size() < 100 && !EndsSentence(text);
  // "Annex I (parties): as in the agreement." fills in what another text lists.
  const bool is_filled = EndsSentence(text) && text.find(": ", rest) != std::string_view::npos;
  if ((!IsTitleBehind(text, end, rest) && !is_of_model) || text.size() > 260 || is_filled) {
    return std::nullopt;
  }
  Label label{.style = Style::kAnnex, .word = std::string(text.substr(0, word->size()))};
  label.id = id;
  label.bytes = rest;
  const unsigned roman = RomanNumber(LowerCase(id));
  label.numbers = {IsDigit(static_cast<unsigned char>(id.front())) ? NumberOf(Digits(id, 0))
                   : roman > 0                                     ? roman
                               : static_cast<unsigned>((id.front() | 0x20) - 'a' + 1)};
  return label;
}

std::optional<Label> ReadSection(std::string_view text) {
  const auto word = WordIn(text, kSectionWords);
  if (!word || !IsUpper(PointAt(text, 0).code) || text.size() > 160) {
    return std::nullopt;
  }
  const size_t at = SkipBlanks(text, word->size());
  std::string_view id = AsciiLetters(text, at);
  const unsigned roman = id.empty() || !IsAllUpper(id) ? 0 : RomanNumber(LowerCase(id));
  const bool is_letter = id.size() == 1 && IsAllUpper(id);
  unsigned number = roman;
  if (roman == 0 && !is_letter) {
    // "Section 5" is a clause in English; the others number parts with figures too.
    id = *word == "section" ? std::string_view() : Digits(text, at);
    number = NumberOf(id);
  } else if (roman == 0) {
    number = static_cast<unsigned>(id.front() - 'A' + 1);
  }
  const size_t end = at + id.size();
  const size_t rest = SkipSeparator(text, end);
  if (id.empty() || number == 0 || !IsWordEnd(text, end) || !IsTitleBehind(text, end, rest) ||
      EndsSentence(text)) {
    return std::nullopt;
  }
  return Label{.style = Style::kSection,
               .numbers = {number},
               .word = std::string(text.substr(0, word->size())),
               .id = std::string(id),
               .bytes = rest};
}

// "ARTICLE IV", as American agreements number the parts that their sections stand in.
std::optional<Label> ReadRomanArticle(std::string_view text, std::string_view word, size_t at) {
  const size_t end = std::min(text.find_first_not_of("IVX", at), text.size());
  const std::string_view id = text.substr(at, end - at);
  const unsigned number = RomanNumber(LowerCase(id));
  const size_t rest = SkipSeparator(text, end);
  if (id.empty() || at == word.size() || number == 0 || !IsWordEnd(text, end) ||
      !IsTitleBehind(text, end, rest)) {
    return std::nullopt;
  }
  return Label{.style = Style::kArticle,
               .numbers = {number},
               .word = std::string(word),
               .id = std::string(id),
               .bytes = rest};
}

// "Article 32 GDPR", "Art. 28 DSGVO", "Article 28(3)(g)": an article of a law, no clause.
bool IsOfLaw(std::string_view behind) {
  constexpr auto kLaws =
      std::to_array<std::string_view>({"GDPR", "UK GDPR", "EU GDPR", "UK-GDPR", "RGPD", "DSGVO",
                                       "DS-GVO", "EU-DSGVO", "BDSG", "AVG", "Abs.", "lit."});
  const size_t close = behind.starts_with('(') ? behind.find(')') : std::string_view::npos;
  const bool has_point = close != std::string_view::npos && close > 1 && close < 4;
  behind.remove_prefix(SkipBlanks(behind, 0));
  return has_point || std::ranges::any_of(kLaws, [&](std::string_view law) {
           return behind.starts_with(law) && IsWordEnd(behind, law.size());
         });
}

std::optional<Label> ReadArticle(std::string_view text) {
  const bool is_paragraph = text.starts_with("\xC2\xA7");
  const auto word = is_paragraph ? std::string_view("\xC2\xA7") : WordIn(text, kArticleWords);
  if (!word || (!is_paragraph && !IsUpper(PointAt(text, 0).code))) {
    return std::nullopt;
  }
  const size_t at = SkipBlanks(text, word->size());
  const std::string_view id = Digits(text, at);
  if (id.empty() && !is_paragraph) {
    return ReadRomanArticle(text, *word, at);
  }
  size_t end = at + id.size();
  end = SkipOrdinal(text, end);
  // "Article 7.1" is numbered by its decimals.
  std::vector<unsigned> numbers = {NumberOf(id)};
  while (!id.empty() && end + 1 < text.size() && text[end] == '.' &&
         !Digits(text, end + 1).empty()) {
    numbers.push_back(NumberOf(Digits(text, end + 1)));
    end += 1 + Digits(text, end + 1).size();
  }
  const size_t rest = SkipSeparator(text, end);
  if (id.empty() || numbers[0] == 0 || numbers[0] > kNumberMax || !IsWordEnd(text, end) ||
      !IsTitleBehind(text, end, rest) || IsOfLaw(text.substr(end))) {
    return std::nullopt;
  }
  return Label{.style = numbers.size() > 1 ? Style::kDecimal : Style::kArticle,
               .numbers = std::move(numbers),
               .word = std::string(text.substr(0, word->size())),
               .id = std::string(text.substr(at, end - at)),
               .bytes = rest};
}

// "A.1" and "A.1.2" of an annex that puts its letter in front.
void ReadLetteredNumbers(std::string_view text, std::vector<Label>& out) {
  if (text.size() < 4 || text[0] < 'A' || text[0] > 'Z' || text[1] != '.') {
    return;
  }
  Label label{.style = Style::kDecimal,
              .numbers = {kLetteredBase + static_cast<unsigned>(text[0] - 'A')}};
  size_t at = 1;
  while (at + 1 < text.size() && text[at] == '.' && !Digits(text, at + 1).empty()) {
    const std::string_view digits = Digits(text, at + 1);
    label.numbers.push_back(NumberOf(digits));
    at += 1 + digits.size();
  }
  label.id = text.substr(0, at);
  at += text.substr(at).starts_with(".") ? 1 : 0;
  if (label.numbers.size() > 1 && at < text.size() && text[at] == ' ') {
    label.bytes = SkipBlanks(text, at);
    out.push_back(std::move(label));
  }
}

// "(10) days": what stands behind the number is a unit of time.
bool CountsTime(std::string_view behind) {
  const size_t begin = behind.find_first_not_of(") ");
  if (begin == std::string_view::npos || begin == 0) {
    return false;
  }
  const size_t end = std::min(behind.find_first_of(" ,.;:", begin), behind.size());
  return IsTimeUnit(behind.substr(begin, end - begin));
}

// "7.", "7.1", "7.1.4.", "7)", "7 Title".
void ReadNumbers(std::string_view text, size_t front, std::vector<Label>& out) {
  std::vector<unsigned> numbers;
  size_t at = front;
  std::string_view digits = Digits(text, at);
  while (!digits.empty() && numbers.size() < 6) {
    numbers.push_back(NumberOf(digits));
    at += digits.size();
    const bool goes_on = at + 1 < text.size() && text[at] == '.';
    digits = goes_on ? Digits(text, at + 1) : std::string_view();
    at += digits.empty() ? 0 : 1;
  }
  if (numbers.empty() || std::ranges::any_of(numbers, [](unsigned n) { return n > kNumberMax; }) ||
      (numbers.size() == 1 && CountsTime(text.substr(at)))) {
    return;
  }
  Label label{.numbers = numbers, .id = std::string(text.substr(front, at - front))};
  const bool has_close = text.substr(at).starts_with(")");
  const bool has_stop = text.substr(at).starts_with(".");
  const size_t end = at + (has_close || has_stop ? 1 : 0);
  if (front > 0 && !has_close) {
    return;
  }
  label.bytes = end;
  label.style = numbers.size() > 1 ? Style::kDecimal
                : has_close        ? Style::kNumberParen
                                   : Style::kNumber;
  const bool has_blank = end >= text.size() || text[end] == ' ' || text[end] == '\t';
  // "1.Objet" is a label; "1.5" and "12e" are none.
  if (!has_blank &&
      !((has_stop || has_close || numbers.size() > 1) && StartsUpper(text.substr(end)))) {
    return;
  }
  label.bytes = SkipBlanks(text, end);
  if (!has_close && !has_stop) {
    label.bytes = SkipSeparator(text, end);
    label.is_weak = numbers.size() == 1 && label.bytes == SkipBlanks(text, end);
    if (!StartsUpper(text.substr(label.bytes)) && label.bytes < text.size() &&
        numbers.size() == 1) {
      return;
    }
  }
  out.push_back(std::move(label));
}

// "(a)", "a)", "a.", "A.", "(iv)", "IV.".
void ReadLetters(std::string_view text, size_t front, std::vector<Label>& out) {
  const std::string_view id = AsciiLetters(text, front);
  const size_t at = front + id.size();
  if (id.empty() || id.size() > 6 || at >= text.size()) {
    return;
  }
  const bool has_close = text[at] == ')';
  const bool has_stop = text[at] == '.';
  if ((!has_close && !has_stop) || (front > 0 && !has_close)) {
    return;
  }
  const bool has_blank = at + 1 >= text.size() || text[at + 1] == ' ' || text[at + 1] == '\t';
  const std::string_view next = text.substr(SkipBlanks(text, at + 1));
  const bool is_shortened = id.size() == 1 && has_stop && next.size() > 1 && next[1] == '.' &&
                            IsLetter(static_cast<unsigned char>(next[0]));  // "i. S. v."
  if (is_shortened) {
    return;
  }
  if (!has_blank &&
      !(has_close && (StartsUpper(text.substr(at + 1)) || StartsLower(text.substr(at + 1))))) {
    return;
  }
  const bool is_upper = IsAllUpper(id);
  const std::string low = LowerCase(id);
  if (!is_upper && low != id) {
    return;
  }
  Label label{.id = std::string(id), .bytes = SkipBlanks(text, at + 1)};
  const bool is_double = id.size() == 2 && id[0] == id[1];
  if (id.size() == 1 || (is_double && RomanNumber(low) == 0)) {
    label.style = is_upper ? Style::kUpper : Style::kLower;
    label.numbers = {static_cast<unsigned>(low.front() - 'a' + 1) + (is_double ? 26U : 0U)};
    out.push_back(label);
  }
  if (const unsigned roman = RomanNumber(low); roman > 0) {
    label.style = is_upper ? Style::kUpperRoman : Style::kLowerRoman;
    label.numbers = {roman};
    out.push_back(std::move(label));
  }
}

}  // namespace

unsigned RomanNumber(std::string_view lower) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 9> kSigns = {{{"c", 100},
                                                                            {"xc", 90},
                                                                            {"l", 50},
                                                                            {"xl", 40},
                                                                            {"x", 10},
                                                                            {"ix", 9},
                                                                            {"v", 5},
                                                                            {"iv", 4},
                                                                            {"i", 1}}};
  unsigned number = 0;
  for (const auto& [sign, value] : kSigns) {
    for (int times = 0; lower.starts_with(sign) && times < (sign == "i" || sign == "x" ? 3 : 1);
         ++times) {
      number += value;
      lower.remove_prefix(sign.size());
    }
  }
  return lower.empty() ? number : 0;
}

std::vector<Label> ReadLabels(std::string_view text) {
  std::vector<Label> labels;
  if (text.empty()) {
    return labels;
  }
  // "[Clause 5 - not used]" is numbered as well.
  if (text.front() == '[' && text.back() == ']' && text.size() < 120) {
    labels = ReadLabels(text.substr(1, text.size() - 2));
    std::erase_if(labels, [](const Label& label) { return label.style != Style::kArticle; });
    for (Label& label : labels) {
      label.bytes += 1;
    }
    return labels;
  }
  for (const auto& read : {ReadAnnex(text), ReadSection(text), ReadArticle(text)}) {
    if (read) {
      return {*read};
    }
  }
  const size_t front = text.front() == '(' ? 1 : 0;
  ReadNumbers(text, front, labels);
  ReadLetteredNumbers(text, labels);
  if (labels.empty()) {
    ReadLetters(text, front, labels);
  }
  return labels;
}

size_t BulletBytes(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const Point point = PointAt(text, 0);
  constexpr auto kBullets = std::to_array<uint32_t>(
      {0x2022, 0xB7,   0x25AA, 0x25AB, 0x25A0, 0x25CF, 0x25CB, 0x25E6, 0x2023,
       0x27A2, 0x2794, 0x2192, 0x2713, 0x27A4, 0x25BA, 0x2043, 0x2219, '-',
       0x2013, 0x2014, '*',    'o',    0xC1,   0xA7,   '+',    0x2756, 0x25B6});
  const bool is_private = point.code >= 0xE000 && point.code <= 0xF8FF;
  if (!is_private && std::ranges::find(kBullets, point.code) == kBullets.end()) {
    return 0;
  }
  const size_t rest = SkipBlanks(text, point.bytes);
  const bool is_sure =
      point.code >= 0x2022 && point.code != 0x2192 && point.code != 0x2013 && point.code != 0x2014;
  if (rest >= text.size() || (rest == point.bytes && !is_sure)) {
    return 0;
  }
  const uint32_t next = PointAt(text, rest).code;
  if (point.code == 0xA7 && IsDigit(next)) {
    return 0;  // a paragraph's number
  }
  return rest;
}

}  // namespace mandat::internal
