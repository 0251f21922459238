// SPDX-License-Identifier: Apache-2.0
// HTML and plain text that were made to hurt whoever reads them, and what is no text at all.
#include <gmock/gmock.h>

#include <random>

#include "prose/packed_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr size_t kMiB = size_t{1} << 20;

void ExpectRefusal(const std::string& bytes, std::string_view name, ErrorKind kind,
                   std::string_view word) {
  const Result<ContractText> text = ReadDocument(bytes, name);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().kind, kind);
  EXPECT_THAT(text.error().message, HasSubstr(word));
}

TEST(HostileTextTest, RefusesFilesLinesAndTextsThatAreTooLarge) {
  ExpectRefusal(std::string(65 * kMiB, 'a'), "c.txt", ErrorKind::kExceeded, "larger than");
  ExpectRefusal(std::string(50 * kMiB, 'a'), "c.txt", ErrorKind::kExceeded, "more bytes of text");
  ExpectRefusal(Repeated("a b\n", 2 * kMiB), "c.txt", ErrorKind::kExceeded,
                "more lines than 250000");
}

TEST(HostileTextTest, ReadsOneVeryLongLine) {
  for (const std::string_view piece :
       {"a", "the personal data, ", "a\xCC\x81", "\xE2\x98\x90 a "}) {
    const ContractText text = ReadOrFail(Repeated(piece, kMiB / 2));
    EXPECT_FALSE(text.blocks.empty()) << piece;
  }
}

TEST(HostileTextTest, ReadsOneVeryLongParagraphOfManyLines) {
  const ContractText text = ReadOrFail(
      Repeated("the controller and the processor of all the personal data there are and\n", kMiB));
  EXPECT_EQ(text.blocks.size(), 1U);
}

TEST(HostileTextTest, RefusesNullsAndReadsEveryOtherByteAsSomeLetter) {
  ExpectRefusal(std::string(1000, '\0'), "c.txt", ErrorKind::kInvalid, "null bytes");
  ExpectRefusal("The agreement." + std::string(1, '\0') + "ends", "c.txt", ErrorKind::kInvalid,
                "give text, HTML, DOCX or PDF");
  std::mt19937 chance(11);
  std::string noise;
  for (int i = 0; i < 20000; ++i) {
    noise += static_cast<char>(1 + chance() % 255);
  }
  EXPECT_TRUE(ReadDocument(noise, "contract.txt")) << "seed 11";
  EXPECT_TRUE(ReadDocument("\xC3\x28 \xF8\x88\x80\x80\x80 \xED\xA0\x80 cut \xE2\x98", "c.txt"));
}

TEST(HostileTextTest, ReadsUtf16WithoutItsMark) {
  for (const bool is_big : {false, true}) {
    std::string wide;
    for (const char c : std::string("1. Object\n\nThe parties agree.\n")) {
      wide += is_big ? std::string{'\0', c} : std::string{c, '\0'};
    }
    EXPECT_THAT(TextsOf(ReadOrFail(wide)), ElementsAre("1. Object", "The parties agree."));
    EXPECT_TRUE(ReadDocument(wide + "x", "c.txt"));  // half a character at the end
  }
}

TEST(HostileTextTest, RefusesHtmlThatIsTooDeepOrHasTooManyCells) {
  ExpectRefusal(Repeated("<div>", 5 * 100000), "c.html", ErrorKind::kExceeded, "deeper than 200");
  ExpectRefusal("<table><tr>" + Repeated("<td>x", 5 * 200000), "c.html", ErrorKind::kExceeded,
                "more cells of tables than 100000");
  ExpectRefusal("<table>" + Repeated("<tr><td colspan=64>x</tr>", 25 * 4000), "c.html",
                ErrorKind::kExceeded, "more cells");
  const std::string merged = "<table><tr>" + Repeated("<td rowspan=1000>x</td>", 23 * 60) +
                             Repeated("<tr><td>y</tr>", 14 * 1000) + "</table>";
  ExpectRefusal(merged + merged, "c.html", ErrorKind::kExceeded, "more cells");
}

TEST(HostileTextTest, ReadsVeryLongTagsAndAttributes) {
  for (const std::string_view piece :
       {"<p title=\"aaaaaaaa ", "<!-- - -", "<a b=c ", "&amp", "<![CDATA[ a", "<script>a</", "<",
        "<p a='", "&#", "</", "<?x ", "<!doctype "}) {
    const Result<ContractText> text =
        ReadDocument("<html><p>Text</p>" + Repeated(piece, kMiB / 4), "contract.html");
    EXPECT_TRUE(text || text.error().kind == ErrorKind::kExceeded) << piece;
  }
  const ContractText one =
      ReadOrFail("<html><p title=\"" + std::string(kMiB, 'a') + "\">Text</p>", "contract.html");
  EXPECT_THAT(TextsOf(one), ElementsAre("Text"));
}

TEST(HostileTextTest, FetchesAndRunsNothingThatHtmlNames) {
  const ContractText text = ReadOrFail(
      "<html><head><base href=\"http://127.0.0.1:9/\"><link rel=stylesheet href=\"x.css\">"
      "<meta http-equiv=refresh content=\"0;url=file:///etc/passwd\"></head><body "
      "onload=\"alert(1)\"><script src=\"http://127.0.0.1:9/x.js\">document.write('written')"
      "</script><img src=\"file:///etc/passwd\" alt=\"\"><embed src=\"/etc/passwd\"><object "
      "data=\"/etc/passwd\">object</object><p>The agreement.</p></body></html>",
      "contract.html");
  EXPECT_THAT(TextsOf(text), ElementsAre("The agreement."));
}

TEST(HostileTextTest, BelievesTheBytesBeforeTheCharacterSetThatHtmlStates) {
  const ContractText utf8 =
      ReadOrFail("<html><meta charset=\"utf-16\"><p>Durée</p></html>", "c.html");
  EXPECT_EQ(utf8.blocks[0].text, "Durée");
  const ContractText latin = ReadOrFail(
      "<html><meta charset=\"utf-8\"><p>Dur\xE9"
      "e</p></html>",
      "c.html");
  EXPECT_EQ(latin.blocks[0].text, "Durée");
}

TEST(HostileTextTest, LeavesOutWhatHtmlStrikesOutOrHides) {
  const ContractText text = ReadOrFail(
      "<html><p>Within <del>10</del><ins>20</ins> days<s> or so</s><strike> at best</strike>"
      "<span style=\"text-decoration: line-through\"> never</span>"
      "<span style=\"visibility:hidden\"> unseen</span>.</p></html>",
      "c.html");
  EXPECT_THAT(TextsOf(text), ElementsAre("Within 20 days."));
}

TEST(HostileTextTest, TellsNothingOfTheTextWhereItRefuses) {
  const Result<ContractText> text =
      ReadDocument("<html><p>Secret Example Terms</p>" + Repeated("<div>", 5000), "Secret.html");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().message, ::testing::Not(HasSubstr("Secret")));
}

}  // namespace
}  // namespace mandat
