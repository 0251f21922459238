// SPDX-License-Identifier: Apache-2.0
#include "agreement/finding.h"

#include <gtest/gtest.h>

#include "agreement/internal/text.h"

namespace mandat {
namespace {

TEST(FindingTest, RendersMessageLineUnderlineHelpAndSource) {
  const Finding finding{.code = "A201",
                        .span = {"acme.yaml", 2, 7, 9},
                        .message = "purpose `marketng` is not declared",
                        .label = "did you mean `marketing` (2.3)?",
                        .help = "declare it",
                        .source = "GDPR Art. 28(3)"};
  EXPECT_EQ(Render({finding}, "first\nallow marketing!\n"),
            "error[A201]: purpose `marketng` is not declared\n"
            " --> acme.yaml:2:7\n"
            "  |\n"
            "2 | allow marketing!\n"
            "  |       ^^^^^^^^^ did you mean `marketing` (2.3)?\n"
            "  = help: declare it\n"
            "  = source: GDPR Art. 28(3)\n");
}

TEST(FindingTest, RendersAFindingWithoutAPlaceByItsFile) {
  EXPECT_EQ(Render({{.severity = Severity::kNote,
                     .code = "A000",
                     .span = {"a.yaml", 0, 0, 0},
                     .message = "there is more"}},
                   ""),
            "note[A000]: there is more\n --> a.yaml\n");
}

TEST(FindingTest, PrintsNothingThatDisturbsATerminalAndCutsLongLines) {
  const std::string text = std::string(5000, 'x') + "\x1b[2J\xff" + std::string(5000, 'y');
  const std::string rendered =
      Render({{.code = "A002", .span = {"a", 1, 5001, 1}, .message = "m"}}, text);
  EXPECT_EQ(rendered.find('\x1b'), std::string::npos);
  EXPECT_EQ(rendered.find('\xff'), std::string::npos);
  EXPECT_LT(rendered.size(), 400U);
  EXPECT_NE(rendered.find("?[2J?yyy"), std::string::npos);
}

TEST(FindingTest, SurvivesSpansThatPointOutsideTheText) {
  for (const uint32_t n : {0U, 1U, 2U, 4'000'000'000U}) {
    const std::string rendered =
        Render({{.code = "A003", .span = {"a", n, n, n}, .message = "m"}}, "short\n");
    EXPECT_LT(rendered.size(), 400U);
  }
}

TEST(FindingTest, SuggestsTheNearestWordAndNothingFarAway) {
  const std::vector<std::string_view> words = {"support", "marketing", "billing"};
  EXPECT_EQ(internal::FindNearest("marketting", words), "marketing");
  EXPECT_EQ(internal::FindNearest("suport", words), "support");
  EXPECT_EQ(internal::FindNearest("archive", words), "");
  EXPECT_EQ(internal::FindNearest("", words), "");
  EXPECT_EQ(internal::FindNearest(std::string(100'000, 'm'), words), "");
}

TEST(FindingTest, QuotesWordsShortAndOnOneLine) {
  EXPECT_EQ(internal::Quote("a"), "`a`");
  EXPECT_EQ(internal::Quote("a\nb"), "`a...`");
  EXPECT_EQ(internal::Quote(std::string(65, 'a')), "`" + std::string(64, 'a') + "...`");
  EXPECT_EQ(internal::Quote(std::string(63, 'a') + "é"), "`" + std::string(63, 'a') + "...`");
}

}  // namespace
}  // namespace mandat
