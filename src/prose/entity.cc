// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/entity.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mandat::internal {
namespace {

struct Named {
  std::string_view name;
  uint32_t code;
};

// Those that contracts have: the five of XML, blanks, quotation marks, dashes, Latin letters.
constexpr auto kNamed = std::to_array<Named>({
    {"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"thinsp", 0x2009}, {"ensp", 0x2002},  {"emsp", 0x2003},  {"shy", 0xAD},
    {"zwnj", 0x200C},  {"laquo", 0xAB},    {"raquo", 0xBB},   {"lsquo", 0x2018}, {"rsquo", 0x2019},
    {"sbquo", 0x201A}, {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"ndash", 0x2013},
    {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xB7},  {"sect", 0xA7},
    {"para", 0xB6},    {"deg", 0xB0},      {"ordm", 0xBA},    {"ordf", 0xAA},    {"euro", 0x20AC},
    {"pound", 0xA3},   {"copy", 0xA9},     {"reg", 0xAE},     {"trade", 0x2122}, {"times", 0xD7},
    {"agrave", 0xE0},  {"aacute", 0xE1},   {"acirc", 0xE2},   {"atilde", 0xE3},  {"auml", 0xE4},
    {"aring", 0xE5},   {"aelig", 0xE6},    {"ccedil", 0xE7},  {"egrave", 0xE8},  {"eacute", 0xE9},
    {"ecirc", 0xEA},   {"euml", 0xEB},     {"igrave", 0xEC},  {"iacute", 0xED},  {"icirc", 0xEE},
    {"iuml", 0xEF},    {"ntilde", 0xF1},   {"ograve", 0xF2},  {"oacute", 0xF3},  {"ocirc", 0xF4},
    {"otilde", 0xF5},  {"ouml", 0xF6},     {"oslash", 0xF8},  {"ugrave", 0xF9},  {"uacute", 0xFA},
    {"ucirc", 0xFB},   {"uuml", 0xFC},     {"yacute", 0xFD},  {"yuml", 0xFF},    {"szlig", 0xDF},
    {"oelig", 0x153},  {"Agrave", 0xC0},   {"Aacute", 0xC1},  {"Acirc", 0xC2},   {"Auml", 0xC4},
    {"Ccedil", 0xC7},  {"Egrave", 0xC8},   {"Eacute", 0xC9},  {"Ecirc", 0xCA},   {"Euml", 0xCB},
    {"Icirc", 0xCE},   {"Iuml", 0xCF},     {"Ocirc", 0xD4},   {"Ouml", 0xD6},    {"Ugrave", 0xD9},
    {"Ucirc", 0xDB},   {"Uuml", 0xDC},     {"OElig", 0x152},
});

constexpr size_t kNameMax = 10;

}  // namespace

Entity EntityAt(std::string_view text) {
  const size_t end = text.substr(0, kNameMax + 2).find(';');
  if (end == std::string_view::npos || end < 3 || text.front() != '&') {
    return {};
  }
  std::string_view name = text.substr(1, end - 1);
  if (name.front() != '#') {
    const auto* found = std::ranges::find(kNamed, name, &Named::name);
    return found == kNamed.end() ? Entity{} : Entity{found->code, end + 1};
  }
  name.remove_prefix(1);
  const bool is_hex = name.front() == 'x' || name.front() == 'X';
  name.remove_prefix(is_hex ? 1 : 0);
  uint32_t code = 0;
  const auto [stop, trouble] =
      std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
  const bool is_point = code > 0 && code < 0x110000 && (code < 0xD800 || code >= 0xE000);
  return trouble == std::errc() && stop == name.data() + name.size() && is_point
             ? Entity{code, end + 1}
             : Entity{};
}

}  // namespace mandat::internal
