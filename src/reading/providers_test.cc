// SPDX-License-Identifier: Apache-2.0
// English contracts that providers write: how they name the parties, list, and put off.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading ReadProvider(std::string_view text) { return ReadContract(text, "contract.md"); }

std::string NamesIn(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  std::string names;
  for (size_t i = 0; term != nullptr && i < term->items.size(); ++i) {
    names += (names.empty() ? "" : "; ") + term->items[i].value[0].second;
  }
  return names;
}

// Covers: GDPR Art. 28(3)
TEST(Providers, TermsThatTheLawDefinesAreNoParties) {
  const ContractReading reading = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Terms\n\nThe terms \"Processing\", \"Member State\" "
      "and "
      "\"Supervisory Authority\" mean what they mean in the GDPR.\n\n## 2. Data\n\nThe Processor "
      "processes the following types of personal data on behalf of processing teams of the "
      "Controller. Processing shall be lawful; processing shall be fair; processing must be "
      "open.\n\n## 3. Requests\n\nThe Processor shall assist the Controller in answering requests "
      "of data subjects.\n");
  EXPECT_EQ(TermClause(reading, "requests.assist"), "3");
}

// Covers: GDPR Art. 28(3)(g)
TEST(Providers, WhomTheLawsNameIsExplainedByIsThatParty) {
  const ContractReading reading = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Definitions\n\n- **\"Controller\"** The Subscriber - "
      "the school that decides why data are processed.\n- **\"Processor\"** Example Slate - who "
      "processes them.\n\n## 2. End\n\nWhen the account ends, Example Slate will delete or return "
      "all personal data, as the Subscriber chooses.\n");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 2");

  // "a natural person" is nobody's name.
  const ContractReading law = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Definitions\n\n- **\"Controller\"**: a natural person "
      "who decides.\n\n## 2. End\n\nExample Slate will delete or return all personal data when the "
      "contract ends, as a natural person chooses.\n");
  EXPECT_NE(TermText(law, "end.choice"), "is controller @ 2");
}

// Covers: GDPR Art. 28(2)
TEST(Providers, ASubProcessorMayBeToldBeforeItIsUsed) {
  const ContractReading reading = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Helpers\n\nThe Processor shall use any sub-processor "
      "only after informing the Controller in writing of its name.\n\nThe following "
      "Sub-processor(s) are approved by the Controller:\n\n- Example Lantern Services EMEA SARL\n"
      "- Example Rope Limited\n\n## 2. Silence\n\nThe Processor keeps personal data secret.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 1");
  EXPECT_EQ(TermClause(reading, "sub-processors.notice"), "1");
  EXPECT_EQ(NamesIn(reading, "sub-processors.list"),
            "Example Lantern Services EMEA SARL; Example Rope Limited");
}

// Covers: GDPR Art. 32(1)
TEST(Providers, RowsOfATableOfMeasuresAreMeasures) {
  const ContractReading reading = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Security\n\nThe Processor takes the measures of "
      "Annex 1. It processes personal data on instructions of the Controller.\n\n"
      "## Annex 1: Technical and organisational security measures\n\n### A. Doors\n\n"
      "| Measure | What it is |\n|---|---|\n| Encryption at rest | AES of every disk |\n"
      "| Backups | Each night |\n\n## Annex 2: Sub-processors\n\n| Name | Purpose | Country |\n"
      "|---|---|---|\n| Example Patch Ltd | Patch management | France |\n");
  EXPECT_EQ(TermClause(reading, "security.measures.encryption"), "Annex 1");
  EXPECT_EQ(TermClause(reading, "security.measures.backup"), "Annex 1");
  EXPECT_EQ(TermClause(reading, "security.measures.patching"), "nothing");
}

// Covers: GDPR Art. 5(1)(e)
TEST(Providers, DataAreKeptAsLongAsSomethingLasts) {
  constexpr std::string_view kFront =
      "# Data Processing Agreement\n\n## 1. Data\n\nThe Processor acts for the Controller.\n\n"
      "## 2. Time\n\n";
  const ContractReading kept =
      ReadProvider(std::string(kFront) +
                   "The Processor shall retain personal data for the duration of the "
                   "agreement.\n");
  EXPECT_EQ(TermClause(kept, "retention"), "2");
  const ContractReading law =
      ReadProvider(std::string(kFront) +
                   "The Processor may retain personal data for as long as the law of a "
                   "Member State requires.\n");
  EXPECT_EQ(TermClause(law, "retention"), "nothing");
}

// Covers: GDPR Art. 28(3)
TEST(Providers, SentencesDescribeTheProcessingWithoutALabel) {
  const ContractReading reading = ReadProvider(
      "# Data Processing Agreement\n\n## 1. What\n\nThe processing concerns contact data, contract "
      "data and billing data. The Processor acts for the Controller.\n\n## 2. Who\n\nThe data "
      "relate to patients and their relatives.\n\n## 3. Why\n\nThe processing serves to send "
      "letters to them.\n");
  EXPECT_EQ(TermClause(reading, "data-categories"), "1");
  EXPECT_EQ(TermClause(reading, "people"), "2");
  EXPECT_EQ(TermClause(reading, "purposes"), "3");
  const ContractReading means = ReadProvider(
      "# Data Processing Agreement\n\n## 1. Terms\n\n\"Personal data\" means data relating to a "
      "person.\n\n## 2. Help\n\nThe Processor helps the Controller with requests of data "
      "subjects.\n");
  EXPECT_EQ(TermClause(means, "people"), "nothing");
}

// Covers: GDPR Art. 28(2)
TEST(Providers, AnAnnexOnSubProcessorsListsCompaniesAndNoHabits) {
  constexpr std::string_view kFront =
      "# Data Processing Agreement\n\n## 1. Helpers\n\nThe Processor may engage the "
      "sub-processors of Annex 1 to process personal data for the Controller.\n\n"
      "## Annex 1: Sub-processors\n\n";
  const ContractReading listed =
      ReadProvider(std::string(kFront) +
                   "It describes who helps.\n\n- Example Gull AB (no. 12), which keeps "
                   "watch at night\n- Example Tern Ltd (no. 13), which does so by day\n");
  EXPECT_EQ(NamesIn(listed, "sub-processors.list"), "Example Gull AB; Example Tern Ltd");
  const ContractReading habits =
      ReadProvider(std::string(kFront) + "- Contracts in writing\n- Yearly review\n");
  EXPECT_EQ(NamesIn(habits, "sub-processors.list"), "");
}

// Covers: GDPR Art. 28(3)
TEST(Providers, APartyMayHaveSeveralNamesInOnePairOfQuotes) {
  const ContractReading reading = ReadProvider(
      "# Agreement on data processing\n\nBetween you and Example Tern ApS (the \"Data Processor, "
      "we, us\").\n\n## 1. Data\n\nYou are the data controller. We process personal data on your "
      "documented instructions.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Example Tern ApS");
}

// Covers: GDPR Art. 28(3)
TEST(Providers, WorkAgainstAnInstructionIsNoInstructionAgainstTheLaw) {
  constexpr std::string_view kFront =
      "# Data Processing Agreement\n\n## 1. Data\n\nThe Processor processes personal data for the "
      "Controller.\n\n## 2. Instructions\n\nThe Processor follows instructions. ";
  const ContractReading forced =
      ReadProvider(std::string(kFront) +
                   "The Processor will inform the Controller if a law requires it to "
                   "process personal data in contravention of the Controller's "
                   "instructions.\n");
  EXPECT_EQ(TermClause(forced, "instructions.infringing"), "nothing");
  const ContractReading against =
      ReadProvider(std::string(kFront) +
                   "The Processor will inform the Controller if an instruction is in "
                   "contravention of the GDPR.\n");
  EXPECT_EQ(TermClause(against, "instructions.infringing"), "2");
}

TEST(Providers, WhatFillsInTheAnnexesOfAModelContractIsNoAnnex) {
  const Result<ContractText> text = ReadDocument(
      "# Agreement\n\n## Annex 4: Model clauses\n\n### A. Union\n\n**Annex I.A (Parties):** As in "
      "the front of this agreement.\n\n**Annex II (Measures):** As in Annex 2 of this "
      "agreement.\n\n### B. Isles\n\nAs well.\n",
      "contract.md");
  ASSERT_TRUE(text);
  EXPECT_EQ(text->clauses.back().reference, "Annex 4, B");
}

}  // namespace
}  // namespace mandat
