// SPDX-License-Identifier: Apache-2.0
// German terms in nouns, in the passive and in words of Austria and Switzerland.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

struct GermanTurn {
  std::string_view field;
  std::string_view value;  // empty: the sentence itself
  std::string_view sentence;
};

constexpr auto kGermanTurns = std::to_array<GermanTurn>({
    {"instructions.rule", "",
     "Die Verarbeitungstätigkeit richtet sich allein nach den Vorgaben, die der Auftraggeber in "
     "Textform macht."},
    {"instructions.rule", "",
     "Der Auftragnehmer nutzt die überlassenen Daten für keine anderen Zwecke als die von dem "
     "Auftraggeber angewiesenen."},
    {"instructions.legal-exception", "",
     "Eine Ausnahme gilt für gesetzlich vorgeschriebene Verarbeitungen; diese teilt der "
     "Auftragnehmer dem Auftraggeber vorab mit."},
    {"instructions.suspend", "is until-confirmed",
     "Bis zur Klärung durch den Auftraggeber kann der Auftragnehmer von der Durchführung der "
     "Weisung absehen."},
    {"security.general", "",
     "Die Sicherheitsmaßnahmen des Auftragnehmers nach dem Stand der Technik ergeben sich aus "
     "Anlage 2."},
    {"security.change", "",
     "Der Auftragnehmer ist berechtigt, die Maßnahmen an neue technische Gegebenheiten anzupassen, "
     "sofern das Schutzniveau nicht unterschritten wird."},
    {"sub-processors.authorisation", "is general",
     "Mit Abschluss dieses Vertrags gilt die generelle Zustimmung des Auftraggebers zur "
     "Beauftragung von Unterauftragsverarbeitern als erteilt."},
    {"sub-processors.authorisation", "is specific",
     "Subaufträge dürfen nur nach schriftlicher Freigabe des Auftraggebers erteilt werden."},
    {"sub-processors.objection", "within 4 weeks",
     "Der Auftraggeber hat die Gelegenheit, den Einsatz des neuen Subunternehmers innerhalb von "
     "vier Wochen abzulehnen."},
    {"sub-processors.silence", "is consent",
     "Nach fruchtlosem Ablauf der Frist gilt der neue Unterauftragnehmer als akzeptiert."},
    {"sub-processors.flow-down", "",
     "Der Auftragnehmer hat sicherzustellen, dass die hier vereinbarten Regelungen auch gegenüber "
     "dem Subunternehmer gelten."},
    {"sub-processors.copy", "",
     "Der Auftraggeber kann verlangen, dass ihm der Unterauftragsvertrag zur Einsicht vorgelegt "
     "wird."},
    {"breach.cost", "is processor",
     "Die Aufwendungen, die dem Auftraggeber durch eine Datenschutzverletzung entstehen, hat der "
     "Auftragnehmer zu ersetzen."},
    {"requests.answer", "",
     "Der Auftragnehmer erteilt betroffenen Personen keine Auskünfte, sondern verweist sie an den "
     "Auftraggeber."},
    {"requests.assist", "",
     "Bei der Umsetzung von Betroffenenrechten leistet der Auftragnehmer die nötige Hilfe."},
    {"requests.cost", "is controller",
     "Unterstützungsleistungen bei Betroffenenanfragen werden dem Auftragnehmer nach Zeitaufwand "
     "vergütet."},
    {"audits.frequency", "times 1, per calendar-year",
     "Je Kalenderjahr ist eine Kontrolle ohne Anlass zulässig."},
    {"end.choice", "is controller",
     "Der Auftraggeber hat nach Ende des Auftrags die Wahl zwischen Löschung und Rückgabe der "
     "Daten."},
    {"end.choice", "is controller",
     "Je nach Weisung des Auftraggebers werden die Daten bei Vertragsende gelöscht oder "
     "ausgehändigt."},
    {"end.certificate", "",
     "Über die Löschung ist ein Protokoll zu erstellen und dem Auftraggeber zu übergeben."},
    {"law.governing", "", "Es gilt österreichisches materielles Recht."},
    {"duration", "", "Die Vertragsdauer beträgt zwei Jahre ab Unterzeichnung."},
});

// Covers: GDPR Art. 28(3)
TEST(GermanTurns, AreRead) {
  for (const GermanTurn& turn : kGermanTurns) {
    const ContractReading reading = ReadContract(
        "Vertrag zur Auftragsverarbeitung\n\nzwischen der Beispiel Handel GmbH (im Folgenden "
        "„Auftraggeber“) und der Muster Rechenhaus AG (im Folgenden „Auftragnehmer“).\n\n"
        "1. Sonstiges\n\n1.1 " +
            std::string(turn.sentence) + "\n\n1.2 Anlagen sind beigefügt.\n",
        "vertrag.txt");
    const std::string said =
        turn.value.empty() ? TermClause(reading, turn.field) : TermText(reading, turn.field);
    const std::string wanted = turn.value.empty() ? "1.1" : std::string(turn.value) + " @ 1.1";
    EXPECT_EQ(said, wanted) << turn.sentence;
  }
}

}  // namespace
}  // namespace mandat
