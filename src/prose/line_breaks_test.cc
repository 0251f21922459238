// SPDX-License-Identifier: Apache-2.0
// A text means the same at whatever width its lines were broken.
#include <sstream>

#include "prose/reading_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kEnglish =
    "This Agreement is made between Example Sender Ltd, 7 Sample Street, Springfield (the"
    " \"Customer\"), and Example Records Inc., 100 Sample Avenue, Shelbyville (the "
    "\"Provider\").\n"
    "\n"
    "## 1. Instructions\n"
    "\n"
    "The Provider processes personal data on documented instructions only, as Article "
    "28(3)(a) of the GDPR demands, and tells the Customer at once which of them is in its"
    " opinion against the law, as Section 4 describes it in more detail.\n"
    "\n"
    "- The return of all copies of the personal data that Article 28(3)(g) requires is "
    "described below, and so is the deletion of what is left.\n"
    "- Article 3.2 (Deletion) applies to what nobody asks for.\n"
    "\n"
    "## 2. Sub-processors\n"
    "\n"
    "The Customer may object to a new sub-processor on reasonable grounds within ten (10)"
    " working days of the notice; without an objection within 10 days after that the new "
    "sub-processor may begin its work.\n"
    "\n"
    "## 3. End\n"
    "\n"
    "### 3.1 Return\n"
    "\n"
    "The Provider returns all personal data within thirty (30) days of the end of the "
    "services, in a common format that was agreed, see Annex 1.\n"
    "\n"
    "### 3.2 Deletion\n"
    "\n"
    "What is then left it deletes within 60 days, and confirms it in writing to the "
    "Customer, in the form that Annex 1 shows.\n"
    "\n"
    "## 4. Liability\n"
    "\n"
    "The parties are liable as Article 82 GDPR says.\n";

constexpr std::string_view kGerman =
    "Vertrag zwischen der Beispiel Absender GmbH (im Folgenden „du\" / „Auftraggeber\") und"
    " der Beispiel Archiv AG (im Folgenden „wir\" / „Auftragnehmer\").\n"
    "\n"
    "## 1. Ort der Verarbeitung\n"
    "\n"
    "1.1 Die Verarbeitung findet in der Union statt; anderswo nur, soweit geeignete "
    "Garantien i. S. v. Art. 46 Abs. 2 DSGVO bestehen, die der Auftragnehmer nachweist.\n"
    "\n"
    "1.2 Ein Angemessenheitsbeschluss gem. Art. 45 Abs. 3 DSGVO genügt ebenfalls; der "
    "Auftragnehmer legt ihn auf Verlangen des Auftraggebers vor.\n"
    "\n"
    "## 2. Kontrollen\n"
    "\n"
    "2.1 Die Kontroll- und Auditrechte des Auftraggebers bleiben unberührt, ebenso seine "
    "Haftungs- oder Gewährleistungsansprüche gegen den Auftragnehmer.\n"
    "\n"
    "2.2 Eine Kontrolle kündigt er mindestens 30 Tage vorher an, in dringenden Fällen "
    "mindestens zwei (2) Werktage vorher und unter Angabe der Gründe.\n";

// Every paragraph broken where the next word would go beyond `width`.
std::string Wrapped(std::string_view text, size_t width) {
  std::istringstream lines{std::string(text)};
  std::string out;
  for (std::string line; std::getline(lines, line); out += '\n') {
    if (line.starts_with('#')) {
      out += line;
      continue;
    }
    const std::string_view below = line.starts_with("- ") ? "  " : "";
    std::istringstream words{line};
    size_t used = 0;
    for (std::string word; words >> word;) {
      const size_t points = static_cast<size_t>(
          std::ranges::count_if(word, [](char c) { return (c & 0xC0) != 0x80; }));
      if (used > 0 && used + 1 + points > width) {
        out += '\n';
        out += below;
        used = below.size();
      } else if (used > 0) {
        out += ' ';
        used += 1;
      }
      out += word;
      used += points;
    }
  }
  return out;
}

class LineBreaksTest : public testing::TestWithParam<std::string_view> {};

TEST_P(LineBreaksTest, SayNothingInMarkdown) {
  const ContractText whole = ReadOrFail(GetParam(), "contract.md");
  for (size_t width = 60; width <= 120; ++width) {
    const ContractText text = ReadOrFail(Wrapped(GetParam(), width), "contract.md");
    EXPECT_EQ(TextsOf(text), TextsOf(whole)) << "at " << width;
    EXPECT_EQ(ReferencesOf(text), ReferencesOf(whole)) << "at " << width;
  }
}

TEST_P(LineBreaksTest, SayNothingInATextThatWasBrokenAtOneWidth) {
  const ContractText whole = ReadOrFail(GetParam());
  for (size_t width = 60; width <= 100; ++width) {
    const ContractText text = ReadOrFail(Wrapped(GetParam(), width));
    EXPECT_EQ(TextsOf(text), TextsOf(whole)) << "at " << width;
    EXPECT_EQ(ReferencesOf(text), ReferencesOf(whole)) << "at " << width;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, LineBreaksTest, testing::Values(kEnglish, kGerman),
                         [](const auto& which) { return which.index == 0 ? "English" : "German"; });

TEST(LineBreaksTest, PartLinesOfMarkdownThatAreMeantToStandAlone) {
  const ContractText text = ReadOrFail(
      "**Provider:** Example Records Inc., 100 Sample Avenue, Shelbyville\n"
      "**Contact:** privacy@records.example.org, or by letter to the same address\n"
      "**Representative in the Union:** none, since it has a branch in Sampletown\n",
      "contract.md");
  EXPECT_EQ(text.blocks.size(), 3U);
}

TEST(LineBreaksTest, PartShortLinesOfMarkdown) {
  const ContractText text = ReadOrFail(
      "Example Records Inc.\n100 Sample Avenue\nShelbyville\nprivacy@records.example.org\n",
      "contract.md");
  EXPECT_EQ(text.blocks.size(), 4U);
}

TEST(LineBreaksTest, ASentenceGoesOnOnTheNextPageThoughItsWordBeginsLarge) {
  const ContractText text = ReadOrFail(
      "1. Gegenstand\n\n"
      "Verarbeitet werden personenbezogene Daten im Rahmen des Vertrags und der\n"
      "Nutzung aller Funktionen, die dort beschrieben sind, auch im Rahmen einer\n"
      "\fPflegedokumentation, soweit sie dort vereinbart wurde, und nicht darüber\n"
      "hinaus.\n");
  EXPECT_NE(FindBlock(text, "Verarbeitet")->text.find("einer Pflegedokumentation"),
            std::string::npos);
}

TEST(LineBreaksTest, WhatIsIndentedBelowAColonAreItemsThoughTheirBulletsAreLost) {
  const ContractText text = ReadOrFail(
      "1. Sub-processors\n\n"
      "The sub-processors that the controller knows and has agreed to are the following:\n\n"
      "     Heron Example Hosting\n"
      "     Otterbase\n\n"
      "The processor tells the controller in good time before it takes another one of them.\n");
  ASSERT_NE(FindBlock(text, "Otterbase"), nullptr);
  EXPECT_EQ(FindBlock(text, "Heron")->kind, BlockKind::kItem);
  EXPECT_EQ(FindBlock(text, "Otterbase")->kind, BlockKind::kItem);
  EXPECT_EQ(FindBlock(text, "The processor tells")->kind, BlockKind::kParagraph);
}

TEST(LineBreaksTest, ALineThatBeginsWithANameIsOneOfItsOwnBehindASentence) {
  const ContractText text = ReadOrFail(
      "Duration: as long as the service is subscribed to, and ninety days behind it.\n"
      "Categories of people: the own customers and suppliers of the controller that are\n"
      "named in the documents which it makes with the service.\n"
      "Nature: storage and printing, exactly as it was configured by the controller.\n");
  EXPECT_EQ(text.blocks.size(), 3U);
}

TEST(LineBreaksTest, AHeadingOverTwoLinesIsOne) {
  for (const std::string heading :
       {"Duties of the processor and of the\nsub-processors",
        "Sub-processors (further\nprocessors)", "Security under Art. 32\nGDPR"}) {
    const ContractText text = ReadOrFail(
        "Scope\n\n1. The service.\n2. Its data.\n\n" + heading +
        "\n\n1. They keep it safe.\n2. They tell.\n\nAudits\n\n1. Once a year.\n2. By letter.\n\n"
        "End\n\n1. All is given back.\n2. All is deleted.\n");
    EXPECT_EQ(ReferenceOf(text, "They tell."), "[2], 2") << heading;
    EXPECT_EQ(ReferenceOf(text, "All is deleted."), "[4], 2") << heading;
  }
}

TEST(LineBreaksTest, ThePartOfAnAgreementMayBeCitedOverTwoLines) {
  const ContractText text = ReadOrFail(
      "## Part A\n\nPart A applies wherever the provider processes personal data, see also Part\n"
      "A. Certain further terms in Part B apply too.\n\n1. Object\n\nThe service.\n",
      "contract.md");
  EXPECT_NE(FindBlock(text, "Part A applies")->text.find("Part A. Certain"), std::string::npos);
}

TEST(LineBreaksTest, TheEndOfAListItemIsNoPhraseThatGoesOn) {
  const ContractText text = ReadOrFail(
      "The processor\n\nkeeps the data safe; and\nTells the controller of every breach\n");
  EXPECT_NE(FindBlock(text, "Tells the controller"), nullptr);
}

}  // namespace
}  // namespace mandat
