// SPDX-License-Identifier: Apache-2.0
// How German contracts name those who conclude them, list whom they engage, and what follows from
// the clauses around a sentence.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kByRoles =
    "Vertrag zur Auftragsverarbeitung\n\nzwischen der Beispiel Handel GmbH (im Folgenden "
    "„Auftraggeber“) und der Muster Rechenhaus AG (im Folgenden „Auftragnehmer“).\n\n";

ContractReading ReadClauses(std::string_view clauses) {
  return ReadContract(std::string(kByRoles) + std::string(clauses), "vertrag.txt");
}

std::string PartyName(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr || term->value.empty() ? "nobody" : term->value[0].second;
}

std::string EngagedIn(const ContractReading& reading) {
  const FoundTerm* term = reading.Find("sub-processors.list");
  std::string all;
  for (const FoundItem& item : term == nullptr ? std::vector<FoundItem>{} : term->items) {
    for (const auto& [key, value] : item.value) {
      all += (all.empty() ? "" : "; ") + std::string(key) + " " + value;
    }
  }
  return all;
}

// Duties of a laboratory towards a practice.
constexpr std::string_view kDuties =
    "1. Pflichten\n\n1.1 Das Labor verarbeitet die Daten nur auf Weisung der Praxis.\n\n1.2 Das "
    "Labor meldet der Praxis jede Verletzung des Schutzes personenbezogener Daten binnen 24 "
    "Stunden.\n\n1.3 Das Labor unterstützt die Praxis bei Anträgen betroffener Personen.\n\n1.4 "
    "Die Kosten einer Prüfung trägt die Praxis.\n";

// Covers: GDPR Art. 28(3)
TEST(GermanFronts, PartiesAreCalledInBracketsOrBelowTheirNames) {
  for (const std::string_view front :
       {"zwischen der Beispiel Arzt GbR (kurz: Praxis) und der Muster Labor GmbH (kurz: Labor)",
        "zwischen der Beispiel Arzt GbR, nachfolgend die Praxis,\n\nund der Muster Labor GmbH, "
        "nachfolgend das Labor"}) {
    const ContractReading reading = ReadContract(
        "Vertrag zur Auftragsverarbeitung\n\n" + std::string(front) + "\n\n" + std::string(kDuties),
        "vertrag.txt");
    EXPECT_EQ(PartyName(reading, "parties.processor"), "Muster Labor GmbH") << front;
    EXPECT_EQ(PartyName(reading, "parties.controller"), "Beispiel Arzt GbR") << front;
    EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ 1.4") << front;
  }
}

TEST(GermanFronts, PlainDeedsTellWhoIsWhoBehindBrackets) {
  const ContractReading reading = ReadContract(
      "Vereinbarung zur Auftragsverarbeitung\n\nDie Praxis Beispiel GbR (die Praxis) lässt Proben "
      "vom Hause Muster (das Labor) untersuchen.\n\n1. Pflichten\n\n1.1 Das Labor arbeitet nur für "
      "die Praxis.\n\n1.2 Das Labor schützt die Proben.\n\n1.3 Das Labor hilft der Praxis.\n\n1.4 "
      "Das Labor führt für die Praxis die Listen.\n\n1.5 Die Kosten einer Prüfung trägt die "
      "Praxis.\n",
      "vertrag.txt");
  EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ 1.5");
  EXPECT_EQ(PartyName(reading, "parties.processor"), "nobody");
}

TEST(GermanFronts, TheNameStandsAtTheTopOfTheLinesAboveTheRole) {
  const ContractReading reading = ReadContract(
      "Vertrag zur Auftragsverarbeitung\n\nzwischen\n\n[Firma]\n\n[Anschrift]\n\nnachstehend "
      "„Auftraggeber“\n\nund\n\nMuster Rechenhaus UG\n\nvertreten durch Ada Beispiel,\n\nWeg 2,\n\n"
      "12345 Musterstadt\n\nnachstehend „Auftragnehmer“\n\n1. Weisungen\n\n1.1 Der Auftragnehmer "
      "verarbeitet die Daten nur auf Weisung des Auftraggebers.\n",
      "vertrag.txt");
  EXPECT_EQ(PartyName(reading, "parties.processor"), "Muster Rechenhaus UG");
  EXPECT_EQ(PartyName(reading, "parties.controller"), "nobody");
}

// Covers: GDPR Art. 28(2)
TEST(GermanFronts, SubProcessorsAreListedInFormsAndItems) {
  EXPECT_EQ(
      EngagedIn(ReadClauses(
          "1. Weisungen\n\n1.1 Der Auftragnehmer verarbeitet die Daten nur auf Weisung.\n\n"
          "Anlage 1\n\nUnterauftragsverhältnisse\n\nSubunternehmer A\n\nName/Firma: "
          "Wolkenhaus Beispiel Ltd\n\nLeistung: Bereitstellung der Server, auf denen die Anwendung "
          "mit allen Daten ihrer Nutzer läuft und gesichert wird\n\nSitz [Stadt, Land]: Kai 4, "
          "Dublin, Irland\n\nSubunternehmer B\n\nName/Firma: Brief Muster GmbH\n\nLeistung: "
          "Versand\n\nSitz [Stadt, Land]: Weg 1, Berlin, Deutschland\n")),
      "name Wolkenhaus Beispiel Ltd; country IE; name Brief Muster GmbH; country DE");
  EXPECT_EQ(EngagedIn(ReadContract(
                "# Vertrag zur Auftragsverarbeitung\n\n## § 1 Unterauftragsverarbeiter\n\n(1) Der "
                "Auftraggeber stimmt dem Einsatz folgender Unterauftragsverarbeiter zu:\n\n- Wolke "
                "Muster, Inc. (USA) – Datenbank in Irland\n- Brief Beispiel, Inc. (USA) – Versand\n"
                "\n(2) Stamm- und Planungsdaten werden in Irland gespeichert.\n\n(3) Der "
                "Auftragnehmer haftet dem Auftraggeber für sie.\n",
                "vertrag.md")),
            "name Wolke Muster, Inc.; country US; name Brief Beispiel, Inc.; country US");
}

// Covers: GDPR Art. 28(3)(h)
TEST(GermanFronts, TheAuditThatInsufficientProofAllowsIsNoProof) {
  const ContractReading reading = ReadClauses(
      "1. Nachweise\n\n1.1 Der Auftragnehmer weist die Einhaltung dieses Vertrags auf Anfrage nach "
      "und legt dazu Auskünfte und Unterlagen vor.\n\n1.2 Reichen diese Nachweise nicht aus, kann "
      "der Auftraggeber nach Ankündigung zu üblichen Geschäftszeiten selbst oder durch einen zur "
      "Verschwiegenheit verpflichteten Dritten prüfen.\n");
  EXPECT_EQ(TermClause(reading, "audits.information"), "1.1");
  EXPECT_EQ(TermClause(reading, "audits.right"), "1.2");
}

TEST(GermanFronts, WhatIsForbiddenOrCompelledIsNoRule) {
  EXPECT_EQ(TermText(ReadClauses("1. Subunternehmer\n\n1.1 Eine Beauftragung von Subunternehmern "
                                 "ist nicht zulässig.\n"),
                     "sub-processors.authorisation"),
            "nothing");
  EXPECT_EQ(TermText(ReadClauses("1. Weisungen\n\n1.1 Eine abweichende Verarbeitung ist nur "
                                 "zulässig, wenn der Auftragnehmer nach EU- oder nationalem Recht "
                                 "dazu verpflichtet ist.\n"),
                     "transfers.rule"),
            "nothing");
}

}  // namespace
}  // namespace mandat
