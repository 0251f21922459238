// SPDX-License-Identifier: Apache-2.0
// German ways to say a term: what the law's words are replaced by, verbs at the end of their
// sentence, compounds, and words for people who read no law ("Sie" and "wir").
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

struct GermanWording {
  std::string_view field;
  std::string_view value;  // empty: the sentence itself
  std::string_view sentence;
};

void ExpectRead(std::string_view preamble, std::initializer_list<GermanWording> wordings) {
  for (const GermanWording& wording : wordings) {
    const ContractReading reading =
        ReadContract("Vertrag zur Auftragsverarbeitung\n\n" + std::string(preamble) +
                         "\n\n1. Sonstiges\n\n1.1 " + std::string(wording.sentence) +
                         "\n\n1.2 Anlagen sind beigefügt.\n",
                     "vertrag.txt");
    if (wording.value.empty()) {
      EXPECT_EQ(TermClause(reading, wording.field), "1.1") << wording.sentence;
    } else {
      EXPECT_EQ(TermText(reading, wording.field), std::string(wording.value) + " @ 1.1")
          << wording.sentence;
    }
  }
}

constexpr std::string_view kByRoles =
    "zwischen der Beispiel Handel GmbH (im Folgenden „Auftraggeber“) und der Muster Rechenhaus AG "
    "(im Folgenden „Auftragnehmer“).";
constexpr std::string_view kByPronouns =
    "Darin regeln wir, was für Sie gilt, wie wir Ihnen helfen und was wir für Sie tun.";

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Instructions) {
  ExpectRead(
      kByRoles,
      {
          {"instructions.rule", "",
           "Der Auftragnehmer wird die Daten allein zur Erfüllung des Auftrags und gemäß den "
           "Vorgaben des Auftraggebers verarbeiten."},
          {"instructions.rule", "",
           "Der Auftragnehmer erhebt, nutzt und speichert personenbezogene Daten nur, soweit der "
           "Auftraggeber dies schriftlich angewiesen hat."},
          {"instructions.rule", "",
           "Jede Verarbeitung setzt eine dokumentierte Weisung des Auftraggebers voraus."},
          {"instructions.rule", "",
           "Eine Verarbeitung der Daten, die nicht durch eine Weisung des Auftraggebers gedeckt "
           "ist, ist dem Auftragnehmer nicht gestattet."},
          {"instructions.legal-exception", "",
           "Ausgenommen sind Verarbeitungen, zu denen der Auftragnehmer nach dem Recht der "
           "Europäischen Union oder der Bundesrepublik Deutschland verpflichtet ist; der "
           "Auftragnehmer zeigt dem Auftraggeber eine solche Verpflichtung vorher an."},
          {"instructions.legal-exception", "",
           "Muss der Auftragnehmer Daten aufgrund zwingender gesetzlicher Vorschriften anders "
           "verarbeiten, setzt es den Auftraggeber vor Beginn der Verarbeitung davon in Kenntnis."},
          {"instructions.legal-exception", "",
           "Besteht für den Auftragnehmer eine gesetzliche Pflicht zur Verarbeitung, unterrichtet "
           "der Auftragnehmer den Auftraggeber vor der Verarbeitung über diese Pflicht, es sei "
           "denn, das Gesetz verbietet die Mitteilung."},
          {"instructions.infringing", "promptness without-undue-delay",
           "Der Auftragnehmer macht den Auftraggeber unverzüglich darauf aufmerksam, wenn eine "
           "Weisung nach ihrer Ansicht gesetzliche Vorschriften verletzt."},
          {"instructions.infringing", "promptness without-undue-delay",
           "Hat der Auftragnehmer Zweifel an der Rechtmäßigkeit einer Weisung, so teilt er dies "
           "dem Auftraggeber unverzüglich mit."},
          {"instructions.infringing", "promptness immediately",
           "Ist der Auftragnehmer der Auffassung, eine Weisung sei mit dem Datenschutzrecht nicht "
           "vereinbar, wird der Auftraggeber sofort benachrichtigt."},
          {"instructions.infringing", "within 2 days",
           "Bedenken gegen die Zulässigkeit einer Weisung meldet der Auftragnehmer dem "
           "Auftraggeber binnen zwei Tagen."},
          {"instructions.suspend", "is until-confirmed",
           "Die Ausführung einer solchen Weisung ruht, bis der Auftraggeber sie bestätigt oder "
           "abändert."},
          {"instructions.suspend", "is until-confirmed",
           "Der Auftragnehmer kann mit der Umsetzung der Weisung warten, bis der Auftraggeber sie "
           "bestätigt hat."},
          {"instructions.suspend", "is may-refuse",
           "Der Auftragnehmer muss Weisungen, die erkennbar gegen das Gesetz verstoßen, nicht "
           "ausführen."},
          {"instructions.own-purposes", "is forbidden",
           "Der Auftragnehmer wird die Daten nicht zu anderen Zwecken nutzen und sie insbesondere "
           "nicht an Dritte weitergeben."},
          {"instructions.own-purposes", "is forbidden",
           "Eine Verwendung der Daten für Zwecke des Auftragnehmers selbst oder Dritter findet "
           "nicht statt."},
          {"instructions.own-purposes", "is forbidden",
           "Eigene Interessen verfolgt der Auftragnehmer mit den Daten des Auftraggebers nicht."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, InstructionsByPronouns) {
  ExpectRead(
      kByPronouns,
      {
          {"instructions.rule", "",
           "Ihre Daten verarbeiten wir so, wie Sie es uns auftragen, und sonst gar nicht."},
          {"instructions.infringing", "",
           "Halten wir eine Ihrer Weisungen für unzulässig, sagen wir es Ihnen."},
          {"instructions.rule", "",
           "Mit Ihren Daten machen wir nur, was Sie uns schriftlich gesagt haben."},
          {"instructions.rule", "",
           "Wir halten uns bei der Verarbeitung an Ihre Weisungen und an nichts anderes."},
          {"instructions.suspend", "is until-confirmed",
           "Bis Sie die Weisung bestätigt haben, führen wir sie nicht aus."},
          {"instructions.suspend", "is until-confirmed",
           "Wir dürfen mit der Ausführung warten, bis Sie die Weisung bestätigen oder ändern."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Secrecy) {
  ExpectRead(kByRoles,
             {
                 {"confidentiality.personnel", "",
                  "Wer bei dem Auftragnehmer mit den Daten arbeitet, ist auf das Datengeheimnis "
                  "verpflichtet worden."},
                 {"security.general", "",
                  "Der Auftragnehmer sorgt für ein dem Risiko angemessenes Schutzniveau durch "
                  "geeignete technische und organisatorische Maßnahmen."},
                 {"security.general", "",
                  "Der Auftragnehmer verpflichtet sich, die in Anlage 2 aufgeführten "
                  "Sicherheitsvorkehrungen aufrechtzuerhalten."},
                 {"security.change", "",
                  "Die Maßnahmen können im Laufe des Auftragsverhältnisses der technischen und "
                  "organisatorischen Weiterentwicklung angepasst werden."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, SecrecyByPronouns) {
  ExpectRead(
      kByPronouns,
      {
          {"confidentiality.personnel", "",
           "Alle, die bei uns Ihre Daten sehen können, haben sich zum Stillschweigen "
           "verpflichtet."},
          {"security.general", "",
           "Wir schützen Ihre Daten mit den Maßnahmen, die in Anhang 2 stehen."},
          {"confidentiality.personnel", "",
           "Unsere Leute haben unterschrieben, dass sie über Ihre Daten schweigen."},
          {"confidentiality.training", "", "Wir schulen unser Team jährlich im Datenschutz."},
          {"security.general", "",
           "Wir sorgen dafür, dass Ihre Daten sicher sind, und zwar mit den Maßnahmen aus Anlage "
           "1."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, SubProcessors) {
  ExpectRead(
      kByRoles,
      {
          {"sub-processors.authorisation", "is general",
           "Der Auftraggeber erteilt hiermit die allgemeine schriftliche Genehmigung zum Einsatz "
           "von Unter-Auftragsverarbeitern."},
          {"sub-processors.authorisation", "is general",
           "Der Auftragnehmer ist generell ermächtigt, sich zur Vertragserfüllung Subunternehmern "
           "zu bedienen."},
          {"sub-processors.authorisation", "is general",
           "Die Hinzuziehung von Unterauftragnehmern ist dem Auftragnehmer gestattet, sofern er "
           "den Auftraggeber rechtzeitig informiert."},
          {"sub-processors.authorisation", "is general",
           "Der Auftraggeber stimmt dem Einsatz der in Anlage 3 genannten Subdienstleister zu."},
          {"sub-processors.authorisation", "is specific",
           "Die Einschaltung weiterer Auftragsverarbeiter ist untersagt, solange der Auftraggeber "
           "nicht zugestimmt hat."},
          {"sub-processors.authorisation", "is specific",
           "Jeder Einsatz eines Unterauftragsverarbeiters muss von dem Auftraggeber zuvor "
           "freigegeben werden."},
          {"sub-processors.silence", "is refusal",
           "Das Schweigen des Auftraggebers gilt nicht als Zustimmung zum Einsatz des "
           "Unterauftragnehmers."},
          {"sub-processors.effect", "is controller-may-terminate",
           "Kommt nach dem Widerspruch gegen den Unterauftragnehmer keine Lösung zustande, ist der "
           "Auftraggeber berechtigt, den Vertrag außerordentlich zu kündigen."},
          {"sub-processors.flow-down", "",
           "Die vertraglichen Vereinbarungen mit dem Unterauftragnehmer sind so zu gestalten, dass "
           "sie den Anforderungen dieses Vertrags genügen."},
          {"sub-processors.flow-down", "",
           "Der Auftragnehmer schließt mit dem Unterauftragsverarbeiter einen Vertrag nach Art. 28 "
           "Abs. 4 DSGVO, der diesem inhaltlich entspricht."},
          {"sub-processors.flow-down", "",
           "Der Auftragnehmer trägt dafür Sorge, dass er die ihm hier auferlegten Pflichten an den "
           "Subunternehmer weitergibt."},
          {"sub-processors.liability", "",
           "Ein Verschulden seiner Subunternehmer hat der Auftragnehmer wie eigenes Verschulden zu "
           "vertreten."},
          {"sub-processors.liability", "",
           "Die Einschaltung von Subunternehmern lässt die Verantwortung des Auftragnehmers "
           "gegenüber dem Auftraggeber unberührt."},
          {"sub-processors.copy", "",
           "Auf Verlangen legt der Auftragnehmer dem Auftraggeber die Verträge mit den "
           "Unterauftragnehmern vor."},
          {"sub-processors.exclusions", "",
           "Nicht als Unterauftragsverhältnis gelten Leistungen wie Telekommunikation, Post, "
           "Reinigung und Wachdienst."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, SubProcessorsByPronouns) {
  ExpectRead(
      kByPronouns,
      {
          {"sub-processors.authorisation", "is general",
           "Sie stimmen zu, dass wir für einzelne Leistungen Subunternehmer heranziehen."},
          {"sub-processors.authorisation", "is specific",
           "Subunternehmer setzen wir erst ein, wenn Sie schriftlich zugestimmt haben."},
          {"sub-processors.flow-down", "",
           "Mit unseren Subunternehmern haben wir Verträge geschlossen, die das gleiche "
           "Schutzniveau vorsehen wie dieser."},
          {"sub-processors.liability", "", "Für Fehler unserer Subunternehmer stehen wir gerade."},
          {"sub-processors.authorisation", "is general",
           "Wir dürfen andere Firmen als Subunternehmer beauftragen."},
          {"sub-processors.authorisation", "is specific",
           "Ohne Ihr schriftliches Einverständnis setzen wir keine Subunternehmer ein."},
          {"sub-processors.authorisation", "is specific",
           "Bevor wir einen Subunternehmer beauftragen, holen wir Ihre Zustimmung ein."},
          {"sub-processors.notice", "at-least 30 days, before change",
           "Wollen wir einen Unterauftragnehmer austauschen, teilen wir Ihnen das mindestens 30 "
           "Tage im Voraus mit."},
          {"sub-processors.silence", "is consent",
           "Melden Sie sich nicht, dürfen wir den Subunternehmer einsetzen."},
          {"sub-processors.effect", "is no-engagement",
           "Widersprechen Sie, setzen wir den Subunternehmer für Ihre Daten nicht ein."},
          {"sub-processors.flow-down", "",
           "Von unseren Subunternehmern verlangen wir vertraglich dasselbe, was wir Ihnen hier "
           "zusagen."},
          {"sub-processors.flow-down", "",
           "Für unsere Unterauftragnehmer gelten die gleichen Regeln wie für uns."},
          {"sub-processors.copy", "",
           "Auf Wunsch zeigen wir Ihnen den Vertrag mit dem Subunternehmer."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, TransfersByPronouns) {
  ExpectRead(kByPronouns, {
                              {"transfers.rule", "is none", "Ihre Daten verlassen die EU nicht."},
                          });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Breach) {
  ExpectRead(kByRoles,
             {
                 {"breach.notice", "promptness without-undue-delay",
                  "Bei Verdacht auf eine Verletzung der Vertraulichkeit von personenbezogenen "
                  "Daten erfolgt unverzüglich eine Meldung an den Auftraggeber."},
                 {"breach.notice", "promptness without-undue-delay, from awareness",
                  "Der Auftragnehmer setzt den Auftraggeber ohne schuldhaftes Zögern über jeden "
                  "unbefugten Zugriff auf die Daten in Kenntnis."},
                 {"breach.content", "",
                  "Mit der Anzeige der Datenschutzverletzung übermittelt der Auftragnehmer die in "
                  "Art. 33 Abs. 3 DSGVO genannten Angaben."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, BreachByPronouns) {
  ExpectRead(kByPronouns,
             {
                 {"breach.notice", "within 12 hours, from awareness",
                  "Kommt es zu einer Datenpanne, rufen wir Sie spätestens zwölf Stunden nach "
                  "Kenntnis an."},
                 {"breach.content", "",
                  "In der Meldung der Panne nennen wir Ihnen, welche Daten betroffen sind, welche "
                  "Folgen drohen und was wir dagegen tun."},
                 {"breach.notice", "within 24 hours",
                  "Geht bei uns etwas schief und sind Ihre Daten betroffen, erfahren Sie das "
                  "binnen 24 Stunden."},
                 {"breach.notice", "within 48 hours, from awareness",
                  "Von einer Datenpanne erfahren Sie innerhalb von 48 Stunden, nachdem wir sie "
                  "entdeckt haben."},
                 {"breach.notice", "promptness without-undue-delay",
                  "Werden Ihre Daten gestohlen oder gehen sie verloren, melden wir Ihnen das "
                  "unverzüglich."},
                 {"breach.content", "",
                  "Wir schreiben Ihnen dann, was bei der Panne passiert ist, wie viele Personen "
                  "ungefähr betroffen sind und was wir dagegen getan haben."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Requests) {
  ExpectRead(kByRoles,
             {
                 {"requests.forward", "within 3 working-days, from receipt-of-request",
                  "Anfragen Betroffener, die bei dem Auftragnehmer eingehen, werden dem "
                  "Auftraggeber binnen drei Werktagen übermittelt."},
                 {"requests.forward", "within 5 days",
                  "Macht eine betroffene Person ihre Rechte bei dem Auftragnehmer geltend, gibt er "
                  "den Vorgang innerhalb von fünf Tagen an den Auftraggeber ab."},
                 {"requests.forward", "promptness without-undue-delay",
                  "Der Auftragnehmer hat Anträge betroffener Personen unverzüglich dem "
                  "Auftraggeber zuzuleiten."},
                 {"requests.answer", "",
                  "Der Auftragnehmer beantwortet Anfragen betroffener Personen nicht ohne Weisung "
                  "des Auftraggebers."},
                 {"requests.assist", "",
                  "Bei Auskunfts-, Berichtigungs- und Löschbegehren betroffener Personen wirkt der "
                  "Auftragnehmer im erforderlichen Umfang mit."},
                 {"assistance.impact-assessment", "",
                  "Ist eine Datenschutz-Folgenabschätzung nötig, liefert der Auftragnehmer die "
                  "dafür erforderlichen Angaben."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, RequestsByPronouns) {
  ExpectRead(kByPronouns,
             {
                 {"requests.assist", "",
                  "Wenn Betroffene ihre Rechte geltend machen, stehen wir Ihnen zur Seite."},
                 {"requests.forward", "within 2 working-days",
                  "Bekommen wir Post von einer betroffenen Person, reichen wir sie binnen zwei "
                  "Werktagen an Sie weiter."},
                 {"requests.forward", "promptness without-undue-delay, from receipt-of-request",
                  "Wendet sich jemand mit einem Auskunftswunsch an uns, leiten wir ihn "
                  "unverzüglich an Sie weiter."},
                 {"requests.assist", "",
                  "Wir unterstützen Sie, wenn jemand Auskunft, Berichtigung oder Löschung seiner "
                  "Daten verlangt."},
                 {"requests.cost", "is controller",
                  "Für die Hilfe bei Anfragen betroffener Personen berechnen wir Ihnen unseren "
                  "Stundensatz."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Audits) {
  ExpectRead(kByRoles,
             {
                 {"audits.information", "",
                  "Der Auftragnehmer weist dem Auftraggeber die Einhaltung seiner Pflichten mit "
                  "geeigneten Mitteln nach."},
                 {"audits.right", "",
                  "Der Auftraggeber hat das Recht, Stichprobenkontrollen im Geschäftsbetrieb des "
                  "Auftragnehmers vorzunehmen."},
                 {"audits.frequency", "times 1, per year",
                  "Kontrollen sind in der Regel auf eine pro Jahr beschränkt."},
                 {"audits.frequency", "times 1, per calendar-year",
                  "Der Aufwand einer Inspektion ist auf einen Tag pro Kalenderjahr begrenzt, und "
                  "mehr als eine Inspektion im Kalenderjahr findet nicht statt."},
                 {"audits.frequency", "times 1, per year",
                  "Ohne besonderen Anlass kann der Auftraggeber höchstens alle zwölf Monate eine "
                  "Prüfung durchführen."},
                 {"audits.cost", "is processor", "Eine Prüfung im Jahr ist für Sie kostenlos."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, AuditsByPronouns) {
  ExpectRead(kByPronouns,
             {
                 {"audits.right", "", "Sie dürfen bei uns nachsehen, ob wir die Regeln einhalten."},
                 {"audits.cost", "is shared", "Ihre Kosten der Prüfung trägt jede Seite selbst."},
                 {"audits.information", "",
                  "Wir geben Ihnen auf Anfrage alle Informationen, die Sie brauchen, um unsere "
                  "Pflichten zu prüfen."},
                 {"audits.notice", "at-least 2 weeks, before audit",
                  "Sagen Sie uns zwei Wochen vor einer Prüfung Bescheid."},
                 {"audits.cost", "is controller", "Ihre Prüfung zahlen Sie selbst."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, End) {
  ExpectRead(kByRoles,
             {
                 {"end.delay", "within 30 days, from end-of-agreement",
                  "Spätestens 30 Tage nach Vertragsende stellt der Auftragnehmer dem Auftraggeber "
                  "alle personenbezogenen Daten in einem gängigen Format zur Verfügung."},
                 {"end.delay", "promptness without-undue-delay",
                  "Mit Wegfall des Auftrags sind die Daten unverzüglich zu vernichten."},
                 {"end.delay", "within 4 weeks",
                  "Innerhalb von vier Wochen nach Kündigung werden alle Daten des Auftraggebers "
                  "datenschutzgerecht vernichtet."},
                 {"end.choice", "is controller",
                  "Der Auftraggeber bestimmt, ob der Auftragnehmer die Daten nach Vertragsende "
                  "löscht oder herausgibt."},
                 {"end.certificate", "",
                  "Das Protokoll der Löschung ist dem Auftraggeber auf Anforderung vorzulegen."},
                 {"end.cost", "is controller",
                  "Entstehen durch die Herausgabe der Daten zusätzliche Kosten, so trägt diese der "
                  "Auftraggeber."},
             });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, EndByPronouns) {
  ExpectRead(
      kByPronouns,
      {
          {"end.trigger", "", "Hört der Vertrag auf, löschen wir Ihre Daten."},
          {"end.choice", "is controller",
           "Sie entscheiden am Ende, ob wir Ihre Daten löschen oder Ihnen zurückgeben."},
          {"end.trigger", "", "Ist der Vertrag zu Ende, löschen wir alle Ihre Daten."},
          {"end.choice", "is controller",
           "Sie sagen uns, ob wir die Daten löschen oder zurückgeben sollen, wenn der Vertrag "
           "endet."},
          {"end.delay", "within 30 days, from end-of-agreement",
           "Wir löschen alle Daten 30 Tage nach dem Ende Ihres Abonnements."},
          {"end.exceptions", "",
           "Was wir nach dem Gesetz aufheben müssen, löschen wir erst nach Ablauf der Fristen."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, Frame) {
  ExpectRead(
      kByRoles,
      {
          {"duration", "", "Der Auftrag beginnt am 1. März 2025 und endet am 28. Februar 2027."},
          {"law.courts", "",
           "Für Streitigkeiten aus diesem Vertrag ist das Landgericht Musterstadt zuständig."},
          {"amendment.rule", "is unilateral",
           "Der Auftragnehmer behält sich vor, diese Vereinbarung bei Änderungen der Rechtslage "
           "anzupassen."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(GermanWordings, FrameByPronouns) {
  ExpectRead(kByPronouns,
             {
                 {"law.courts", "", "Streiten wir uns, entscheiden die Gerichte in Musterstadt."},
             });
}

TEST(GermanWordings, ALabelTellsTheSubjectMatter) {
  const ContractReading reading = ReadContract(
      "Vertrag zur Auftragsverarbeitung\n\n§ 1 Allgemeines\n\n1. Gegenstand: Verarbeitung "
      "personenbezogener Daten im Rahmen des Hauptvertrags.\n\n2. Dauer: wie der Hauptvertrag.\n",
      "vertrag.txt");
  EXPECT_EQ(TermClause(reading, "subject-matter"), "§ 1 Abs. 1");
}

// What looks like a term and is none.
TEST(GermanWordings, Decoys) {
  const auto read = [](std::string_view sentence, std::string_view field) {
    return TermText(ReadContract("Vertrag zur Auftragsverarbeitung\n\n" + std::string(kByRoles) +
                                     "\n\n1. Sonstiges\n\n1.1 " + std::string(sentence) + "\n",
                                 "vertrag.txt"),
                    field);
  };
  EXPECT_EQ(read("Die Angemessenheit der Maßnahmen wird vom Auftragnehmer jährlich überprüft.",
                 "audits.frequency"),
            "nothing");
  EXPECT_EQ(read("Gegen einen neuen Unterauftragnehmer steht dem Auftraggeber innerhalb von vier "
                 "Wochen ein Widerspruchsrecht zu.",
                 "sub-processors.liability"),
            "nothing");
  EXPECT_EQ(read("Der Auftraggeber hat den Auftragnehmer zu informieren, wenn er bei der Prüfung "
                 "der Auftragsergebnisse Fehler feststellt.",
                 "audits.right"),
            "nothing");
  EXPECT_EQ(read("Hat der Auftraggeber widersprochen, darf der Auftragnehmer den "
                 "Unterauftragnehmer nicht einsetzen.",
                 "sub-processors.authorisation"),
            "nothing");
  EXPECT_EQ(read("Die verlinkten Maßnahmen sind nicht als Bestandteil dieser Vereinbarung des "
                 "Auftragnehmers anzusehen.",
                 "contract.parent"),
            "nothing");
  EXPECT_EQ(read("Prüfungen sind angekündigt. Die Rückgabe der Daten ist für den Auftraggeber "
                 "kostenlos.",
                 "audits.cost"),
            "nothing");
  EXPECT_EQ(read("Solange der Auftraggeber ein Konto hat, gilt diese Vereinbarung.", "precedence"),
            "nothing");
  EXPECT_EQ(read("Der Auftragnehmer darf die Befolgung rechtswidriger Weisungen verweigern.",
                 "instructions.infringing"),
            "nothing");
  EXPECT_EQ(read("Nach dem Einspruch kann der Auftragnehmer die vom Unterauftragnehmer erbrachte "
                 "Leistung mit einer Änderungsfrist von mindestens 14 Tagen einstellen.",
                 "sub-processors.notice"),
            "nothing");
  EXPECT_EQ(read("Der Auftraggeber ist von dem Auftragnehmer auf Weisungen hinzuweisen, die gegen "
                 "die DSGVO verstoßen.",
                 "instructions.rule"),
            "nothing");
}

}  // namespace
}  // namespace mandat
