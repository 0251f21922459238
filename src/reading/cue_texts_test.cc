// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <string>

#include "reading/internal/cues.h"
#include "reading/internal/sentences.h"

namespace mandat::internal {
namespace {

TEST(CueTextsTest, LinesBelowANameAreWholeWordsAndRawLinesStandAlone) {
  const auto cues =
      CuesIn("# a comment\n\nerase\n  delet\\w+\n  wipe\n  =^gone\n\nkeep\n  store\n");
  ASSERT_EQ(cues.size(), 3U);
  EXPECT_EQ(cues[0].name, "erase");
  EXPECT_EQ(cues[0].pattern, "^gone");
  EXPECT_EQ(cues[1].name, "erase");
  EXPECT_EQ(cues[1].pattern, R"(\b(?:delet\w+|wipe)\b)");
  EXPECT_EQ(cues[2].name, "keep");
}

TEST(CueTextsTest, EveryPatternThatIsBuiltInIsValidAndNeedsWords) {
  for (const std::string_view text : CueTexts()) {
    for (const TextCue& cue : CuesIn(text)) {
      const re2::RE2 pattern(cue.pattern, re2::RE2::Quiet);
      ASSERT_TRUE(pattern.ok()) << cue.name << ": " << pattern.error();
      EXPECT_FALSE(re2::RE2::PartialMatch("", pattern)) << cue.name;
    }
  }
}

TEST(CueTextsTest, ALineStandsOnceBelowItsName) {
  for (const std::string_view text : CueTexts()) {
    std::set<std::string> lines;
    std::string name;
    size_t begin = 0;
    while (begin < text.size()) {
      const size_t end = std::min(text.find('\n', begin), text.size());
      const std::string line(text.substr(begin, end - begin));
      begin = end + 1;
      if (line.starts_with(' ')) {
        EXPECT_TRUE(lines.insert(name + line).second) << name << line;
      } else if (!line.empty() && line[0] != '#') {
        name = line;
      }
    }
  }
}

TEST(CueTextsTest, WordsOfEachLanguageGiveTheSameCue) {
  const CueBook& book = CueBook::Get();
  for (const char* const words : {"PRC shall notify CTL", "PRC notifie au CTL", "PRC informiert"}) {
    EXPECT_TRUE(book.Match(words).test(book.Number("tell"))) << words;
  }
  EXPECT_FALSE(book.Match("PRC sleeps").test(book.Number("tell")));
}

// Match tries only patterns whose words are there; Find tries all.
TEST(CueTextsTest, ACueIsFoundAmongAllAsItIsAlone) {
  const CueBook& book = CueBook::Get();
  for (const std::string_view words :
       {"PRC shall notify CTL of a BRC without undue delay and at the latest within 48 hours",
        "PRC ne recrute pas de SUB sans autorisation ecrite prealable et generale de CTL",
        "PRC loescht nach wahl des CTL alle DTA nach ende der verarbeitung oder gibt sie zurueck",
        "audits take place once a year, on 30 days notice, at the cost of CTL", "", "the"}) {
    const CueSet found = book.Match(words);
    for (size_t cue = 0; cue < kCuesMost; ++cue) {
      EXPECT_EQ(found.test(cue), book.Find(cue, words).has_value()) << cue << " in " << words;
    }
  }
}

}  // namespace
}  // namespace mandat::internal
