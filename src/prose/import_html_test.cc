// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HtmlTest, ReadsHeadingsParagraphsAndNumberedLists) {
  const ContractText text = ReadOrFail(
      "<!DOCTYPE html><html><head><title>No text</title><style>p { color: red "
      "}</style></head><body>"
      "<h1>Agreement</h1><h2>1. Duties</h2><p>The <b>processor</b> has\n these duties:</p>"
      "<ol type=\"a\"><li>secrecy;</li><li>security&nbsp;&amp; care.</li></ol>"
      "<ul><li>free of charge</li></ul><h2>2. End</h2><p>Dur&eacute;e&#58; un an<br>ou deux.</p>"
      "<script>alert(1)</script></body></html>",
      "contract.html");
  EXPECT_EQ(text.format, "html");
  EXPECT_THAT(TextsOf(text),
              ElementsAre("Agreement", "Duties", "The processor has these duties:", "secrecy;",
                          "security & care.", "free of charge", "End", "Durée: un an", "ou deux."));
  EXPECT_EQ(ReferenceOf(text, "security"), "1(b)");
  EXPECT_EQ(FindBlock(text, "free")->kind, BlockKind::kItem);
  EXPECT_THAT(text.text, Not(HasSubstr("alert")));
}

TEST(HtmlTest, AnItemsNumberStandsBeforeItsHeadingOrParagraph) {
  const ContractText text = ReadOrFail(
      "<h1>Agreement</h1><ol><li><h2>Duties</h2><ol><li><p>Secrecy.</p><p>Of all.</p></li>"
      "<li>\n<p>Care.</p></li></ol></li><li></li><li><h2>End</h2><ul><li><p>One year</p></li></ul>"
      "</li><li><ol type=\"a\"><li>Nested.</li></ol></li></ol><p>Signed</p>",
      "contract.html");
  EXPECT_EQ(ReferenceOf(text, "Duties"), "1");
  EXPECT_EQ(ReferenceOf(text, "Secrecy"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "Of all"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "Care"), "1.2");
  EXPECT_EQ(ReferenceOf(text, "End"), "3");
  EXPECT_EQ(FindBlock(text, "One year")->kind, BlockKind::kItem);
  EXPECT_EQ(ReferenceOf(text, "Nested"), "4(a)");
  EXPECT_NE(FindBlock(text, "Signed"), nullptr);
}

TEST(HtmlTest, ReadsTablesAsRowsAndBoxesAsTheirState) {
  const ContractText text = ReadOrFail(
      "<table><tr><th>Name<th>Country</tr><tr><td><p>Example</p><p>Host</p></td><td>FR</td></tr></"
      "table>"
      "<p><input type=checkbox checked> storage</p><p><input type=checkbox> sale</p>"
      "<p style=\"display: none\">hidden</p><p hidden>hidden</p>",
      "contract.htm");
  ASSERT_EQ(text.blocks.size(), 4U);
  EXPECT_THAT(text.blocks[1].cells, ElementsAre("Example Host", "FR"));
  EXPECT_EQ(text.blocks[2].box, Box::kTicked);
  EXPECT_EQ(text.blocks[3].box, Box::kEmpty);
}

TEST(HtmlTest, GivesEveryRowWhatAMergedCellSaysForIt) {
  const ContractText text = ReadOrFail(
      "<table><tr><th>Name<th>Task<th>Country</tr><tr><td>Example Host<td>Hosting<td rowspan=2>"
      "Germany</tr><tr><td colspan=2>Example Mail and logs</tr><tr><td>Example "
      "Desk<td>Support<td>Ireland</tr></table>",
      "contract.htm");
  EXPECT_THAT(text.blocks[1].cells, ElementsAre("Example Host", "Hosting", "Germany"));
  EXPECT_THAT(text.blocks[2].cells, ElementsAre("Example Mail and logs", "", "Germany"));
  EXPECT_THAT(text.blocks[3].cells, ElementsAre("Example Desk", "Support", "Ireland"));
}

TEST(HtmlTest, ExpandsNoEntityOfAFileAndFetchesNothing) {
  const ContractText text = ReadOrFail(
      "<!DOCTYPE html [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]><html><body><p>a &secret; "
      "b</p>"
      "<iframe src=\"http://example.org/x\">frame</iframe></body></html>",
      "contract.html");
  EXPECT_THAT(text.text, Not(HasSubstr("root:")));
  EXPECT_THAT(text.text, Not(HasSubstr("frame")));
}

TEST(HtmlTest, RefusesElementsThatAreTooDeepAndTooMuchText) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) {
    deep += "<div>";
  }
  const Result<ContractText> refused = ReadDocument(deep + "x", "contract.html");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kExceeded);
  const ProseLimits small{.text_bytes = 1000};
  const Result<ContractText> long_text =
      ReadDocument("<p>" + std::string(2000, 'a') + "</p>", "contract.html", small);
  ASSERT_FALSE(long_text);
  EXPECT_EQ(long_text.error().kind, ErrorKind::kExceeded);
  EXPECT_TRUE(ReadDocument("<p>" + std::string(900, 'a') + "</p>", "contract.html", small));
}

TEST(HtmlTest, ReadsBrokenHtmlAsFarAsItGoes) {
  for (const std::string_view bytes :
       {"<html><p>Text <b>bold</p></div><table><td>x</table>", "<p>Text", "<", "</p>Text<!--",
        "<html><table><tr><td>Text"}) {
    EXPECT_TRUE(ReadDocument(bytes, "contract.html")) << bytes;
  }
}

}  // namespace
}  // namespace mandat
