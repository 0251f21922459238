// SPDX-License-Identifier: Apache-2.0
#include "law/legal_ref.h"

#include <algorithm>
#include <array>

namespace mandat {
namespace {

constexpr size_t kLengthMax = 80;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Takes the longest prefix of `text` whose characters fit; empty when there is none.
template <class Fits>
std::string_view Take(std::string_view& text, Fits fits) {
  const auto end = std::ranges::find_if_not(text, fits);
  const std::string_view taken = text.substr(0, static_cast<size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

// 28, 7.1, 8.2.2: numbers without leading zero, joined by points.
bool TakeDotted(std::string_view& text) {
  do {
    const std::string_view number = Take(text, IsDigit);
    if (number.empty() || number[0] == '0' || number.size() > 4) {
      return false;
    }
  } while (TakeWord(text, "."));
  return true;
}

// (3)(a)(ii): what stands in brackets is a number or small letters.
bool TakeBrackets(std::string_view& text) {
  while (TakeWord(text, "(")) {
    if ((Take(text, IsDigit).empty() && Take(text, IsLower).empty()) || !TakeWord(text, ")")) {
      return false;
    }
  }
  return true;
}

// Art. 28(3)(a), Rec. 81, Cl. 7.1(b), § 187(1), Annex II.
bool IsUnitOfLaw(std::string_view unit) {
  if (TakeWord(unit, "Annex ")) {
    return !Take(unit, IsUpper).empty() && unit.empty();
  }
  if (TakeWord(unit, "Rec. ")) {
    return TakeDotted(unit) && unit.empty();
  }
  return (TakeWord(unit, "Art. ") || TakeWord(unit, "Cl. ") || TakeWord(unit, "§ ")) &&
         TakeDotted(unit) && TakeBrackets(unit) && unit.empty();
}

bool IsSection(std::string_view unit) {
  return unit.empty() || (TakeDotted(unit) && TakeBrackets(unit) && unit.empty());
}

bool IsNumberChar(char c) { return IsDigit(c) || IsUpper(c) || c == '-'; }
bool IsDocumentChar(char c) { return IsDigit(c) || IsLower(c) || c == '-'; }
bool IsActChar(char c) { return IsDigit(c) || c == '/'; }
bool IsVersionChar(char c) { return IsDigit(c) || c == '.'; }

// How an instrument is written: a word, then a number or name of these characters.
struct Family {
  std::string_view word;
  bool (*fits)(char);  // nullptr: the word is the whole name
  bool is_law;
};

constexpr std::array kFamilies = {
    Family{"GDPR", nullptr, true},
    Family{"TEU", nullptr, true},
    Family{"Reg. ", IsActChar, true},
    Family{"Dec. ", IsActChar, true},
    Family{"RFC ", IsDigit, false},
    Family{"C2SP ", IsDocumentChar, false},
    Family{"FIPS ", IsNumberChar, false},
    Family{"PKCS ", IsNumberChar, false},
    Family{"NIST SP ", IsNumberChar, false},
    Family{"ISO ", IsNumberChar, false},
    Family{"DPV ", IsVersionChar, false},
    Family{"BGB", nullptr, true},
    Family{"BE Civil Code", nullptr, true},
    Family{"OASIS SARIF", nullptr, false},
    Family{"draft-ietf-httpbis-resumable-upload", nullptr, false},
};

}  // namespace

Result<LegalRef> LegalRef::Parse(std::string_view text) {
  if (text.size() > kLengthMax) {
    return Fail(Error::Invalid("citation is too long"));
  }
  for (const Family& family : kFamilies) {
    std::string_view rest = text;
    if (!TakeWord(rest, family.word)) {
      continue;
    }
    if (family.fits != nullptr && Take(rest, family.fits).empty()) {
      return Fail(Error::Invalid("citation names no instrument"));
    }
    const std::string_view instrument = text.substr(0, text.size() - rest.size());
    if (!rest.empty() && !(TakeWord(rest, " ") && !rest.empty())) {
      return Fail(Error::Invalid("citation has an unknown form"));
    }
    if (family.is_law ? !IsUnitOfLaw(rest) : !IsSection(rest)) {
      return Fail(Error::Invalid("citation has an unknown unit"));
    }
    return LegalRef(std::string(instrument), std::string(rest));
  }
  return Fail(Error::Invalid("citation begins with no registered instrument"));
}

}  // namespace mandat
