// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandat::internal {

// What a passage is numbered with. The order is from the outermost in.
enum class Style : uint8_t {
  kAnnex,        // "Annexe B", "Schedule 1"
  kSection,      // "SECTION II", "Chapitre 3": above clauses, no part of their references
  kArticle,      // "Article 9", "Clause 9", "§ 9"
  kDecimal,      // "7.1", "7.1.4."
  kNumber,       // "7."
  kNumberParen,  // "7)", "(7)"
  kUpper,        // "A."
  kUpperRoman,   // "IV."
  kLower,        // "a)", "(a)", "a."
  kLowerRoman,   // "ii)", "(ii)"
};

// Where the first of a kDecimal's numbers is a letter, "A.1", it is this and the letter's place.
constexpr unsigned kLetteredBase = 1000;

// One reading of what stands before a passage's words: "i)" is a letter or a number.
struct Label {
  Style style = Style::kNumber;
  std::vector<unsigned> numbers;  // several only of kDecimal
  std::string word;               // as printed: "Annexe", "Article", "§", "Clause"
  std::string id;                 // as printed: "B", "1", "iv"
  size_t bytes = 0;               // with the blanks and dashes behind it
  bool is_weak = false;           // a number without a mark: perhaps the sentence's own
};

// Every reading; none where the text does not begin with a label.
std::vector<Label> ReadLabels(std::string_view text);

// The bytes of a bullet in front, with the blanks behind it; 0 if there is none.
size_t BulletBytes(std::string_view text);

unsigned RomanNumber(std::string_view lower);  // 0 where it is none

}  // namespace mandat::internal
