// SPDX-License-Identifier: Apache-2.0
#include "evidence/report.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"

namespace mandat {
namespace {

constexpr uint32_t kReplacement = 0xfffd;
constexpr std::string_view kHexDigits = "0123456789abcdef";

// Takes one character from the front of the text; U+FFFD and one byte where it is not UTF-8.
uint32_t TakeCharacter(std::string_view& text) {
  const auto lead = static_cast<uint8_t>(text[0]);
  const size_t bytes = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : 4;
  if (bytes > text.size() || !IsUtf8(text.substr(0, bytes))) {
    text.remove_prefix(1);
    return kReplacement;
  }
  uint32_t code = bytes == 1 ? lead : lead & (0xffU >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    code = (code << 6) | (static_cast<uint8_t>(text[i]) & 0x3f);
  }
  text.remove_prefix(bytes);
  return code;
}

void AppendEscape(std::string& out, uint32_t code) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) {
    out += kHexDigits[(code >> shift) & 15];
  }
}

// Characters that move the cursor, change the terminal or turn the reading direction.
bool IsSteering(uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) ||
         code == 0x61c || code == 0xfeff;
}

std::string_view Word(Report::Verdict verdict) {
  switch (verdict) {
    case Report::Verdict::kVerified:
      return "verified";
    case Report::Verdict::kNotChecked:
      return "not checked";
    case Report::Verdict::kFailed:
      return "failed";
  }
  return "failed";
}

// The value of a fact; an array of them when there are several of this name.
std::string FormatJsonValues(const std::vector<Report::Fact>& facts, std::string_view name) {
  std::string values;
  size_t count = 0;
  for (const Report::Fact& fact : facts) {
    if (fact.name == name) {
      values += count++ == 0 ? "" : ",";
      values += fact.is_number ? fact.value : FormatJsonString(fact.value);
    }
  }
  return count == 1 ? values : "[" + values + "]";
}

std::string Padded(std::string_view text, size_t width) {
  return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

}  // namespace

void Report::AddVerified(std::string text) {
  lines.push_back({Verdict::kVerified, std::move(text)});
}

void Report::AddNotChecked(std::string text) {
  lines.push_back({Verdict::kNotChecked, std::move(text)});
}

void Report::AddFact(std::string name, std::string value) {
  facts.push_back({std::move(name), std::move(value), false});
}

void Report::AddFact(std::string name, uint64_t value) {
  facts.push_back({std::move(name), std::to_string(value), true});
}

void Report::SetFailure(std::string_view where, Error error) {
  lines.push_back({Verdict::kFailed, std::string(where) + ": " + error.message});
  failure = std::move(error);
}

std::string Report::FormatText() const {
  constexpr size_t kVerdictWidth = 14;
  constexpr size_t kNameWidth = 20;
  std::string text;
  for (const Fact& fact : facts) {
    if (!fact.value.empty()) {
      text += "  " + Padded(fact.name, kNameWidth) + FormatPrintable(fact.value) + "\n";
    }
  }
  text += facts.empty() ? "" : "\n";
  for (const Line& line : lines) {
    text += "  " + Padded(Word(line.verdict), kVerdictWidth) + FormatPrintable(line.text) + "\n";
  }
  const std::string result =
      failure ? "NOT VERIFIED (" + std::string(Name(failure->kind)) + ")" : std::string("verified");
  return text + "\n" + subject + ": " + result + "\n";
}

std::string Report::FormatJson() const {
  std::string text = "{\"subject\":" + FormatJsonString(subject) +
                     ",\"verified\":" + (ok() ? "true" : "false") + ",\"facts\":{";
  const char* comma = "";
  for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
    if (std::ranges::find(facts.begin(), fact, fact->name, &Fact::name) == fact) {
      text += comma + FormatJsonString(fact->name) + ":" + FormatJsonValues(facts, fact->name);
      comma = ",";
    }
  }
  text += "},\"lines\":[";
  comma = "";
  for (const Line& line : lines) {
    text += std::string(comma) + "{\"verdict\":" + FormatJsonString(Word(line.verdict)) +
            ",\"text\":" + FormatJsonString(line.text) + "}";
    comma = ",";
  }
  text += "]";
  if (failure) {
    text += ",\"error\":{\"kind\":" + FormatJsonString(Name(failure->kind)) +
            ",\"message\":" + FormatJsonString(failure->message) + "}";
  }
  return text + "}\n";
}

std::string FormatJsonString(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const uint32_t code = TakeCharacter(text);
    if (code == '"' || code == '\\') {
      out += '\\';
      out += static_cast<char>(code);
    } else if (code >= 0x20 && code < 0x7f) {
      out += static_cast<char>(code);
    } else if (code > 0xffff) {
      AppendEscape(out, 0xd800 + ((code - 0x10000) >> 10));
      AppendEscape(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
    } else {
      AppendEscape(out, code);
    }
  }
  return out + "\"";
}

std::string FormatPrintable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const uint32_t code = TakeCharacter(text);
    if (code == kReplacement || IsSteering(code)) {
      AppendEscape(out, code);
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

}  // namespace mandat
