// SPDX-License-Identifier: Apache-2.0
// English agreements as schools, clinics and public bodies draw them up.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading Read(const std::string& clauses) {
  return ReadContract(
      "Data Processing Agreement\n\n1. Instructions\n\n1.1 The Processor shall process Personal "
      "Data only on documented instructions of the Controller.\n\n" +
          clauses,
      "contract.txt");
}

bool HasElement(const ContractReading& reading, unsigned number) {
  for (const FoundElement& element : reading.elements) {
    if (element.number == number) {
      return element.is_present;
    }
  }
  return false;
}

// Covers: GDPR Art. 28(2)
TEST(PublicBodies, AGeneralAuthorisationInWritingIsNoSpecificOne) {
  const ContractReading general = Read(
      "2. Sub-processors\n\n2.1 The Processor shall not engage a sub-processor without the prior "
      "general written authorisation of the Controller.\n\n2.2 The Processor shall inform the "
      "Controller of changes of sub-processors at least 5 work days in advance.\n");
  EXPECT_EQ(TermText(general, "sub-processors.authorisation"), "is general @ 2.1");
  EXPECT_EQ(TermText(general, "sub-processors.notice"),
            "at-least 5 working-days, before change @ 2.2");
  const ContractReading specific = Read(
      "2. Sub-processors\n\n2.1 The Processor shall not engage a sub-processor without the prior "
      "written authorisation of the Controller.\n");
  EXPECT_EQ(TermText(specific, "sub-processors.authorisation"), "is specific @ 2.1");
  EXPECT_EQ(TermText(specific, "sub-processors.notice"), "nothing");
}

// Covers: GDPR Art. 28(3)(a)
TEST(PublicBodies, ADisclosureThatALawDemandsIsNoProcessingThatItDemands) {
  const ContractReading disclosed = Read(
      "2. Others\n\n2.1 The Processor shall not disclose Personal Data to third parties unless "
      "such disclosure is required by law, in which case it informs the Controller.\n");
  EXPECT_EQ(TermText(disclosed, "instructions.legal-exception"), "nothing");
  EXPECT_FALSE(HasElement(disclosed, 13));
  EXPECT_FALSE(HasElement(disclosed, 14));
  const ContractReading processed = Read(
      "2. Law\n\n2.1 Where the Processor is required by law to process Personal Data otherwise, "
      "it informs the Controller before processing.\n");
  EXPECT_NE(TermText(processed, "instructions.legal-exception"), "nothing");
  EXPECT_TRUE(HasElement(processed, 13));
  EXPECT_TRUE(HasElement(processed, 14));
}

// Covers: GDPR Art. 28(3)(h)
TEST(PublicBodies, EquipmentMayBeInspected) {
  const ContractReading reading = Read(
      "2. Audit\n\n2.1 On at least 12 days' prior notice, the Processor shall permit persons "
      "authorised by the Controller to inspect its premises, equipment and documents.\n");
  EXPECT_EQ(TermText(reading, "audits.notice"), "at-least 12 days, before audit @ 2.1");
}

// Covers: GDPR Art. 28(3)(e); GDPR Art. 28(3)(f)
TEST(PublicBodies, WhatHelpWithABreachCostsIsNotWhatRequestsCost) {
  const ContractReading breach = Read(
      "2. Breach\n\n2.1 The Processor assists the Controller to tell data subjects of a personal "
      "data breach, and answers their requests. The Controller shall bear the costs of such "
      "assistance to data subjects.\n");
  EXPECT_EQ(TermText(breach, "requests.cost"), "nothing");
  const ContractReading requests = Read(
      "2. Requests\n\n2.1 The Processor assists the Controller with requests of data subjects. "
      "The Controller shall bear the costs of assistance with such requests.\n");
  EXPECT_EQ(TermText(requests, "requests.cost"), "is controller @ 2.1");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, ListsBelowASentenceAreReadAndPointsWithoutAStopGoOnWithIt) {
  const ContractReading reading = Read(
      "2. Data\n\nThe Personal Data processed may include:\n\n- names of pupils\n\n- marks\n\n"
      "3. People\n\nThe Personal Data concern the following categories of Data Subjects:\n\n"
      "- pupils\n\n- parents\n\n4. Abroad\n\nWithout documented instructions of the Controller, "
      "the Processor cannot:\n\n1. have others clean its rooms\n\n2. transfer Personal Data to a "
      "processor in a third country\n");
  EXPECT_EQ(TermText(reading, "transfers.rule"), "is instruction @ 4.2");
  const FoundTerm* data = reading.Find("data-categories");
  const FoundTerm* people = reading.Find("people");
  ASSERT_TRUE(data != nullptr && people != nullptr);
  EXPECT_EQ(data->items.size(), 2U);
  EXPECT_EQ(data->clause, "2");
  EXPECT_EQ(people->items.size(), 2U);
  EXPECT_EQ(people->clause, "3");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, ScheduleOfProcessingInATableIsRead) {
  const ContractReading reading = Read(
      "2. Breach\n\n2.1 Subject to paragraph 3 of this Schedule, the Processor shall notify the "
      "Controller immediately if it becomes aware of a data loss event.\n\n"
      "3. Duties\n\n3.1 Before allowing any Subprocessor to process Personal Data, the "
      "Processor must:\n\n(a) obtain the written consent of the Controller.\n\n"
      "Annex 1 - Processing\n\nDescription | Details\n"
      "Nature and purposes of the Processing | storing marks; printing them\n"
      "Duration of the Processing | two terms\nType of Personal Data | names; marks\n"
      "Categories of Data Subject | pupils; teachers\n"
      "Locations at which the Sub-processors process Personal Data | Leeds\n");
  EXPECT_EQ(reading.Find("parties.processor"), nullptr);
  EXPECT_EQ(TermText(reading, "breach.notice"), "promptness immediately, from awareness @ 2.1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is specific @ 3.1(a)");
  for (const std::string_view field : {"nature", "purposes", "data-categories", "people"}) {
    const FoundTerm* term = reading.Find(field);
    ASSERT_NE(term, nullptr) << field;
    EXPECT_EQ(term->items.size(), 2U) << field;
    EXPECT_EQ(term->clause, "Annex 1") << field;
  }
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, PartiesAreNamedAboveTheirRoles) {
  const ContractReading reading = Read(
      "Front\n\nbetween\n\nExample Municipality\n\nTown Square 1\n\n(the data "
      "controller)\n\nand\n\nOusel Software ApS\n\nHarbour Street 2\n\n(the data "
      "processor)\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  const FoundTerm* controller = reading.Find("parties.controller");
  ASSERT_TRUE(processor != nullptr && controller != nullptr);
  EXPECT_EQ(processor->value[0].second, "Ousel Software ApS");
  EXPECT_EQ(controller->value[0].second, "Example Municipality");
}

// Covers: GDPR Art. 28(3); GDPR Art. 28(2); GDPR Art. 33(2)
TEST(PublicBodies, ALetterInPlainWordsIsUnderstood) {
  const Result<ContractText> read = ReadDocument(
      "How we look after your pupils' data\n\nThis letter is our data processing agreement.\n\n"
      "Who is who\n\nThe school decides why the information is used, so you are the controller. We "
      "use the information for you, so we are the processor.\n\n"
      "What we do\n\nWe will only use the information in the way you tell us in writing.\n\n"
      "Other companies\n\nWe will give you at least five weeks' notice before we use anyone else, "
      "and you can say no. We make sure that they follow the same rules as we do.\n\n"
      "If something goes wrong\n\nIf the information is lost or stolen, we will ring you within 22 "
      "hours of finding out.\n\n"
      "The end\n\nWhen the service ends we will, whichever you prefer, give the information back "
      "to "
      "you or destroy the information within 40 days.\n",
      "letter.txt");
  ASSERT_TRUE(read);
  const ContractReading reading = ReadTerms(*read);
  EXPECT_EQ(reading.Find("instructions.rule")->clause, "[2]");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 5 weeks, before change @ [3]");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 22 hours, from awareness @ [4]");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 40 days, from end-of-agreement @ [5]");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ [5]");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, WhoIsSaidToBeTheProcessorIsBoundByWhatItShallDo) {
  const ContractReading reading = Read(
      "2. Roles\n\n2.1 The hospital is the data controller and the service provider is the data "
      "processor.\n\n3. Others\n\n3.1 The service provider shall not appoint any sub-contractor "
      "save with the prior consent in writing of the hospital, and remains liable for it.\n\n"
      "4. Indemnity\n\n4.1 The service provider shall indemnify the hospital.\n\n"
      "5. Warranties\n\n5.1 The service provider warrants to the hospital that it is able.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is specific @ 3.1");
  EXPECT_NE(reading.Find("sub-processors.liability"), nullptr);
  ASSERT_NE(reading.Find("liability.rule"), nullptr);
  EXPECT_EQ(reading.Find("liability.rule")->clause, "4.1");
  EXPECT_EQ(reading.Find("controller-duties"), nullptr);
}

// Covers: GDPR Art. 28(3)(b)
TEST(PublicBodies, PointsBelowAHeadingGoOnWithTheSentenceAboveIt) {
  const std::string points =
      "2.1 Secrecy\n\n2.1.1 Bind all staff in writing to confidentiality.\n\n2.2 Others\n\n"
      "2.2.1 Remain liable for every sub-processor.\n";
  const ContractReading led =
      Read("2. Duties\n\nThe Processor shall, in relation to Personal Data:\n\n" + points);
  EXPECT_NE(led.Find("confidentiality.personnel"), nullptr);
  ASSERT_NE(led.Find("sub-processors.liability"), nullptr);
  EXPECT_EQ(led.Find("sub-processors.liability")->clause, "2.2.1");
  const ContractReading alone = Read("2. Duties\n\nDuties are listed.\n\n" + points);
  EXPECT_EQ(alone.Find("sub-processors.liability"), nullptr);
}

// Covers: GDPR Art. 28(2)
TEST(PublicBodies, ATableBelowAnotherHeadingListsNoSubprocessors) {
  const ContractReading reading = Read(
      "2. Others\n\n2.1 The Controller may object to a sub-processor.\n\n"
      "Schedule 1 - Security\n\nMeasure | Description\nEncryption | TLS\nBackups | Daily\n\n"
      "Schedule 2 - Sub-processors\n\nName | Country\nOusel Hosting Ltd | Ireland\n");
  const FoundTerm* list = reading.Find("sub-processors.list");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 1U);
  EXPECT_EQ(list->clause, "Schedule 2");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, ADataManagerIsAPartyAndSomebodyElsesAttentionIsANotice) {
  const ContractReading reading = Read(
      "2. Staff\n\n2.1 The Data Manager employs staff who are bound to secrecy.\n\n"
      "3. Law\n\n3.1 The Data Manager acts as processor. Should the Data Manager hold an "
      "instruction "
      "to be unlawful, it shall draw the Controller's attention to this without undue delay.\n\n"
      "4. End\n\n4.1 After completion of the study the Data Manager hands over all data and erases "
      "all copies within six months.\n");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "promptness without-undue-delay @ 3.1");
  EXPECT_EQ(TermText(reading, "end.choice"), "is return @ 4.1");
}

// Covers: GDPR Art. 28(3); GDPR Art. 28(2)
TEST(PublicBodies, OfTwoPartiesTheOneThatIsNotBoundIsTheController) {
  const Result<ContractText> read = ReadDocument(
      "Data Processing Addendum\n\nBetween: Example Hospice Trust (\"the Charity\")\n\n"
      "And: Ousel Ledger LLP (\"the Bureau\")\n\n"
      "1. The Bureau will handle personal data only as the Charity instructs in writing.\n\n"
      "2. No part of the work may be passed to another firm unless the Charity has agreed in "
      "writing.\n\n"
      "3. The Bureau shall help the Charity to answer subject access requests. If such a request "
      "comes to the Bureau it shall send it to the Charity within 3 days.\n\n"
      "4. On the ending of the contract the Bureau will hand back the data, then wipe its own "
      "copies "
      "no later than 28 days afterwards.\n\n"
      "Details\n\nWhat for: paying staff\n\nWhose data: donors, employees\n",
      "contract.txt");
  ASSERT_TRUE(read);
  const ContractReading reading = ReadTerms(*read);
  ASSERT_NE(reading.Find("parties.controller"), nullptr);
  EXPECT_EQ(reading.Find("parties.controller")->value[0].second, "Example Hospice Trust");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is specific @ 2");
  EXPECT_EQ(TermText(reading, "requests.forward"), "within 3 days @ 3");
  EXPECT_EQ(TermText(reading, "end.choice"), "is return @ 4");
  ASSERT_NE(reading.Find("people"), nullptr);
  EXPECT_EQ(reading.Find("people")->items.size(), 2U);
}

// Covers: GDPR Art. 28(2)
TEST(PublicBodies, SubprocessorsAreListedOnCards) {
  const auto names = [](const ContractReading& reading) {
    const FoundTerm* list = reading.Find("sub-processors.list");
    std::string all;
    for (size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      all += list->items[i].value[0].second + ";";
    }
    return all;
  };
  EXPECT_EQ(names(Read("2. Sub-processors\n\n2.1 The Controller consents to the following "
                       "sub-processors:\n\nOusel\n- Service: hosting\n- Location: Ireland\n\n"
                       "Wren Mail\n- Service: e-mail\n- Location: Norway\n")),
            "Ousel;Wren Mail;");
  EXPECT_EQ(names(Read("Annex IV - List of sub-processors\n\n1. Name: Ousel Hosting Ltd\n\n"
                       "Address: 1 High Street, Dublin\n\nContact person's name and details: Ousel "
                       "Hosting Ltd\n\n2. Name: Wren Mail Inc.\n\nAddress: 2 Low Street\n")),
            "Ousel Hosting Ltd;Wren Mail Inc.;");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, PartiesAreNamedInFrontOfTheRolesThatTheyAreGiven) {
  const ContractReading reading = Read(
      "Parties\n\n(1) EXAMPLETON COLLEGE incorporated by charter, whose office is at College "
      "Road (the Controller); and\n\n(2) OUSEL SURVEYS LIMITED registered in England, whose "
      "office is at 1 High Street (hereinafter: the Processor).\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  const FoundTerm* controller = reading.Find("parties.controller");
  ASSERT_TRUE(processor != nullptr && controller != nullptr);
  EXPECT_EQ(processor->value[0].second, "OUSEL SURVEYS LIMITED");
  EXPECT_EQ(controller->value[0].second, "EXAMPLETON COLLEGE");
}

// Covers: GDPR Art. 28(3)(b); GDPR Art. 28(3)(g); GDPR Art. 33(2)
TEST(PublicBodies, PlainDutchEnglishIsUnderstood) {
  const ContractReading reading = Read(
      "2. Leaks\n\n2.1 In the event of a security leak the Processor shall notify the Controller "
      "at "
      "the latest within 30 hours.\n\n3. Third parties\n\n3.1 The Processor is authorised within "
      "this agreement to engage sub-processors.\n\n4. Countries\n\n4.1 Transmission to countries "
      "outside the European Union is not permitted.\n\n5. Silence\n\n5.1 The Processor shall keep "
      "all personal data in strict confidence.\n\n6. End\n\n6.1 On termination the Processor will "
      "delete or, if directed in writing by the Controller, return all personal data.\n");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 30 hours @ 2.1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 3.1");
  EXPECT_EQ(TermText(reading, "transfers.rule"), "is none @ 4.1");
  EXPECT_NE(reading.Find("confidentiality.duty"), nullptr);
  EXPECT_EQ(TermText(reading, "end.choice"), "is erase-unless-return-asked @ 6.1");
}

// Covers: GDPR Art. 28(2); Dec. 2021/914
TEST(PublicBodies, ATransferThatNeedsConsentAuthorisesNoSubprocessor) {
  const ContractReading reading = Read(
      "2. Abroad\n\n2.1 The Processor (or any subcontractor) must not transfer personal data "
      "outside the United Kingdom without the Controller's prior written consent.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "nothing");
  EXPECT_EQ(TermText(reading, "transfers.rule"), "is written-consent @ 2.1");
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, AppendicesThatAskAndAnswerAreRead) {
  const ContractReading reading = Read(
      "2. Storage\n\n2.1 Personal data are stored for five years after the last visit and then "
      "deleted by the Processor.\n\nAppendix A Processing\n\n"
      "A.1. The purpose of the processing of personal data on behalf of the Controller is:\n\n"
      "To plan visits.\n\n"
      "A.2. The processing includes the following categories of data subjects:\n\nCitizens\n\n"
      "Relatives\n\nA.3. Processing location\n\nAarhus, Denmark.\n");
  EXPECT_EQ(TermText(reading, "end.delay"), "nothing");
  const FoundTerm* purposes = reading.Find("purposes");
  const FoundTerm* people = reading.Find("people");
  const FoundTerm* places = reading.Find("places");
  ASSERT_TRUE(purposes != nullptr && people != nullptr && places != nullptr);
  EXPECT_EQ(purposes->clause, "Appendix A, A.1");
  EXPECT_EQ(people->items.size(), 2U);
  EXPECT_EQ(places->items[0].value[0].second, "DK");
}

// Covers: GDPR Art. 28(3)(e); GDPR Art. 28(3)(f)
TEST(PublicBodies, WhatTheControllerTellsTheProcessorIsNoNoticeOfTheProcessor) {
  const ContractReading reading = Read(
      "2. Controller's duties\n\n2.1 The Controller is responsible for notifying the Processor "
      "promptly if it receives a request of a data subject or learns of a data breach.\n");
  EXPECT_EQ(TermText(reading, "requests.forward"), "nothing");
  EXPECT_EQ(TermText(reading, "breach.notice"), "nothing");
  EXPECT_NE(reading.Find("controller-duties"), nullptr);
}

// Covers: GDPR Art. 28(3)
TEST(PublicBodies, AProcessorIsNamedBeforeItsRoleInBrackets) {
  const ContractReading reading = Read(
      "Annex A - Processing\n\nThis annex is made between the Data Controller and Ousel "
      "Example (the Data Processor).\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Ousel Example");
}

}  // namespace
}  // namespace mandat
