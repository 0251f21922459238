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

TEST(OutlineTest, CountsMarkedHeadingsAndKeepsListsBelowThem) {
  const ContractText text = ReadOrFail(
      "# Data terms\n\nExample Ltd and its customer agree:\n\n"
      "## What we do\n\nWe send letters.\n\n"
      "## What you do\n\nYou are responsible for:\n  1. telling people\n  2. asking them\n\n"
      "## How it ends\n\nWe delete the letters.\n\n"
      "### We never keep a copy of them, whatever the law of other places may say about it.\n\n"
      "## Contact\n\nWrite to us.\n");
  EXPECT_EQ(ReferenceOf(text, "Example Ltd"), "preamble");
  EXPECT_EQ(ReferenceOf(text, "We send"), "[1]");
  EXPECT_EQ(ReferenceOf(text, "You are"), "[2]");
  EXPECT_EQ(ReferenceOf(text, "asking them"), "[2], 2");
  EXPECT_EQ(ReferenceOf(text, "We delete"), "[3]");
  EXPECT_EQ(ReferenceOf(text, "We never"), "[3]");
  EXPECT_EQ(ReferenceOf(text, "Write"), "[4]");
}

TEST(OutlineTest, AMarkedHeadingWithTextBelowIsAClauseThoughItIsTheFirst) {
  constexpr std::string_view kRest =
      "We send letters.\n\n## Security\n\nThere are locks.\n\n## Breach\n\nWe call.\n\n"
      "## End\n\nWe burn the letters.\n";
  const ContractText clause = ReadOrFail("## Scope\n\n" + std::string(kRest));
  EXPECT_EQ(ReferenceOf(clause, "We send"), "[1]");
  EXPECT_EQ(ReferenceOf(clause, "We call"), "[3]");
  const ContractText title = ReadOrFail("## Data processing agreement\n\n" + std::string(kRest));
  EXPECT_EQ(ReferenceOf(title, "We send"), "preamble");
  EXPECT_EQ(ReferenceOf(title, "We call"), "[2]");
}

TEST(OutlineTest, TellsHeadingsThatNothingMarksByTheListsBelowThem) {
  const ContractText text = ReadOrFail(
      "Example data terms\n\nObject\n\n1. The Provider stores letters.\n"
      "2. The Client owns them.\n\nInstructions\n\n1. The Provider follows the Client.\n"
      "2. It asks where it doubts.\n\nSecurity\n\n1. There are locks.\n\n"
      "Breach of security\n\n1. The Provider calls the Client.\n");
  EXPECT_EQ(ReferenceOf(text, "The Client owns"), "[1], 2");
  EXPECT_EQ(ReferenceOf(text, "It asks"), "[2], 2");
  EXPECT_EQ(ReferenceOf(text, "The Provider calls"), "[4], 1");

  // Where the headings have the numbers, a line without one is none.
  const ContractText numbered = ReadOrFail(
      "Example data terms\n\n1. Object\n\nThe Provider stores letters.\n\nLetters\n\n"
      "They are in paper.\n\n2. Security\n\nThere are locks.\n\nLocks\n\nThey are of steel.\n\n"
      "3. Breach\n\nThe Provider calls.\n");
  EXPECT_EQ(ReferenceOf(numbered, "They are of steel"), "2");
  EXPECT_EQ(ReferenceOf(numbered, "The Provider calls"), "3");
}

TEST(OutlineTest, AHeadingInCapitalsGoesOnWithItsLikeThoughAListReachesItsNumber) {
  const ContractText text = ReadOrFail(
      "1. OBJECT\n\nThe Processor stores letters.\n\n2. MEASURES\n\nIt has:\n\n1. locks;\n"
      "2. keys;\n3. A guard.\n\nIt keeps a register.\n\n4. BREACH\n\nIt calls.\n");
  EXPECT_EQ(ReferenceOf(text, "A guard"), "2.3");
  EXPECT_EQ(ReferenceOf(text, "It calls"), "4");
}

TEST(OutlineTest, AListBelowAMarkedSubheadingTakesNoPlaceOfAHeading) {
  const ContractText text = ReadOrFail(
      "# Data terms\n\n## 1. Duties\n\nNone.\n\n## 2. Breach\n\n### 2.1 Steps\n\n1. Find it.\n"
      "2. Tell it\n3. Mend it.\n\n## 3. Audit\n\n### 3.1 Right\n\nOnce a year.\n",
      "contract.md");
  EXPECT_EQ(ReferenceOf(text, "Mend it"), "2.1.3");
  EXPECT_EQ(ReferenceOf(text, "Audit"), "3");
  EXPECT_EQ(ReferenceOf(text, "Once"), "3.1");
}

TEST(OutlineTest, ItemsOfMarkdownThatAreNumberedAlikeCountOn) {
  const std::string words =
      "# Data terms\n\n## Duties\n\n1. Locks.\n1. Guards.\n   1. At night.\n   1. At noon.\n1. "
      "Dogs."
      "\n\nThey bark.\n\n1. Geese.\n\n## End\n\nNone.\n\n## Contact\n\nNone.\n";
  const ContractText text = ReadOrFail(words, "contract.md");
  EXPECT_EQ(ReferenceOf(text, "Guards"), "[1], 2");
  EXPECT_EQ(ReferenceOf(text, "Dogs"), "[1], 3");
  EXPECT_EQ(ReferenceOf(text, "Geese"), "[1], 1");
  EXPECT_NE(ReferenceOf(ReadOrFail(words, "contract.txt"), "Dogs"), "[1], 3");
}

TEST(OutlineTest, CitesSectionsOfRomanArticlesAsTheyAreNumbered) {
  const ContractText text = ReadOrFail(
      "ADDENDUM\n\nARTICLE I\nTERMS\n\nSection 1.01 \"Data\" means names.\n\n"
      "ARTICLE II\nUSE\n\nSection 2.01 Purpose. Supplier sends letters.\n\n"
      "Section 2.10 Limit. Supplier sends nothing else, see Article V of the Regulation.\n\n"
      "Article L. 12 of a code says nothing.\n");
  EXPECT_EQ(ReferenceOf(text, "\"Data\""), "Section 1.01");
  EXPECT_EQ(ReferenceOf(text, "USE"), "Article II");
  EXPECT_EQ(ReferenceOf(text, "Purpose"), "Section 2.01");
  EXPECT_EQ(ReferenceOf(text, "Limit"), "Section 2.10");
  EXPECT_EQ(ReferenceOf(text, "Article L."), "Section 2.10");
}

TEST(OutlineTest, LetsNumbersOfMarkedHeadingsCount) {
  const ContractText text = ReadOrFail(
      "# Data terms\n\n## 1. What we do\n\nWe send letters.\n\n"
      "## 2. What you do\n\n1. You tell people.\n2. You ask them.\n\n"
      "## 3. Contact\n\nWrite to us.\n");
  EXPECT_EQ(ReferenceOf(text, "We send"), "1");
  EXPECT_EQ(ReferenceOf(text, "You ask"), "2.2");
  EXPECT_EQ(ReferenceOf(text, "Write"), "3");
}

TEST(OutlineTest, AMarkedHeadingGoesOnWithItsLikeThoughANumberIsMissing) {
  const ContractText text = ReadOrFail(
      "# Data terms\n\n## 1. What we do\n\nWe send letters.\n\n"
      "## 2. Security\n\nThere are:\n\n1. locks on every door;\n2. guards;\n3. dogs.\n\n"
      "## 4. Breach\n\nWe call.\n");
  EXPECT_EQ(ReferenceOf(text, "dogs"), "2.3");
  EXPECT_EQ(ReferenceOf(text, "We call"), "4");
}

TEST(OutlineTest, NumbersOfClausesCountThoughTheHeadingsAboveThemHaveNone) {
  const ContractText text = ReadOrFail(
      "## Object\n\n1.1 Scope\n\nThe service.\n\n## Duties\n\n2.1 Instructions\n\nOnly these."
      "\n\n2.2 Secrecy\n\nAll keep it.\n\n## End\n\n3.1 Return\n\nAll of it.\n",
      "contract.md");
  EXPECT_EQ(ReferenceOf(text, "Only these."), "2.1");
  EXPECT_EQ(ReferenceOf(text, "All of it."), "3.1");
}

TEST(OutlineTest, ANumberGoesOnBehindDecimalsWhoseOwnNumberWasLost) {
  const ContractText text = ReadOrFail(
      "1 Object\n\n1.1 Scope\n\nThe service.\n\n2 Kind and purpose are:\n\n2.1 "
      "Kind\n\nStorage.\n\n2.1.1 "
      "People\n\n"
      "Guests.\n\n3 Duties\n\n(1) It keeps silent.\n\n(2) It keeps records.\n\n4 End\n\nAll "
      "goes.\n");
  EXPECT_EQ(ReferenceOf(text, "It keeps records."), "3(2)");
  EXPECT_EQ(ReferenceOf(text, "All goes."), "4");
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

TEST(OutlineTest, BeginsWithTheFirstClauseBehindPartiesAndRecitals) {
  const ContractText text = ReadOrFail(
      "Parties\n\n(1) Alder Example Ltd (Processor)\n\n(2) The Example School (Controller)\n\n"
      "Background\n\n(A) The schedules are these:\n\nSchedule 1 -\n\nData\n\n"
      "Schedule 2 -\n\nSecurity Measures\n\n(B) The parties wish to follow the law.\n\n"
      "1. Agreed terms\n\n(a) Words mean what they say.\n\n2. Breach\n\n2.1 We call.\n\n"
      "Schedule 1 - Data\n\n1 Data\n\nNames of pupils.\n\n2 People\n\nPupils of the school.\n\n"
      "Schedule 2 - Security Measures\n\nLocks on all doors are fitted.\n");
  EXPECT_EQ(ReferenceOf(text, "The parties wish"), "(2)(B)");
  EXPECT_EQ(ReferenceOf(text, "Words mean"), "1(a)");
  EXPECT_EQ(ReferenceOf(text, "We call"), "2.1");
  EXPECT_EQ(ReferenceOf(text, "Pupils of"), "Schedule 1, 2");
  EXPECT_EQ(ReferenceOf(text, "Locks"), "Schedule 2");
}

TEST(OutlineTest, TakesNoArticleOfANamedLawForAClause) {
  const ContractText text = ReadOrFail(
      "5. Secrecy\n\n5.1 All are silent.\n\n6. Security\n\n"
      "Article 32 GDPR asks for measures against risks.\n\n7. Others\n\n7.1 Nobody helps.\n");
  EXPECT_EQ(ReferenceOf(text, "Article 32"), "6");
  EXPECT_EQ(ReferenceOf(text, "Nobody"), "7.1");
  // The twin: an article of the contract that speaks of the law.
  const ContractText own =
      ReadOrFail("Article 5 - Secrecy\n\nAll are silent.\n\nArticle 6: GDPR\n\nThe law is kept.\n");
  EXPECT_EQ(ReferenceOf(own, "The law"), "Article 6");
}

TEST(OutlineTest, KeepsAListBelowAMarkedHeadingThoughItsFirstPointLooksLikeOne) {
  const ContractText text = ReadOrFail(
      "# Data terms\n\n## 1. What we do\n\nWe send letters.\n\n"
      "## 2. Start\n\n1. Signature: of both\n2. It begins when both have signed.\n\n"
      "## 3. Contact\n\nWrite to us.\n");
  EXPECT_EQ(ReferenceOf(text, "Signature"), "2.1");
  EXPECT_EQ(ReferenceOf(text, "It begins"), "2.2");
  EXPECT_EQ(ReferenceOf(text, "Write"), "3");
}

TEST(OutlineTest, DropsContentsWhoseTitlesComeAgainAsHeadings) {
  const std::string clauses =
      "1. Scope\n\nIt covers names.\n\n2. Duties of all\n\n2.1 All are silent.\n\n"
      "3. The end\n\n3.1 It ends.\n\nAnnex A - Names\n\nNames of pupils.\n";
  for (const char* contents :
       {"Contents\n\n1. Scope 2\n2. Duties of all 3\n3. The end 3\nAnnex A - Names 4\n\n",
        "# Contents\n\n1. [Scope](#1)\n2. [Duties of all](#2)\n3. [The end](#3)\n\n"}) {
    const ContractText text = ReadOrFail(contents + clauses);
    EXPECT_EQ(ReferenceOf(text, "It covers"), "1");
    EXPECT_EQ(ReferenceOf(text, "All are"), "2.1");
    EXPECT_EQ(ReferenceOf(text, "Names of"), "Annex A");
  }
  // The twin: a list that comes twice is none.
  const ContractText lists = ReadOrFail(
      "1. Staff\n\nData of staff:\n\n- names\n- addresses\n- wages\n\n"
      "2. Guests\n\nData of guests:\n\n- names\n- addresses\n- wages\n");
  EXPECT_EQ(ReferenceOf(lists, "wages"), "1");
}

TEST(OutlineTest, GivesAnEmptyTextOneClauseAndNoBlock) {
  for (const std::string_view bytes : {"", " \n\n \t\n", "----\n"}) {
    const ContractText text = ReadOrFail(bytes);
    EXPECT_EQ(text.clauses.size(), 1U);
    EXPECT_TRUE(text.blocks.empty());
  }
}

TEST(OutlineTest, ADefinitionIsNoPartOfTheListInTheOneBefore) {
  const ContractText text = ReadOrFail(
      "1. Interpretation\n\n1.1 The following terms shall mean:\n\nCustomer Data means all that is "
      "entered;\n\nLosses means all liabilities, including:\n\n(a) costs; and\n\n(b) where the law "
      "allows it:\n\n(i) fines; and\n\n(ii) compensation;\n\nSub-processor means another "
      "processor;\n\nServices has the meaning given in the terms.\n\n2. Duties\n\n2.1 The Company "
      "helps.\n");
  EXPECT_EQ(ReferenceOf(text, "compensation"), "1.1(b)(ii)");
  EXPECT_EQ(ReferenceOf(text, "Sub-processor means"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "Services has"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "The Company helps"), "2.1");
}

TEST(OutlineTest, WordsThatEndTheSentenceOfAListBelongToItsLead) {
  const ContractText text = ReadOrFail(
      "1. Help\n\n1.1 The Company shall help the Customer with:\n\n1.1.1 the security of its "
      "processing of personal data;\n\n1.1.2 notifications to the supervisory authority of any "
      "breach,\n\nprovided that the Customer pays for it.\n\n2. End\n\n2.1 The Company shall "
      "return "
      "the data after the earlier of:\n\n(a) the end of the services; or\n\n(b) the day on which "
      "it "
      "needs them no longer for what it was asked to do,\n\nand delete existing copies.\n");
  EXPECT_EQ(ReferenceOf(text, "notifications"), "1.1.2");
  EXPECT_EQ(ReferenceOf(text, "provided that"), "1.1");
  EXPECT_EQ(ReferenceOf(text, "and delete"), "2.1");
}

TEST(OutlineTest, AnExhibitAtTheFrontIsTheAgreementItself) {
  const ContractText text = ReadOrFail(
      "EXHIBIT D\nPRIVACY ADDENDUM\n\nThis Addendum belongs to the main contract.\n\nARTICLE I. "
      "USE\n\nSection 1.1. The Contractor follows directions.\n\nARTICLE II. HELP\n\nSection 2.1. "
      "The "
      "Contractor helps.\n\nARTICLE III. PLACES\n\nSection 3.1. Data go abroad under Decision (EU) "
      "2021/914 only.\n\nARTICLE IV. END\n\nSection 4.1. The Contractor erases the data.\n");
  EXPECT_EQ(ReferenceOf(text, "The Contractor helps"), "Exhibit D, section 2.1");
  for (const Clause& clause : text.clauses) {
    EXPECT_NE(clause.part, TextPart::kModelContract) << clause.reference;
  }
}

}  // namespace
}  // namespace mandat
