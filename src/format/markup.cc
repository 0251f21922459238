// SPDX-License-Identifier: Apache-2.0
#include "format/markup.h"

namespace mandat {

void AppendMarkup(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string AsMarkup(std::string_view text) {
  std::string out;
  AppendMarkup(out, text);
  return out;
}

}  // namespace mandat
