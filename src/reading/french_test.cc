// SPDX-License-Identifier: Apache-2.0
// French contracts by other hands: what they call the parties, and lists that nothing marks.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

ContractReading Read(std::string_view text) { return ReadContract(text, "contrat.md"); }

std::string Name(const ContractReading& reading, std::string_view field) {
  const FoundTerm* term = reading.Find(field);
  return term == nullptr || term->value.empty() ? "nothing" : term->value[0].second;
}

// Covers: GDPR Art. 28(3)
TEST(French, AbbreviationsInBracketsBehindTheLawsNamesAreTheParties) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\nLe Responsable de Traitement (RT) :\n"
      "Siège : 3 rue de l'Exemple\n\nLe Sous-traitant (ST) :\nDénomination : Sterne Courrier "
      "SAS\n\n"
      "1. Instructions\n\nLe ST traite les données personnelles uniquement sur instruction "
      "documentée du RT.\n\n"
      "2. Violations\n\nLe ST notifie au RT toute violation de données personnelles dans les 36 "
      "heures après en avoir pris connaissance. Le RT en informe l'autorité de contrôle.\n\n"
      "3. Sort des données\n\nÀ la fin du contrat, le ST restitue ou détruit, au choix du RT, les "
      "données personnelles traitées pour le compte du RT.\n");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "1");
  EXPECT_EQ(TermText(reading, "breach.notice").substr(0, 15), "within 36 hours");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 3");
  EXPECT_EQ(Name(reading, "parties.processor"), "Sterne Courrier SAS");
}

// Covers: GDPR Art. 28(3)
TEST(French, TheControllerMayBeCalledShortlyOrByWhatItIs) {
  const ContractReading reading = Read(
      "Accord entre l'hôte de Sterne Exemple (« Responsable du traitement ») et Sterne Exemple "
      "SARL (« Sous-traitant »)\n\n"
      "1. Objet\n\nLe Sous-traitant traite les données personnelles pour le compte du Responsable, "
      "sur instruction documentée du Responsable.\n\n"
      "2. Sous-traitants ultérieurs\n\nLe Responsable autorise de manière générale le recours aux "
      "sous-traitants ultérieurs suivants :\n"
      "- Exemple Base, Inc. — base de données\n- b2b Exemple GmbH — messagerie\n\n"
      "Le Responsable peut s'y opposer dans les 12 jours. À défaut d'accord, le Responsable peut "
      "résilier le contrat.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 2");
  const FoundTerm* list = reading.Find("sub-processors.list");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 2U);
  EXPECT_EQ(list->items[1].value[0].second, "b2b Exemple GmbH");
  // The twin: who only answers for something is no party.
  const ContractReading other = Read(
      "Conditions du service de Sterne Exemple\n\n1. Rôles\n\nSterne Exemple traite les données "
      "personnelles pour le compte de l'utilisateur et sur instruction documentée de "
      "l'utilisateur. L'utilisateur est responsable de traitement, Sterne Exemple agit en qualité "
      "de sous-traitant.\n\n2. Fin\n\nAu terme du contrat, Sterne Exemple supprime ou renvoie, "
      "selon le choix de l'utilisateur, toutes les données personnelles.\n");
  EXPECT_EQ(TermClause(other, "instructions.rule"), "1");
  EXPECT_EQ(TermText(other, "end.choice"), "is controller @ 2");
}

// Covers: GDPR Art. 28(3)
TEST(French, AProcessorIsNamedBeforeItsRoleInBrackets) {
  const ContractReading reading = Read(
      "Accord de traitement des données\n\nIl lie le Partenaire (responsable du traitement) et "
      "Sternaudit (sous-traitant).\n\n1. Objet\n\nSternaudit traite des données personnelles pour "
      "le compte du Partenaire.\n\n2. Obligations\n\nSternaudit s'engage à :\n\na) ne traiter les "
      "données que sur instruction documentée du Partenaire ;\n\nb) supprimer ou restituer les "
      "données au terme du service, au choix du Partenaire.\n\n3. Autre\n\nSternaudit s'interdit "
      "d'utiliser les données à des fins autres que celles-ci.\n");
  EXPECT_EQ(Name(reading, "parties.processor"), "Sternaudit");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "2(a)");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 2(b)");
  EXPECT_EQ(TermText(reading, "instructions.own-purposes"), "is forbidden @ 3");
}

// Covers: GDPR Art. 28(2)
TEST(French, ThoseWhomADefinitionNamesInThePluralAreEngaged) {
  const ContractReading reading = Read(
      "Contrat de sous-traitance de données personnelles (RGPD)\n\n1. Fournisseurs\n\nLe "
      "Sous-traitant est autorisé à "
      "faire appel à des tiers pour l'hébergement (ci-après, les « Fournisseurs »). Chaque "
      "fournisseur est tenu aux mêmes obligations que celles du présent contrat. Le Sous-traitant "
      "demeure responsable devant le Responsable de traitement de l'exécution par le fournisseur "
      "de ses obligations.\n\n2. Confidentialité\n\nLe Sous-traitant traite les données "
      "personnelles sur instruction du Responsable de traitement.\n");
  EXPECT_EQ(TermClause(reading, "sub-processors.flow-down"), "1");
  EXPECT_EQ(TermClause(reading, "sub-processors.liability"), "1");
}

TEST(French, AParagraphThatIsALabelHeadsTheListBelowIt) {
  const ContractReading reading = Read(
      "Accord de traitement de données personnelles\n\n1. Définitions\n\nDonnées personnelles : "
      "toute information se rapportant à une personne physique.\n\n"
      "2. Données et personnes\n\nCatégories de personnes concernées\n\nLecteurs de la gazette, "
      "et leurs voisins.\n\nCatégories de données personnelles\n\n- noms\n- adresses\n\n"
      "3. Sécurité (Annexe 2)\n\nSont en place :\n\n- chiffrement des échanges\n- sauvegardes "
      "quotidiennes\n");
  EXPECT_EQ(TermClause(reading, "people"), "2");
  EXPECT_EQ(TermClause(reading, "data-categories"), "2");
  EXPECT_EQ(TermClause(reading, "security.measures.encryption"), "3");
  EXPECT_EQ(TermClause(reading, "security.measures.backup"), "3");
}

// Covers: GDPR Art. 28(3)(g)
TEST(French, AListWithinAListGoesOnWithTheSentenceOfBoth) {
  const ContractReading reading = Read(
      "Contrat de sous-traitance\n\n1. Sort des données\n\nAu terme de la prestation, le "
      "sous-traitant s'engage à :\n\n- au choix du responsable de traitement :\n- détruire toutes "
      "les données personnelles, ou\n- renvoyer les données personnelles au responsable de "
      "traitement.\n\n2. Instructions\n\nLe sous-traitant ne traite les données personnelles que "
      "sur instruction du responsable de traitement, sauf obligation légale contraire.\n");
  EXPECT_EQ(TermText(reading, "end.choice"), "is controller @ 1");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "nothing");
}

// Covers: GDPR Art. 28(2)
TEST(French, ALawThatForcesATransferOrAnAuthorisationWithoutATimeIsNothingElse) {
  const ContractReading reading = Read(
      "Conditions générales\n\n1. Données personnelles\n\nSterne Exemple agit en qualité de "
      "sous-traitant pour le compte du Client. Elle s'engage à :\n\n"
      "- ne pas transférer les données personnelles vers un pays tiers, à moins d'y être tenue en "
      "vertu du droit applicable ; elle informe alors le Client de cette obligation juridique "
      "avant le transfert ;\n"
      "- obtenir l'autorisation écrite préalable du Client avant de recruter un sous-traitant.\n\n"
      "Un pays qui n'assure pas un niveau de protection adéquat n'est pas un lieu de "
      "transfert.\n\n2. Droit\n\nLe droit "
      "français s'applique.\n");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is specific @ 1");
  EXPECT_EQ(TermText(reading, "sub-processors.notice"), "nothing");
  EXPECT_EQ(TermText(reading, "instructions.legal-exception"), "nothing");
  EXPECT_EQ(TermText(reading, "transfers.tool"), "nothing");
}

// Covers: GDPR Art. 28(3)
TEST(French, AnAnnexOfLabelledPointsIsReadPointByPoint) {
  const ContractReading reading = Read(
      "Conditions générales de vente\n\n1. Vente\n\nLe client paie le prix sous 14 jours.\n\n"
      "2. Droit\n\nLe droit français s'applique.\n\n"
      "Annexe 1 - Sous-traitance des données personnelles\n\nSterne Web (le « sous-traitant ») "
      "héberge des données personnelles pour un client (le « responsable du traitement »).\n\n"
      "- Objet et durée : hébergement, pour la durée de l'abonnement.\n"
      "- Nature des données : celles que le client met en ligne, par exemple des adresses.\n"
      "- Sécurité : des mesures de sécurité adaptées sont mises en place.\n"
      "- Sous-traitant ultérieur : tout changement est annoncé au client, qui peut s'y opposer en "
      "résiliant le service.\n"
      "- Violation : notifier toute violation de données dans un délai de 36h au client.\n"
      "- Audit : le client peut faire un audit sans atteinte aux données des autres clients.\n");
  EXPECT_EQ(TermClause(reading, "duration"), "Annexe 1");
  EXPECT_EQ(TermClause(reading, "data-categories"), "Annexe 1");
  EXPECT_EQ(TermClause(reading, "security.general"), "Annexe 1");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ Annexe 1");
  EXPECT_EQ(TermText(reading, "breach.notice").substr(0, 15), "within 36 hours");
  EXPECT_EQ(TermClause(reading, "audits.limits"), "Annexe 1");
}

TEST(French, ALabelMayEndInAFullStop) {
  const ContractReading reading = Read(
      "Accord de traitement de données personnelles\n\n1. Durée\n\nL'accord produit ses effets "
      "aussi longtemps que le prestataire traite des données personnelles, et après la fin du "
      "contrat jusqu'à leur suppression.\n\n2. Description\n\nFinalité. Envoyer la gazette aux "
      "lecteurs, et la leur facturer.\n\nPersonnes concernées\n\n- lecteurs\n- auteurs\n");
  EXPECT_EQ(TermClause(reading, "purposes"), "2");
  EXPECT_EQ(TermClause(reading, "people"), "2");
  EXPECT_EQ(TermText(reading, "end.choice"), "nothing");
}

// Covers: GDPR Art. 28(2)
TEST(French, AnObjectionWithItsGroundsIsStillOne) {
  const ContractReading reading = Read(
      "Accord de traitement de données personnelles\n\nIl lie le Client, responsable de "
      "traitement, "
      "et le Prestataire, sous-traitant.\n\n1. Sous-traitants ultérieurs\n\nLe Prestataire informe "
      "le Client de tout ajout d'un sous-traitant ultérieur au moins vingt jours à l'avance. Le "
      "Client peut s'y opposer pour un motif légitime ; à défaut d'accord, il peut résilier son "
      "abonnement.\n\n2. Personnel\n\nToute personne autorisée à traiter les données personnelles "
      "s'est engagée à respecter la confidentialité.\n\n3. Instructions\n\nLe Prestataire traite "
      "les données personnelles sur instruction du Client, et l'informe immédiatement si une "
      "instruction lui semble contraire à une disposition légale.\n\n4. Preuves\n\nLe Prestataire "
      "fournit au Client des preuves de conformité, comme des rapports d'audit, sur demande.\n");
  EXPECT_EQ(TermClause(reading, "sub-processors.objection"), "1");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ 1");
  EXPECT_EQ(TermClause(reading, "contract.roles"), "preamble");
  EXPECT_EQ(TermClause(reading, "confidentiality.personnel"), "2");
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "promptness immediately @ 3");
  EXPECT_EQ(TermText(reading, "instructions.legal-exception"), "nothing");
  EXPECT_EQ(TermClause(reading, "audits.information"), "4");
  EXPECT_EQ(TermText(reading, "requests.forward"), "nothing");
}

// Covers: GDPR Art. 28(3)(a)
TEST(French, ALawThatIsCitedGovernsNothingAndAnInstructionOnTransfersIsNoTransferRule) {
  const ContractReading reading = Read(
      "Accord de traitement de données personnelles\n\n1. Contexte\n\nLe présent accord encadre "
      "les "
      "obligations des parties conformément à la loi française n° 78-17 du 6 janvier 1978.\n\n"
      "2. Instructions\n\nLe Prestataire ne traite les données personnelles du Client que sur "
      "instruction documentée du Client, y compris pour les transferts hors de l'Union européenne, "
      "sauf obligation légale dont il informe le Client avant le traitement.\n");
  EXPECT_EQ(TermText(reading, "law.governing"), "nothing");
  EXPECT_EQ(TermText(reading, "transfers.rule"), "nothing");
  EXPECT_EQ(TermClause(reading, "instructions.rule"), "2");
  EXPECT_EQ(TermClause(reading, "instructions.legal-exception"), "2");
}

// Covers: GDPR Art. 28(3)
TEST(French, APartyThatIsOnlyCalledTheCustomerIsNamedElsewhere) {
  const ContractReading reading = ReadContract(
      "Accord sur le traitement des données\n\nLe présent accord (« Accord ») fait partie des "
      "conditions (le « Contrat principal ») conclues entre Exemple Envoi, Inc. (« Envoi ») et le "
      "« Client ».\n\n1. Instructions\n\n1.1 Envoi traite les données à caractère personnel "
      "uniquement sur instruction documentée du Client. Envoi est le sous-traitant et le Client "
      "est le responsable du traitement.\n",
      "contrat.txt");
  const FoundTerm* customer = reading.Find("parties.controller");
  ASSERT_NE(customer, nullptr);
  EXPECT_EQ(customer->status, SaidStatus::kExternal);
  EXPECT_TRUE(customer->value.empty());
  EXPECT_EQ(TermText(reading, "parties.processor"), "name Exemple Envoi, Inc. @ preamble");
}

}  // namespace
}  // namespace mandat
