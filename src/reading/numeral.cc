// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/numeral.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace mandat::internal {
namespace {

struct NumberWord {
  std::string_view word;
  unsigned value;
};

// Every word that stands for a number below a hundred by itself.
constexpr auto kNumbers = std::to_array<NumberWord>({
    {"un", 1},        {"une", 1},        {"deux", 2},      {"trois", 3},     {"quatre", 4},
    {"cinq", 5},      {"six", 6},        {"sept", 7},      {"huit", 8},      {"neuf", 9},
    {"dix", 10},      {"onze", 11},      {"douze", 12},    {"treize", 13},   {"quatorze", 14},
    {"quinze", 15},   {"seize", 16},     {"vingt", 20},    {"vingts", 20},   {"trente", 30},
    {"quarante", 40}, {"cinquante", 50}, {"soixante", 60}, {"septante", 70}, {"huitante", 80},
    {"octante", 80},  {"nonante", 90},   {"one", 1},       {"a", 1},         {"an", 1},
    {"two", 2},       {"three", 3},      {"four", 4},      {"five", 5},      {"seven", 7},
    {"eight", 8},     {"nine", 9},       {"ten", 10},      {"eleven", 11},   {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14},  {"fifteen", 15},  {"sixteen", 16},  {"seventeen", 17},
    {"eighteen", 18}, {"nineteen", 19},  {"twenty", 20},   {"thirty", 30},   {"forty", 40},
    {"fifty", 50},    {"sixty", 60},     {"seventy", 70},  {"eighty", 80},   {"ninety", 90},
    {"ein", 1},       {"eine", 1},       {"einem", 1},     {"einen", 1},     {"einer", 1},
    {"eines", 1},     {"zwei", 2},       {"drei", 3},      {"vier", 4},      {"funf", 5},
    {"sechs", 6},     {"sieben", 7},     {"acht", 8},      {"neun", 9},      {"zehn", 10},
    {"elf", 11},      {"zwolf", 12},     {"dreizehn", 13}, {"vierzehn", 14}, {"funfzehn", 15},
    {"sechzehn", 16}, {"siebzehn", 17},  {"achtzehn", 18}, {"neunzehn", 19}, {"zwanzig", 20},
    {"dreissig", 30}, {"vierzig", 40},   {"funfzig", 50},  {"sechzig", 60},  {"siebzig", 70},
    {"achtzig", 80},  {"neunzig", 90},   {"zweier", 2},    {"dreier", 3},
});

std::optional<unsigned> Single(std::string_view word) {
  for (const NumberWord& number : kNumbers) {
    if (number.word == word) {
      return number.value;
    }
  }
  // "vierundzwanzig"
  const size_t und = word.find("und");
  if (und != std::string_view::npos && und > 0) {
    const std::string_view ones = word.substr(0, und);
    const std::optional<unsigned> low = ones == "ein" ? 1U : Single(ones);
    const std::optional<unsigned> high = Single(word.substr(und + 3));
    if (low && high && *low < 10 && *high >= 20 && *high % 10 == 0) {
      return *low + *high;
    }
  }
  return std::nullopt;
}

bool IsHundred(std::string_view word) {
  return word == "cent" || word == "cents" || word == "hundred" || word == "hundert";
}

}  // namespace

std::vector<FoldedWord> WordsOf(std::string_view text) {
  std::vector<FoldedWord> words;
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  };
  for (size_t at = 0; at < text.size();) {
    if (!is_part(text[at])) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (at < text.size() && is_part(text[at])) {
      ++at;
    }
    words.push_back({text.substr(begin, at - begin), begin, at});
  }
  return words;
}

Numeral NumeralAt(const std::vector<FoldedWord>& words, size_t at) {
  const std::string_view first = words[at].text;
  if (first[0] >= '0' && first[0] <= '9') {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), value);
    const bool is_whole = error == std::errc() && end == first.data() + first.size();
    return is_whole ? Numeral{value, 1} : Numeral{};
  }
  unsigned total = 0;
  unsigned last = 1000;  // what was added last: a smaller one may follow
  size_t next = at;
  for (; next < words.size() && next < at + 7; ++next) {
    const std::string_view word = words[next].text;
    if ((word == "et" || word == "and") && next > at && next + 1 < words.size() &&
        (last == 100 || (Single(words[next + 1].text).value_or(100) < 20 && last >= 20))) {
      continue;
    }
    if (IsHundred(word) && total < 10 && last != 100) {
      total = std::max(total, 1U) * 100;
      last = 100;
      continue;
    }
    const std::optional<unsigned> value = Single(word);
    if (!value) {
      break;
    }
    if (*value == 20 && last == 4) {  // quatre-vingt
      total += 76;
      last = 80;
    } else if (*value < last && (last >= 20 || next == at) && (last == 1000 || last >= *value)) {
      const bool joins = last == 1000 || last == 100 || (last >= 20 && *value < 20);
      if (!joins) {
        break;
      }
      total += *value;
      last = *value;
    } else {
      break;
    }
  }
  return next == at ? Numeral{} : Numeral{total, next - at};
}

}  // namespace mandat::internal
