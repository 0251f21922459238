// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "reading/draft.h"
#include "reading/read_terms_test_util.h"
#include "reading/reading_json.h"
#include "reading/review_page.h"

namespace mandat {
namespace {

ContractReading Read(std::string_view text) { return ReadContract(text, "contract.txt"); }

// A contract around one clause; {} is what the test is about.
std::string Around(std::string_view clause) {
  return "Data Processing Agreement\n\nbetween Ashdown Example Ltd (\"Controller\") and Penrose "
         "Example Ltd (\"Processor\").\n\n1. Instructions\n\n1.1 The Processor shall process the "
         "personal data only on documented instructions from the Controller.\n\n2. Matter\n\n2.1 " +
         std::string(clause) + "\n";
}

const FoundItem* Item(const ContractReading& reading, std::string_view field,
                      std::string_view words) {
  for (const FoundTerm& term : reading.terms) {
    for (const FoundItem& item : term.items) {
      if (term.field == field && item.text.find(words) != std::string::npos) {
        return &item;
      }
    }
  }
  return nullptr;
}

std::string Measures(std::string_view heading, std::string_view item) {
  return Around("The measures stand in Annex 1.") +
         "\nANNEX 1\n\nTechnical and organisational "
         "measures\n\n" +
         std::string(heading) + "\n\n- " + std::string(item) +
         "\n- Employees are trained.\n- Firewalls are in use.\n- Backups are made.\n\n2. "
         "Paper\n\n- Paper is locked away.\n";
}

// Covers: GDPR Art. 33(2); GDPR Art. 28(3)(e)
TEST(Reading, APointSaysWhatItsLeadBegins) {
  const ContractReading reading = Read(
      Around("The Processor shall inform the Controller without delay of:\n\n(a) any personal data "
             "breach; and\n\n(b) any request received directly from data subjects.\n\n(c) Lunch."));
  EXPECT_EQ(TermText(reading, "breach.notice"), "promptness without-delay @ 2.1(a)");
  EXPECT_EQ(TermText(reading, "requests.forward"),
            "promptness without-delay, from receipt-of-request @ 2.1(b)");
  const FoundTerm* term = reading.Find("requests.forward");
  ASSERT_NE(term, nullptr);
  EXPECT_TRUE(term->said.starts_with("The Processor shall inform"));
  EXPECT_TRUE(TextOf(reading, term->where).starts_with("any request received"));
}

TEST(Reading, APointWithoutALeadSaysOnlyItself) {
  const ContractReading reading = Read(
      Around("The Processor shall inform the Controller without delay of the following.\n\n2.2 "
             "There was once any request received directly from data subjects."));
  EXPECT_EQ(TermText(reading, "requests.forward"), "nothing");
}

TEST(Reading, ASentenceThatLeadsIsShownWithItsPoints) {
  const ContractReading reading = Read(
      Around("In a dispute the following courts have exclusive jurisdiction:\n\n- the courts of "
             "Exampletown."));
  const FoundTerm* term = reading.Find("law.courts");
  ASSERT_NE(term, nullptr);
  EXPECT_TRUE(term->said.ends_with("the courts of Exampletown.")) << term->said;
  EXPECT_TRUE(TextOf(reading, term->where).ends_with("the courts of Exampletown."));
}

TEST(Reading, TheLastPointBehindAnAndIsShownToo) {
  for (const std::string_view end : {"; and", "; et", ";"}) {
    const ContractReading reading =
        Read(Around("In a dispute one of the following courts has exclusive jurisdiction:\nthe "
                    "courts of Exampletown" +
                    std::string(end) + "\nthe courts of Sampleton.\nThis is another matter."));
    const FoundTerm* term = reading.Find("law.courts");
    ASSERT_NE(term, nullptr);
    EXPECT_TRUE(term->said.ends_with("the courts of Sampleton.")) << term->said;
  }
}

// Covers: GDPR Art. 28(3)(f)
TEST(Reading, WhatASubProcessorDoesIsNoDutyOfTheParties) {
  const std::string table =
      "| Name | Country | Task |\n|---|---|---|\n| Example Lantern GmbH | Germany | assists the "
      "Processor with personal data breaches before the supervisory authority |\n| Example Rope "
      "Ltd | Ireland | hosting |\n";
  const std::string head =
      "# Data Processing Agreement\n\n## 1. Instructions\n\nThe Processor processes personal "
      "data only on instructions of the Controller.\n\n## 2. Sub-processors\n\n";
  const ContractReading reading = ReadContract(head + table, "contract.md");
  EXPECT_EQ(TermText(reading, "breach.cooperation"), "nothing");
  EXPECT_NE(Item(reading, "sub-processors.list", "Example Lantern GmbH"), nullptr);
  const ContractReading twin = ReadContract(
      head +
          "The Processor assists the Controller with personal data breaches before the "
          "supervisory authority.\n\n" +
          table,
      "contract.md");
  EXPECT_EQ(TermClause(twin, "breach.cooperation"), "2");
}

// Covers: GDPR Art. 28(3)(g)
TEST(Reading, DeletionThatWaitsForRetentionSaysSo) {
  const ContractReading waits =
      Read(Around("After expiry of the statutory retention periods the Processor shall delete the "
                  "personal data."));
  EXPECT_EQ(TermText(waits, "end.trigger"), "from end-of-legal-retention @ 2.1");
  const ContractReading keeps =
      Read(Around("At the end of the contract the Processor shall delete the personal data, unless "
                  "statutory retention periods apply."));
  EXPECT_NE(TermText(keeps, "end.trigger"), "nothing");
  EXPECT_EQ(TermText(keeps, "end.trigger").find("retention @"), std::string::npos);
}

TEST(Reading, OneSentenceOnCostIsAboutEachHelpItNames) {
  const ContractReading reading = Read(
      Around("The Processor shall assist the Controller with data protection impact assessments "
             "and personal data breaches at the Controller's expense."));
  EXPECT_EQ(TermText(reading, "assistance.cost"), "is controller @ 2.1");
  EXPECT_EQ(TermText(reading, "breach.cost"), "is controller @ 2.1");
}

// Covers: GDPR Art. 28(10)
TEST(Reading, AnonymisedUseIsAllowedOrNot) {
  EXPECT_EQ(TermText(Read(Around("The Processor may use anonymised personal data to improve its "
                                 "services.")),
                     "own-use.anonymised"),
            "is allowed @ 2.1");
  EXPECT_EQ(TermText(Read(Around("The Processor may not use anonymised personal data to improve "
                                 "its services.")),
                     "own-use.anonymised")
                .find("allowed"),
            std::string::npos);
}

TEST(Reading, WhoSignsAndWhomToWriteToAreRead) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\nbetween Ashdown Example Ltd (\"Controller\") and Penrose "
      "Example Ltd, represented by Ada Example and Ben Example (\"Processor\").\n\n1. Matter\n\n"
      "1.1 The Processor shall process the personal data only on documented instructions from "
      "the Controller. Quillmark acts as processor.\n\nANNEX 1\n\nParties\n\nContact person: "
      "Cleo Example, cleo@example.org\n");
  EXPECT_EQ(TermText(reading, "contract.representatives"),
            "text Ada Example and Ben Example @ preamble");
  EXPECT_EQ(TermText(reading, "contacts.person"), "text Cleo Example, cleo@example.org @ Annex 1");
  EXPECT_EQ(TermText(reading, "parties.processor.also-named"), "text Quillmark @ 1.1");
}

TEST(Reading, BlanksAndRolesAreNoNames) {
  const ContractReading reading = Read(
      Around("The Customer is represented by ________. The Customer acts as controller and the "
             "Processor acts as processor. Contact person: ____"));
  EXPECT_EQ(TermText(reading, "contract.representatives"), "nothing");
  EXPECT_EQ(TermText(reading, "contacts.person"), "nothing");
  EXPECT_EQ(TermText(reading, "parties.processor.also-named"), "nothing");
}

// Covers: GDPR Art. 32(1)
TEST(Reading, AMeasureIsOfTheAreaThatItsHeadingNames) {
  const ContractReading reading =
      Read(Measures("1. Input control", "Forms carry the name of whoever filled them in"));
  EXPECT_NE(Item(reading, "security.measures.logging", "whoever filled them in"), nullptr);
  EXPECT_EQ(Item(reading, "security.measures.logging", "Input control"), nullptr);
  const ContractReading other = Read(Measures("1. More", "Forms carry the name of their author"));
  EXPECT_EQ(Item(other, "security.measures.logging", "their author"), nullptr);
}

TEST(Reading, AMeasureSaysHowOften) {
  const ContractReading reading =
      Read(Measures("1. Patches", "Patches are applied at least once a month"));
  const FoundItem* item = Item(reading, "security.measures.patching", "at least once");
  ASSERT_NE(item, nullptr);
  ASSERT_EQ(item->value.size(), 1U);
  EXPECT_EQ(item->value[0], std::pair(std::string("every"), std::string("1 month")));
}

// Covers: GDPR Art. 28(3)
TEST(Reading, EveryValueStandsInItsPassage) {
  const std::string text = Around(
      "The Processor shall notify the Controller of a personal data breach without undue delay and "
      "in any event within 24 hours after becoming aware of it.");
  const ContractReading reading = Read(text);
  const FoundTerm* term = reading.Find("breach.notice");
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(ValueText(*term),
            "within 24 hours, promptness without-undue-delay, from awareness, strength "
            "in-any-event");
  EXPECT_EQ(term->clause, "2.1");
  EXPECT_TRUE(TextOf(reading, term->where).starts_with("The Processor shall notify"));
  EXPECT_GE(term->confidence, 60U);
  EXPECT_TRUE(term->rule.starts_with("breach.notice/"));
}

TEST(Reading, ADutyWithoutATimeIsAmbiguous) {
  const ContractReading reading = Read(Around(
      "The Processor shall inform the Controller of any intended addition of a sub-processor."));
  const FoundTerm* term = reading.Find("sub-processors.notice");
  ASSERT_NE(term, nullptr);
  EXPECT_EQ(term->status, SaidStatus::kAmbiguous);
}

TEST(Reading, NumbersOfOtherMattersAreNotTaken) {
  for (const std::string_view decoy :
       {"Invoices are payable within thirty (30) days of receipt.",
        "Hash salts are renewed every 24 hours.",
        "The recovery time objective for personal data is four hours.",
        "Backups of personal data are kept for 35 days."}) {
    const ContractReading reading = Read(Around(decoy));
    for (const std::string_view field :
         {"breach.notice", "requests.forward", "end.delay", "audits.notice",
          "sub-processors.objection", "sub-processors.notice", "end.certificate"}) {
      EXPECT_EQ(TermText(reading, field), "nothing") << decoy;
    }
  }
}

TEST(Reading, SeveralTimesInOneSentenceGoToTheirTerms) {
  const ContractReading reading = Read(Around(
      "On termination of the services the Processor shall delete the personal data within 45 days "
      "and shall certify the deletion in writing within 14 days after it is completed."));
  EXPECT_EQ(TermText(reading, "end.delay").substr(0, 14), "within 45 days");
  EXPECT_EQ(TermText(reading, "end.certificate").substr(0, 14), "within 14 days");
}

TEST(Reading, ATextWithoutDataProtectionGivesNothingAndSaysSo) {
  const ContractReading reading = Read(
      "CLEANING AGREEMENT\n\n1. Services\n\n1.1 The Contractor shall clean daily.\n\n2. Law\n\n2.1 "
      "This Agreement is governed by the laws of Ireland.\n");
  EXPECT_FALSE(reading.is_about_data);
  EXPECT_TRUE(reading.terms.empty());
  const AgreementDraft draft = WriteDraft(reading, "cleaning", "2026-01-01", "mandat");
  EXPECT_NE(draft.form.find("no clause on personal data"), std::string::npos);
  EXPECT_EQ(draft.agreement, "");
}

TEST(Reading, OneClauseBuriedInALicenceIsFoundAlone) {
  const ContractReading reading = Read(
      "SOFTWARE LICENCE\n\nbetween Quill Example Ltd (the \"Licensor\") and the \"Licensee\".\n\n"
      "1. Licence\n\n1.1 The Licensee may use the Software.\n\n1.2 The Licensor may audit the use "
      "once a year on five days' notice.\n\n2. Support\n\n2.1 Where the Licensor processes "
      "personal "
      "data on behalf of the Licensee, it shall notify the Licensee of any personal data breach "
      "within 48 hours after becoming aware of it.\n\n3. Fees\n\n3.1 Fees are due in 30 "
      "days.\n\n4. "
      "Use\n\n4.1 The Licensee shall not decompile the Software.\n\n5. Term\n\n5.1 This runs for "
      "twelve months.\n\n6. Delivery\n\n6.1 Defects are reported in ten days.\n");
  EXPECT_TRUE(reading.is_about_data);
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 48 hours, from awareness @ 2.1");
  EXPECT_EQ(TermText(reading, "audits.frequency"), "nothing");
  EXPECT_EQ(TermText(reading, "audits.notice"), "nothing");
}

TEST(Reading, ElementsArePresentOrAbsent) {
  const ContractReading reading = Read(
      Around("The Processor shall remain fully liable to the Controller for its sub-processors."));
  const auto present = [&](unsigned number) {
    return std::ranges::find(reading.elements, number, &FoundElement::number)->is_present;
  };
  EXPECT_TRUE(present(12));
  EXPECT_TRUE(present(28));
  EXPECT_FALSE(present(26));
  EXPECT_FALSE(present(23));
}

TEST(Reading, HostileTextIsTotal) {
  for (const std::string& text :
       {std::string(), std::string("\xff\xfe\xfd"), std::string(200000, '('),
        std::string(100000, '"'), std::string("personal data ") + std::string(100000, '1'),
        std::string("1. a\n1.1 personal data breach within 99999999999 hours\n")}) {
    if (const Result<ContractText> read = ReadDocument(text, "x.txt")) {
      EXPECT_FALSE(FormatReading(ReadTerms(*read)).empty());
    }
  }
  EXPECT_TRUE(ReadTerms(ContractText{}).terms.empty());
}

TEST(Review, PageEscapesTheContractAndLinksBothWays) {
  const ContractReading reading =
      Read(Around("The Processor shall notify the Controller of a personal data breach "
                  "<script>alert(1)</script>"
                  " within 24 hours after becoming aware of it."));
  const std::string page = WriteReviewPage(reading, "fr");
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
  for (size_t i = 1; i <= reading.terms.size(); ++i) {
    const std::string n = std::to_string(i);
    EXPECT_NE(page.find("id=\"t" + n + "\""), std::string::npos);
    EXPECT_NE(page.find("href=\"#t" + n + "\""), std::string::npos);
    EXPECT_NE(page.find("id=\"p" + n + "\""), std::string::npos);
    EXPECT_NE(page.find("href=\"#p" + n + "\""), std::string::npos);
  }
  EXPECT_NE(page.find("Ce qui a été lu"), std::string::npos);
  EXPECT_NE(WriteReviewPage(reading, "en").find("What was read"), std::string::npos);
}

TEST(Review, NoteStandsAtItsValueOrWithWhatIsNotStated) {
  const ContractReading reading = Read(
      Around("The Processor shall notify the Controller of a personal data breach within 24 hours "
             "after becoming aware of it."));
  const auto notes = std::to_array<ReviewNote>({{"breach.notice", "warning", "too late <for us>"},
                                                {"end.backups", "error", "copies stay"},
                                                {"controller", "note", "nobody is named"}});
  const std::string page = WriteReviewPage(reading, "en", notes);
  const auto at = [&](std::string_view text) { return page.find(text); };
  const size_t notice = at("<code>breach.notice</code>");
  EXPECT_LT(notice, at("too late &lt;for us&gt;"));
  EXPECT_LT(at("too late &lt;for us&gt;"), page.find("</article>", notice));
  EXPECT_LT(at("<code>end.backups</code>"), at("copies stay"));
  EXPECT_LT(at("Findings elsewhere"), at("nobody is named"));
}

TEST(Diff, ChangedAndUnchangedTermsAreToldApart) {
  const ContractReading before = Read(Around(
      "The Processor shall notify the Controller of a personal data breach within 24 hours after "
      "becoming aware of it."));
  const ContractReading after = Read(Around(
      "The Processor shall notify the Controller of a personal data breach within 48 hours after "
      "becoming aware of it."));
  const std::vector<TermDifference> differences = CompareReadings(before, after);
  const auto notice = std::ranges::find(differences, "breach.notice", &TermDifference::field);
  ASSERT_NE(notice, differences.end());
  EXPECT_EQ(notice->change, TermChange::kChanged);
  EXPECT_TRUE(CompareReadings(before, before).empty());
}

TEST(Draft, NamesAreThoseOfTheLanguage) {
  EXPECT_EQ(DraftNameOf("My Contract (v2).docx"), "my-contract-v2");
  EXPECT_EQ(DraftNameOf("2024.txt"), "contract-2024");
  EXPECT_EQ(DraftNameOf(""), "contract");
}

}  // namespace
}  // namespace mandat
