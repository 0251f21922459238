// SPDX-License-Identifier: Apache-2.0
#include "format/csv.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

std::vector<std::string> TextsOf(const CsvRow& row) {
  std::vector<std::string> texts;
  for (const CsvField& field : row.fields) {
    texts.push_back(field.text);
  }
  return texts;
}

using Texts = std::vector<std::string>;

struct Sample {
  std::string text;
  Texts fields;
  size_t bytes;
  size_t lines;
};

TEST(CsvTest, TakesTheFirstRowAndNoMore) {
  for (const Sample& sample :
       std::vector<Sample>{{"a,b,c\nd", {"a", "b", "c"}, 6, 1},
                           {"a,b\r\nc", {"a", "b"}, 5, 1},
                           {"a,\nb", {"a", ""}, 3, 1},
                           {",a\n", {"", "a"}, 3, 1},
                           {"\"a,b\",c\n", {"a,b", "c"}, 8, 1},
                           {"\"a\nb\",c\nd", {"a\nb", "c"}, 8, 2},
                           {"\"a\r\nb\"\r\nd", {"a\r\nb"}, 8, 2},
                           {"\"say \"\"hello\"\"\",x\n", {"say \"hello\"", "x"}, 18, 1},
                           {"a b , c\n", {"a b ", " c"}, 8, 1},
                           {"last", {"last"}, 4, 1},
                           {"last,", {"last", ""}, 5, 1},
                           {"\"last\"", {"last"}, 6, 1},
                           {"last\r", {"last"}, 5, 1},
                           {"\nnext", {}, 1, 1},
                           {"\r\nnext", {}, 2, 1}}) {
    CsvRow row;
    EXPECT_EQ(TakeCsvRow(sample.text, true, ',', row), sample.bytes) << sample.text;
    EXPECT_EQ(row.fault, nullptr) << sample.text;
    EXPECT_EQ(TextsOf(row), sample.fields) << sample.text;
    EXPECT_EQ(row.lines, sample.lines) << sample.text;
  }
}

TEST(CsvTest, TakesOtherSeparators) {
  CsvRow row;
  EXPECT_EQ(TakeCsvRow("1,5;2\n", true, ';', row), 6U);
  EXPECT_EQ(TextsOf(row), (Texts{"1,5", "2"}));
  EXPECT_EQ(TakeCsvRow("a\tb;c\n", true, '\t', row), 6U);
  EXPECT_EQ(TextsOf(row), (Texts{"a", "b;c"}));
}

TEST(CsvTest, TellsAnEmptyTextFromNothing) {
  CsvRow row;
  ASSERT_EQ(TakeCsvRow("\"\",\n", true, ',', row), 4U);
  EXPECT_TRUE(row.fields[0].is_quoted);
  EXPECT_FALSE(row.fields[1].is_quoted);
}

// Wherever the text is cut, the row is either not there yet or as it is.
TEST(CsvTest, WaitsForTheEndOfARow) {
  for (const std::string text : {"ab,\"c \"\"d\"\"\ne\",f\r\n", "a,b\r\n", "\"a\"\r\n", ",,\n"}) {
    CsvRow whole;
    ASSERT_EQ(TakeCsvRow(text, false, ',', whole), text.size());
    for (size_t cut = 0; cut < text.size(); ++cut) {
      CsvRow row;
      EXPECT_EQ(TakeCsvRow(text.substr(0, cut), false, ',', row), 0U) << cut << " of " << text;
    }
  }
}

TEST(CsvTest, SaysWhatIsWrongAndGoesOnBehindTheLine) {
  for (const auto& [text, bytes] :
       std::vector<std::pair<std::string, size_t>>{{"a,b\"c\nnext", 6},
                                                   {"\"a\"b,c\nnext", 7},
                                                   {"\"never closed,b\nnext\n", 16},
                                                   {"a\rb\nnext", 4},
                                                   {std::string("a\0b\nnext", 8), 4}}) {
    CsvRow row;
    EXPECT_EQ(TakeCsvRow(text, true, ',', row), bytes) << text;
    EXPECT_NE(row.fault, nullptr) << text;
    EXPECT_TRUE(row.fields.empty());
    EXPECT_EQ(row.lines, 1U);
  }
}

TEST(CsvTest, GivesUpARowThatNeverEnds) {
  CsvRow row;
  const std::string text = "\"" + std::string(kCsvRowBytesMax + 1, 'x');
  EXPECT_GT(TakeCsvRow(text, false, ',', row), 0U);
  EXPECT_NE(row.fault, nullptr);
}

}  // namespace
}  // namespace mandat
