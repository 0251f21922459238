// SPDX-License-Identifier: Apache-2.0
// Contracts in plain words, between you and us: no word of the law but a few.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading ReadPlain(std::string_view text) { return ReadContract(text, "terms.txt"); }

constexpr std::string_view kInn =
    "Looking after your guests' details\n\n"
    "These terms are part of our Customer Terms. If they clash with the Customer Terms, go by "
    "these.\n\n"
    "Who is who\n\n"
    "In these terms \"we\" are Lapwing Example Bookings Limited, 3 Pretend Street, Norwich, and "
    "\"you\" are the guest house that signed up. \"Guest details\" are any personal data about the "
    "people who stay with you. You are in charge of the guest details (the controller, in legal "
    "language) and we work for you (the processor).\n\n"
    "Your instructions\n\n"
    "We won't do anything with guest details except what you ask us to do. Should an instruction "
    "look unlawful to us we'll raise it with you without delay and hold it back until we've heard "
    "from you.\n\n"
    "The people who work here\n\n"
    "Only colleagues who need guest details for their job can get at them. All of them have "
    "promised in writing to keep them to themselves.\n\n"
    "Our suppliers\n\n"
    "We can't do everything ourselves, and you agree that we may bring in suppliers. Each of them "
    "has signed a contract with us that is just as strict as these terms. If a supplier slips up, "
    "you can hold us responsible as if we had slipped up ourselves. Before a new supplier gets to "
    "see guest details we'll write to you, four weeks in advance. If you have a sound reason to be "
    "against it, let us know within two weeks of our message. If there is no other way you're free "
    "to cancel your subscription. If you say nothing, we'll go ahead.\n\n"
    "If something goes wrong\n\n"
    "Should guest details get lost or stolen, or fall into the wrong hands, we'll get in touch "
    "with you straight away, and no later than 24 hours after we notice. We'll explain what "
    "happened, how many guests are affected, what they might face, and what we've done so far.\n\n"
    "When guests come to us\n\n"
    "If a guest asks us for a copy of their details we pass that on to you within two working "
    "days. If you need a hand, just ask; we don't charge for that.\n\n"
    "Checking that we keep our word\n\n"
    "We'll show you whatever you need to see to be sure that we stick to these terms. You may come "
    "and look round. Once in twelve months is fine. Please tell us three weeks before, and come "
    "between nine and five on a weekday.\n\n"
    "Where guest details are kept\n\n"
    "We don't move guest details out of the United Kingdom without asking you first and getting "
    "your OK in writing.\n\n"
    "When we part ways\n\n"
    "Once your account is closed you have 30 days to download everything. After that we wipe it. "
    "On request you'll get a line from us to say that it's gone. None of this costs anything.\n";

// Covers: GDPR Art. 28(3)
TEST(PlainWords, DefinitionsNameThePartiesAndTheData) {
  const ContractReading reading = ReadPlain(kInn);
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(ValueText(*processor),
            "name Lapwing Example Bookings Limited, address 3 Pretend Street, Norwich");
  EXPECT_EQ(reading.Find("parties.controller"), nullptr);
  EXPECT_EQ(TermClause(reading, "contract.roles"), "[1]");
  EXPECT_EQ(TermClause(reading, "precedence"), "preamble");
}

// Covers: GDPR Art. 28(3)(a), Art. 28(3)(b)
TEST(PlainWords, SayWhoseWillIsDoneAndWhoKeepsQuiet) {
  const ContractReading reading = ReadPlain(kInn);
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "[2]");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "promptness without-delay @ [2]");
  EXPECT_EQ(TermText(reading, "instructions.suspend"), "is until-confirmed @ [2]");
  EXPECT_EQ(TermClause(reading, "confidentiality.personnel"), "[3]");
}

// Covers: GDPR Art. 28(2), Art. 28(4)
TEST(PlainWords, SuppliersOfOursAreSubProcessors) {
  const ContractReading reading = ReadPlain(kInn);
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ [4]");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 4 weeks, before change @ [4]");
  EXPECT_EQ(TermText(reading, "sub-processors.objection"), "within 2 weeks @ [4]");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ [4]");
  EXPECT_EQ(TermText(reading, "sub-processors.silence"), "is consent @ [4]");
  EXPECT_EQ(TermClause(reading, "sub-processors.flow-down"), "[4]");
  EXPECT_EQ(TermClause(reading, "sub-processors.liability"), "[4]");
}

// Covers: GDPR Art. 33(2), Art. 33(3)
TEST(PlainWords, WhatGoesWrongIsABreach) {
  const ContractReading reading = ReadPlain(kInn);
  EXPECT_EQ(TermText(reading, "breach.notice"),
            "within 24 hours, promptness immediately, from awareness @ [5]");
  EXPECT_EQ(TermClause(reading, "breach.content"), "[5]");
}

// Covers: GDPR Art. 28(3)(e), Art. 28(3)(h)
TEST(PlainWords, GuestsAskAndCustomersCheck) {
  const ContractReading reading = ReadPlain(kInn);
  EXPECT_EQ(TermText(reading, "requests.forward"), "within 2 working-days @ [6]");
  EXPECT_EQ(TermClause(reading, "requests.assist"), "[6]");
  EXPECT_EQ(TermText(reading, "requests.cost"), "is processor @ [6]");
  EXPECT_EQ(TermClause(reading, "audits.information"), "[7]");
  EXPECT_EQ(TermClause(reading, "audits.right"), "[7]");
  EXPECT_EQ(TermText(reading, "audits.frequency"), "times 1, per year @ [7]");
  EXPECT_EQ(TermText(reading, "audits.notice"), "at-least 3 weeks, before audit @ [7]");
  EXPECT_EQ(TermClause(reading, "audits.hours"), "[7]");
}

// Covers: GDPR Art. 28(3)(g), Art. 44
TEST(PlainWords, DataGoNowhereElseAndAreWipedAtTheEnd) {
  const ContractReading reading = ReadPlain(kInn);
  EXPECT_EQ(TermText(reading, "transfers.rule"), "is written-consent @ [8]");
  EXPECT_EQ(TermText(reading, "end.choice"), "is erase-unless-return-asked @ [9]");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 30 days @ [9]");
  EXPECT_EQ(TermClause(reading, "end.certificate"), "[9]");
  EXPECT_EQ(TermText(reading, "end.cost"), "is processor @ [9]");
}

TEST(PlainWords, SharedDefinitionsAndYourData) {
  const ContractReading reading = ReadPlain(
      "Data terms\n\n\"We\", \"us\" and \"our\" mean Dotterel Example Clubs Ltd in Cardiff.\n\n1. "
      "We only use "
      "your members' data as you tell us to.\n\n2. We will tell you within 36 hours if your data "
      "are lost.\n\n3. We will delete your data 60 days after your subscription ends.\n\n4. You "
      "own your data and you are the controller; we are the processor.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Dotterel Example Clubs Ltd");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 36 hours @ 2");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 60 days, from end-of-agreement @ 3");
}

TEST(PlainWords, WhatIsFreeIsNotCharged) {
  const ContractReading reading = ReadPlain(
      "Data Processing Agreement between you (controller) and us (processor)\n\n1. We will help "
      "you to answer requests from data subjects, and we won't charge you for it.\n\n2. We will "
      "only process personal data on your instructions.\n\n3. We will report a data breach to you "
      "within 12 hours.\n\n4. You may audit us.\n");
  EXPECT_EQ(TermText(reading, "requests.cost"), "is processor @ 1");
}

// Covers: GDPR Art. 28(3)
TEST(PlainWords, QuestionsAreHeadingsAndWhatPeopleTypeIsTheData) {
  const ContractReading reading = ReadPlain(
      "# Data processing: questions and answers\n\nBetween Turnstone Example Forms and its "
      "customers.\n\n### Who decides?\n\nYou do. Turnstone processes the answers that people give "
      "in "
      "your forms (\"Responses\") on your behalf and only as you configure it. You are the "
      "controller and Turnstone is the processor.\n\n### Who can read Responses?\n\nA few "
      "engineers. "
      "Their employment contracts bind them to secrecy.\n\n### Which other companies are "
      "involved?\n\nBy using Turnstone you consent to them.\n\n### What happens after a data "
      "breach?\n\nWe report it to you within 18 hours of learning about it.\n\n### A respondent "
      "has "
      "contacted us. Will you help?\n\nWe forward the message to you within 3 days. Helping with "
      "up "
      "to two requests a month is included in the price; beyond that we charge our hourly "
      "rate.\n\n### What happens at the end?\n\nWhen your contract ends we delete all Responses "
      "after 45 days.\n\n### Which law applies?\n\nEstonian law.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "[1]");
  EXPECT_EQ(TermClause(reading, "confidentiality.personnel"), "[2]");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ [3]");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 18 hours, from awareness @ [4]");
  EXPECT_EQ(TermText(reading, "requests.forward"), "within 3 days @ [5]");
  EXPECT_EQ(TermText(reading, "requests.cost"), "is controller-if-further @ [5]");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 45 days, from end-of-agreement @ [6]");
  EXPECT_EQ(TermClause(reading, "law.governing"), "[7]");
}

TEST(PlainWords, ASentenceSaysWhatForAndFurtherRightsAreNoRules) {
  const ContractReading reading = ReadPlain(
      "Data Processing Agreement between you (controller) and us (processor)\n\n1. We process your "
      "data to run the booking service.\n\n2. We'll handle them strictly as you have told "
      "us.\n\n3. "
      "We won't charge for the return of your data.\n\n4. We may hold back an instruction until "
      "you have confirmed it.\n");
  const FoundTerm* purposes = reading.Find("purposes");
  ASSERT_NE(purposes, nullptr);
  EXPECT_EQ(purposes->clause, "1");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "2");
  EXPECT_EQ(TermText(reading, "end.cost"), "is processor @ 3");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "nothing");
}

// Covers: GDPR Art. 28(3)
TEST(PlainWords, TheLawsOwnListInEverydayWords) {
  const ContractReading reading = ReadPlain(
      "Data Processing Agreement\n\n1. Roles\n\n1.1 You are the controller and we are your "
      "processor.\n\n2. What we promise\n\nWe promise to:\n\n(a) only act on what you tell us in "
      "writing, unless the law says that we must do something else with the data;\n\n(b) see to it "
      "that people whom we allow to process the data keep them in confidence, as they are bound "
      "to;\n\n(c) take sensible steps so that the data are secure;\n\n(d) help you with the "
      "security "
      "of processing and with reporting personal data breaches;\n\n(e) delete the data or give "
      "them "
      "back, as you ask, when the contract ends;\n\n(f) take part in inspections, and tell you "
      "straight away if we are asked to do something that would break the GDPR.\n\n3. Term\n\nThis "
      "contract starts on the day you sign up and ends on the day you stop using the service. "
      "Copies "
      "in our backups expire 20 days later.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "2(a)");
  EXPECT_EQ(TermClause(reading, "confidentiality.personnel"), "2(b)");
  EXPECT_EQ(TermClause(reading, "security.general"), "2(c)");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 2(e)");
  EXPECT_EQ(TermClause(reading, "audits.right"), "2(f)");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "promptness immediately @ 2(f)");
  ASSERT_NE(reading.Find("duration"), nullptr);
  EXPECT_TRUE(reading.Find("duration")->value.empty());
  for (const FoundElement& element : reading.elements) {
    if (element.number == 20) {
      EXPECT_EQ(element.clause, "2(d)");
    }
  }
}

TEST(PlainWords, WhoAsksForNoCopyGetsNone) {
  const ContractReading reading = ReadPlain(
      "Data Processing Agreement\n\n1. Roles\n\n1.1 You are the controller and we are your "
      "processor.\n\n2. Leaving\n\n2.1 When you end your services with us, you have the option to "
      "request the return of the personal data. If you do not request a copy, we will remove all "
      "personal data within 25 days.\n");
  EXPECT_EQ(TermText(reading, "end.choice"), "is erase-unless-return-asked @ 2.1");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 25 days @ 2.1");
}

TEST(PlainWords, TimesAndTermsOfEverydayTalk) {
  const auto read = [](std::string_view sentence) {
    return ReadPlain(
        "Data Processing Agreement\n\n1. Roles\n\n1.1 You are the controller and we are your "
        "processor.\n\n2. Things\n\n" +
        std::string(sentence) + "\n");
  };
  EXPECT_EQ(
      TermText(read("We will tell you about a data breach as quickly as we can."), "breach.notice"),
      "promptness as-soon-as-possible @ 2");
  EXPECT_EQ(TermText(read("You can audit us; please give us six weeks' warning."), "audits.notice"),
            "at-least 6 weeks, before audit @ 2");
  EXPECT_EQ(TermText(read("You may object to a new sub-processor by the end of the week."),
                     "sub-processors.effect"),
            "nothing");
  EXPECT_EQ(TermText(read("We'll give you ten days' notice before we use a new sub-processor."),
                     "sub-processors.authorisation"),
            "nothing");
  EXPECT_EQ(TermClause(read("We only let colleagues see personal data who are sworn to keep them "
                            "confidential, as they are bound to."),
                       "confidentiality.personnel"),
            "2");
  EXPECT_EQ(TermClause(read("If anybody asks us about their data, we'll send them to you."),
                       "requests.forward"),
            "2");
  EXPECT_EQ(TermClause(read("We protect personal data with safeguards."), "security.general"), "2");
}

TEST(PlainWords, BeingFreeToGoIsNoPrice) {
  const ContractReading reading = ReadPlain(
      "Data Processing Agreement\n\n1. Roles\n\n1.1 You are the controller and we are your "
      "processor.\n\n2. Leaving\n\nWhen the contract ends you are free to export the personal data "
      "and then we delete them.\n");
  EXPECT_EQ(TermText(reading, "end.cost"), "nothing");
}

}  // namespace
}  // namespace mandat
