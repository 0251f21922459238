// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "base/assert.h"
#include "reading/internal/cues.h"

namespace mandat::internal {
namespace {

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"
constexpr char kAny[] = {
#embed "cues/any.cues"
};
constexpr char kEnglish[] = {
#embed "cues/en.cues"
};
constexpr char kFrench[] = {
#embed "cues/fr.cues"
};
constexpr char kGerman[] = {
#embed "cues/de.cues"
};
#pragma clang diagnostic pop

// ccache does not follow embedded files; code with this word in it is compiled anew each time.
static_assert(true, ".incbin \"any.cues\"");

constexpr auto kTexts = std::to_array<std::string_view>({
    {kAny, sizeof(kAny)},
    {kEnglish, sizeof(kEnglish)},
    {kFrench, sizeof(kFrench)},
    {kGerman, sizeof(kGerman)},
});

std::string_view TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
  return line;
}

// `words`: patterns of whole words, with '|' between them.
void Close(std::string_view name, std::string& words, std::vector<TextCue>& cues) {
  if (!words.empty()) {
    cues.push_back({name, R"(\b(?:)" + words + R"()\b)"});
  }
  words.clear();
}

}  // namespace

std::vector<TextCue> CuesIn(std::string_view text) {
  std::vector<TextCue> cues;
  std::string_view name;
  std::string words;
  while (!text.empty()) {
    std::string_view line = TakeLine(text);
    const size_t margin = line.find_first_not_of(' ');
    if (margin == std::string_view::npos || line[margin] == '#') {
      continue;
    }
    line.remove_prefix(margin);
    if (margin == 0) {
      Close(name, words, cues);
      name = line;
      continue;
    }
    MANDAT_ASSERT(!name.empty());
    if (line.starts_with('=')) {
      cues.push_back({name, std::string(line.substr(1))});
      continue;
    }
    words += words.empty() ? "" : "|";
    words += line;
  }
  Close(name, words, cues);
  return cues;
}

std::span<const std::string_view> CueTexts() { return kTexts; }

}  // namespace mandat::internal
