// SPDX-License-Identifier: Apache-2.0
// German agreements by other hands: names without quotes, times in two sentences, Sie and wir.
#include <gtest/gtest.h>

#include <string>

#include "base/error_test_util.h"
#include "prose/read_document.h"
#include "reading/contract_reading.h"
#include "reading/reading_diff.h"

namespace mandat {
namespace {

ContractReading ReadGerman(std::string_view text) {
  const Result<ContractText> read = ReadDocument(text, "vertrag.txt");
  EXPECT_TRUE(read);
  return read ? ReadTerms(*read) : ContractReading{};
}

std::string Said(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr ? "nothing" : ValueText(*term) + " @ " + term->clause;
}

constexpr std::string_view kVertrag =
    "Vertrag zur Auftragsverarbeitung\n\nzwischen\n\nBeispiel Handel GmbH, Musterweg 1, Berlin\n\n"
    "- nachstehend Auftraggeber genannt -\n\nund\n\nMuster Rechenhaus AG, Probeallee 2, Bonn\n\n"
    "- nachstehend Auftragnehmer genannt -\n\n§ 1 Weisungen\n\n"
    "(1) Der Auftragnehmer verarbeitet personenbezogene Daten nur nach Weisung des Auftraggebers.\n"
    "\n(2) Hält der Auftragnehmer eine Weisung für rechtswidrig, weist er den Auftraggeber "
    "unverzüglich darauf hin.\n\n§ 2 Vorfälle\n\n"
    "(1) Der Auftragnehmer meldet dem Auftraggeber eine Verletzung des Schutzes personenbezogener "
    "Daten unverzüglich. Die Meldung erfolgt spätestens zwanzig Stunden nach Kenntnis.\n\n"
    "§ 3 Unterauftragnehmer\n\n"
    "(1) Der Auftragnehmer darf Unterauftragnehmer nur beauftragen, wenn der Auftraggeber vorab "
    "zugestimmt hat.\n\n§ 4 Prüfung\n\n"
    "(1) Der Auftraggeber darf den Auftragnehmer einmal pro Kalenderjahr überprüfen. Die Prüfung "
    "ist mit einer Frist von vierzehn Tagen anzukündigen.\n";

// Covers: GDPR Art. 28(3)
TEST(German, ASecondSentenceTellsTheTimeOfTheFirst) {
  const ContractReading reading = ReadGerman(kVertrag);
  EXPECT_EQ(Said(reading, "breach.notice"),
            "within 20 hours, promptness without-undue-delay, from awareness @ § 2 Abs. 1");
  EXPECT_EQ(Said(reading, "instructions.infringing"),
            "promptness without-undue-delay @ § 1 Abs. 2");
  EXPECT_EQ(Said(reading, "sub-processors.authorisation"), "is specific @ § 3 Abs. 1");
  EXPECT_EQ(Said(reading, "audits.frequency"), "times 1, per calendar-year @ § 4 Abs. 1");
  EXPECT_EQ(Said(reading, "audits.notice"), "at-least 14 days, before audit @ § 4 Abs. 1");
}

TEST(German, PartiesAreNamedWithoutQuotes) {
  const ContractReading reading = ReadGerman(kVertrag);
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Muster Rechenhaus AG");
}

TEST(German, WirAndSieAreThePartiesWhereCapitalsSaySo) {
  const ContractReading reading = ReadGerman(
      "Bedingungen zum Datenschutz\n\n1. Wir verarbeiten personenbezogene Daten nur nach den "
      "Weisungen, die Sie uns geben.\n\n2. Eine Datenpanne melden wir Ihnen binnen 30 Stunden. "
      "Dabei nennen wir Ihnen, was geschehen ist.\n\n3. Auf Anfrage helfen wir Ihnen und Ihren "
      "Mitarbeitern.\n");
  EXPECT_EQ(Said(reading, "breach.notice"), "within 30 hours @ 2");
}

TEST(German, ALicenceThatSpeaksOfDataIsNoAgreement) {
  const ContractReading reading = ReadGerman(
      "Lizenzvertrag\n\n1. Die Software darf auf einem Rechner genutzt werden.\n\n2. Die Daten "
      "werden täglich gesichert und nach 30 Tagen gelöscht.\n\n3. Es gilt deutsches Recht.\n");
  EXPECT_FALSE(reading.is_about_data);
  EXPECT_EQ(reading.Find("end.delay"), nullptr);
}

}  // namespace
}  // namespace mandat
