// SPDX-License-Identifier: Apache-2.0
#include "evidence/report.h"

#include <gtest/gtest.h>

namespace mandat {
namespace {

TEST(ReportTest, EscapesWhateverJsonCannotCarry) {
  EXPECT_EQ(FormatJsonString("plain"), "\"plain\"");
  EXPECT_EQ(FormatJsonString("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(FormatJsonString(std::string_view("\n\0\x1b\x7f", 4)),
            "\"\\u000a\\u0000\\u001b\\u007f\"");
  EXPECT_EQ(FormatJsonString("\xc3\xa9\xe2\x80\x94"), "\"\\u00e9\\u2014\"");
  EXPECT_EQ(FormatJsonString("\xf0\x9f\x94\x91"), "\"\\ud83d\\udd11\"");
  EXPECT_EQ(FormatJsonString("\xff\xc3"), "\"\\ufffd\\ufffd\"");
}

TEST(ReportTest, LetsNothingSteerTheTerminal) {
  EXPECT_EQ(FormatPrintable("caf\xc3\xa9 \xe2\x80\x94"), "caf\xc3\xa9 \xe2\x80\x94");
  EXPECT_EQ(FormatPrintable("\x1b[2J\n"), "\\u001b[2J\\u000a");
  EXPECT_EQ(FormatPrintable("\xc2\x9b"), "\\u009b");
  EXPECT_EQ(FormatPrintable("\xe2\x80\xae"), "\\u202e");
  EXPECT_EQ(FormatPrintable("\xff"), "\\ufffd");
}

TEST(ReportTest, PrintsFactsAndLinesAndTheResult) {
  Report report{.subject = "journal"};
  report.AddVerified("one");
  report.AddNotChecked("two");
  report.AddFact("size", uint64_t{7});
  report.AddFact("origin", std::string("example.org"));
  report.AddFact("purpose", std::string());
  EXPECT_EQ(report.FormatText(),
            "  size                7\n"
            "  origin              example.org\n"
            "\n"
            "  verified      one\n"
            "  not checked   two\n"
            "\n"
            "journal: verified\n");
  EXPECT_EQ(report.FormatJson(),
            "{\"subject\":\"journal\",\"verified\":true,\"facts\":{\"size\":7,"
            "\"origin\":\"example.org\",\"purpose\":\"\"},"
            "\"lines\":[{\"verdict\":\"verified\",\"text\":\"one\"},"
            "{\"verdict\":\"not checked\",\"text\":\"two\"}]}\n");
}

TEST(ReportTest, SaysWhereItFailedAndHow) {
  Report report{.subject = "proof"};
  report.SetFailure("checkpoint", Error::Corrupt("note has no signature by a known key"));
  EXPECT_FALSE(report.ok());
  EXPECT_EQ(report.FormatText(),
            "  failed        checkpoint: note has no signature by a known key\n"
            "\n"
            "proof: NOT VERIFIED (corrupt)\n");
  EXPECT_NE(report.FormatJson().find("\"verified\":false"), std::string::npos);
  EXPECT_NE(report.FormatJson().find("\"error\":{\"kind\":\"corrupt\",\"message\":\"note has"),
            std::string::npos);
}

TEST(ReportTest, GathersFactsOfOneNameInAnArray) {
  Report report{.subject = "certificate"};
  report.AddFact("sub-processor", std::string("one"));
  report.AddFact("type", std::string("partial"));
  report.AddFact("sub-processor", std::string("two"));
  EXPECT_NE(report.FormatJson().find("{\"sub-processor\":[\"one\",\"two\"],\"type\":\"partial\"}"),
            std::string::npos);
}

}  // namespace
}  // namespace mandat
