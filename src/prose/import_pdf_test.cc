// SPDX-License-Identifier: Apache-2.0
// PDF, made here and read by pdftotext where it is installed.
#include <gmock/gmock.h>

#include <unistd.h>

#include <cstdlib>

#include "prose/internal/program.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::HasSubstr;

bool HasPdftotext() { return access("/usr/bin/pdftotext", X_OK) == 0; }

// A PDF of pages with lines of text in Courier, with its table of places.
std::string PdfOf(const std::vector<std::vector<std::string>>& pages) {
  std::string out = "%PDF-1.4\n";
  std::vector<size_t> places;
  const auto add = [&](const std::string& body) {
    places.push_back(out.size());
    out += std::to_string(places.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  std::string kids;
  for (size_t i = 0; i < pages.size(); ++i) {
    kids += std::to_string(4 + 2 * i) + " 0 R ";
  }
  add("<</Type/Catalog/Pages 2 0 R>>");
  add("<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages.size()) + ">>");
  add("<</Type/Font/Subtype/Type1/BaseFont/Courier>>");
  for (const std::vector<std::string>& lines : pages) {
    std::string stream = "BT /F1 9 Tf 12 TL 40 800 Td ";
    for (const std::string& line : lines) {
      stream += "(" + line + ") Tj T* ";
    }
    stream += "ET";
    add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 "
        "R>>>>/Contents " +
        std::to_string(places.size() + 2) + " 0 R>>");
    add("<</Length " + std::to_string(stream.size()) + ">>stream\n" + stream + "\nendstream");
  }
  const size_t table = out.size();
  out += "xref\n0 " + std::to_string(places.size() + 1) + "\n0000000000 65535 f \n";
  for (const size_t place : places) {
    std::string digits = std::to_string(place);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer<</Size " + std::to_string(places.size() + 1) +
         "/Root 1 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

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

TEST(ProgramTest, GivesWhatAProgramPrintsAndFeedsIt) {
  const Result<std::string> out = internal::RunProgram({"cat"}, std::string(300000, 'a'), {});
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->size(), 300000U);
}

TEST(ProgramTest, EndsAProgramThatRunsTooLongOrPrintsTooMuch) {
  const Result<std::string> slow =
      internal::RunProgram({"tail", "-f", "/dev/null"}, "", {.seconds = 1});
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().kind, ErrorKind::kUnavailable);
  const Result<std::string> busy =
      internal::RunProgram({"yes"}, "", {.seconds = 20, .output_bytes = 100000});
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().kind, ErrorKind::kExceeded);
}

TEST(ProgramTest, GivesItNoShellAndNothingOfOurSurroundings) {
  setenv("MANDAT_SECRET_OF_A_TEST", "x", 1);
  const Result<std::string> out = internal::RunProgram({"env"}, "", {});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->find("MANDAT_SECRET"), std::string::npos);
  const Result<std::string> word = internal::RunProgram({"echo", "$(id); `id`"}, "", {});
  ASSERT_TRUE(word);
  EXPECT_EQ(*word, "$(id); `id`\n");
  const Result<std::string> failed = internal::RunProgram({"false"}, "", {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace mandat
