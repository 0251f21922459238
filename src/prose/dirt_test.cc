// SPDX-License-Identifier: Apache-2.0
// What happens to texts on their way: pages, hyphens, columns, tags, boxes, tables, blanks, slips.
#include <gmock/gmock.h>

#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Lines(std::initializer_list<std::string_view> lines) {
  std::string text;
  for (const std::string_view line : lines) {
    text += std::string(line) + "\n";
  }
  return text;
}

TEST(DirtTest, JoinsLinesThatAPrinterBrokeAndUndoesHyphens) {
  const ContractText text = ReadOrFail(Lines(
      {"The processor shall treat all personal data that the controller entrusts to",
       "it as confidential, and shall keep records of the process-",
       "ing for three years. Further sub-", "processors are bound by the same duties of confiden-",
       "tiality as the processor itself is under this agreement, in", "writing.", "",
       "Another paragraph begins here."}));
  EXPECT_THAT(
      TextsOf(text),
      ElementsAre(
          "The processor shall treat all personal data that the controller entrusts to it as "
          "confidential, and shall keep records of the processing for three years. Further "
          "sub-processors are bound by the same duties of confidentiality as the processor itself "
          "is under this agreement, in writing.",
          "Another paragraph begins here."));
}

TEST(DirtTest, EmphasisIsNoPartOfAWordAndAStarAloneIsKept) {
  const ContractText text = ReadOrFail(
      Lines({"***Example Mail*** and *Example Host* (*both* in Lyon) are **sub-processors**.", "",
             "The fee is 2 * 3 times the rate*, as *the parties agreed.", "", "Nothing more."}));
  EXPECT_THAT(
      TextsOf(text),
      ElementsAre("Example Mail and Example Host (both in Lyon) are sub-processors.",
                  "The fee is 2 * 3 times the rate*, as *the parties agreed.", "Nothing more."));
}

TEST(DirtTest, WordsInBoldDoNotPartTheLinesOfAParagraph) {
  const ContractText text = ReadOrFail(
      Lines({"## 4. Changes", "",
             "The provider publishes a list of the firms it works with. A change is told", "",
             "The provider publishes a list of the firms it works with; each change is told",
             "**at least 21 days** before it takes effect, and the customer may object to it",
             "within that time, with reasons that have to do with the protection of data.", "",
             "1. **Keep every record of the processing for as long as the agreement says** and",
             "   not longer, whatever the reason.",
             "2. **Tell the customer of every visit of an "
             "authority, and of what it asked for**",
             "   on the same day.", "", "**Security**", "There are locks."}));
  EXPECT_NE(FindBlock(text,
                      "The provider publishes a list of the firms it works with; each change "
                      "is told at least 21 days before it takes effect, and"),
            nullptr);
  EXPECT_NE(FindBlock(text,
                      "Keep every record of the processing for as long as the agreement says "
                      "and not longer"),
            nullptr);
  EXPECT_NE(FindBlock(text,
                      "Tell the customer of every visit of an authority, and of what it "
                      "asked for on the same day."),
            nullptr);
  // A line that is all bold is a heading of its own.
  EXPECT_NE(FindBlock(text, "There are locks."), nullptr);
}

TEST(DirtTest, LinesIndentedBelowABulletBelongToItAndThoseBesideItDoNot) {
  const ContractText text = ReadOrFail(
      Lines({"The provider does the following, and nothing else:",
             "- it sends letters to those customers of the shop who asked",
             "  (by mail or on the "
             "phone) for them, and to nobody else",
             "- it prints them",
             "- it keeps a list of "
             "those that came back to it by post,",
             "  Sundays included", "The list is shown to the shop when it asks. It is burnt"}));
  EXPECT_THAT(
      TextsOf(text),
      ElementsAre("The provider does the following, and nothing else:",
                  "it sends letters to those customers of the shop who asked (by mail or on the "
                  "phone) for them, and to nobody else",
                  "it prints them",
                  "it keeps a list of those that came back to it by post, Sundays included",
                  "The list is shown to the shop when it asks. It is burnt"));
}

TEST(DirtTest, DropsTheNameOfTheTextThatStandsBesideThePageNumber) {
  std::string paged;
  for (int page = 1; page <= 3; ++page) {
    paged += "Example Mail            Page " + std::to_string(page) + " / 3\n\n";
    for (int line = 0; line < 14; ++line) {
      paged += "Text " + std::string(1, static_cast<char>('a' + page)) +
               std::string(static_cast<size_t>(line) + 1, 'x') + " is one of its own.\n\n";
    }
  }
  EXPECT_EQ(FindBlock(ReadOrFail(paged), "Example Mail"), nullptr);
  // The twin: it says which page, and is no page's number.
  const ContractText text = ReadOrFail("Read page 1 of 3\n\nof the annex.\n\nRead page 2 of 3\n");
  EXPECT_NE(FindBlock(text, "Read page 1 of 3"), nullptr);
}

TEST(DirtTest, JoinsWrappedLinesOfMarkdownWhateverIsBoldInThem) {
  const ContractText text = ReadOrFail(
      Lines({"1.1 **Instructions.** The processor follows the written instructions that stand in",
             "**Annex 1** (who, what, how long), and tells the controller at once which of them "
             "are in",
             "its opinion against the law; it may wait until the controller has said what is to be",
             "**done**.", "", "1.2 The processor has:", "",
             "- **Locks:** it keeps what the controller sends to it in a house with the locks that "
             "the",
             "  parties described in the first of the letters that they wrote to each other in the",
             "  **month** of May.", "", "## Annex 1", "",
             "What is kept are letters, parcels and newspapers of former years and of this one."}),
      "contract.md");
  EXPECT_THAT(
      TextsOf(text),
      ElementsAre(
          "Instructions. The processor follows the written instructions that stand in Annex "
          "1 (who, what, how long), and tells the controller at once which of them are in "
          "its opinion against the law; it may wait until the controller has said what is "
          "to be done.",
          "The processor has:",
          testing::StartsWith("Locks: it keeps what the controller sends to it in a house "
                              "with the locks that the parties described in"),
          testing::_));
  EXPECT_EQ(ReferenceOf(text, "What is kept"), "Annex 1");
  EXPECT_EQ(ReferenceOf(text, "Locks"), "1.2");
}

TEST(DirtTest, TakesEscapesAndEmptyHeadingsOfMarkdownOut) {
  const ContractText text =
      ReadOrFail(Lines({"### 1\\. Scope", "", "1.1. The _Client_ sends letters\\*.", "", "####", "",
                        "### 2\\. End", "", "A `letter` of the_client_name is burnt."}),
                 "contract.md");
  EXPECT_THAT(TextsOf(text), ElementsAre("Scope", "The Client sends letters*.", "End",
                                         "A letter of the_client_name is burnt."));
  EXPECT_EQ(ReferenceOf(text, "A letter"), "2");
}

TEST(DirtTest, ReadsDoubleSpacingAsOneParagraph) {
  const ContractText text = ReadOrFail(Lines(
      {"Le prestataire traite les données à caractère personnel pour le compte du client et", "",
       "seulement sur instruction écrite de celui-ci, sans préjudice des obligations légales", "",
       "qui lui incombent et dont il informe le client avant tout traitement de ces données.", "",
       "", "",
       "Un autre paragraphe commence ici, et il est lui aussi écrit avec un double interligne", "",
       "de la première à la dernière de ses lignes, comme le font certains convertisseurs."}));
  ASSERT_EQ(text.blocks.size(), 2U);
  EXPECT_THAT(text.blocks[0].text, HasSubstr("client et seulement sur"));
}

TEST(DirtTest, DropsHeadsFeetAndNumbersOfPages) {
  std::string paged;
  for (int page = 1; page <= 3; ++page) {
    paged += "Example Ltd - Agreement\n\nText number " +
             std::string(1, static_cast<char>('a' + page)) +
             " is long enough to be one of its own.\n\nConfidential            Page " +
             std::to_string(page) + " of 3\n\f";
  }
  const ContractText text = ReadOrFail(paged);
  EXPECT_EQ(text.blocks.size(), 3U);
  // The twin: without pages, a line that comes again is text.
  const ContractText plain = ReadOrFail(
      "Measures:\n\nLocks are fitted.\n\nMeasures:\n\nKeys are kept.\n\nMeasures:\n\nDoors are "
      "shut.\n");
  EXPECT_EQ(plain.blocks.size(), 6U);
}

TEST(DirtTest, KeepsHeadingsThatDifferInTheirNumberAtTheTopOfPages) {
  std::string paged;
  for (int page = 0; page < 4; ++page) {
    const std::string number = std::to_string(page * 3 + 1);
    paged += "Example Ltd, agreement 2026-7, page " + std::to_string(page + 3) + "\n\nClause " +
             number + "\n\nThe text of it, number " + std::string(static_cast<size_t>(page), 'x') +
             ", is long enough to be one.\n\f";
  }
  const ContractText text = ReadOrFail(paged);
  EXPECT_EQ(FindBlock(text, "Example Ltd"), nullptr);
  for (const std::string_view number : {"Clause 1", "Clause 4", "Clause 10"}) {
    EXPECT_THAT(ReferencesOf(text), ::testing::Contains(number));
  }
}

TEST(DirtTest, ReadsTheLeftColumnBeforeTheRightOne) {
  std::string page;
  for (int i = 0; i < 14; ++i) {
    page += "The left column goes on like this and   The right one has words of its own and\n";
  }
  page += "ends here.                              stops there.\n";
  const ContractText text = ReadOrFail(page);
  std::string all;
  for (const Block& block : text.blocks) {
    all += block.text + " ";
  }
  EXPECT_LT(all.find("ends here"), all.find("The right one"));
}

TEST(DirtTest, TakesTagsEntitiesAndEditorsMarksOut) {
  const ContractText text = ReadOrFail(
      "9. **Audits**\n\n<p>The processor &amp; its staff&nbsp;answer.</p>\n\n[bookmark: "
      "_Ref1]Secret\xC2\xADs stay.\n\n## End\n");
  EXPECT_THAT(TextsOf(text), ElementsAre("9. Audits", "The processor & its staff answer.",
                                         "Secrets stay.", "End"));
}

TEST(DirtTest, KeepsWhatOnlyLooksLikeATag) {
  const ContractText text =
      ReadOrFail("If x < y and y > z, Ada <ada@example.org> answers & pays.\n");
  EXPECT_THAT(TextsOf(text),
              ElementsAre("If x < y and y > z, Ada <ada@example.org> answers & pays."));
}

TEST(DirtTest, TellsTickedBoxesFromEmptyOnes) {
  const ContractText text = ReadOrFail(
      "Nature:\n\t\xE2\x98\x92 collection \xE2\x98\x90 sale\n[x] storage\n[ ] other: ______\nYes "
      "\xE2\x98\x92\n");
  ASSERT_EQ(text.blocks.size(), 6U);
  EXPECT_EQ(text.blocks[1].box, Box::kTicked);
  EXPECT_EQ(text.blocks[1].text, "collection");
  EXPECT_EQ(text.blocks[2].box, Box::kEmpty);
  EXPECT_EQ(text.blocks[2].text, "sale");
  EXPECT_EQ(text.blocks[3].box, Box::kTicked);
  EXPECT_EQ(text.blocks[4].box, Box::kEmpty);
  EXPECT_EQ(text.blocks[5].box, Box::kTicked);
  EXPECT_EQ(text.blocks[5].text, "Yes");
  EXPECT_TRUE(text.damages.empty());  // nothing was to be filled behind an empty box
}

TEST(DirtTest, ReadsRowsWithTabsBarsAndLinesOfTheirOwn) {
  const ContractText tabs = ReadOrFail("Name\tCountry\tRole\nExample Host\tFR\tHosting\n");
  EXPECT_THAT(tabs.blocks[1].cells, ElementsAre("Example Host", "FR", "Hosting"));
  const ContractText bars = ReadOrFail(
      "| Name | Country |\n|---|---|\n| Example Host | FR |\n\nName | Country\nExample Mail | "
      "BE\n");
  EXPECT_THAT(bars.blocks[1].cells, ElementsAre("Example Host", "FR"));
  EXPECT_THAT(bars.blocks[3].cells, ElementsAre("Example Mail", "BE"));
  const ContractText flat = ReadOrFail(
      "\tName\n\tPlace\n\tRole\n\n\tExample Host\n\tFR\n\tHosting of all data\n\n\tExample "
      "Mail\n\tBE\n\n\n\tMail\n\n"
      "\tExample Logs\n\tUS\n\tLogs\n\nA sentence follows.\n");
  ASSERT_EQ(flat.blocks.size(), 5U);
  EXPECT_EQ(flat.blocks[2].kind, BlockKind::kRow);
  EXPECT_THAT(flat.blocks[2].cells, ElementsAre("Example Mail", "BE", "Mail"));
  EXPECT_EQ(flat.blocks[2].text, "Example Mail | BE | Mail");
  EXPECT_EQ(flat.blocks[4].kind, BlockKind::kParagraph);
}

TEST(DirtTest, ReportsBlanksThatNobodyFilled) {
  const ContractText text = ReadOrFail(
      "Within XX days, [SPECIFY TIME PERIOD], by [\xE2\x80\xA6], name: ____, place: "
      "........, for {{CUSTOMER}}\n\nFilled: ___Data Hub___ and [sic], see [3], MAX, XML.\n");
  std::vector<std::string> blanks;
  for (const Damage& damage : text.damages) {
    EXPECT_EQ(damage.kind, Damage::Kind::kBlank);
    blanks.push_back(text.text.substr(damage.where.begin, damage.where.end - damage.where.begin));
  }
  EXPECT_THAT(blanks, ElementsAre("XX", "[SPECIFY TIME PERIOD]", "[\xE2\x80\xA6]", "____",
                                  "........", "{{CUSTOMER}}"));
}

TEST(DirtTest, UndoesSlipsThatCanBeOneThingOnlyAndSaysSo) {
  const ContractText text = ReadOrFail(
      "b) Te sous-traitant informe le responsable du traitement dans les 3O jours et les l2 "
      "mois.\n\nThe model O3 of Io Example has 2O parts.\n");
  EXPECT_THAT(text.blocks[0].text, HasSubstr("Le sous-traitant"));
  EXPECT_THAT(text.blocks[0].text, HasSubstr("30 jours et les 12 mois"));
  EXPECT_THAT(text.blocks[1].text, HasSubstr("O3 of Io Example has 2O parts"));
  EXPECT_EQ(text.damages.size(), 3U);
  EXPECT_TRUE(text.damages[0].is_undone);
}

TEST(DirtTest, TellsTheLanguageOfEachPart) {
  const ContractText text = ReadOrFail(
      "1. Objet\n\nLe sous-traitant traite les données à caractère personnel pour le compte du "
      "client.\n\n"
      "2. Duration\n\nThe processor shall keep the personal data for the term of this "
      "agreement.\n\n"
      "3. Ende\n\nDer Auftragnehmer löscht die personenbezogenen Daten nach dem Ende des "
      "Vertrags.\n");
  EXPECT_EQ(FindBlock(text, "Le sous")->language, Tongue::kFrench);
  EXPECT_EQ(FindBlock(text, "The processor")->language, Tongue::kEnglish);
  EXPECT_EQ(FindBlock(text, "Der Auftrag")->language, Tongue::kGerman);
}

TEST(DirtTest, FindsWhatTheTextDefines) {
  const ContractText text = ReadOrFail(
      "Between Example Ltd, 1 Example Road (the \"Processor\") and the customer (hereinafter "
      "\"Controller\").\n\n"
      "Maison Exemple, ci-après dénommée « le Client »\n\nExemple SA, rue Fictive 1, Bruxelles. "
      "(Sous-traitant)\n\n"
      "1. Definitions\n\n\"Data\" means what is given.\n\nBreach: a loss of data by "
      "accident.\n\n2. End\n\nNote: it ends.\n");
  std::vector<std::string> terms;
  for (const Definition& definition : text.definitions) {
    terms.push_back(definition.term + "=" + definition.meaning);
  }
  EXPECT_THAT(terms, ElementsAre("Processor=Example Ltd, 1 Example Road", "Controller=the customer",
                                 "le Client=Maison Exemple",
                                 "Sous-traitant=Exemple SA, rue Fictive 1, Bruxelles.",
                                 "Data=what is given.", "Breach=a loss of data by accident."));
}

TEST(DirtTest, ReadsOtherCharacterSets) {
  EXPECT_EQ(ReadOrFail("Dur\xE9"
                       "e \x96 un mois\n")
                .blocks[0]
                .text,
            "Durée – un mois");
  EXPECT_EQ(ReadOrFail(std::string_view("\xFF\xFE"
                                        "D\0u\0r\0\xE9\0e\0",
                                        12))
                .blocks[0]
                .text,
            "Durée");
  EXPECT_EQ(ReadOrFail(std::string_view("\xFE\xFF\0D\0u\0r\0\xE9\0e", 12)).blocks[0].text, "Durée");
  EXPECT_EQ(ReadOrFail("Dure\xCC\x81"
                       "e\n")
                .blocks[0]
                .text,
            "Durée");  // NFC
  EXPECT_FALSE(ReadDocument(std::string_view("a\0b", 3), "contract.txt"));
}

}  // namespace
}  // namespace mandat
