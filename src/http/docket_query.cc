// SPDX-License-Identifier: Apache-2.0
#include "http/internal/docket_query.h"

#include <charconv>

namespace mandat {
namespace {

// Two hexadecimal digits, large or small; nothing when they are none.
std::optional<char> Unescaped(std::string_view digits) {
  uint8_t byte = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, trouble] = std::from_chars(digits.data(), end, byte, 16);
  return digits.size() == 2 && trouble == std::errc() && stopped == end
             ? std::optional(static_cast<char>(byte))
             : std::nullopt;
}

std::unexpected<Error> NoText(std::string_view name) {
  return Fail(Error::Invalid("parameter `" + std::string(name) + "` is not a text"));
}

}  // namespace

Result<std::string> TextOf(const Query& query, std::string_view name) {
  const std::string_view raw = query.Find(name);
  std::string text;
  for (size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      c = Unescaped(raw.substr(i + 1, 2)).value_or('\0');
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      return NoText(name);
    }
    text.push_back(c);
  }
  if (!IsUtf8(text)) {
    return NoText(name);
  }
  return text;
}

Result<std::optional<Instant>> InstantOf(const Query& query, std::string_view name) {
  MANDAT_TRY(const std::string text, TextOf(query, name));
  if (text.empty()) {
    return std::optional<Instant>();
  }
  const Result<Instant> at = Instant::Parse(text);
  if (!at) {
    return Fail(Error::Invalid("parameter `" + std::string(name) +
                               "` is not an instant with its offset, like "
                               "2026-03-30T16:40:00%2B02:00"));
  }
  return std::optional(*at);
}

Result<Language> LanguageOf(const Query& query) {
  const std::string_view text = query.Find("language");
  if (text.empty() || text == "en") {
    return Language::kEnglish;
  }
  if (text == "fr") {
    return Language::kFrench;
  }
  return Fail(Error::Invalid("parameter `language` is not en or fr"));
}

}  // namespace mandat
