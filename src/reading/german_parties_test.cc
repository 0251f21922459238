// SPDX-License-Identifier: Apache-2.0
// German agreements whose parties bear names of their own, and those that say "du".
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

std::string NamedParty(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr || term->value.empty() ? "nobody" : term->value[0].second;
}

// Covers: GDPR Art. 28(3)
TEST(GermanParties, ShortNamesOfTheirOwnAreToldByDeeds) {
  const ContractReading reading = ReadContract(
      "Vertrag zur Auftragsverarbeitung\n\nzwischen der Beispiel Tierklinik GmbH (im Folgenden "
      "kurz „Klinik“) und der Muster Laborwerk OG (im Folgenden kurz „Labor“).\n\n1. Weisungen\n\n"
      "1.1 Das Labor verarbeitet die Daten nur nach Weisung der Klinik.\n\n1.2 Das Labor darf "
      "weitere Auftragsverarbeiter nur mit vorheriger Zustimmung der Klinik einsetzen.\n\n"
      "1.3 Verletzungen des Schutzes personenbezogener Daten meldet das Labor der Klinik binnen "
      "18 Stunden.\n\n1.4 Das Labor unterstützt die Klinik bei Anträgen betroffener Personen.\n",
      "vertrag.txt");
  EXPECT_EQ(NamedParty(reading, "parties.processor"), "Muster Laborwerk OG");
  EXPECT_EQ(NamedParty(reading, "parties.controller"), "Beispiel Tierklinik GmbH");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 18 hours @ 1.3");
}

TEST(GermanParties, NamesStandWithoutQuotesInOneSentence) {
  const ContractReading reading = ReadContract(
      "Vertrag zur Auftragsverarbeitung\n\nzwischen dem Beispielchor e. V. – nachfolgend Verein "
      "genannt – und der Muster Software UG – nachfolgend Werkstatt genannt –\n\n1. Pflichten\n\n"
      "1.1 Die Werkstatt verarbeitet die Daten nur auf Weisung des Vereins.\n\n1.2 Die Werkstatt "
      "unterstützt den Verein bei Anträgen betroffener Personen.\n\n1.3 Die Werkstatt meldet dem "
      "Verein Datenpannen binnen 30 Stunden.\n\n1.4 Die Werkstatt haftet für ihre "
      "Unterauftragnehmer.\n",
      "vertrag.txt");
  EXPECT_EQ(NamedParty(reading, "parties.processor"), "Muster Software UG");
  EXPECT_EQ(NamedParty(reading, "parties.controller"), "Beispielchor e. V.");
}

TEST(GermanParties, ANameInRunningWordsIsNotTakenForTheOther) {
  const ContractReading reading = ReadContract(
      "Vereinbarung zur Auftragsverarbeitung\n\nGegenstand sind die Pflichten der Parteien, soweit "
      "personenbezogene Daten durch Muster Serverdienst e.K. (nachfolgend Auftragnehmer) für den "
      "Kunden als Verantwortlichen (nachfolgend Auftraggeber) verarbeitet werden.\n\n"
      "Der Auftragnehmer verarbeitet die Daten nur auf Weisung des Auftraggebers.\n",
      "vertrag.txt");
  EXPECT_EQ(NamedParty(reading, "parties.processor"), "Muster Serverdienst e.K.");
  EXPECT_EQ(NamedParty(reading, "parties.controller"), "nobody");
}

TEST(GermanParties, DuAndWir) {
  const ContractReading reading = ReadContract(
      "Vereinbarung zur Auftragsverarbeitung\n\n1. Wir verarbeiten personenbezogene Daten nur nach "
      "deinen Weisungen.\n\n2. Eine Datenpanne melden wir dir binnen 30 Stunden.\n\n3. Wir helfen "
      "dir, wenn betroffene Personen ihre Rechte geltend machen.\n\n4. Du darfst uns einmal im "
      "Jahr prüfen.\n",
      "vertrag.txt");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 30 hours @ 2");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermClause(reading, "requests.assist"), "3");
  EXPECT_EQ(TermText(reading, "audits.frequency"), "times 1, per year @ 4");
}

TEST(GermanParties, AHyphenInASubProcessorsNameIsNoName) {
  const ContractReading reading = ReadContract(
      "Vertrag zur Auftragsverarbeitung\n\n1. Unter-Auftragsverhältnisse\n\n1.1 Der "
      "Verantwortliche "
      "erteilt die allgemeine Genehmigung zum Einsatz von Unter-Auftragsverarbeitern.\n\n1.2 Der "
      "Auftragsverarbeiter verpflichtet Sub-Unternehmer auf gleichwertige Pflichten.\n",
      "vertrag.txt");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 1.1");
  EXPECT_EQ(TermClause(reading, "sub-processors.flow-down"), "1.2");
}

// "alle Daten 30 Tage nach" is no rhythm, "alle zwölf Monate" is one.
TEST(GermanParties, AllDataAreNotEveryThirtyDays) {
  const ContractReading reading = ReadContract(
      "Vereinbarung zur Auftragsverarbeitung\n\n1. Der Auftragnehmer löscht alle Daten 30 Tage "
      "nach "
      "Ende des Vertrags.\n\n2. Der Auftraggeber darf alle zwölf Monate eine Prüfung "
      "durchführen.\n",
      "vertrag.txt");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 30 days, from end-of-agreement @ 1");
  EXPECT_EQ(TermText(reading, "audits.frequency"), "times 1, per year @ 2");
}

// What a title calls the contract makes all of it one on data.
TEST(GermanTitles, DataProcessedOnBehalfAreWhatTheContractIsAbout) {
  for (const std::string_view title :
       {"Vereinbarung über die Verarbeitung von Daten im Auftrag",
        "Vertrag zur Auftragsdatenverarbeitung", "Vertrag über die Auftragsbearbeitung", "AVV"}) {
    const ContractReading reading =
        ReadContract(std::string(title) +
                         "\n\n1. Kontrollen\n\n1.1 Kontrollen vor Ort sind zehn Werktage vorher "
                         "anzukündigen.\n\n1.2 Sie finden max. 2x pro Kalenderjahr statt.\n",
                     "vertrag.txt");
    EXPECT_EQ(TermText(reading, "audits.notice"), "at-least 10 working-days, before audit @ 1.1")
        << title;
    EXPECT_EQ(TermText(reading, "audits.frequency"), "times 2, per calendar-year @ 1.2") << title;
  }
}

TEST(GermanTables, RowsAreLabelledInCompounds) {
  const ContractReading reading = ReadContract(
      "# Vertrag zur Auftragsverarbeitung\n\n## § 1 Beschreibung\n\n| Punkt | Inhalt |\n|---|---|\n"
      "| Verarbeitungstätigkeiten | Speichern, Löschen |\n| Verarbeitete Daten | Namen, Umsätze |\n"
      "| Betroffenengruppen | Gäste, Beschäftigte |\n| Sensible Daten (Art. 9 DSGVO) | keine |\n"
      "| Laufzeit | wie der Hauptvertrag |\n\n## § 2 Art\n\n1. Art: Erfassen, Speichern, "
      "Löschen.\n",
      "vertrag.md");
  for (const std::string_view field :
       {"nature", "data-categories", "people", "special-categories", "duration"}) {
    EXPECT_EQ(TermClause(reading, field), "§ 1") << field;
  }
}

}  // namespace
}  // namespace mandat
