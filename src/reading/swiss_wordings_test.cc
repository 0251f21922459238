// SPDX-License-Identifier: Apache-2.0
// The words of Swiss contracts, and what German words say of no term.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading ReadClause(std::string_view sentence) {
  return ReadContract(
      "Auftragsbearbeitungsvertrag\n\nzwischen der Beispiel Handel AG (nachfolgend "
      "„Verantwortlicher“) und der Muster Rechenhaus AG (nachfolgend "
      "„Auftragsbearbeiter“).\n\n1. Sonstiges\n\n1.1 " +
          std::string(sentence) + "\n\n1.2 Anhänge sind beigefügt.\n",
      "vertrag.txt");
}

std::string Said(std::string_view sentence, std::string_view field) {
  return TermText(ReadClause(sentence), field);
}

// Covers: GDPR Art. 28(3)
TEST(SwissWordings, TimesAndPlacesAreRead) {
  EXPECT_EQ(Said("Der Auftragsbearbeiter meldet dem Verantwortlichen jede Verletzung der "
                 "Datensicherheit so rasch als möglich, spätestens innert 24 Stunden nach "
                 "Feststellung.",
                 "breach.notice"),
            "within 24 hours, promptness as-soon-as-possible, from awareness @ 1.1");
  EXPECT_EQ(Said("Kontrollen sind nach rechtzeitiger Anmeldung zulässig.", "audits.notice"),
            "promptness in-good-time @ 1.1");
  EXPECT_EQ(TermClause(ReadClause("Die Datenbearbeitung erfolgt ausschliesslich in der Schweiz."),
                       "places"),
            "1.1");
  EXPECT_EQ(TermClause(ReadClause("Eine Bekanntgabe von Personendaten ins Ausland setzt geeignete "
                                  "Garantien voraus."),
                       "transfers.rule"),
            "1.1");
}

TEST(SwissWordings, WhatOnlySoundsLikeATermIsNone) {
  EXPECT_EQ(Said("Der Auftragsbearbeiter informiert den Verantwortlichen, wenn eine Weisung nach "
                 "seiner Überzeugung gegen geltendes Recht verstösst.",
                 "audits.right"),
            "nothing");
  EXPECT_EQ(Said("Bearbeitet werden Namen, Arbeitszeiten und das Audit-Log.", "audits.hours"),
            "nothing");
  EXPECT_EQ(Said("Nach Ablauf der Aufbewahrungsfrist löscht der Auftragsbearbeiter die bei "
                 "Vertragsende behaltenen Personendaten unverzüglich.",
                 "end.delay"),
            "nothing");
  EXPECT_EQ(Said("Der Auftragsbearbeiter teilt dem Verantwortlichen mit, wenn eine Behörde ihn zu "
                 "einer weisungswidrigen Bearbeitung zwingt.",
                 "instructions.infringing"),
            "nothing");
}

}  // namespace
}  // namespace mandat
