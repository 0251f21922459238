// SPDX-License-Identifier: Apache-2.0
// English contracts by other hands: parties without definitions, and clauses that are not theirs.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading Read(std::string_view text) { return ReadContract(text, "contract.txt"); }

constexpr std::string_view kTrade =
    "# Data Processing Agreement\n\nThese terms are between Tern Example Mail and the customer.\n\n"
    "## Duties\n\n* Tern Example Mail processes personal data only on documented instructions "
    "from the customer.\n\n* Tern Example Mail will forward requests of data subjects.\n\n"
    "* Tern Example Mail will notify the customer of any data breach within 36 hours.\n\n"
    "## Change\n\nThese terms may be updated from time to time.\n\n## Contact\n\nWrite to us.\n";

// Covers: GDPR Art. 28(3)
TEST(Strangers, WhoeverIsBoundBelowATradeNameIsTheProcessor) {
  const ContractReading reading = Read(kTrade);
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 36 hours @ [1]");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "[1]");
  EXPECT_EQ(TermText(reading, "amendment.rule"), "is unilateral @ [2]");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Tern Example Mail");
}

TEST(Strangers, APartyStandsBehindBetweenAndAColon) {
  const ContractReading reading = Read(
      "Data Processing Addendum\n\nThis addendum forms part of the service terms between: Tern "
      "Example Mail Ltd (\"Processor\") and the customer (\"Controller\").\n\n1. The Processor "
      "shall process personal data on documented instructions of the Controller.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Tern Example Mail Ltd");
}

TEST(Strangers, ABlankOfATemplateIsNoParty) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n{{CUSTOMER_NAME}}, {{CUSTOMER_ADDRESS}}, hereinafter the "
      "\"Controller\",\n\nand Example Records Ltd, hereinafter the \"Processor\".\n\n1. Object\n\n"
      "The Processor processes personal data on documented instructions of the Controller.\n");
  EXPECT_EQ(TermText(reading, "parties.processor"), "name Example Records Ltd @ [1]");
  EXPECT_EQ(TermText(reading, "parties.controller").find("CUSTOMER"), std::string::npos);
}

TEST(Strangers, AnAddressIsTheWholeStreetAndNoNumberOfARegister) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\nEntre le client (« le Client ») et la Société Exemple "
      "Nivôse SAS, 12 bis quai Inventé, 69000 Lyon, RCS 000 000 000 (« le Prestataire »).\n\n1. Le "
      "Prestataire, sous-traitant, suit les instructions du Client, responsable du traitement.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(ValueText(*processor),
            "name Société Exemple Nivôse SAS, address 12 bis quai Inventé, 69000 Lyon");
}

TEST(Strangers, TheSecondOfTwoPartiesStandsBehindTheFirstOne) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\n1. Le présent accord est conclu entre le Client (tel "
      "qu'identifié lors de la commande), agissant en qualité de responsable de traitement, et "
      "Mirabelle Exemple (SASU au capital de 150 €, siège : 24 route Inventée, 91000 Ville), "
      "éditeur "
      "de Mirabelle, agissant en qualité de sous-traitant (ci-après « le Prestataire »). Il "
      "prévaut "
      "sur les CGVU.\n\n2. Le Prestataire suit les instructions du Client.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(ValueText(*processor),
            "name Mirabelle Exemple, address 24 route Inventée, 91000 Ville");
  EXPECT_EQ(TermClause(reading, "precedence"), "1");
}

TEST(Strangers, AHeadingSaysWhatItsFewWordsAre) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "documented "
      "instructions of the Controller.\n\n2. Governing law\n\nThe laws of Iceland.\n\n3. Data\n\n"
      "Personal data are data as the laws of Iceland mean them.\n");
  EXPECT_EQ(TermClause(reading, "law.governing"), "2");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, APlaceIsQuotedAsItIsWritten) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\n1. Le Sous-traitant suit les instructions du Client. "
      "Les "
      "données personnelles restent en Islande.\n");
  const FoundTerm* places = reading.Find("places");
  ASSERT_NE(places, nullptr);
  ASSERT_EQ(places->items.size(), 1U);
  EXPECT_EQ(places->items[0].text, "Les données personnelles restent en Islande.");
  EXPECT_EQ(places->items[0].value[0].second, "IS");
}

TEST(Strangers, ANameThatIsBoundToNothingIsNoProcessor) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Tern Example Mail is a town. Personal data are personal "
      "data.\n\n2. The Processor shall process personal data on documented instructions.\n\n"
      "3. The Processor shall delete personal data.\n\n4. The Processor shall be quiet.\n");
  EXPECT_EQ(reading.Find("parties.processor"), nullptr);
}

// Covers: GDPR Art. 28(2); GDPR Art. 28(4)
TEST(Strangers, PlainFrenchWordsOfANamedProcessorAreUnderstood) {
  const ContractReading reading = Read(
      "ANNEXE VIE PRIVÉE\n\nCette annexe lie la Société Exemple Ventôse SAS (« Ventôse ») et "
      "l'entreprise cliente (« l'Abonné »).\n\n1. Ventôse n'utilise les informations personnelles "
      "que pour exécuter les consignes écrites de l'Abonné.\n\n2. L'Abonné accepte d'avance que "
      "Ventôse fasse intervenir des prestataires. Ventôse annonce tout nouveau prestataire cinq "
      "semaines avant son arrivée.\n\n3. Ventôse répond des fautes de ses prestataires.\n\n"
      "4. Ventôse alerte l'Abonné au plus tard vingt heures après avoir eu connaissance d'une "
      "fuite d'informations personnelles.\n\n5. Ventôse tient un registre.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 2");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 5 weeks, before change @ 2");
  EXPECT_EQ(TermClause(reading, "sub-processors.liability"), "3");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 20 hours, from awareness @ 4");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, WeAndYouArePartiesWhereNobodyElseIs) {
  const ContractReading reading = Read(
      "Data processing terms\n\n1. We will process your personal data only as instructed by you."
      "\n\n2. We will notify you of a personal data breach within 24 hours.\n\n3. We will delete "
      "the personal data within 30 days after you close your account.\n\n4. You shall pay us.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 24 hours @ 2");
  EXPECT_EQ(TermText(reading, "end.delay"), "within 30 days, from account-closure @ 3");
}

// Covers: GDPR Art. 28(3)
TEST(Strangers, WhoseDataAreProcessedIsNotWhichDataAre) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "instructions of the Controller.\n\n2. Types of personal data: names; addresses.\n\n"
      "3. Categories of data subjects: tenants; guests.\n\nAddendum 1\n\n"
      "1. Categories of data subjects: visitors.\n\n2. Types of personal data: faces.\n");
  EXPECT_EQ(TermClause(reading, "data-categories"), "2");
  EXPECT_EQ(TermClause(reading, "people"), "3");
}

// Covers: Dec. 2021/914
TEST(Strangers, WhatFillsInAModelContractIsNoTermOfThisOne) {
  const std::string front =
      "Data Processing Agreement\n\n1. The Processor shall process personal data only on "
      "instructions of the Controller.\n\n2. For transfers the standard contractual clauses of "
      "Decision 2021/914 apply, completed as follows:\n\n";
  const ContractReading filled =
      Read(front +
           "(a) in Clause 9, Option 2 applies, and changes of sub-processors are notified 10 days "
           "in advance;\n\n(b) in Clause 17, the clauses are governed by the law of Ireland;\n\n"
           "(c) in Clause 18(b), disputes are resolved by the courts of Ireland.\n");
  EXPECT_EQ(TermText(filled, "sub-processors.notice"), "nothing");
  EXPECT_EQ(TermText(filled, "law.governing"), "nothing");
  EXPECT_EQ(TermText(filled, "law.courts"), "nothing");
  const ContractReading own = Read(
      front +
      "3. This Agreement is governed by the law of Ireland.\n\n4. Disputes are resolved by the "
      "courts of Ireland.\n");
  EXPECT_EQ(TermClause(own, "law.governing"), "3");
  EXPECT_EQ(TermClause(own, "law.courts"), "4");
}

// Covers: GDPR Art. 28(3)(f)
TEST(Strangers, WordsBehindAListBelongToTheClauseOfItsLead) {
  const ContractReading reading = Read(
      "Data Processing Annex\n\n1. The Customer is the controller and the Company is the "
      "processor.\n\n2. Assistance\n\n2.1 The Company shall provide reasonable assistance to the "
      "Customer, taking into account the information available to the Company, in ensuring "
      "compliance with its obligations with respect to:\n\n2.1.1 security of processing;\n\n2.1.2 "
      "data protection impact assessments; and\n\n2.1.3 notifications to the supervisory authority "
      "or communications to data subjects after a personal data breach,\n\nprovided the Customer "
      "shall pay the Company's charges for providing the assistance.\n\n3. The Company shall tell "
      "the Customer of a breach within 20 hours.\n");
  EXPECT_EQ(TermText(reading, "assistance.cost"), "is controller @ 2.1");
  EXPECT_EQ(TermText(reading, "breach.cost"), "nothing");
  EXPECT_EQ(TermText(reading, "audits.information"), "nothing");
  for (const FoundElement& element : reading.elements) {
    if (element.number == 20 || element.number == 21) {
      EXPECT_EQ(element.clause, "2.1.3");
    }
  }
}

TEST(Strangers, DefinitionsPromiseNothing) {
  const ContractReading reading = Read(
      "Data Processing Annex\n\n1. Definitions\n\nSub-Processor means another processor engaged by "
      "the Company and liable under its own contract;\n\nProcessing Instructions means the "
      "Customer's instructions for the processing of personal data;\n\n2. Duties\n\n2.1 The "
      "Customer shall be the controller and the Company shall be the processor.\n\n2.2 The Company "
      "shall be liable for losses caused by its breach of this annex.\n");
  EXPECT_EQ(TermClause(reading, "contract.roles"), "2.1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "nothing");
  EXPECT_EQ(TermText(reading, "sub-processors.liability"), "nothing");
  EXPECT_EQ(TermText(reading, "instructions.rule"), "nothing");
}

TEST(Strangers, ACustomerThatConsentsToTransfersIsNotAskedAgain) {
  const ContractReading given = Read(
      "Data Processing Annex\n\n1. The Customer gives its consent to transfers of personal data by "
      "the Processor to countries outside the EEA, subject to appropriate safeguards.\n");
  ASSERT_NE(given.Find("transfers.rule"), nullptr);
  EXPECT_TRUE(given.Find("transfers.rule")->value.empty());
  const ContractReading needed = Read(
      "Data Processing Annex\n\n1. The Processor shall not transfer personal data outside the EEA "
      "unless the Customer consents in writing.\n");
  EXPECT_EQ(TermText(needed, "transfers.rule"), "is written-consent @ [1]");
}

// Covers: GDPR Art. 28(3)(g)
TEST(Strangers, WhatIsNotExportedInTimeIsErased) {
  const ContractReading reading = Read(
      "Data Processing Terms\n\n1. The Provider processes personal data for the Customer.\n\n2. "
      "Termination\n\nFor 20 days after termination the Customer may request an export of its data "
      "in CSV format. After that period the Provider will delete the personal data from its "
      "systems.\n");
  EXPECT_EQ(TermText(reading, "end.choice"), "is erase-unless-return-asked @ 2");
  EXPECT_EQ(TermClause(reading, "end.format"), "2");
}

TEST(Strangers, ClausesOfGeneralTermsOnSubprocessorsAreRead) {
  const ContractReading reading = Read(
      "Platform Terms\n\nThese Terms form a binding agreement between **Siskin Example Clinics** "
      "(a "
      "business in Wales) (\"**Siskin**\", \"we\", \"us\") and whoever opens an account "
      "(\"you\").\n\n"
      "1. Fees\n\nYou pay monthly. Prices may change. We may raise them. You may leave. Ask us. We "
      "answer by email. We are open on weekdays.\n\n2. Data\n\nYou are the Data Controller and "
      "Siskin is your Data Processor.\n\nSiskin will:\n\n- Process personal data only on your "
      "instructions.\n\n- Assist you with data subject requests and DPIAs, where it is not "
      "routine.\n\n3. Subprocessors\n\nTo run the platform we use a small number of trusted "
      "subprocessors. We will give you 15 days' notice of changes so that you can object.\n");
  const FoundTerm* processor = reading.Find("parties.processor");
  ASSERT_NE(processor, nullptr);
  EXPECT_EQ(processor->value[0].second, "Siskin Example Clinics");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 3");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 15 days, before change @ 3");
  EXPECT_EQ(TermClause(reading, "assistance.impact-assessment"), "2");
  EXPECT_EQ(TermText(reading, "requests.forward"), "nothing");
}

TEST(Strangers, WhoExceedsAQuotaPaysForTheRest) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. The Supplier shall refer requests of data subjects to the "
      "Customer within four Business Days of receipt, and where there are more than 10 requests "
      "per "
      "quarter the Customer shall pay the Supplier's charges.\n");
  EXPECT_EQ(TermText(reading, "requests.cost"), "is controller-if-further @ [1]");
}

TEST(Strangers, ControlsBelowAHeadingOnSecurityAreMeasures) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Instructions\n\nWe only process personal data as you tell "
      "us. We will assist you. We will report breaches to you. We will write to you.\n\n2. "
      "Security Measures\n\nWe "
      "implement the following controls:\n\n- Backups every night\n- Locked doors\n\n3. "
      "Term\n\nThis "
      "agreement expires with your subscription.\n");
  EXPECT_EQ(TermClause(reading, "security.general"), "2");
  EXPECT_EQ(TermClause(reading, "duration"), "3");
}

TEST(Strangers, WhoeverIsRetainedForTheWorkIsASubProcessor) {
  const ContractReading reading = Read(
      "Exhibit D\n\nPrivacy Addendum\n\nThis Addendum is made between Stint Example Retail, Inc. "
      "(\"Company\") and Knot Example Analytics, LLC (\"Contractor\").\n\nArticle I. "
      "Definitions\n\nSection 1.1. \"Covered Information\" means any personal data that Contractor "
      "receives from Company.\n\nSection 1.2. \"Downstream Recipient\" means any third party "
      "retained by Contractor to perform work that involves Covered Information.\n\nArticle II. "
      "Use\n\nSection 2.1. Company is the controller and Contractor is the processor.\n\nSection "
      "2.2. If Contractor concludes that a direction of Company would violate privacy laws, it "
      "shall "
      "so notify Company within one business day and may defer performance of the direction until "
      "Company has responded.\n\nArticle III. Recipients\n\nSection 3.1. Contractor shall give "
      "forty "
      "days' notice before it grants a new Downstream Recipient access. A failure to object to the "
      "Downstream Recipient shall constitute approval by Company.\n\nArticle IV. "
      "Disposition\n\nSection 4.1. Data go abroad only under Decision (EU) 2021/914.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"),
            "at-least 40 days, before change @ Exhibit D, section 3.1");
  EXPECT_EQ(TermText(reading, "sub-processors.silence"), "is consent @ Exhibit D, section 3.1");
  EXPECT_EQ(TermText(reading, "instructions.suspend"),
            "is until-confirmed @ Exhibit D, section 2.2");
}

// Covers: GDPR Art. 28(3)(a), Art. 28(3)(g)
TEST(Strangers, ThePublicAuthorityIsTheControllerAndNoSupervisoryOne) {
  const ContractReading reading = Read(
      "Services Contract - Schedule 9: Protection of Personal Data\n\n1. Status\n\n1.1 The "
      "Authority is the Controller and the Contractor is the Processor.\n\n1.2 The only processing "
      "that the Contractor is authorised to do is listed in Table A by the Authority.\n\n2. "
      "Duties\n\n2.1 The Contractor shall notify the Authority within 9 hours of a Data Loss "
      "Event.\n\n2.2 At the written direction of the Authority, the Contractor shall delete or "
      "return "
      "Personal Data on termination of the Contract.\n\n2.3 The Contractor shall help the "
      "Authority "
      "to notify the supervisory authority.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1.2");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 9 hours @ 2.1");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 2.2");
  EXPECT_EQ(TermText(reading, "parties.processor"), "nothing");
}

TEST(Strangers, GeneralTermsWithoutSuchAClauseStateNothing) {
  const ContractReading reading = Read(
      "Terms of Service\n\nWe run an online planner. By opening an account you agree.\n\nYour "
      "account\n\nIf something goes wrong with a payment we'll email you within 3 days. If you "
      "don't "
      "agree with a new price you can cancel within 30 days.\n\nOur suppliers\n\nWe are not "
      "responsible for suppliers. We may change them and will tell you two weeks "
      "ahead.\n\nChecking "
      "invoices\n\nYou may ask for a review once a year. Please tell us two weeks "
      "before.\n\nLeaving\n\nYou can export your plans for 14 days; after that we delete "
      "them.\n\nPrivacy\n\nHow we use your personal data when you visit our website is set out in "
      "our "
      "privacy notice. We keep your contact details for as long as you are our customer.\n");
  for (const FoundTerm& term : reading.terms) {
    const bool is_left = term.status == SaidStatus::kNotStated || term.field == "retention";
    EXPECT_TRUE(is_left) << term.field << ": " << term.said;
  }
}

TEST(Strangers, AGlossaryWithTheTermAboveItsMeaningNamesTheParties) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Definitions\n\n“Controller”\n\nmeans the Customer;\n\n"
      "“Processor”\n\nmeans the Company;\n\n“Helper”\n\nmeans any person or entity engaged by the "
      "Processor to process Personal Data.\n\n2. Purpose\n\nThe Company shall process Personal "
      "Data "
      "only on the documented instructions of the Customer.\n\n3. Helpers\n\nThe Company shall "
      "tell "
      "the Customer 10 days before it uses a new Helper. If the Customer does not object within 5 "
      "days it is deemed to agree.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "2");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "at-least 10 days, before change @ 3");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "nothing");
}

TEST(Strangers, WhoeverObjectsToTheProcessorIsNotTheProcessor) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Sub-processing\n\n1.1 Customer may object to Processor's "
      "use "
      "of a new Sub-processor by notifying Processor in writing within ten business days after "
      "receipt of the notice. If Processor finds no other way, Customer may terminate the "
      "Agreement.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.objection"),
            "within 10 working-days, from receipt-of-notice @ 1.1");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ 1.1");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "nothing");
}

TEST(Strangers, PointersAndRecordsStateNothing) {
  const ContractReading reading = Read(
      "Data Processing Agreement\n\n1. Roles\n\nYou are the data controller and we are the data "
      "processor. Clause 6 sets out the purpose and the duration of the processing.\n\n2. "
      "Duties\n\n"
      "In respect of the personal data we shall maintain records of our processing activities with "
      "a "
      "description of the security measures.\n\n3. Help\n\nWe'll give you reasonable notice of a "
      "new "
      "sub-processor so you can object. We will assist you with data-subject requests and "
      "impact-assessment obligations.\n");
  EXPECT_EQ(TermText(reading, "duration"), "nothing");
  EXPECT_EQ(TermText(reading, "security.general"), "nothing");
  ASSERT_NE(reading.Find("sub-processors.objection"), nullptr);
  EXPECT_TRUE(reading.Find("sub-processors.objection")->value.empty());
  EXPECT_EQ(TermClause(reading, "requests.assist"), "3");
  EXPECT_EQ(TermClause(reading, "assistance.impact-assessment"), "3");
}

// Covers: GDPR Art. 28(3)(h)
TEST(Strangers, MuchMayStandBetweenMayAndAudit) {
  const ContractReading reading = Read(
      "Data Processing Agreement between Provider (processor) and Customer (controller)\n\n1. "
      "Audit\n\n1.1 No more than once per twelve (12) month period Customer may, at Customer's "
      "expense and upon forty (40) days' prior written notice, audit Provider's compliance.\n\n1.2 "
      "Provider need not give access for the purposes of more than one audit.\n\n2. Costs of "
      "audits\n\n2.1 The Customer is liable for all costs related to an audit.\n\n3. Breach\n\n3.1 "
      "The Provider shall tell the Customer of a data breach within 9 hours, together with the "
      "number of data subjects. It will co-operate with the Customer at no additional cost in the "
      "handling of the matter.\n");
  EXPECT_EQ(TermClause(reading, "audits.right"), "1.1");
  EXPECT_EQ(TermText(reading, "audits.frequency"), "times 1, per year @ 1.1");
  EXPECT_EQ(TermText(reading, "audits.notice"), "at-least 40 days, before audit @ 1.1");
  EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ 1.1");
  EXPECT_EQ(TermText(reading, "purposes"), "nothing");
  EXPECT_EQ(TermText(reading, "requests.cost"), "nothing");
  const ContractReading liable = Read(
      "Data Processing Agreement between Provider (processor) and Customer (controller)\n\n1. "
      "The Customer is liable for all costs related to an audit.\n\n2. Where personal data cross "
      "borders the Provider will transfer them with appropriate safeguards only.\n");
  EXPECT_EQ(TermText(liable, "audits.cost"), "is controller @ 1");
  EXPECT_EQ(TermText(liable, "security.general"), "nothing");
}

}  // namespace
}  // namespace mandat
