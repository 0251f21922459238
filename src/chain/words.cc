// SPDX-License-Identifier: Apache-2.0
#include "chain/internal/words.h"

#include <algorithm>
#include <cctype>

namespace mandat::internal {
namespace {

void Append(std::string& text, std::string_view more, std::string_view by = ", ") {
  if (!more.empty()) {
    text += text.empty() ? "" : by;
    text += more;
  }
}

std::string SayPeriods(const Statement& said) {
  std::string text;
  if (said.within) {
    Append(text, said.within->Format());
  }
  if (said.at_least) {
    Append(text, "at least " + said.at_least->Format());
  }
  if (said.at_most) {
    Append(text, "at most " + said.at_most->Format());
  }
  if (said.every) {
    Append(text, "every " + said.every->Format());
  }
  if (said.times != 0) {
    Append(text, std::to_string(said.times) + (said.per.empty() ? "" : " per " + Spaced(said.per)));
  }
  return text;
}

}  // namespace

Number NumberOf(const Term& term, bool with_house) {
  if (term.option && term.option->within) {
    return {term.option->within, Number::By::kOption};
  }
  if (term.holds().within) {
    return {term.holds().within, Number::By::kContract};
  }
  if (with_house && term.house) {
    return {term.house->within, Number::By::kHouse};
  }
  return {};
}

bool IsPromised(const Term* term) {
  return term != nullptr && (term->option || term->holds().status != TermStatus::kNotStated);
}

std::string Spaced(std::string_view word) {
  std::string text(word);
  std::ranges::replace(text, '-', ' ');
  return text;
}

std::string SayTerm(const Term& term) {
  const Statement& said = term.holds();
  std::string text;
  if (term.option) {
    Append(text, term.option->word);
    Append(text, term.option->within ? term.option->within->Format() : "");
    Append(text, term.option->text);
    return text + " (agreed with this customer)";
  }
  if (said.status == TermStatus::kNotStated) {
    text = "the contract is silent";
  } else {
    Append(text, Spaced(said.word));
    Append(text, SayPeriods(said));
    Append(text, said.promptness ? Spaced(Name(*said.promptness)) : "");
    Append(text, said.from.empty() || said.from == "not-stated" ? "" : "from " + Spaced(said.from),
           " ");
    Append(text, said.before.empty() ? "" : "before " + Spaced(said.before), " ");
    Append(text, said.hours);
    if (text.empty() || !said.word.empty()) {
      Append(text, said.text, text.empty() ? "" : ": ");
    }
    if (text.empty()) {
      for (const std::string& item : said.list) {
        Append(text, item);
      }
    }
    Append(text, said.status == TermStatus::kExternal ? "said in another document" : "");
  }
  if (term.house) {
    Append(text, "house rule " + term.house->within.Format(), "; ");
  }
  return text;
}

ChainSide SideOf(const Term* term, std::string_view path) {
  if (term == nullptr) {
    return {std::string(path), "", 0, "the contract does not speak of it"};
  }
  return {term->path, term->clause(), term->holds().line, SayTerm(*term)};
}

std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      folded.push_back(byte >= 0x80 ? c : static_cast<char>(std::tolower(byte)));
    }
  }
  return folded;
}

bool IsSameName(std::string_view one, std::string_view other) {
  const std::string a = Folded(one);
  const std::string b = Folded(other);
  return !a.empty() && !b.empty() &&
         (a.find(b) != std::string::npos || b.find(a) != std::string::npos);
}

std::string Joined(const std::vector<std::string>& items) {
  std::string text;
  for (size_t i = 0; i < items.size(); ++i) {
    text += i == 0 ? "" : i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

}  // namespace mandat::internal
