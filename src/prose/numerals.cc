// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/numerals.h"

#include <array>
#include <utility>

namespace mandat::internal {
namespace {

std::string Roman(unsigned number) {
  constexpr std::array<std::pair<unsigned, std::string_view>, 13> kSigns = {{{1000, "m"},
                                                                             {900, "cm"},
                                                                             {500, "d"},
                                                                             {400, "cd"},
                                                                             {100, "c"},
                                                                             {90, "xc"},
                                                                             {50, "l"},
                                                                             {40, "xl"},
                                                                             {10, "x"},
                                                                             {9, "ix"},
                                                                             {5, "v"},
                                                                             {4, "iv"},
                                                                             {1, "i"}}};
  std::string out;
  for (const auto& [value, sign] : kSigns) {
    for (; number >= value; number -= value) {
      out += sign;
    }
  }
  return out;
}

// a ... z, then aa ... zz, as word processors count.
std::string Letters(unsigned number) {
  return std::string((number - 1) / 26 + 1, static_cast<char>('a' + (number - 1) % 26));
}

}  // namespace

std::string NumeralOf(unsigned number, char type) {
  const char low = static_cast<char>(type | 0x20);
  if (number == 0 || number > 400 || (low != 'a' && low != 'i')) {
    return std::to_string(number);
  }
  std::string out = low == 'a' ? Letters(number) : Roman(number);
  if (type < 'a') {
    for (char& c : out) {
      c = static_cast<char>(c - 0x20);
    }
  }
  return out;
}

unsigned FigureOf(std::string_view text, unsigned otherwise) {
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || number > 9999) {
      return otherwise;
    }
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return text.empty() || number > 9999 ? otherwise : number;
}

}  // namespace mandat::internal
