// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "prose/docx_test_util.h"
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kNumbering =
    "<w:abstractNum w:abstractNumId=\"4\">"
    "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText "
    "w:val=\"%1.\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText "
    "w:val=\"%1.%2\"/></w:lvl>"
    "<w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText "
    "w:val=\"(%3)\"/></w:lvl>"
    "</w:abstractNum>"
    "<w:abstractNum w:abstractNumId=\"5\"><w:lvl w:ilvl=\"0\"><w:numFmt "
    "w:val=\"bullet\"/><w:lvlText w:val=\"-\"/></w:lvl></w:abstractNum>"
    "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"4\"/></w:num>"
    "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"5\"/></w:num>";

std::string List(int level, int id = 1) {
  return "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" +
         std::to_string(id) + "\"/></w:numPr>";
}

std::string Docx(std::string_view body, ZipParts more = {}) {
  more.emplace_back("word/document.xml", DocumentXml(body));
  more.emplace_back("word/numbering.xml", WordXml("numbering", kNumbering));
  return ZipOf(more);
}

TEST(DocxTest, ABreakPartsLinesUnlessItStandsInASentence) {
  const ContractText text =
      ReadOrFail(Docx("<w:p><w:r><w:t>1. Object</w:t><w:br/><w:t>The service that the</w:t><w:br/>"
                      "<w:t>parties agreed on.</w:t><w:br/><w:t>2. Duties</w:t><w:br/>"
                      "<w:t>It keeps silent.</w:t></w:r></w:p>"),
                 "contract.docx");
  EXPECT_EQ(ReferenceOf(text, "The service that the parties agreed on."), "1");
  EXPECT_EQ(ReferenceOf(text, "It keeps silent."), "2");
}

TEST(DocxTest, CountsTheNumbersThatTheFileDoesNotWriteOut) {
  const ContractText text = ReadOrFail(
      Docx(Paragraph("Agreement") + Paragraph("Object", List(0)) +
           Paragraph("The parties agree.", List(1)) + Paragraph("Duties", List(0)) +
           Paragraph("The processor shall:", List(1)) + Paragraph("keep secrets;", List(2)) +
           Paragraph("follow instructions.", List(2)) + Paragraph("It pays.", List(1)) +
           Paragraph("free", List(0, 2))));
  EXPECT_EQ(text.format, "docx");
  EXPECT_EQ(ReferenceOf(text, "The parties"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "follow"), "2.1(b)");
  EXPECT_EQ(ReferenceOf(text, "It pays"), "2.2");
  EXPECT_EQ(FindBlock(text, "free")->kind, BlockKind::kItem);
  EXPECT_THAT(text.text, HasSubstr("2.1 The processor shall:"));
}

TEST(DocxTest, TakesNumbersAndHeadingsFromStyles) {
  const std::string styles = WordXml(
      "styles",
      "<w:style w:styleId=\"Titre1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId "
      "w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:styleId=\"Mine\"><w:name w:val=\"Mine\"/><w:basedOn w:val=\"Titre1\"/></w:style>"
      "<w:style w:styleId=\"Loop\"><w:name w:val=\"Loop\"/><w:basedOn w:val=\"Loop\"/></w:style>");
  const ContractText text = ReadOrFail(Docx(Paragraph("Object", "<w:pStyle w:val=\"Titre1\"/>") +
                                                Paragraph("The parties agree.") +
                                                Paragraph("End", "<w:pStyle w:val=\"Mine\"/>") +
                                                Paragraph("It ends.", "<w:pStyle w:val=\"Loop\"/>"),
                                            {{"word/styles.xml", styles}}));
  EXPECT_EQ(FindBlock(text, "Object")->kind, BlockKind::kHeading);
  EXPECT_EQ(ReferenceOf(text, "It ends"), "2");
}

TEST(DocxTest, ReadsTablesBoxesNotesAndSymbols) {
  const std::string cell = "<w:tc>" + Paragraph("Example Host") + "</w:tc><w:tc>" +
                           Paragraph("FR") + Paragraph("only") + "</w:tc>";
  const std::string body =
      "<w:tbl><w:tr><w:tc>" + Paragraph("Name") + "</w:tc><w:tc>" + Paragraph("Country") +
      "</w:tc></w:tr><w:tr>" + cell +
      "</w:tr></w:tbl>"
      "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default "
      "w:val=\"0\"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>storage</w:t></"
      "w:r></w:p>"
      "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/></w:r><w:r><w:t "
      "xml:space=\"preserve\"> sale</w:t></w:r></w:p>"
      "<w:p><w:r><w:t>Breaches</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
  const ContractText text = ReadOrFail(
      Docx(body, {{"word/footnotes.xml",
                   WordXml("footnotes", "<w:footnote w:id=\"2\">" + Paragraph("Within 24 hours.") +
                                            "</w:footnote>")}}));
  EXPECT_THAT(text.blocks[1].cells, ElementsAre("Example Host", "FR only"));
  EXPECT_EQ(FindBlock(text, "storage")->box, Box::kTicked);
  EXPECT_EQ(FindBlock(text, "sale")->box, Box::kEmpty);
  EXPECT_NE(FindBlock(text, "Within 24 hours"), nullptr);
}

TEST(DocxTest, LeavesOutWhatIsDeletedHiddenOrSaidTwice) {
  const ContractText text = ReadOrFail(
      Docx("<w:p><w:r><w:t>Within "
           "</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>20</"
           "w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> days</w:t></w:r>"
           "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r><w:moveFrom><w:r><w:t> "
           "moved</w:t></w:r></w:moveFrom></w:p>"
           "<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>once</w:t></w:r></"
           "mc:Choice><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></"
           "mc:AlternateContent></w:p>"));
  EXPECT_THAT(TextsOf(text), ElementsAre("Within 20 days", "once"));
}

TEST(DocxTest, ReadsEndnotesApartFromFootnotesOfTheSameNumber) {
  const ContractText text = ReadOrFail(
      Docx("<w:p><w:r><w:t>Breaches</w:t></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>" +
               Paragraph("End."),
           {{"word/footnotes.xml",
             WordXml("footnotes",
                     "<w:footnote w:id=\"2\">" + Paragraph("Not asked for.") + "</w:footnote>")},
            {"word/endnotes.xml",
             WordXml("endnotes",
                     "<w:endnote w:id=\"2\">" + Paragraph("Within 24 hours.") + "</w:endnote>")}}));
  EXPECT_THAT(TextsOf(text), ElementsAre("Breaches", "Within 24 hours.", "End."));
}

TEST(DocxTest, TakesNoPropertyFromBeforeAChange) {
  const std::string was = "<w:pPrChange w:id=\"1\"><w:pPr>" + List(0) + "</w:pPr></w:pPrChange>";
  const ContractText text = ReadOrFail(Docx(
      Paragraph("Object", List(0)) + Paragraph("No number now.", was) +
      "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>Seen."
      "</w:t></w:r></w:p>" +
      "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>Gone.</w:delText></w:r>"
      "</w:del></w:p>" +
      Paragraph("End", List(0))));
  EXPECT_THAT(TextsOf(text), ElementsAre("Object", "No number now.", "Seen.", "End"));
  EXPECT_EQ(ReferenceOf(text, "End"), "2");
}

TEST(DocxTest, LeavesOutWhatIsStruckOutAndWhatComments) {
  const ContractText text = ReadOrFail(
      Docx("<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>Within 20 days</w:t></w:r>"
           "<w:r><w:rPr><w:strike/></w:rPr><w:t> or 30</w:t></w:r><w:r><w:rPr><w:strike "
           "w:val=\"0\"/></w:rPr><w:t>.</w:t></w:r><w:commentRangeEnd w:id=\"1\"/><w:r>"
           "<w:commentReference w:id=\"1\"/></w:r></w:p>",
           {{"word/comments.xml",
             WordXml("comments", "<w:comment>" + Paragraph("Is this enough?") + "</w:comment>")}}));
  EXPECT_THAT(TextsOf(text), ElementsAre("Within 20 days."));
}

std::string TableCell(std::string_view text, std::string_view properties = "") {
  return "<w:tc><w:tcPr>" + std::string(properties) + "</w:tcPr>" + Paragraph(text) + "</w:tc>";
}

TEST(DocxTest, GivesEveryRowWhatAMergedCellSaysForIt) {
  const std::string begins = "<w:vMerge w:val=\"restart\"/>";
  const ContractText text = ReadOrFail(Docx(
      "<w:tbl><w:tr>" + TableCell("Sub-processors", "<w:gridSpan w:val=\"3\"/>") + "</w:tr><w:tr>" +
      TableCell("Name") + TableCell("Task") + TableCell("Country") + "</w:tr><w:tr>" +
      TableCell("Example Host") + TableCell("Hosting") + TableCell("Germany", begins) +
      "</w:tr><w:tr>" + TableCell("Example Mail and logs", "<w:gridSpan w:val=\"2\"/>") +
      TableCell("", "<w:vMerge/>") + "</w:tr></w:tbl>"));
  EXPECT_EQ(text.blocks[0].text, "Sub-processors");
  EXPECT_THAT(text.blocks[2].cells, ElementsAre("Example Host", "Hosting", "Germany"));
  EXPECT_THAT(text.blocks[3].cells, ElementsAre("Example Mail and logs", "", "Germany"));
  // The passage of the repeated cell is where it stands.
  const size_t at = text.blocks[3].text.find("Germany");
  const Passage where = text.blocks[3].Locate(at, at + 7, text.text);
  EXPECT_EQ(text.text.substr(where.begin, where.end - where.begin), "Germany");
  EXPECT_EQ(where.line, text.blocks[2].Locate(0, 1, text.text).line);
}

TEST(DocxTest, ReadsATextBoxAsAParagraphOfItsOwn) {
  const ContractText text = ReadOrFail(
      Docx("<w:p><w:pPr>" + List(0) +
           "</w:pPr><w:r><w:t>Ob</w:t></w:r><w:r><mc:AlternateContent>"
           "<mc:Choice><w:drawing><w:txbxContent>" +
           Paragraph("Boxed words.") + Paragraph("More of them.") +
           "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>" +
           Paragraph("Boxed words.") +
           "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>ject</"
           "w:t></w:r></w:p>" +
           Paragraph("End", List(0))));
  EXPECT_THAT(TextsOf(text), ElementsAre("Boxed words.", "More of them.", "Object", "End"));
  EXPECT_EQ(ReferenceOf(text, "Object"), "1");
}

TEST(DocxTest, RefusesTypesEntitiesAndBrokenXml) {
  for (const std::string& document :
       {std::string("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"),
        std::string("<w:document"), DocumentXml("&unknown;"), std::string("text")}) {
    const Result<ContractText> refused =
        ReadDocument(ZipOf({{"word/document.xml", document}}), "contract.docx");
    ASSERT_FALSE(refused) << document;
    EXPECT_EQ(refused.error().kind, ErrorKind::kInvalid);
  }
  std::string deep;
  for (int i = 0; i < 300; ++i) {
    deep += "<w:sdt>";
  }
  EXPECT_FALSE(ReadDocument(ZipOf({{"word/document.xml", DocumentXml(deep)}}), "contract.docx"));
}

TEST(DocxTest, RefusesBombsManyPartsAndWhatIsNoDocx) {
  const std::string bomb =
      ZipOf({{"word/document.xml", DocumentXml(Paragraph(std::string(size_t{6} << 20, 'a')))}});
  ASSERT_LT(bomb.size(), 40000U);
  const Result<ContractText> refused = ReadDocument(bomb, "contract.docx");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kExceeded);
  EXPECT_THAT(refused.error().message, HasSubstr("200 times"));

  const std::string plain = Docx(Paragraph("Text"));
  EXPECT_TRUE(ReadDocument(plain, "contract.docx"));
  EXPECT_EQ(ReadDocument(plain, "contract.docx", {.unpacked_bytes = 100}).error().kind,
            ErrorKind::kExceeded);
  EXPECT_EQ(ReadDocument(plain, "contract.docx", {.entries = 1}).error().kind,
            ErrorKind::kExceeded);
  EXPECT_EQ(ReadDocument(ZipOf({{"other.txt", "x"}}), "contract.docx").error().kind,
            ErrorKind::kInvalid);
  EXPECT_EQ(
      ReadDocument(ZipOf({{"word/document.xml", "<x/>"}, {"word/document.xml", "<y/>"}}), "c.docx")
          .error()
          .kind,
      ErrorKind::kInvalid);
}

TEST(DocxTest, RefusesEveryCutOfAFileOrReadsIt) {
  const std::string whole = Docx(Paragraph("Object", List(0)) + Paragraph("Text"));
  for (size_t bytes = 4; bytes < whole.size(); bytes += 7) {
    const Result<ContractText> text =
        ReadDocument(std::string_view(whole).substr(0, bytes), "contract.docx");
    EXPECT_TRUE(text || text.error().kind == ErrorKind::kInvalid);
  }
}

}  // namespace
}  // namespace mandat
