// SPDX-License-Identifier: Apache-2.0
// English contracts by other hands: parties without definitions, and clauses that are not theirs.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading Read(std::string_view text) { return ReadContract(text, "contract.txt"); }

constexpr std::string_view kTrade =
    "# Data Processing Agreement\n\nThese terms are between Tern Example Mail and the customer.\n\n"
    "## Duties\n\n* Tern Example Mail processes personal data only on documented instructions "
    "from the customer.\n\n* Tern Example Mail will forward requests of data subjects.\n\n"
    "* Tern Example Mail will notify the customer of any data breach within 36 hours.\n\n"
    "## Change\n\nThese terms may be updated from time to time.\n\n## Contact\n\nWrite to us.\n";

// Covers: GDPR Art. 28(3)
TEST(Strangers, WhoeverIsBoundBelowATradeNameIsTheProcessor) {
  const ContractReading reading = Read(kTrade);
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 36 hours @ [1]");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "[1]");
  EXPECT_EQ(TermText(reading, "amendment.rule"), "is unilateral @ [2]");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Tern Example Mail");
}

TEST(Strangers, APartyStandsBehindBetweenAndAColon) {
  const ContractReading reading = Read(
      "Data Processing Addendum\n\nThis addendum forms part of the service terms between: Tern "
      "Example Mail Ltd (\"Processor\") and the customer (\"Controller\").\n\n1. The Processor "
      "shall process personal data on documented instructions of the Controller.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Tern Example Mail Ltd");
}

TEST(Strangers, AnAddressIsTheWholeStreetAndNoNumberOfARegister) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\nEntre le client (« le Client ») et la Société Exemple "
      "Nivôse SAS, 12 bis quai Inventé, 69000 Lyon, RCS 000 000 000 (« le Prestataire »).\n\n1. Le "
      "Prestataire, sous-traitant, suit les instructions du Client, responsable du traitement.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(ValueText(*processor),
            "name Société Exemple Nivôse SAS, address 12 bis quai Inventé, 69000 Lyon");
}

TEST(Strangers, TheSecondOfTwoPartiesStandsBehindTheFirstOne) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\n1. Le présent accord est conclu entre le Client (tel "
      "qu'identifié lors de la commande), agissant en qualité de responsable de traitement, et "
      "Mirabelle Exemple (SASU au capital de 150 €, siège : 24 route Inventée, 91000 Ville), "
      "éditeur "
      "de Mirabelle, agissant en qualité de sous-traitant (ci-après « le Prestataire »). Il "
      "prévaut "
      "sur les CGVU.\n\n2. Le Prestataire suit les instructions du Client.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(ValueText(*processor),
            "name Mirabelle Exemple, address 24 route Inventée, 91000 Ville");
  EXPECT_EQ(TermClause(reading, "precedence"), "1");
}

TEST(Strangers, AHeadingSaysWhatItsFewWordsAre) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "documented "
      "instructions of the Controller.\n\n2. Governing law\n\nThe laws of Iceland.\n\n3. Data\n\n"
      "Personal data are data as the laws of Iceland mean them.\n");
  EXPECT_EQ(TermClause(reading, "law.governing"), "2");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, APlaceIsQuotedAsItIsWritten) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\n1. Le Sous-traitant suit les instructions du Client. "
      "Les "
      "données personnelles restent en Islande.\n");
  const FoundTerm* places = reading.Find("places");
  ASSERT_NE(places, nullptr);
  ASSERT_EQ(places->items.size(), 1U);
  EXPECT_EQ(places->items[0].text, "Les données personnelles restent en Islande.");
  EXPECT_EQ(places->items[0].value[0].second, "IS");
}

TEST(Strangers, ANameThatIsBoundToNothingIsNoProcessor) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Tern Example Mail is a town. Personal data are personal "
      "data.\n\n2. The Processor shall process personal data on documented instructions.\n\n"
      "3. The Processor shall delete personal data.\n\n4. The Processor shall be quiet.\n");
  EXPECT_EQ(reading.Find("parties.processor"), nullptr);
}

// Covers: GDPR Art. 28(2); GDPR Art. 28(4)
TEST(Strangers, PlainFrenchWordsOfANamedProcessorAreUnderstood) {
  const ContractReading reading = Read(
      "ANNEXE VIE PRIVÉE\n\nCette annexe lie la Société Exemple Ventôse SAS (« Ventôse ») et "
      "l'entreprise cliente (« l'Abonné »).\n\n1. Ventôse n'utilise les informations personnelles "
      "que pour exécuter les consignes écrites de l'Abonné.\n\n2. L'Abonné accepte d'avance que "
      "Ventôse fasse intervenir des prestataires. Ventôse annonce tout nouveau prestataire cinq "
      "semaines avant son arrivée.\n\n3. Ventôse répond des fautes de ses prestataires.\n\n"
      "4. Ventôse alerte l'Abonné au plus tard vingt heures après avoir eu connaissance d'une "
      "fuite d'informations personnelles.\n\n5. Ventôse tient un registre.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 2");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 5 weeks, before change @ 2");
  EXPECT_EQ(TermClause(reading, "sub-processors.liability"), "3");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 20 hours, from awareness @ 4");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, WeAndYouArePartiesWhereNobodyElseIs) {
  const ContractReading reading = Read(
      "Data processing terms\n\n1. We will process your personal data only as instructed by you."
      "\n\n2. We will notify you of a personal data breach within 24 hours.\n\n3. We will delete "
      "the personal data within 30 days after you close your account.\n\n4. You shall pay us.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 24 hours @ 2");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 30 days, from account-closure @ 3");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, WhoseDataAreProcessedIsNotWhichDataAre) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "instructions of the Controller.\n\n2. Types of personal data: names; addresses.\n\n"
      "3. Categories of data subjects: tenants; guests.\n\nAddendum 1\n\n"
      "1. Categories of data subjects: visitors.\n\n2. Types of personal data: faces.\n");
  EXPECT_EQ(TermClause(reading, "data-categories"), "2");
  EXPECT_EQ(TermClause(reading, "people"), "3");
}

// Covers: Dec. 2021/914
TEST(Strangers, WhatFillsInAModelContractIsNoTermOfThisOne) {
  const std::string front =
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "instructions of the Controller.\n\n2. For transfers the standard contractual clauses of "
      "Decision 2021/914 apply, completed as follows:\n\n";
  const ContractReading filled =
      Read(front +
           "(a) in Clause 9, Option 2 applies, and changes of sub-processors are notified 10 days "
           "in advance;\n\n(b) in Clause 17, the clauses are governed by the law of Ireland;\n\n"
           "(c) in Clause 18(b), disputes are resolved by the courts of Ireland.\n");
  EXPECT_EQ(TermText(filled, "sub-processors.notice"), "nothing");
  EXPECT_EQ(TermText(filled, "law.governing"), "nothing");
  EXPECT_EQ(TermText(filled, "law.courts"), "nothing");
  const ContractReading own = Read(
      front +
      "3. This Agreement is governed by the law of Ireland.\n\n4. Disputes are resolved by the "
      "courts of Ireland.\n");
  EXPECT_EQ(TermClause(own, "law.governing"), "3");
  EXPECT_EQ(TermClause(own, "law.courts"), "4");
}

}  // namespace
}  // namespace mandat
