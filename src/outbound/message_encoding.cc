// SPDX-License-Identifier: Apache-2.0
#include "outbound/internal/message_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

namespace mandat::internal {
namespace {

constexpr size_t kLineCharsMax = 76;
constexpr size_t kEncodedBytesMax = 39;  // before base64: 52 characters, 64 as an encoded word
constexpr std::string_view kLineEnd = "\r\n";

bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

// The longest beginning of `text`, of at most `most` bytes, that cuts no character of UTF-8.
std::string_view WholeCharacters(std::string_view text, size_t most) {
  size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
    --end;
  }
  return text.substr(0, end);
}

// "=?utf-8?B?...?=", each short enough for a line.
std::vector<std::string> EncodedWords(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view part = WholeCharacters(text, kEncodedBytesMax);
    words.push_back("=?utf-8?B?" + FormatBase64(part) + "?=");
    text.remove_prefix(part.size());
  }
  return words;
}

// Parts of plain text that may stand on lines of their own: a word with the spaces before it.
std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t begin = text.find_first_not_of(' ');
    const size_t end = begin == std::string_view::npos ? begin : text.find(' ', begin);
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(words.back().size());
  }
  return words;
}

// Plain ASCII that nobody takes for an encoded word and that lines can hold.
bool IsPlain(std::string_view text) {
  if (!std::ranges::all_of(text, IsPrintable) || text.contains("=?") || text.starts_with(' ') ||
      text.ends_with(' ')) {
    return false;
  }
  return std::ranges::all_of(
      Words(text), [](const std::string& word) { return word.size() < kLineCharsMax / 2; });
}

bool IsPhraseChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
         c == '-' || c == '\'';
}

// One byte of a line as quoted-printable; what it leaves plain differs at the end of the line.
std::string QuotedByte(char c, bool ends_line) {
  const bool is_blank = c == ' ' || c == '\t';
  if ((IsPrintable(c) || c == '\t') && c != '=' && !(is_blank && ends_line)) {
    return std::string(1, c);
  }
  return fmt::format("={:02X}", static_cast<unsigned char>(c));
}

}  // namespace

std::string MailDate(Instant at) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::microseconds> point{
      std::chrono::microseconds(at.micros)};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date{day};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(point - day).count();
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string MailHeader(std::string_view name, std::string_view text) {
  std::string lines = std::string(name) + ":";
  size_t column = lines.size();
  const bool plain = IsPlain(text);
  for (const std::string& word : plain ? Words(text) : EncodedWords(text)) {
    // The first word follows a space that is not its own; so does each encoded word.
    const std::string with_space = word.starts_with(' ') ? word : " " + word;
    if (column + with_space.size() > kLineCharsMax && column > name.size() + 1) {
      lines += kLineEnd;
      column = 0;
    }
    lines += with_space;
    column += with_space.size();
  }
  return lines + std::string(kLineEnd);
}

std::string MailPhrase(std::string_view text) {
  if (!IsPlain(text)) {
    std::string phrase;
    for (const std::string& word : EncodedWords(text)) {
      phrase += (phrase.empty() ? "" : "\r\n ") + word;
    }
    return phrase;
  }
  if (std::ranges::all_of(text, IsPhraseChar)) {
    return std::string(text);
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return quoted + "\"";
}

std::string QuotedPrintable(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    size_t column = 0;
    for (size_t i = 0; i < line.size(); ++i) {
      const bool ends_line = i + 1 == line.size();
      const std::string quoted = QuotedByte(line[i], ends_line);
      // A line that goes on ends with "=", which takes a column.
      if (column + quoted.size() > kLineCharsMax - (ends_line ? 0 : 1)) {
        lines += "=\r\n";
        column = 0;
      }
      lines += quoted;
      column += quoted.size();
    }
    lines += kLineEnd;
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string Base64Lines(ByteView bytes) {
  std::string lines;
  for (size_t i = 0; i < bytes.size(); i += kLineCharsMax / 4 * 3) {
    lines += FormatBase64(bytes.substr(i, kLineCharsMax / 4 * 3));
    lines += kLineEnd;
  }
  return lines;
}

}  // namespace mandat::internal
