// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/error_test_util.h"
#include "prose/read_document.h"
#include "reading/contract_reading.h"

namespace mandat {
namespace {

// A table of treatments under a heading, in Markdown.
ContractReading ReadTable(std::string_view heading, std::string_view head) {
  const std::string text =
      "# Accord de traitement des données personnelles\n\nLe Client est responsable du "
      "traitement. Le Sous-traitant traite les données sur instruction du Client.\n\n## " +
      std::string(heading) + "\n\n| " + std::string(head) +
      " |\n|---|---|---|\n| Tenir l'agenda | Nom, adresse | Trois ans |\n| Répondre | Courriel | "
      "Un an |\n\n## Divers\n\nRien.\n";
  const Result<ContractText> read = ReadDocument(text, "contract.md");
  EXPECT_TRUE(read);
  return read ? ReadTerms(*read) : ContractReading{};
}

std::string ItemsOf(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  std::string items;
  for (size_t i = 0; term != nullptr && i < term->items.size(); ++i) {
    items += (items.empty() ? "" : "; ") + term->items[i].text;
  }
  return items;
}

// Covers: GDPR Art. 28(3)
TEST(TableLists, EachColumnIsAListOfItsField) {
  const ContractReading reading =
      ReadTable("Traitements confiés", "Finalité | Données traitées | Durée de conservation");
  EXPECT_EQ(ItemsOf(reading, "purposes"), "Tenir l'agenda; Répondre");
  EXPECT_EQ(ItemsOf(reading, "data-categories"), "Nom, adresse; Courriel");
  EXPECT_EQ(ItemsOf(reading, "retention"), "Trois ans; Un an");
}

// Covers: GDPR Art. 28(3)
TEST(TableLists, OtherTablesAreNoLists) {
  EXPECT_EQ(ItemsOf(ReadTable("Tarifs", "Prestation | Prix | Délai"), "purposes"), "");
  EXPECT_EQ(ItemsOf(ReadTable("Traitements que le Sous-traitant mène en qualité de responsable de "
                              "traitement",
                              "Finalité | Données traitées | Durée de conservation"),
                    "data-categories"),
            "");
}

ContractReading ReadRows(std::string_view rows) {
  const std::string text =
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "documented instructions of the Controller.\n\n2. The Processor engages sub-processors.\n\n"
      "Annex 1 - Details\n\n" +
      std::string(rows);
  const Result<ContractText> read = ReadDocument(text, "contract.txt");
  EXPECT_TRUE(read);
  return read ? ReadTerms(*read) : ContractReading{};
}

// Covers: GDPR Art. 28(3)
TEST(TableLists, ARowSaysWhatItsFirstCellNames) {
  const ContractReading reading = ReadRows(
      "Purposes of the processing | Planning of shifts; leave\nTypes of personal data | Names, "
      "hours\nData subjects | Staff; visitors\n");
  EXPECT_EQ(ItemsOf(reading, "purposes"), "Planning of shifts; leave");
  EXPECT_EQ(ItemsOf(reading, "data-categories"), "Names; hours");
  EXPECT_EQ(ItemsOf(reading, "people"), "Staff; visitors");
}

// Covers: GDPR Art. 28(3)
TEST(TableLists, ARowOfASubprocessorOrOfSomethingElseIsNoList) {
  const ContractReading reading = ReadRows(
      "Sub-processor | Heron Example BV\nPurpose | Hosting\nData protection officer | A. N. Other\n"
      "Data exporter | The Controller\n");
  EXPECT_EQ(ItemsOf(reading, "purposes"), "");
  EXPECT_EQ(ItemsOf(reading, "data-categories"), "");
}

// Covers: GDPR Art. 28(2)
TEST(TableLists, ATableThatBeginsRightBelowAnotherIsReadByItsOwnHead) {
  const ContractReading reading = ReadRows(
      "Purpose | Planning\nData subjects | Staff\nProvider | Country | Task\n"
      "Heron Example BV | Netherlands | Hosting\n");
  EXPECT_EQ(ItemsOf(reading, "people"), "Staff");
  EXPECT_EQ(ItemsOf(reading, "sub-processors.list"), "Heron Example BV");
}

}  // namespace
}  // namespace mandat
