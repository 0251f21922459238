// SPDX-License-Identifier: Apache-2.0
// Wordings of French practice, each with the term that it says, and twins that say none.
#include <gtest/gtest.h>

#include <string>

#include "reading/read_terms_test_util.h"

namespace mandat {
namespace {

struct Wording {
  std::string_view heading;
  std::string_view sentence;
  std::string_view field;
  std::string_view value;  // as ValueText says it; "stated" without one, "nothing" if not stated
};

std::string SaidBy(std::string_view before, const Wording& wording) {
  std::string text(before);
  text.append("2. ").append(wording.heading).append("\n\n").append(wording.sentence).append("\n");
  const ContractReading reading = ReadContract(text, "contrat.md");
  const FoundTerm* term = reading.Find(wording.field);
  if (term == nullptr || term->clause != "2") {
    return "nothing";
  }
  return term->value.empty() ? "stated" : ValueText(*term);
}

class Wordings : public testing::TestWithParam<Wording> {};

// Covers: GDPR Art. 28(3)
TEST_P(Wordings, SayTheirTerm) {
  EXPECT_EQ(SaidBy("Contrat de sous-traitance de données personnelles\n\nentre Maison Exemple SA "
                   "(ci-après « le Client ») et Serveurs Exemple SAS (ci-après « le Prestataire "
                   "»).\n\n1. Objet\n\nLe Prestataire traite les données personnelles du Client "
                   "pour son compte.\n\n",
                   GetParam()),
            GetParam().value)
      << GetParam().sentence;
}

INSTANTIATE_TEST_SUITE_P(
    French, Wordings,
    testing::Values(
        Wording{"Instructions",
                "Le Prestataire traite les données sur instruction écrite du Client, y compris "
                "pour un transfert vers un pays tiers, sauf obligation imposée par le droit de "
                "l'Union.",
                "instructions.legal-exception", "stated"},
        Wording{"Instructions",
                "S'il juge une instruction contraire à la loi, le Prestataire le fait connaître "
                "aussitôt au Client.",
                "instructions.infringing", "promptness immediately"},
        Wording{"Violations",
                "Le Prestataire porte toute violation de données à la connaissance du Client au "
                "plus tard dix heures après l'avoir découverte.",
                "breach.notice", "within 10 hours, from awareness"},
        Wording{"Violations",
                "Le Client est prévenu au plus vite de toute perte de données et de tout accès non "
                "autorisé aux données.",
                "breach.notice", "promptness as-soon-as-possible"},
        Wording{"Violations",
                "Il appartient au Client de déclarer la violation à l'autorité et d'en informer "
                "les personnes concernées.",
                "breach.authority", "stated"},
        Wording{"Violations",
                "L'avis en indique la nature, l'étendue, les suites probables et les remèdes "
                "apportés.",
                "breach.content", "stated"},
        Wording{"Violations",
                "Le Prestataire répare à ses frais les effets de toute violation de données.",
                "breach.cost", "is processor"},
        Wording{"Violations",
                "La notification de la violation à l'autorité reste à la charge du Client.",
                "breach.cost", "nothing"},
        Wording{"Sous-traitants ultérieurs",
                "Le Prestataire s'abstient de recourir au sous-traitant ultérieur auquel le Client "
                "s'est opposé.",
                "sub-processors.effect", "is no-engagement"},
        Wording{"Sous-traitants ultérieurs",
                "La défaillance d'un sous-traitant ultérieur engage la responsabilité du "
                "Prestataire.",
                "sub-processors.liability", "stated"},
        Wording{"Audits",
                "Le Client peut faire vérifier sur place, une fois l'an, le respect du contrat. Il "
                "supporte les frais de la vérification.",
                "audits.cost", "is controller"},
        Wording{"Audits",
                "Le Client peut faire vérifier sur place, une fois l'an, le respect du contrat.",
                "audits.frequency", "times 1, per year"},
        Wording{"Audits",
                "Le Client peut faire réaliser un audit moyennant un préavis de six jours ouvrés.",
                "audits.hours", "nothing"},
        Wording{"Audits", "Les visites ont lieu pendant les jours ouvrés.", "audits.hours",
                "stated"},
        Wording{"Fin du contrat",
                "Une fois les prestations achevées, le Prestataire rend les données au Client. La "
                "remise des données ne donne lieu à aucune rémunération.",
                "end.cost", "is processor"},
        Wording{"Fin du contrat",
                "Le Prestataire efface les données à la fin du contrat, à moins que le Client n'en "
                "ait demandé la restitution.",
                "end.choice", "is erase-unless-return-asked"},
        Wording{"Durée", "La durée du traitement est fixée par le Client selon ses besoins.",
                "duration", "nothing"},
        Wording{"Transferts",
                "Le Prestataire s'engage à ne pas transférer de données personnelles hors de "
                "France.",
                "transfers.rule", "is none"},
        Wording{"Instructions",
                "Le Prestataire agit sur instruction du Client, sauf à y être contraint par une "
                "disposition impérative.",
                "instructions.legal-exception", "stated"},
        Wording{"Instructions",
                "Le Prestataire signale toute instruction contraire au RGPD, auquel cas le Client "
                "peut suspendre ou résilier le contrat.",
                "instructions.suspend", "nothing"},
        Wording{"Sous-traitants ultérieurs",
                "Si le Client s'oppose au sous-traitant ultérieur, le Prestataire pourra résilier "
                "le contrat de plein droit.",
                "sub-processors.effect", "is processor-may-terminate"},
        Wording{"Contrôles",
                "Le registre comprend les documents attestant de l'existence de garanties "
                "appropriées pour les transferts.",
                "audits.information", "nothing"},
        Wording{"Contrôles",
                "L'audit est précédé d'une notification écrite adressée au Prestataire onze jours "
                "ouvrés auparavant.",
                "audits.notice", "at-least 11 working-days, before audit"},
        Wording{"Fin du contrat",
                "À la fin du contrat, le Prestataire transmet l'ensemble des données dans les 20 "
                "jours à compter de la demande du Client.",
                "end.delay", "within 20 days, from receipt-of-request"},
        Wording{"Fin du contrat",
                "La destruction ne peut être demandée en cas d'obligation de conservation légale "
                "du Prestataire.",
                "end.exceptions", "stated"},
        Wording{"Fin du contrat",
                "Le renvoi des données s'accompagne de la destruction de toutes les copies.",
                "end.choice", "is return"},
        Wording{"Transferts",
                "Les transferts hors de l'Union européenne reposent sur les clauses contractuelles "
                "types de la Commission européenne.",
                "transfers.tool", "is clauses-undated"},
        Wording{"Sous-traitants ultérieurs",
                "Le Prestataire annonce tout nouveau sous-traitant ultérieur avec un préavis de 40 "
                "jours. Le Client peut s'y opposer dans ce délai.",
                "sub-processors.objection", "within 40 days"},
        Wording{"Violations", "C'est le Client qui doit notifier la violation à la CNIL.",
                "breach.authority", "stated"},
        Wording{"Données", "Le Prestataire ne traite pas de catégories particulières de données.",
                "special-categories", "stated"},
        Wording{"Fin du contrat",
                "À la fin du contrat, le Client peut exporter ses données. Passé ce délai, le "
                "Prestataire les efface.",
                "end.choice", "is erase-unless-return-asked"},
        Wording{"Sous-traitants ultérieurs",
                "Le Client marque son accord sur le recours aux sous-traitants ultérieurs repris à "
                "l'annexe 2.",
                "sub-processors.authorisation", "is general"},
        Wording{"Sécurité", "Le Prestataire met en œuvre les mesures décrites au point 14.",
                "security.general", "stated"},
        Wording{"Contrôles", "Un audit par an, préavis de 20 jours, aux frais du Client.",
                "audits.right", "stated"},
        Wording{"Durée",
                "Le présent contrat reste valable tant que le Prestataire traite des données du "
                "Client.",
                "duration", "stated"},
        Wording{"Transferts",
                "Les données ne sont transférées vers un pays tiers qu'avec l'accord écrit du "
                "Client et sur la base des clauses contractuelles types.",
                "transfers.tool", "is clauses-undated"},
        Wording{"Audits",
                "Le Client dispose d'un droit d'audit annuel, sur préavis de 30 jours et à ses "
                "frais.",
                "audits.cost", "is controller"},
        Wording{"Sous-traitants ultérieurs",
                "Toute modification de cette liste sera notifiée avec un préavis de 18 jours, "
                "permettant l'exercice d'un droit d'opposition.",
                "sub-processors.objection", "stated"},
        Wording{"Sous-traitants ultérieurs",
                "Toute modification de cette liste sera notifiée avec un préavis de 18 jours, "
                "permettant l'exercice d'un droit d'opposition.",
                "sub-processors.notice", "at-least 18 days, before change"},
        Wording{"Instructions",
                "Le Prestataire suit les instructions écrites du Client. Si l'une d'elles paraît "
                "contraire à la loi, le Prestataire en informe aussitôt le Client.",
                "instructions.infringing", "promptness immediately"},
        Wording{"Hébergement",
                "Certaines données sont transférées aux États-Unis sur la base des clauses "
                "contractuelles types.",
                "transfers.tool", "is clauses-undated"},
        Wording{"Analyse d'impact",
                "Si le Client doit consulter l'autorité avant le traitement, le Prestataire lui "
                "prête assistance.",
                "assistance.impact-assessment", "stated"}));

class SpokenWordings : public testing::TestWithParam<Wording> {};

TEST_P(SpokenWordings, SayTheirTerm) {
  EXPECT_EQ(SaidBy("Accord sur vos données personnelles\n\nentre vous, notre client, et nous, "
                   "Serveurs Exemple SAS.\n\n1. Objet\n\nNous traitons vos données personnelles "
                   "pour votre compte. Nous vous fournissons le service et nous le tenons à jour. "
                   "Vous décidez de vos données et de vos utilisateurs.\n\n",
                   GetParam()),
            GetParam().value)
      << GetParam().sentence;
}

INSTANTIATE_TEST_SUITE_P(
    French, SpokenWordings,
    testing::Values(
        Wording{"Sous-traitants",
                "Vous avez 25 jours pour vous opposer à un nouveau sous-traitant ultérieur.",
                "sub-processors.objection", "within 25 days"},
        Wording{"Sous-traitants",
                "Si vous vous y opposez et que nous ne trouvons pas de solution, vous pouvez "
                "résilier votre abonnement au service du sous-traitant ultérieur.",
                "sub-processors.effect", "is controller-may-terminate"},
        Wording{"Sous-traitants",
                "Nous répondons de nos sous-traitants ultérieurs comme de nous-mêmes.",
                "sub-processors.liability", "stated"},
        Wording{"Audits", "Vous prenez à votre charge les audits que vous demandez.", "audits.cost",
                "is controller"},
        Wording{"Vos consignes",
                "Si l'une d'elles nous semble illégale, nous vous le signalons tout de suite.",
                "instructions.infringing", "promptness immediately"},
        Wording{"Nos prestataires",
                "Vous acceptez que nous fassions appel à des sous-traitants ultérieurs.",
                "sub-processors.authorisation", "is general"},
        Wording{"En cas de fuite",
                "Si vos données ont été perdues, nous vous appelons dans les 20 heures.",
                "breach.notice", "within 20 hours"},
        Wording{"En cas de fuite",
                "Prévenir la CNIL et les personnes de la violation, c'est à vous de le faire.",
                "breach.authority", "stated"},
        Wording{"Si une personne nous écrit",
                "Nous vous passons sa demande dans les trois jours ouvrés.", "requests.forward",
                "within 3 working-days"},
        Wording{"Demandes des personnes", "Notre aide est comprise dans votre abonnement.",
                "requests.cost", "is processor"},
        Wording{"Hors d'Europe", "Vos données restent dans l'Union européenne.", "transfers.rule",
                "is none"}));

TEST(SpokenParties, AreNamedBehindTheWordThatIsExplained) {
  const ContractReading reading = ReadContract(
      "Accord sur vos données personnelles\n\n« Nous », c'est Carnet Exemple SARL, 5 rue du Lac, "
      "99000 Exemple. « Vous », c'est l'association qui utilise Carnet.\n\n1. Objet\n\nNous "
      "traitons vos données personnelles pour votre compte. Nous tenons vos listes et nous les "
      "gardons. Vous décidez de vos données et de vos envois.\n",
      "contrat.md");
  EXPECT_EQ(TermText(reading, "parties.processor").substr(0, 24), "name Carnet Exemple SARL");
  EXPECT_EQ(TermText(reading, "parties.controller").find("SARL"), std::string::npos);
}

class PublicWordings : public testing::TestWithParam<Wording> {};

// Covers: GDPR Art. 28(3)
TEST_P(PublicWordings, SayTheirTerm) {
  EXPECT_EQ(
      SaidBy("Marché public – cahier des clauses administratives\n\n1. Protection des données "
             "personnelles\n\nL'acheteur est responsable de traitement et le titulaire "
             "sous-traitant au sens du RGPD. Le titulaire s'engage à protéger les données. Le "
             "titulaire traite les données des usagers. Le titulaire alerte l'acheteur de tout "
             "retard.\n\n",
             GetParam()),
      GetParam().value)
      << GetParam().sentence;
}

INSTANTIATE_TEST_SUITE_P(
    French, PublicWordings,
    testing::Values(
        Wording{"Données personnelles",
                "Le titulaire n'utilise les données que suivant les consignes écrites de "
                "l'acheteur.",
                "instructions.rule", "stated"},
        Wording{"Sous-traitance des données",
                "La demande d'agrément d'un sous-traitant de rang inférieur est adressée à "
                "l'acheteur au moins 40 jours avant le début du traitement.",
                "sub-processors.notice", "at-least 40 days, before engagement-of-sub-processor"},
        Wording{"Sous-traitance des données",
                "Le silence gardé par l'acheteur sur la demande d'agrément du sous-traitant de "
                "rang inférieur vaut rejet.",
                "sub-processors.silence", "is refusal"},
        Wording{"Violation de données",
                "Le titulaire alerte l'acheteur de toute violation de données sous 9 heures à "
                "compter de sa détection.",
                "breach.notice", "within 9 hours, from awareness"},
        Wording{"Violation de données",
                "Le titulaire transmet un rapport précisant l'origine de la violation, le nombre "
                "de personnes, les risques encourus et les actions correctives.",
                "breach.content", "stated"},
        Wording{"Violation de données",
                "L'acheteur se charge des déclarations à la CNIL et de l'information des personnes "
                "concernées.",
                "breach.authority", "stated"},
        Wording{"Droits des personnes concernées",
                "Saisi d'une demande, le titulaire la réoriente vers l'acheteur dans les deux "
                "jours ouvrés.",
                "requests.forward", "within 2 working-days"},
        Wording{"Contrôles",
                "L'acheteur peut, à tout moment et sans avoir à en justifier, procéder ou faire "
                "procéder par un tiers à un contrôle des données dans les locaux du titulaire.",
                "audits.right", "stated"},
        Wording{"Contrôles", "Les frais de contrôle incombent à l'acheteur.", "audits.cost",
                "is controller"},
        Wording{"Contrôles",
                "Le titulaire tient à la disposition de l'acheteur toute pièce justifiant du "
                "respect du RGPD.",
                "audits.information", "stated"},
        Wording{"Réversibilité",
                "À la fin du marché, le titulaire remet à l'acheteur l'intégralité des données "
                "sous format CSV, puis procède à leur effacement.",
                "end.format", "stated"},
        Wording{"Pièces",
                "Les pièces du marché sont, par ordre de priorité : l'acte d'engagement, le "
                "présent cahier.",
                "precedence", "stated"},
        Wording{"Fin du marché",
                "À la fin du marché, la durée du contrat principal échue, le titulaire restitue "
                "les données.",
                "duration", "nothing"}));

// Covers: GDPR Art. 28(3)
TEST(FrenchParties, AreThoseThatTheTextSaysTheyAre) {
  const ContractReading reading = ReadContract(
      "Clauses de sous-traitance de données personnelles\n\n1. Rôles\n\nPour l'exécution du "
      "marché, le pouvoir adjudicateur est "
      "responsable du traitement et le titulaire agit en qualité de sous-traitant.\n\n2. "
      "Instructions\n\nLe titulaire traite les données personnelles sur les seules instructions du "
      "pouvoir adjudicateur.\n\n3. Audits\n\nLes frais d'audit sont à la charge du pouvoir "
      "adjudicateur.\n",
      "marche.md");
  EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ 3");
}

TEST(FrenchParties, AreToldBesideEachOther) {
  const ContractReading reading = ReadContract(
      "Conditions : données personnelles\n\n1. Rôles\n\nL'Utilisateur est responsable de "
      "traitement "
      "et l'Éditeur sous-traitant. L'Éditeur répond aux questions.\n\n2. Violations\n\nL'Éditeur "
      "signale toute violation de données sous 12 heures.\n",
      "conditions.md");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 12 hours @ 2");
}

TEST(FrenchParties, MayBeATradeNameWithoutArticle) {
  const ContractReading reading = ReadContract(
      "Accord de traitement des données\n\n1. Engagements\n\nLueur s'engage à protéger les données "
      "personnelles. Lueur traite les données pour le responsable de traitement.\n\n2. Sous-"
      "traitants ultérieurs\n\nLueur a recours aux sous-traitants ultérieurs listés en annexe.\n",
      "accord.md");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ 2");
}

TEST(FrenchParties, MayBeMandantAndMandataire) {
  const ContractReading reading = ReadContract(
      "Contrat de sous-traitance de données\n\nconclu entre la Fondation Exemple (ci-après : le "
      "mandant) et Cloud Exemple Sàrl (ci-après : le mandataire)\n\n1. Généralités\n\nLe "
      "mandataire "
      "traite des données personnelles pour le compte du mandant. Le mandant demeure responsable "
      "du traitement.\n\n2. Annonce\n\nLe mandataire annonce au mandant toute violation de données "
      "au plus tard dans les 48 heures.\n",
      "contrat.md");
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 48 hours @ 2");
  EXPECT_NE(reading.Find("contract.roles"), nullptr);
}

constexpr std::string_view kQuestions =
    "Vos données chez Cabane\n\nCabane Exemple SARL (« nous ») fournit une caisse aux commerçants "
    "(« vous »). Ce document est notre accord de sous-traitance au sens du RGPD.\n\n"
    "Travaillons-nous avec d'autres prestataires ?\n\nOui, et vous nous y autorisez. Nous vous "
    "écrivons un mois avant d'en ajouter un ; vous avez quinze jours pour dire non. Sans réponse "
    "de "
    "votre part, nous considérons que vous êtes d'accord. Si vous n'êtes pas d'accord, vous pouvez "
    "résilier sans frais.\n\n"
    "Et si un de vos clients nous écrit ?\n\nNous vous transférons son message sous deux jours. "
    "Nous ne lui répondons pas à votre place.\n\n"
    "Pouvez-vous nous contrôler ?\n\nOui, une fois par an, en nous prévenant trois semaines avant "
    "et à vos frais.\n\n"
    "Où sont les données ?\n\nEn France. Elles ne sortent pas de l'Union européenne.\n\n"
    "Quelle loi s'applique ?\n\nLa loi française.\n";

TEST(FrenchQuestions, AreHeadingsOfWhatTheyAsk) {
  const ContractReading reading = ReadContract(kQuestions, "questions.md");
  EXPECT_EQ(TermText(reading, "sub-processors.authorisation"), "is general @ [1]");
  EXPECT_EQ(TermText(reading, "sub-processors.objection"), "within 15 days @ [1]");
  EXPECT_EQ(TermText(reading, "sub-processors.silence"), "is consent @ [1]");
  EXPECT_EQ(TermText(reading, "sub-processors.effect"), "is controller-may-terminate @ [1]");
  EXPECT_EQ(TermText(reading, "requests.forward"), "within 2 days @ [2]");
  EXPECT_EQ(TermText(reading, "audits.notice"), "at-least 3 weeks, before audit @ [3]");
  EXPECT_EQ(TermText(reading, "audits.cost"), "is controller @ [3]");
  EXPECT_EQ(TermText(reading, "transfers.rule"), "is none @ [4]");
  EXPECT_NE(reading.Find("law.governing"), nullptr);
  EXPECT_NE(reading.Find("requests.answer"), nullptr);
}

TEST(FrenchTables, OfMeasuresStandInTheBodyToo) {
  const ContractReading reading = ReadContract(
      "Accord de traitement de données personnelles\n\nentre Maison Exemple SA (« le Client ») et "
      "Nuage Exemple SA (« le Prestataire »)\n\n1. Objet\n\nLe Prestataire traite les données "
      "personnelles du Client.\n\n2. Mesures de sécurité\n\n| Mesure | Description |\n|---|---|\n"
      "| Chiffrement | TLS 1.3 |\n| Antivirus | serveurs et postes |\n",
      "contrat.md");
  EXPECT_NE(reading.Find("security.measures.encryption"), nullptr);
  EXPECT_NE(reading.Find("security.measures.malware"), nullptr);
}

constexpr std::string_view kKeyWords =
    "Contrat de sous-traitance RGPD\n\nentre votre association (« le Responsable ») et Nuage "
    "Exemple SARL (« le Sous-Traitant »)\n\n"
    "1. Description\n\n- Durée : celle de l'abonnement\n\n"
    "2. Obligations du Sous-Traitant\n\nLe Sous-Traitant s'engage à :\n\n- n'agir que sur "
    "instruction écrite du Responsable, et l'alerter aussitôt si une instruction lui semble "
    "illicite ;\n- se prêter à un audit par an.\n\n"
    "3. Violations de données\n\n- Délai : 48 heures maximum après détection\n\n"
    "4. Audits\n\n- Horaires : jours ouvrés, 9h-17h\n\n"
    "5. Fin du contrat\n\n- Suppression définitive sous 60 jours\n\n"
    "6. Droit applicable\n\n- Droit belge – tribunaux de Namur\n";

TEST(FrenchKeyWords, SayTheirTermBelowTheirHeading) {
  const ContractReading reading = ReadContract(kKeyWords, "contrat.md");
  EXPECT_NE(reading.Find("duration"), nullptr);
  EXPECT_NE(reading.Find("instructions.rule"), nullptr);
  EXPECT_EQ(TermText(reading, "instructions.infringing"), "promptness immediately @ 2");
  EXPECT_NE(reading.Find("audits.right"), nullptr);
  EXPECT_EQ(TermText(reading, "breach.notice"), "within 48 hours, from awareness @ 3");
  EXPECT_NE(reading.Find("audits.hours"), nullptr);
  EXPECT_EQ(TermText(reading, "end.delay"), "within 60 days @ 5");
  EXPECT_NE(reading.Find("law.governing"), nullptr);
}

}  // namespace
}  // namespace mandat
