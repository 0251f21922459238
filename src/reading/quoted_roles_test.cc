// SPDX-License-Identifier: Apache-2.0
// Who is who, where quotes, verbs or the other party's definition tell.
#include "reading/internal/quoted_roles.h"

#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

using internal::QuotedNames;
using internal::TimesCalled;

ContractReading Read(std::string_view text) { return ReadContract(text, "contrat.md"); }

std::string Name(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr || term->value.empty() ? "nothing" : term->value[0].second;
}

TEST(QuotedRoles, AQuoteTooLongForANameLeavesTheNextOneWhole) {
  const auto names = QuotedNames(
      R"(les termes "violation de donnees a caractere personnel" et "analyse d impact")");
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].name, "analyse d impact");
}

TEST(QuotedRoles, AnAliasIsTheSameParty) {
  const auto names =
      QuotedNames(R"(ci-apres denommee "le responsable du traitement" ou "la ville", et "x y")");
  ASSERT_EQ(names.size(), 3U);
  EXPECT_TRUE(names[0].is_defined);
  EXPECT_TRUE(names[1].is_controller);
  EXPECT_TRUE(names[1].is_alias);
  EXPECT_FALSE(names[2].is_controller);
}

TEST(QuotedRoles, WhoDoesSomethingToAProcessorIsNotCalledOne) {
  EXPECT_EQ(TimesCalled("ville", true, "la ville autorise le sous-traitant a recourir", 9), 0);
  EXPECT_EQ(TimesCalled("ville", true, "la ville agit comme sous-traitant", 9), 1);
  EXPECT_EQ(TimesCalled("agence", true, "l agence est le sous-traitant de la ville", 9), 1);
  EXPECT_EQ(TimesCalled("agence", false, "l agence informe le responsable du traitement", 9), 0);
  EXPECT_EQ(TimesCalled("supplier", true, "the supplier is the processor", 9), 1);
  EXPECT_EQ(TimesCalled("customer", true, "the customer instructs the processor", 9), 0);
}

// Covers: GDPR Art. 28(3)
TEST(QuotedRoles, APublicBodyAndATraderAreReadFromTheirDefinitions) {
  const ContractReading reading = Read(
      "Accord de sous-traitance de données personnelles\n\n"
      "La ville de Sablon-Exemple, représentée par son maire, ci-après dénommée « le Responsable "
      "du traitement » ou « la Ville »,\n\nET\n\n"
      "Madame Ana SABLONNE, entrepreneuse individuelle, exerçant sous le nom commercial « Bocal "
      "Exemple », dont le siège est situé 2 rue du Port, 99100 Exemple, ci-après dénommée « le "
      "Sous-traitant »,\n\n"
      "Article 1 — Définitions\n\nLes termes « violation de données à caractère personnel » et "
      "« analyse d'impact » ont le sens que leur donne le RGPD.\n\n"
      "Article 2 — Sous-traitants ultérieurs\n\n"
      "2.1. La Ville autorise le Sous-traitant à recourir aux sous-traitants ultérieurs listés en "
      "annexe pour traiter les données personnelles.\n\n"
      "2.2. Le Sous-traitant informe la Ville de tout ajout, au moins vingt (20) jours avant sa "
      "mise en œuvre. La Ville dispose de dix (10) jours pour formuler une objection motivée. À "
      "défaut de solution, la Ville peut résilier le contrat principal.\n");
  EXPECT_EQ(Name(reading, "parties.processor"), "Ana SABLONNE");
  EXPECT_EQ(TermText(reading, "sub-processors.notice").substr(0, 16), "at-least 20 days");
  EXPECT_EQ(TermText(reading, "sub-processors.objection").substr(0, 14), "within 10 days");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ 2.2");
}

// Covers: GDPR Art. 28(3)
TEST(QuotedRoles, OfTwoDefinedPartiesTheOneNobodyPlacesIsTheOther) {
  const ContractReading reading = Read(
      "Accord de traitement de données à caractère personnel\n\n"
      "entre Maison Exemple SA (ci-après « l'Abonné ») et Serveurs Exemple SAS (ci-après "
      "« l'Exploitant »).\n\n"
      "1. Instructions\n\nL'Exploitant ne traite les données personnelles que sur instruction "
      "écrite de l'Abonné.\n\n"
      "2. Violations\n\nLes frais d'une violation de données sont supportés par l'Exploitant.\n");
  EXPECT_EQ(Name(reading, "parties.processor"), "Serveurs Exemple SAS");
  EXPECT_EQ(TermText(reading, "breach.cost"), "is processor @ 2");
}

}  // namespace
}  // namespace mandat
