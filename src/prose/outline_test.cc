// SPDX-License-Identifier: Apache-2.0
// How a lawyer would cite it.
#include "prose/reading_test_util.h"

namespace mandat {
namespace {

using ::testing::Test;
using List = std::vector<std::string>;

TEST(OutlineTest, CitesNumbersAndLettersBelowThem) {
  const ContractText text = ReadOrFail(
      "DATA PROCESSING AGREEMENT\n\n"
      "1. Definitions\n\n(a) \"Service\" means the Example service.\n\n"
      "2. Duties\n\n2.1 The Processor shall:\n\n(a) follow instructions;\n\n(b) keep\n\n"
      "(i) records; and\n\n(ii) secrets.\n\n2.2 The Controller pays.\n");
  EXPECT_EQ(ReferenceOf(text, "DATA"), "preamble");
  EXPECT_EQ(ReferenceOf(text, "Definitions"), "1");
  EXPECT_EQ(ReferenceOf(text, "\"Service\""), "1(a)");
  EXPECT_EQ(ReferenceOf(text, "follow"), "2.1(a)");
  EXPECT_EQ(ReferenceOf(text, "records"), "2.1(b)(i)");
  EXPECT_EQ(ReferenceOf(text, "secrets"), "2.1(b)(ii)");
  EXPECT_EQ(ReferenceOf(text, "The Controller pays"), "2.2");
  EXPECT_EQ(text.clauses[0].reference, "");
  EXPECT_EQ(text.clauses[1].part, TextPart::kFront);
}

TEST(OutlineTest, TellsANumberedSentenceFromTheNextHeadingWithThatNumber) {
  const ContractText text = ReadOrFail(
      "1. Scope\n\n1. The Processor acts for the Controller.\n2. It acts in the Union only.\n\n"
      "2. Instructions\n\n1. The Processor follows instructions in writing.\n"
      "2. Others are refused.\n3. The Processor tells the Controller which.\n\n"
      "3. Secrecy\n\nEverybody keeps secrets.\n");
  EXPECT_EQ(ReferenceOf(text, "It acts"), "1.2");
  EXPECT_EQ(ReferenceOf(text, "Instructions"), "2");
  EXPECT_EQ(ReferenceOf(text, "The Processor tells"), "2.3");
  EXPECT_EQ(ReferenceOf(text, "Everybody"), "3");
}

TEST(OutlineTest, CitesArticlesAnnexesAndGermanParagraphs) {
  const ContractText french = ReadOrFail(
      "Convention fictive\n\nArticle 1er - Objet\n\n1.1. Le prestataire traite les données.\n\n"
      "Article 2 - Durée\n\n2.1. Un an.\n\nANNEXE A - Description du traitement\n\n"
      "Nature du traitement\n\nIl est procédé à une simple conservation des données.\n");
  EXPECT_EQ(ReferenceOf(french, "Objet"), "Article 1");
  EXPECT_EQ(ReferenceOf(french, "Un an"), "2.1");
  EXPECT_EQ(ReferenceOf(french, "Il est"), "Annexe A");
  EXPECT_EQ(french.clauses.back().heading, "Nature du traitement");
  EXPECT_EQ(french.clauses.back().part, TextPart::kAnnex);

  const ContractText german = ReadOrFail(
      "§ 1 Gegenstand\n\n(1) Der Auftragnehmer verarbeitet Daten.\n\n§ 2 Pflichten\n\n"
      "(1) Der Auftragnehmer hat:\n\na) Weisungen zu folgen;\n\nb) zu schweigen.\n");
  EXPECT_EQ(ReferenceOf(german, "Der Auftragnehmer verarbeitet"), "§ 1 Abs. 1");
  EXPECT_EQ(ReferenceOf(german, "zu schweigen"), "§ 2 Abs. 1 lit. b");
}

TEST(OutlineTest, CountsHeadingsOfATextWithoutNumbers) {
  const ContractText text = ReadOrFail(
      "Agreement on data\n\nThis agreement binds Example Ltd and its customer.\n\n"
      "Instructions\n\nThe processor follows instructions.\n\nSecurity\n\nIt is secure.\n\n"
      "Audit\n\nIt may be audited once a year.\n");
  EXPECT_EQ(ReferenceOf(text, "This agreement"), "preamble");
  EXPECT_EQ(ReferenceOf(text, "The processor follows"), "[1]");
  EXPECT_EQ(ReferenceOf(text, "It may be"), "[3]");
}

TEST(OutlineTest, LeavesListedAnnexesAloneAndOpensThemWhereTheyAre) {
  const ContractText text = ReadOrFail(
      "1. Object\n\n1.1 See the annexes.\n\nAnnexes:\n\nAnnex 1: Description\n\nAnnex 2: "
      "Measures\n\n"
      "Annex 1 - Description\n\n1. Purpose\n\nSending messages.\n\n2. Data\n\nNames.\n\n"
      "Annex 2 - Measures\n\nLocks on all doors are fitted.\n");
  EXPECT_EQ(ReferenceOf(text, "Annex 2: Measures"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "Sending"), "Annex 1, 1");
  EXPECT_EQ(ReferenceOf(text, "Locks"), "Annex 2");
}

TEST(OutlineTest, KeepsAnnexedModelClausesApartFromTheAgreement) {
  std::string text =
      "1. Object\n\n1.1 The parties agree.\n\n2. End\n\n2.1 It ends.\n\n"
      "Standard Contractual Clauses\n\nFor transfers under Decision 2010/87/EU between "
      "the data exporter and the data importer.\n\n";
  for (const char* number : {"1", "2", "3", "4", "5"}) {
    text += std::string("Clause ") + number +
            "\n\nHeading of it\n\n(a) The data importer agrees to " + number + ".\n\n";
  }
  const ContractText model = ReadOrFail(text);
  EXPECT_EQ(ReferenceOf(model, "The data importer agrees to 5"), "SCC, clause 5(a)");
  EXPECT_EQ(model.clauses[FindBlock(model, "The data importer agrees to 5")->clause].part,
            TextPart::kModelContract);

  // The twin: clauses under Art. 28 in an annex are the agreement itself.
  text.replace(text.find("Standard Contractual Clauses"), 28,
               "ANNEX B - CLAUSES\n\nUnder Article 28 of the Regulation");
  text.replace(text.find("2010/87/EU"), 10, "the General");
  for (size_t at = text.find("data importer"); at != std::string::npos;
       at = text.find("data importer")) {
    text.replace(at, 13, "processor");
  }
  const ContractText own = ReadOrFail(text);
  EXPECT_EQ(ReferenceOf(own, "The processor agrees to 5"), "Annex B, clause 5(a)");
  EXPECT_EQ(own.clauses[FindBlock(own, "The processor agrees to 5")->clause].part, TextPart::kBody);
}

TEST(OutlineTest, PutsTheParagraphBehindASentenceListBackToItsClause) {
  const ContractText text = ReadOrFail(
      "9. Breaches\n\n9.2 The processor informs the controller. The notice has at least:\n\n"
      "a) the nature of the breach;\n\nb) the measures taken.\n\n"
      "Where not all is known, the rest follows.\n\n10. End\n\n10.1 It ends.\n");
  EXPECT_EQ(ReferenceOf(text, "the measures"), "9.2(b)");
  EXPECT_EQ(ReferenceOf(text, "Where not all"), "9.2");
}

TEST(OutlineTest, FindsTheFirstNumberThatWasLostAndTheSignature) {
  const ContractText text = ReadOrFail(
      "Terms\n\n- PRIORITY\n\nThe offer comes first in all cases.\n\n2. OBJECT\n\n2.1 Services.\n\n"
      "3. END\n\n3.1 It ends.\n\nSigned by Ada Example for Example Ltd\n");
  EXPECT_EQ(ReferenceOf(text, "The offer"), "1");
  EXPECT_EQ(ReferenceOf(text, "Signed by"), "signature");
  EXPECT_EQ(text.clauses.back().part, TextPart::kSignature);
}

TEST(OutlineTest, TakesNoQuantityDateOrReferenceForALabel) {
  const ContractText text = ReadOrFail(
      "1. Terms\n\n1.1 The fee is due.\n\n12.05.2020 was the day of signing.\n\n"
      "30 days are enough.\n\nArticle 28 of the Regulation applies.\n\n2. End\n\n2.1 It ends.\n");
  EXPECT_EQ(ReferencesOf(text), (List{"", "1", "1.1", "2", "2.1"}));
}

TEST(OutlineTest, SplitsListsThatLostTheirLines) {
  const ContractText text = ReadOrFail(
      "1. Data a. names; b. addresses (e.g. e-mail); c. orders.\n\n"
      "2. LIMITS. (a) The processor follows instructions. (b) It does not sell data.\n");
  EXPECT_EQ(ReferenceOf(text, "addresses"), "1(b)");
  EXPECT_EQ(ReferenceOf(text, "It does not"), "2(b)");
}

TEST(OutlineTest, SaysWhereEveryPassageStands) {
  const std::string bytes =
      "1. Object\n\n1.1 The parties\nagree on it.\n\n2. End\n\n2.1 It ends.\n";
  const ContractText text = ReadOrFail(bytes);
  const Block* block = FindBlock(text, "It ends");
  ASSERT_NE(block, nullptr);
  const Passage where = block->Locate(3, 7, text.text);
  EXPECT_EQ(text.text.substr(where.begin, where.end - where.begin), "ends");
  EXPECT_EQ(where.line, 8U);
  const Clause& end = text.clauses[text.clauses[block->clause].parent.value()];
  EXPECT_EQ(end.heading, "End");
  EXPECT_EQ(text.text.substr(end.where.begin, end.where.end - end.where.begin),
            "2. End\n\n2.1 It ends.");
}

TEST(OutlineTest, GivesAnEmptyTextOneClauseAndNoBlock) {
  for (const std::string_view bytes : {"", " \n\n \t\n", "----\n"}) {
    const ContractText text = ReadOrFail(bytes);
    EXPECT_EQ(text.clauses.size(), 1U);
    EXPECT_TRUE(text.blocks.empty());
  }
}

}  // namespace
}  // namespace mandat
