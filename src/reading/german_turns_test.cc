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
    {"instructions.rule", "",
     "Der Auftragnehmer wird im Rahmen der Auftragsverarbeitung ausschließlich auf Geheiß des "
     "Auftraggebers tätig."},
    {"instructions.infringing", "promptness without-undue-delay",
     "Glaubt der Auftragnehmer, dass eine Weisung Datenschutzbestimmungen widerspricht, muss er "
     "den Auftraggeber unverzüglich informieren."},
    {"instructions.suspend", "is until-confirmed",
     "Die Weisung muss nicht umgesetzt werden, ehe der Auftraggeber sie bestätigt hat."},
    {"sub-processors.flow-down", "",
     "Der Auftragnehmer hat den Subunternehmer vertraglich in gleicher Weise zu binden, wie er "
     "selbst gegenüber dem Auftraggeber gebunden ist."},
    {"sub-processors.liability", "",
     "Verletzt der Unterauftragnehmer seine Pflichten, ist der Auftragnehmer dem Auftraggeber zum "
     "Ersatz verpflichtet, als hätte er selbst gehandelt."},
    {"requests.forward", "promptness without-undue-delay",
     "Ersuchen betroffener Personen sind von dem Auftragnehmer unverzüglich dem Auftraggeber "
     "vorzulegen."},
    {"audits.notice", "promptness in-good-time",
     "Der Auftraggeber meldet Kontrollen rechtzeitig an."},
    {"law.governing", "",
     "Für diesen Vertrag ist das Recht der Bundesrepublik Deutschland maßgeblich."},
    {"people", "", "Der Kreis der Betroffenen umfasst Lieferanten und deren Fahrer."},
    {"breach.content", "",
     "Die Mitteilung enthält eine Beschreibung der Art der Verletzung, der ungefähren Zahl der "
     "betroffenen Personen und der wahrscheinlichen Folgen."},
    {"end.exceptions", "",
     "Nachweise über die ordnungsgemäße Verarbeitung darf der Auftragnehmer über das Vertragsende "
     "hinaus aufbewahren."},
    {"security.change", "",
     "Änderungen der Sicherheitsmaßnahmen sind dem Auftraggeber mitzuteilen."},
    {"instructions.suspend", "is until-confirmed",
     "Der Auftragnehmer muss die Weisung erst ausführen, wenn der Auftraggeber sie bestätigt hat."},
    {"requests.assist", "",
     "Der Auftragnehmer sieht Maßnahmen vor, damit der Auftraggeber die Rechte der betroffenen "
     "Personen erfüllen kann."},
    {"instructions.rule", "",
     "Der Auftraggeber erteilt Weisungen über die Verarbeitung, an die der Auftragnehmer sich zu "
     "halten hat."},
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

// What looks like such a turn and is none.
TEST(GermanTurns, Decoys) {
  const auto read = [](std::string_view sentence, std::string_view field) {
    return TermText(ReadContract("Vertrag zur Auftragsverarbeitung\n\nzwischen der Beispiel Handel "
                                 "GmbH (im Folgenden „Auftraggeber“) und der Muster Rechenhaus AG "
                                 "(im Folgenden „Auftragnehmer“).\n\n1. Sonstiges\n\n1.1 " +
                                     std::string(sentence) + "\n",
                                 "vertrag.txt"),
                    field);
  };
  EXPECT_EQ(
      read("Soweit der Auftraggeber auf Mitwirkung angewiesen ist, wirkt der Auftragnehmer mit.",
           "instructions.rule"),
      "nothing");
  EXPECT_EQ(read("Meldungen an die Aufsichtsbehörde nimmt der Auftragnehmer nur auf Weisung des "
                 "Auftraggebers vor.",
                 "instructions.rule"),
            "nothing");
  EXPECT_EQ(read("Entstehen durch die Löschung der Daten nach Vertragsende Kosten, so trägt diese "
                 "der Auftraggeber.",
                 "end.certificate"),
            "nothing");
  EXPECT_EQ(read("Für diesen Vertrag ist das Recht der Schweiz maßgeblich.", "precedence"),
            "nothing");
  EXPECT_EQ(read("Der Auftragnehmer stellt dem Auftraggeber Informationen zur Verfügung, die zur "
                 "Kontrolle der Einhaltung nötig sind.",
                 "audits.right"),
            "nothing");
}

}  // namespace
}  // namespace mandat
