// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/error_test_util.h"
#include "prose/read_document.h"
#include "reading/contract_reading.h"

namespace mandat {
namespace {

ContractReading ReadFrench(std::string_view front, std::string_view clause) {
  const std::string text = "Accord de traitement des données personnelles\n\n" +
                           std::string(front) +
                           "\n\n1. Instructions\n\n1.1 Le Sous-traitant traite les données à "
                           "caractère personnel sur instruction documentée du Responsable de "
                           "traitement.\n\n2. Sous-traitants ultérieurs\n\n" +
                           std::string(clause) + "\n\n3. Divers\n\n3.1 Rien.\n";
  const Result<ContractText> read = ReadDocument(text, "contract.txt");
  EXPECT_TRUE(read);
  return read ? ReadTerms(*read) : ContractReading{};
}

std::string NameOf(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  if (term != nullptr) {
    for (const auto& [key, value] : term->value) {
      if (key == "name") {
        return value;
      }
    }
  }
  return "";
}

std::string SubsOf(const ContractReading& reading) {
  const FoundTerm* term = reading.Find("sub-processors.list");
  std::string names;
  for (size_t i = 0; term != nullptr && i < term->items.size(); ++i) {
    names += (names.empty() ? "" : "; ") + term->items[i].value.front().second;
  }
  return names;
}

// Covers: GDPR Art. 28(3)
TEST(NamedActors, AProcessorIsNamedBehindItsLabelAndBelowIt) {
  EXPECT_EQ(NameOf(ReadFrench("Le Sous-traitant : la société Germinal Exemple, 3 rue Fictive.", ""),
                   "parties.processor"),
            "Germinal Exemple");
  EXPECT_EQ(NameOf(ReadFrench("Le Sous-traitant :\n\n- Raison sociale : Germinal Exemple\n- Pays : "
                              "France",
                              ""),
                   "parties.processor"),
            "Germinal Exemple");
}

// Covers: GDPR Art. 28(3)
TEST(NamedActors, AProcessorIsNamedByWhatItIsSaidToBe) {
  EXPECT_EQ(
      NameOf(ReadFrench("L'école est responsable du traitement. Germinal Exemple, association "
                        "déclarée à Modèle, agit comme sous-traitant.",
                        ""),
             "parties.processor"),
      "Germinal Exemple");
}

// Covers: GDPR Art. 28(3)
TEST(NamedActors, DefinitionsBlanksAndSentencesAreNoNames) {
  for (const std::string_view front :
       {"Sous-traitant : la personne physique ou morale qui traite des données pour un autre.",
        "Le Sous-traitant :\n\n- Raison sociale : ____________", "Le Client est sous-traitant.",
        "Dans le cadre de leurs relations, les parties désignent le « Sous-traitant »."}) {
    EXPECT_EQ(NameOf(ReadFrench(front, ""), "parties.processor"), "") << front;
  }
}

// Covers: GDPR Art. 28(2)
TEST(NamedActors, SubProcessorsStandBelowTheSentenceThatAnnouncesThem) {
  EXPECT_EQ(SubsOf(ReadFrench("",
                              "La liste des sous-traitants ultérieurs est la suivante :\n\n- "
                              "Thermidor Exemple SAS : hébergement\n- Fructidor (courriels)")),
            "Thermidor Exemple SAS; Fructidor");
  EXPECT_EQ(SubsOf(ReadFrench("",
                              "2.1 Les sous-traitants ultérieurs sont : Thermidor Exemple Ltd. "
                              "(hébergement) ; Fructidor (courriels). Rien de plus.")),
            "Thermidor Exemple Ltd.; Fructidor");
}

// Covers: GDPR Art. 28(4)
TEST(NamedActors, DutiesOfSubProcessorsAreNoSubProcessors) {
  EXPECT_EQ(SubsOf(ReadFrench("",
                              "Il s'assure que les sous-traitants ultérieurs respectent les "
                              "obligations suivantes :\n\n- garantir la confidentialité\n- "
                              "Traiter les données sur instruction seulement, sans copie")),
            "");
  EXPECT_EQ(SubsOf(ReadFrench("",
                              "Les sous-traitants ultérieurs suivants :\n\n- ceux que le Client "
                              "accepte\n- tous les hébergeurs de l'Union")),
            "");
}

}  // namespace
}  // namespace mandat
