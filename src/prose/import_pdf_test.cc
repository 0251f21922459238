// SPDX-License-Identifier: Apache-2.0
// PDF, made here and read by pdftotext where it is installed.
#include <gmock/gmock.h>

#include "prose/pdf_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::HasSubstr;

TEST(PdfTest, ReadsPagesWithoutTheirHeadsFeetAndBrokenLines) {
  if (!HasPdftotext()) {
    GTEST_SKIP() << "no pdftotext";
  }
  const ContractText text = ReadOrFail(
      PdfOf({{"Example Ltd                        Agreement", "", "1. Object", "",
              "1.1 The processor treats personal data for the controller and on its writ-",
              "ten instructions only, for as long as this agreement is in force and not a",
              "day longer, and informs the controller of every change that it knows of in", "", "",
              "                          Page 1 of 2"},
             {"Example Ltd                        Agreement", "", "good time.", "", "2. End", "",
              "2.1 It ends after one year.", "", "                          Page 2 of 2"}}),
      "contract.pdf");
  EXPECT_EQ(text.format, "pdf");
  EXPECT_EQ(ReferenceOf(text, "It ends"), "2.1");
  const Block* first = FindBlock(text, "The processor");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->text,
            "The processor treats personal data for the controller and on its written instructions "
            "only, for as long as this agreement is in force "
            "and not a day longer, and informs the controller of every change that it knows of in "
            "good time.");
  EXPECT_EQ(FindBlock(text, "Page"), nullptr);
  EXPECT_EQ(FindBlock(text, "Example Ltd"), nullptr);
}

TEST(PdfTest, NamesThePackageWhereTheProgramIsMissing) {
  const Result<ContractText> text =
      ReadDocument(PdfOf({{"Text"}}), "contract.pdf", {.pdf_program = "no-such-program-of-ours"});
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, ErrorKind::kUnavailable);
  EXPECT_THAT(text.error().message, HasSubstr("poppler-utils"));
}

TEST(PdfTest, RefusesBrokenAndEmptyPdfs) {
  if (!HasPdftotext()) {
    GTEST_SKIP() << "no pdftotext";
  }
  for (const std::string& bytes : {std::string("%PDF-1.4\nnothing"), PdfOf({{}})}) {
    const Result<ContractText> text = ReadDocument(bytes, "contract.pdf");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace mandat
