// SPDX-License-Identifier: Apache-2.0
// Wordings of English practice, of lawyers and of plain writers, and twins that say nothing.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

constexpr std::string_view kEnglishRoles =
    "Data Processing Agreement\n\nbetween Ashdown Example Ltd (\"the Controller\") and Penrose "
    "Example Ltd (\"the Processor\").\n\n1. The Processor processes personal data on behalf of the "
    "Controller.\n\n";
constexpr std::string_view kEnglishPersons =
    "Data Processing Agreement\n\nbetween Ashdown Example Ltd (\"you\") and Penrose Example Ltd "
    "(\"we\").\n\n1. You are the controller and we are the processor of the personal data.\n\n";

struct EnglishTerm {
  std::string_view field;
  std::string_view value;  // as ValueText says it; "said" without one, "nothing" if it is not said
  std::string_view sentence;
};

void ExpectEnglish(std::string_view before, std::initializer_list<EnglishTerm> terms) {
  for (const EnglishTerm& term : terms) {
    const std::string text = std::string(before) + "2. " + std::string(term.sentence) + "\n";
    const ContractReading reading = ReadContract(text, "contract.txt");
    const FoundTerm* found = reading.Find(term.field);
    const bool is_said = found != nullptr && found->clause == "2";
    const std::string said = !is_said               ? "nothing"
                             : found->value.empty() ? "said"
                                                    : ValueText(*found);
    EXPECT_EQ(said, term.value) << term.sentence;
  }
}

// Covers: GDPR Art. 28(3)(a)
TEST(EnglishWordings, Instructions) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"instructions.rule", "said",
           "The Processor shall only access, use or disclose personal data as permitted by the "
           "Controller in writing."},
          {"instructions.rule", "said",
           "The Processor is bound by the instructions of the Controller in whatever it does with "
           "the data."},
          {"instructions.infringing", "said",
           "The Processor says so if it has doubts about the lawfulness of an instruction."},
          {"instructions.infringing", "promptness without-undue-delay",
           "The Controller shall be warned by the Processor without undue delay where an order is "
           "in breach of the Data Protection Laws."},
          {"instructions.legal-exception", "said",
           "Should the Processor be under a legal duty to process the data in another manner, it "
           "informs the Controller prior to that processing."},
          {"instructions.suspend", "is until-confirmed",
           "The doubtful instruction is on hold until the Controller confirms it in writing."},
      });
  ExpectEnglish(kEnglishPersons,
                {
                    {"instructions.rule", "said",
                     "We are only allowed to touch your customers' details when you have told us."},
                    {"instructions.suspend", "is until-confirmed",
                     "We can wait with carrying out the instruction until you confirm it."},
                });
}

// Covers: GDPR Art. 28(3)(b), Art. 28(3)(c)
TEST(EnglishWordings, StaffAndMeasures) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"confidentiality.personnel", "said",
           "The persons employed by the Processor have been committed to data secrecy."},
          {"confidentiality.personnel", "said",
           "The Processor only uses staff who have been sworn to confidentiality."},
          {"security.general", "said",
           "The Processor guarantees a level of protection of the personal data that is "
           "appropriate to the risks."},
          {"security.general", "said",
           "The Processor puts suitable security in place and keeps it under review."},
          {"security.general", "nothing",
           "Transfers outside the EEA are only made with appropriate safeguards in place."},
      });
}

// Covers: GDPR Art. 28(2), Art. 28(4)
TEST(EnglishWordings, SubProcessors) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"sub-processors.authorisation", "is general",
           "The Controller has no objection to the Processor engaging sub-processors."},
          {"sub-processors.silence", "nothing",
           "The Controller has no objection to the Processor engaging sub-processors."},
          {"sub-processors.silence", "is refusal",
           "Silence of the Controller shall not be taken as consent to the sub-processor."},
          {"sub-processors.authorisation", "nothing",
           "Silence of the Controller shall not be taken as consent to the sub-processor."},
          {"sub-processors.objection", "within 30 days, from sending-of-notice",
           "The Controller has 30 days from the notice to object to the new sub-processor."},
          {"sub-processors.notice", "nothing",
           "The Controller has 30 days from the notice to object to the new sub-processor."},
          {"sub-processors.copy", "said",
           "The Controller may ask to see the clauses that the Processor has agreed with a "
           "sub-processor."},
          {"sub-processors.flow-down", "said",
           "The Processor shall oblige the sub-processor to observe all duties in this agreement."},
          {"sub-processors.liability", "said",
           "The use of a sub-processor does not reduce the Processor's own obligations."},
      });
  ExpectEnglish(
      kEnglishPersons,
      {
          {"sub-processors.effect", "is either-may-terminate",
           "Failing a solution to your objection to the sub-processor, either of us may end the "
           "agreement."},
          {"sub-processors.notice", "nothing",
           "If you're not happy with a new sub-processor, tell us and we will talk about it."},
          {"sub-processors.liability", "said",
           "If one of our sub-processors gets it wrong, that's on us."},
      });
}

TEST(EnglishWordings, ARowUnderChangesOfSubProcessorsIsTheirNotice) {
  const ContractReading reading = ReadContract(
      std::string(kEnglishRoles) + "2. Sub-processor Changes\n\n- Timeline: 30 days prior notice\n",
      "contract.md");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 30 days, before change @ 2");
}

// Covers: GDPR Art. 33(2), Art. 28(3)(f)
TEST(EnglishWordings, Breaches) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"breach.notice", "within 72 hours, from awareness",
           "Breach notification: within 72 hours of becoming aware."},
          {"breach.notice", "promptness immediately",
           "The Processor informs the Controller immediately of any violation of data protection "
           "provisions by itself or its staff."},
          {"breach.content", "said",
           "The breach notice covers: nature, scope, likely consequences, measures taken."},
          {"breach.cost", "is processor",
           "The costs of handling a personal data breach shall be for the account of the "
           "Processor."},
      });
}

// Covers: GDPR Art. 28(3)(e)
TEST(EnglishWordings, Requests) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"requests.forward", "promptness immediately",
           "If a data subject turns directly to the Processor, the Processor immediately refers "
           "him or her to the Controller."},
          {"requests.forward", "within 2 working-days",
           "Any request of a person about his or her data is passed to the Controller within two "
           "working days."},
          {"requests.assist", "said",
           "Where necessary the Processor provides the Controller with the information it needs to "
           "answer a subject access request."},
      });
  ExpectEnglish(kEnglishPersons,
                {
                    {"requests.assist", "said",
                     "If someone wants to see their data, we'll help you find it."},
                    {"requests.cost", "is processor",
                     "Helping you with data subject requests is included in your plan."},
                });
  // What the customer may demand of its own data costs it nothing: no help with requests.
  const ContractReading reading =
      ReadContract(std::string(kEnglishRoles) +
                       "2. Data, data subjects, purpose\n\nIt may at any time deny the "
                       "Processor access or demand the data free of charge.\n",
                   "contract.md");
  EXPECT_EQ(TermText(reading, "requests.cost"), "nothing");
}

// Covers: GDPR Art. 28(3)(h)
TEST(EnglishWordings, Audits) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"audits.right", "said",
           "The Processor tolerates checks by the Controller or by a third party it appoints."},
          {"audits.right", "said",
           "The Controller can verify compliance with this agreement on site."},
          {"audits.information", "said",
           "The Processor documents its compliance and makes these documents available to the "
           "Controller."},
          {"audits.information", "said",
           "The Controller may at any time ask the Processor for information on how the data is "
           "protected."},
          {"audits.notice", "at-least 2 weeks, before audit",
           "An inspection must be announced in writing two weeks beforehand."},
          {"audits.frequency", "nothing",
           "The Processor carries out internal audits of its information security every year."},
          {"audits.cost", "is controller", "The cost of audits is carried by the Controller."},
          {"audits.cost", "is controller",
           "The Controller reimburses the Processor for the time spent on audits."},
          {"audits.right", "nothing", "The Controller may inspect the goods on delivery."},
      });
}

// Covers: GDPR Art. 28(3)(g)
TEST(EnglishWordings, End) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"end.trigger", "said",
           "After the services have ended, no personal data shall remain with the Processor."},
          {"end.certificate", "said",
           "After termination the Processor proves the deletion by a destruction report."},
          {"end.cost", "is controller",
           "Any work to return the data at the end of the contract is chargeable to the "
           "Controller."},
      });
  ExpectEnglish(
      kEnglishPersons,
      {
          {"end.choice", "is controller",
           "You tell us whether you want your data back or deleted when you leave."},
          {"end.choice", "is erase-unless-return-asked",
           "If you'd like your data back, tell us before the contract ends; otherwise we "
           "delete it."},
          {"end.cost", "is processor", "Returning the data at the end of the contract is free."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(EnglishWordings, TransfersAndTheFrame) {
  ExpectEnglish(
      kEnglishRoles,
      {
          {"transfers.rule", "is none",
           "Processing takes place exclusively in the European Economic Area."},
          {"transfers.rule", "is written-consent",
           "Any transfer to a third country needs the Controller's prior consent in writing."},
          {"transfers.tool", "is dec-2021-914",
           "The parties adopt Module Two of the clauses annexed to Decision (EU) 2021/914 for "
           "transfers to third countries."},
          {"precedence", "said",
           "Where this agreement and the main contract conflict, this agreement applies."},
          {"duration", "at-most 2 years", "This agreement is concluded for two years."},
          {"law.courts", "said", "The courts of Copenhagen have jurisdiction."},
          {"precedence", "nothing", "There is no processing for this agreement to govern."},
      });
}

// Covers: GDPR Art. 28(3)
TEST(EnglishWordings, TheCompanyMayBeTheProcessorAndIsNeverBoth) {
  const ContractReading reading = ReadContract(
      "DATA PROCESSING ADDENDUM\n\nThis Data Processing Addendum supplements the Master "
      "Subscription Agreement between Customer and Dunlin Example, Inc. (\"Company\").\n\n"
      "1. Company will process Customer Personal Data as a processor and solely in accordance with "
      "Customer's instructions.\n\n2. Customer generally authorizes Company to engage "
      "Subprocessors. Company will update the list at least fifteen (15) days prior to engaging a "
      "new Subprocessor, and Customer may object in writing.\n\n3. Company will assist with "
      "requests of data subjects; Customer shall be responsible for any costs arising.\n\n"
      "4. Customer may conduct an audit at Customer's expense. Company will cooperate.\n",
      "contract.txt");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 15 days, before change @ 2");
  EXPECT_EQ(TermText(reading, "requests.cost"), "is controller @ 3");
  EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ 4");
}

TEST(EnglishWordings, APartyStandsAboveTheLineThatCallsIt) {
  const ContractReading reading = ReadContract(
      "Agreement on the Processing of Personal Data\n\nbetween\n\nFulmar Example Hotels AG, "
      "Hafenweg 1, 20457 Hamburg\n- Controller, hereinafter referred to as the Client -\n\nand"
      "\n\nSanderling Example IT GmbH, Industrieweg 9, 04109 Leipzig\nUID CHE-000.000.000, "
      "operator of a portal\n- Processor, hereinafter referred to as the Contractor -\n\n"
      "1. The Contractor processes personal data on documented instructions of the Client.\n",
      "contract.txt");
  const FoundTerm* processor = reading.Find("parties.processor");
  const FoundTerm* controller = reading.Find("parties.controller");
  ASSERT_TRUE(processor != nullptr && controller != nullptr);
  EXPECT_EQ(processor->value[0].second, "Sanderling Example IT GmbH");
  EXPECT_EQ(controller->value[0].second, "Fulmar Example Hotels AG");
}

// Covers: GDPR Art. 33(2), Art. 28(2)
TEST(EnglishWordings, WhatFollowsAListAndWhatSilenceMeans) {
  const ContractReading reading = ReadContract(
      std::string(kEnglishRoles) +
          "2. The Processor shall notify the Controller within 5 Working Days if it:\n\n"
          "(a) receives a Data Subject Request;\n\n(b) receives any communication from the "
          "regulator;\n\nand immediately, and in any case within 24 hours, if it becomes aware of "
          "a Data Loss Event.\n\n3. Sub-processors\n\nThe Controller may object to a new "
          "sub-processor within two weeks. No reply means that the Controller agrees.\n\n"
          "4. The Controller may, on not less than 30 days' notice, revise this Schedule by "
          "replacing it with standard clauses for sub-processors.\n\n5. Thirty days after the "
          "contract ends the Processor deletes the data, backups within another 60 days.\n",
      "contract.md");
  EXPECT_EQ(TermText(reading, "breach.notice").substr(0, 15), "within 24 hours");
  EXPECT_EQ(TermText(reading, "sub-processors.silence"), "is consent @ 3");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "nothing");
  EXPECT_EQ(TermText(reading, "end.delay").substr(0, 14), "within 30 days");
}

TEST(EnglishWordings, LawOfClausesIsNoLawOfTheContract) {
  const ContractReading reading = ReadContract(
      std::string(kEnglishRoles) +
          "2. The Standard Contractual Clauses apply to transfers to third countries. Clause 17 "
          "shall be governed by Irish law.\n",
      "contract.md");
  EXPECT_EQ(TermText(reading, "law.governing"), "nothing");
}

constexpr std::string_view kTerse =
    "# DPA\n\nGannet Example Forms (\"Gannet\", \"we\")\n\n"
    "## Scope\n\n- You = controller. Gannet = processor.\n\n"
    "## What we promise\n\n- We only process responses on your instructions.\n\n"
    "## Subprocessors\n\n- You allow us to use the subprocessors in Appendix 2.\n\n"
    "## Requests & help\n\n- We help with DPIAs and requests.\n\n"
    "## Breaches\n\n- We notify you within 24 hours of discovering a breach.\n\n"
    "## Audits\n\n- We answer questionnaires and share our audit report.\n"
    "- On-site audits: once per year, 30 days' notice, business hours, at your cost.\n\n"
    "## Transfers\n\n- No transfers outside the EEA without SCCs or an adequacy decision.\n\n"
    "## Law\n\n- Dutch law, court of Utrecht.\n";

// Covers: GDPR Art. 28(3)
TEST(EnglishWordings, ATerseListCalledDpaIsRead) {
  const ContractReading reading = ReadContract(kTerse, "dpa.md");
  EXPECT_TRUE(reading.is_about_data);
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ [3]");
  EXPECT_EQ(TermClause(reading, "requests.assist"), "[4]");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 24 hours, from awareness @ [5]");
  EXPECT_EQ(TermClause(reading, "audits.information"), "[6]");
  EXPECT_EQ(TermClause(reading, "audits.right"), "[6]");
  EXPECT_EQ(TermClause(reading, "transfers.rule"), "[7]");
  EXPECT_EQ(TermClause(reading, "law.courts"), "[8]");
}

// Covers: GDPR Art. 28(2), Art. 28(3)(g)
TEST(EnglishWordings, AThirdPartyThatIsAllowedToProcessIsASubProcessor) {
  const ContractReading reading = ReadContract(
      std::string(kEnglishRoles) +
          "2. \"Third Party Provider\" means a third party authorised by the Processor to process "
          "personal data.\n\n3. The Controller generally authorises the engagement of any Third "
          "Party Provider.\n\n4. Deletion\n\nOn expiry of the term the Controller instructs the "
          "Processor to delete all personal data. The Processor will comply with this instruction "
          "within a maximum period of 180 days.\n\n5. If European law applies and the destination "
          "is not adequate, the SCCs apply.\n",
      "contract.md");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 3");
  EXPECT_EQ(TermText(reading, "end.delay").substr(0, 15), "within 180 days");
  EXPECT_EQ(TermText(reading, "law.governing"), "nothing");
}

TEST(EnglishWordings, AnOrderOfControlAndARowOnSpecialCategories) {
  const ContractReading reading = ReadContract(
      std::string(kEnglishRoles) +
          "3. On any inconsistency the control order is: (1) this DPA, (2) the "
          "rest of the agreement.\n\n## Annex B\n\n| | |\n|---|---|\n| Data subjects | guests |\n"
          "| Special / sensitive categories | Not requested |\n",
      "contract.md");
  EXPECT_EQ(TermClause(reading, "precedence"), "3");
  EXPECT_EQ(TermClause(reading, "special-categories"), "Annex B");
}

}  // namespace
}  // namespace mandat
