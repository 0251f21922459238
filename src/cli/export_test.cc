// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/export.h"

#include <gtest/gtest.h>

#include "base/error_test_util.h"
#include "cli/internal/export_files.h"

namespace mandat {
namespace {

// Covers: RFC 4180 2
TEST(ExportCsv, QuotesWhatNeedsItAndDisarmsFormulas) {
  EXPECT_EQ(CsvText("plain", false), "plain");
  EXPECT_EQ(CsvText("a,b", false), "\"a,b\"");
  EXPECT_EQ(CsvText("say \"x\"", false), "\"say \"\"x\"\"\"");
  EXPECT_EQ(CsvText("two\nlines", false), "\"two\nlines\"");
  EXPECT_EQ(CsvText("=1+1", false), "'=1+1");
  EXPECT_EQ(CsvText("@x", false), "'@x");
  EXPECT_EQ(CsvText("-1.50", true), "-1.50");
  EXPECT_EQ(CsvText("", false), "");
}

TEST(ExportCsv, KeepsTheDigitsOfNumbers) {
  const auto line = CsvLineOf(R"({"id":"x","version":2,"captured":"2026-01-01T00:00:00Z",)"
                              R"("data":{"a":120.50,"b":"=c","d":"ü"}})",
                              {"a", "b", "c", "d"});
  ASSERT_OK(line);
  EXPECT_EQ(*line, "x,2,2026-01-01T00:00:00Z,120.50,'=c,,ü\r\n");
}

TEST(ExportCsv, RefusesAnItemWithoutData) {
  EXPECT_FALSE(CsvLineOf(R"({"id":"x"})", {"a"}));
  EXPECT_FALSE(CsvLineOf(R"({"id":"x","data":{"a":[1]}})", {"a"}));
}

TEST(ExportPage, GivesItemsAsTheyWereWritten) {
  const auto items = ItemsOfPage(R"({"items":[{"a":"]},{"},{"b":1.0}],"next":"q"})");
  ASSERT_OK(items);
  ASSERT_EQ(items->size(), 2U);
  EXPECT_EQ(items->at(0), R"({"a":"]},{"})");
  EXPECT_EQ(items->at(1), R"({"b":1.0})");
  const auto none = ItemsOfPage(R"({"items":[],"entry":1})");
  ASSERT_OK(none);
  EXPECT_TRUE(none->empty());
}

TEST(ExportPage, RefusesWhatIsNone) {
  for (const char* page : {"", "{}", R"({"items":[1]})", R"({"items":[{"a":1)"}) {
    EXPECT_FALSE(ItemsOfPage(page)) << page;
  }
}

class ExportFiles : public testing::Test {
 protected:
  ExportFiles()
      : directory_(testing::TempDir() + "mandat_export_" +
                   testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  ~ExportFiles() override { std::filesystem::remove_all(directory_); }

  const std::filesystem::path directory_;
};

TEST_F(ExportFiles, HaveOneHashThatChangesWithAnyOfThem) {
  ASSERT_OK(WriteOver(directory_ / "a.json", "[]"));
  ASSERT_OK(WriteOver(directory_ / "b.json", "[]"));
  const auto before = HashesOfExport(directory_);
  ASSERT_OK(before);
  EXPECT_EQ(before->size(), 2U);
  ASSERT_OK(WriteOver(directory_ / "b.json", "[1]"));
  const auto behind = HashesOfExport(directory_);
  ASSERT_OK(behind);
  EXPECT_NE(HashOfExport(*before), HashOfExport(*behind));
}

TEST_F(ExportFiles, AreCutBackToTheLastWholePage) {
  const std::filesystem::path file = directory_ / "a.json";
  ASSERT_OK(AppendAt(file, 0, "[1"));
  ASSERT_OK(AppendAt(file, 2, ",torn"));
  ASSERT_OK(AppendAt(file, 2, ",2]"));
  EXPECT_EQ(std::filesystem::file_size(file), 5U);
}

}  // namespace
}  // namespace mandat
