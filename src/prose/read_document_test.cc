// SPDX-License-Identifier: Apache-2.0
// Which format a file is in, limits, and how the time grows with the text.
#include "prose/read_document.h"

#include <gmock/gmock.h>

#include <chrono>

#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::HasSubstr;

TEST(ReadDocumentTest, TellsTheFormatByTheBytesBeforeTheName) {
  EXPECT_EQ(ReadOrFail("# Title\n\nText\n", "contract.md").format, "markdown");
  EXPECT_EQ(ReadOrFail("<html><p>Text</html>", "contract.txt").format, "html");
  EXPECT_EQ(ReadOrFail("Text\n", "contract.docx").format, "text");
  EXPECT_EQ(ReadOrFail("Text\n").sha256,
            "533bfd360a1274c99f13658e6c774d9dc3c4518cd1d31231e6503876509157db");
}

TEST(ReadDocumentTest, RefusesFormatsThatItDoesNotReadAndFilesThatAreTooLarge) {
  for (const std::string_view bytes : {"\xD0\xCF\x11\xE0old", "{\\rtf1 text}"}) {
    const Result<ContractText> text = ReadDocument(bytes, "contract.doc");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, ErrorKind::kInvalid);
    EXPECT_THAT(text.error().message, HasSubstr("DOCX"));
  }
  const ProseLimits limits{.file_bytes = 10};
  EXPECT_EQ(ReadDocument("12345678901", "c.txt", limits).error().kind, ErrorKind::kExceeded);
  EXPECT_TRUE(ReadDocument("1234567890", "c.txt", limits));
  EXPECT_EQ(ReadDocument("123456", "c.txt", {.text_bytes = 5}).error().kind, ErrorKind::kExceeded);
}

std::string Pages(size_t pages) {
  std::string text;
  for (size_t page = 0; page < pages; ++page) {
    text += std::to_string(page % 150 + 1) + ". Duties of the parties\n\n";
    for (const char letter : {'a', 'b', 'c', 'd', 'e', 'f'}) {
      text += std::string("(") + letter +
              ") The processor shall treat the personal data of the controller only on documented "
              "instructions and shall "
              "inform it without undue delay, and in any event within 48 hours, of any breach of "
              "security that it becomes aware of; it keeps records of "
              "all categories of processing and makes them available to the controller on request "
              "within ten (10) working days.\n\n";
    }
  }
  return text;
}

// Wall-clock time on a loaded machine says little: what may not be is a square.
TEST(ReadDocumentTest, TakesTimeInProportionToTheText) {
  using Clock = std::chrono::steady_clock;
  const auto time = [](const std::string& bytes) {
    const Clock::time_point begin = Clock::now();
    EXPECT_TRUE(ReadDocument(bytes, "contract.txt"));
    return std::chrono::duration<double>(Clock::now() - begin).count();
  };
  time(Pages(10));
  const double one = time(Pages(25));
  const double eight = time(Pages(200));
  EXPECT_LT(eight, one * 40 + 1);
}

// Each of these made something quadratic, once or nearly.
TEST(ReadDocumentTest, ReadsHostileRepetitionInTime) {
  const auto repeat = [](std::string_view piece, size_t bytes) {
    std::string out;
    while (out.size() < bytes) {
      out += piece;
    }
    return out;
  };
  for (const std::string_view piece : {"\xE2\x98\x90",
                                       "\xE2\x98\x90 a ",
                                       "Annex 1\n",
                                       "Annex A - b\n\n",
                                       "1. a\n",
                                       "1.1.1.1.1.1 a\n",
                                       "(",
                                       "((((\n",
                                       "a-\n",
                                       "[",
                                       "<p",
                                       "&",
                                       "____ ",
                                       "\xC6\xB4\xC6\xBB ",
                                       "\xC6\xB4",
                                       "a. b; ",
                                       "\xC2\xAB",
                                       "a | b\n",
                                       "\t",
                                       "a\tb\n",
                                       "(a) b. ",
                                       "a\n\nb\n\nc\n\n",
                                       "XX ",
                                       "Clause 1\n",
                                       "i) a\n",
                                       "cc\xCC\x81",
                                       "\f",
                                       "Page 1\n",
                                       "...... 1\n",
                                       "a b  c  d\n",
                                       "(a)    b   c\n",
                                       "a  b   c\n\n"}) {
    EXPECT_TRUE(ReadDocument(repeat(piece, 40000), "contract.txt")) << piece;
  }
}

}  // namespace
}  // namespace mandat
