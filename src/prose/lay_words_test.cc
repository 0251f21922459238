// SPDX-License-Identifier: Apache-2.0
#include "prose/internal/lay_words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "prose/internal/script.h"

namespace mandat::internal {
namespace {

// Words that are 5 points a character wide and 10 high, from `left`, with blanks of 3 points.
void Put(std::string& rows, double left, double top, std::string_view words) {
  for (size_t begin = 0; begin <= words.size();) {
    const size_t end = std::min(words.find(' ', begin), words.size());
    const double width = 5 * static_cast<double>(end - begin);
    rows += "5\t1\t0\t0\t0\t0\t" + std::to_string(left) + "\t" + std::to_string(top) + "\t" +
            std::to_string(width) + "\t10\t100\t" + std::string(words.substr(begin, end - begin)) +
            "\n";
    left += width + 3;
    begin = end + 1;
  }
}

std::string Page(std::string_view words) {
  return "1\t1\t0\t0\t0\t0\t0\t0\t595\t842\t-1\t###PAGE###\n" + std::string(words);
}

std::string Lay(const std::string& rows) { return LayWords(ReadPlacedWords(rows), 1 << 20).text; }

TEST(LayWordsTest, WhatBeginsAtOnePlaceBeginsInOneColumn) {
  std::string rows;
  Put(rows, 40, 100, "Name");
  Put(rows, 150, 100, "Country");
  Put(rows, 40, 112,
      "Heron Example Hosting");  // ends 9 points before the next cell, which is not wide
  Put(rows, 150, 112, "Iceland");
  EXPECT_EQ(Lay(Page(rows)),
            "Name                   Country\n"
            "Heron Example Hosting  Iceland\n");
}

TEST(LayWordsTest, WhatStandsApartInATableStandsApartThoughOnOtherLines) {
  std::string rows;
  Put(rows, 40, 100, "Name");
  Put(rows, 150, 100, "Country");
  Put(rows, 40, 112, "illillillillillillillilli");  // of narrow letters: 25, before a place for 21
  Put(rows, 150, 124, "Iceland");
  Put(rows, 40, 124, "Otter");
  std::string narrow = rows;
  narrow.replace(narrow.find("\t125.0"), 4, "\t100");
  EXPECT_EQ(Lay(Page(narrow)),
            "Name                       Country\n"
            "illillillillillillillilli\n"
            "Otter                      Iceland\n");
}

TEST(LayWordsTest, AWordThatCrossesAnEdgeEndsIt) {
  std::string rows;
  Put(rows, 40, 100, "Name");
  Put(rows, 150, 100, "Country");
  Put(rows, 40, 112, "This sentence goes overboard");
  Put(rows, 40, 124, "Heron Example Hosting");
  Put(rows, 150, 124, "now");
  EXPECT_EQ(Lay(Page(rows)).substr(Lay(Page(rows)).rfind("Heron")), "Heron Example Hosting now\n");
}

TEST(LayWordsTest, AHeadingInLargerLettersHasNoEdgesOfTheTableBelow) {
  std::string rows;
  Put(rows, 40, 100, "List of sub-processors");
  Put(rows, 150, 100, "agreed");  // one blank behind the word before it, above an edge
  Put(rows, 40, 114, "Heron");
  Put(rows, 150, 114, "Iceland");
  std::string larger = rows;
  for (size_t at = 0, word = 0;
       word < 4 && (at = larger.find("\t10\t100\t", at)) != std::string::npos; ++at, ++word) {
    larger.replace(at, 4, "\t12\t");
  }
  EXPECT_NE(Lay(Page(rows)).find("sub-processors  agreed"), std::string::npos);
  EXPECT_NE(Lay(Page(larger)).find("sub-processors agreed"), std::string::npos);
}

TEST(LayWordsTest, MoreRoomBetweenLinesIsABlankLine) {
  std::string rows;
  for (const double top : {100, 112, 124, 142, 154, 190}) {
    Put(rows, 40, top, "Words");
  }
  EXPECT_EQ(Lay(Page(rows)), "Words\nWords\nWords\n\nWords\nWords\n\n\nWords\n");
}

TEST(LayWordsTest, ACellInTheMiddleOfItsRowStandsInItsFirstLine) {
  std::string rows;
  Put(rows, 40, 100, "Data");
  Put(rows, 40, 112, "subjects");
  Put(rows, 150, 106, "Members");
  EXPECT_EQ(Lay(Page(rows)), "Data                  Members\nsubjects\n");
}

TEST(LayWordsTest, AnUpliftedNumberBelongsToItsLineAndALetterToItsWord) {
  std::string rows;
  Put(rows, 40, 100, "Words");
  rows += "5\t1\t0\t0\t0\t0\t65.4\t98\t3\t6\t100\t1\n";
  Put(rows, 72, 100, "behind");
  EXPECT_EQ(Lay(Page(rows)), "Words1 behind\n");
}

TEST(LayWordsTest, ANewPageIsToldAndLinesSayHowWideTheyAre) {
  std::string rows;
  Put(rows, 40, 100, "One line");
  std::string second;
  Put(second, 40, 100, "Another");
  const LaidText laid = LayWords(ReadPlacedWords(Page(rows) + Page(second)), 1 << 20);
  EXPECT_EQ(laid.text, "One line\n\fAnother\n");
  ASSERT_EQ(laid.lines.size(), 2U);
  EXPECT_EQ(laid.lines[0].width, 8U);
  EXPECT_EQ(laid.lines[1].width, 7U);
  EXPECT_EQ(SplitLines(laid.text, 10).size(), laid.lines.size());
}

// Twelve lines on each side, the right ones half a line lower, of paragraphs of `left` and `right`
// lines; each line says its side and its number.
std::string TwoSides(int left, int right, double lower) {
  std::string rows;
  double tops[] = {100, 100 + lower};
  const int lines[] = {left, right};
  for (int i = 0; i < 12; ++i) {
    for (int side = 0; side < 2; ++side) {
      tops[side] += i > 0 && i % lines[side] == 0 ? 18 : 12;
      Put(rows, side == 0 ? 40 : 310, tops[side],
          std::string(side == 0 ? "left " : "right ") + std::to_string(i) +
              " and some words that fill it all");
    }
  }
  return rows;
}

size_t At(const std::string& text, std::string_view words) { return text.find(words); }

TEST(LayWordsTest, TheLeftColumnIsReadBeforeTheRightOne) {
  for (const double lower : {0.0, 5.0}) {
    std::string rows = TwoSides(4, 3, lower);
    Put(rows, 40, 60,
        "A heading that goes over both of the columns of the page from left to right");
    Put(rows, 150, 400, "Foot");
    const std::string text = Lay(Page(rows));
    EXPECT_LT(At(text, "A heading"), At(text, "left 0")) << text;
    EXPECT_LT(At(text, "left 11"), At(text, "right 0")) << text;
    EXPECT_LT(At(text, "right 11"), At(text, "Foot")) << text;
  }
}

TEST(LayWordsTest, RowsWhoseCellsBeginBesideEachOtherAreNoColumns) {
  const std::string text = Lay(Page(TwoSides(3, 3, 0)));
  EXPECT_LT(At(text, "right 0"), At(text, "left 1")) << text;
  EXPECT_LT(At(text, "right 10"), At(text, "left 11")) << text;
}

TEST(LayWordsTest, LargerLettersAreToldUnlessManyAre) {
  const auto large = [](size_t lines) {
    std::string rows = "5\t1\t0\t0\t0\t0\t40\t50\t90\t14\t100\tHeading\n";
    for (size_t i = 0; i < lines; ++i) {
      Put(rows, 40, 100 + 12 * static_cast<double>(i), "Words of a line");
    }
    return LayWords(ReadPlacedWords(Page(rows)), 1 << 20).lines;
  };
  EXPECT_TRUE(large(4).front().is_large);
  EXPECT_FALSE(large(4).back().is_large);
  EXPECT_FALSE(large(1).front().is_large);
}

TEST(LayWordsTest, RowsThatAreNoneLoseNoWord) {
  std::string rows;
  Put(rows, 40, 100, "One");
  rows += "broken\t5\n5\t1\t0\t0\t0\t0\tnan\t1\t1\t1\t100\tTwo\n5\t1\n";
  const std::string text = Lay(Page(rows));
  EXPECT_NE(text.find("One"), std::string::npos);
  EXPECT_NE(text.find("broken"), std::string::npos);
  EXPECT_NE(text.find("Two"), std::string::npos);
  EXPECT_EQ(Lay(""), "");
  EXPECT_EQ(Lay("5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tbefore any page\n"), "");
}

TEST(LayWordsTest, PlacesWithoutSenseAreLaidWithinBounds) {
  std::string rows;
  for (const char* place : {"-1e300\t1e300", "1e300\t-1e300", "1e5\t0", "0\t0", "0\t0"}) {
    rows += "5\t1\t0\t0\t0\t0\t" + std::string(place) + "\t1e300\t1e300\t100\tword\n";
  }
  const std::string text = Lay(Page(rows));
  EXPECT_LT(text.size(), 4096U);
  EXPECT_NE(text.find("word"), std::string::npos);
}

TEST(LayWordsTest, EndsWhereItIsLongEnough) {
  std::string rows;
  for (double top = 0; top < 5000; top += 12) {
    Put(rows, 40, top, "Words of a line");
  }
  EXPECT_LT(LayWords(ReadPlacedWords(Page(rows)), 100).text.size(), 200U);
}

}  // namespace
}  // namespace mandat::internal
