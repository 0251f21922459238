// SPDX-License-Identifier: Apache-2.0
// What a lawyer calls the fields, in the languages of the page.
#include <algorithm>
#include <array>
#include <span>

#include "reading/internal/review_parts.h"

namespace mandat::internal {
namespace {

struct Label {
  std::string_view name, english, french;
};

constexpr auto kSections = std::to_array<Label>({
    {"parties", "Parties", "Parties"},
    {"contract", "Contract", "Contrat"},
    {"contacts", "Contacts", "Contacts"},
    {"processing", "The processing", "Le traitement"},
    {"instructions", "Instructions", "Instructions"},
    {"confidentiality", "Confidentiality", "Confidentialité"},
    {"security", "Security", "Sécurité"},
    {"sub-processors", "Sub-processors", "Sous-traitants ultérieurs"},
    {"transfers", "Transfers", "Transferts"},
    {"breach", "Breaches", "Violations"},
    {"requests", "Requests of persons", "Demandes des personnes"},
    {"assistance", "Assistance", "Assistance"},
    {"audits", "Audits", "Audits"},
    {"end", "End of the services", "Fin des services"},
    {"suspension", "Suspension", "Suspension"},
    {"termination", "Termination", "Résiliation"},
    {"amendment", "Amendment", "Modification"},
    {"law", "Law and courts", "Droit et tribunaux"},
    {"precedence", "Precedence", "Hiérarchie"},
    {"liability", "Liability", "Responsabilité"},
    {"commercial", "Commercial", "Commercial"},
    {"own-use", "Own use", "Usage propre"},
    {"controller-duties", "The controller's duties", "Devoirs du responsable"},
});

constexpr auto kLabels = std::to_array<Label>({
    {"parties.processor", "Processor", "Sous-traitant"},
    {"parties.processor.also-named", "Other name", "Autre nom"},
    {"parties.controller", "Controller", "Responsable du traitement"},
    {"contract.parent", "Main contract", "Contrat principal"},
    {"contract.conclusion", "How it is concluded", "Mode de conclusion"},
    {"contract.roles", "Roles of the parties", "Rôles des parties"},
    {"contract.representatives", "Who signs", "Signataires"},
    {"contract.affiliates", "Affiliates", "Sociétés affiliées"},
    {"contract.docking", "Accession of others", "Adhésion de tiers"},
    {"contacts.general", "General address", "Adresse générale"},
    {"contacts.support", "Support", "Assistance technique"},
    {"contacts.legal", "Notices", "Notifications"},
    {"contacts.privacy", "Data protection", "Protection des données"},
    {"contacts.data-protection-officer", "Data protection officer", "Délégué (DPO)"},
    {"contacts.security-officer", "Security officer", "Responsable de la sécurité"},
    {"contacts.person", "Contact person", "Personne de contact"},
    {"contacts.endpoints", "Technical addresses", "Adresses techniques"},
    {"contacts.authority", "Supervisory authority", "Autorité de contrôle"},
    {"subject-matter", "Subject matter", "Objet"},
    {"nature", "Nature of the processing", "Nature du traitement"},
    {"purposes", "Purposes", "Finalités"},
    {"operations", "Operations", "Opérations"},
    {"data-categories", "Categories of data", "Catégories de données"},
    {"people", "Data subjects", "Personnes concernées"},
    {"special-categories", "Special categories", "Catégories particulières"},
    {"places", "Places of processing", "Lieux du traitement"},
    {"retention", "Retention", "Conservation"},
    {"duration", "Duration", "Durée"},
    {"instructions.rule", "On documented instructions only", "Sur instruction documentée"},
    {"instructions.change", "Further instructions", "Instructions ultérieures"},
    {"instructions.purpose-limitation", "Purpose limitation", "Limitation des finalités"},
    {"instructions.own-purposes", "Own purposes", "Finalités propres"},
    {"instructions.legal-exception", "Processing required by law", "Obligation légale de traiter"},
    {"instructions.infringing", "Unlawful instruction", "Instruction illicite"},
    {"instructions.suspend", "Refusal to follow", "Suspension de l’instruction"},
    {"instructions.unable", "Inability to comply", "Impossibilité de se conformer"},
    {"confidentiality.duty", "Duty of confidentiality", "Devoir de confidentialité"},
    {"confidentiality.personnel", "Staff bound", "Engagement du personnel"},
    {"confidentiality.training", "Training", "Formation"},
    {"confidentiality.survival", "After the end", "Après la fin"},
    {"confidentiality.deletion", "Deletion", "Suppression"},
    {"security.general", "Duty of security", "Obligation de sécurité"},
    {"security.change", "Change of measures", "Évolution des mesures"},
    {"security.cost", "Cost", "Coût"},
    {"security.sensitive-data", "Sensitive data", "Données sensibles"},
    {"security.measures.governance", "Measures: governance", "Mesures : gouvernance"},
    {"security.measures.training", "Measures: training", "Mesures : formation"},
    {"security.measures.physical", "Measures: premises", "Mesures : locaux"},
    {"security.measures.access", "Measures: access", "Mesures : accès"},
    {"security.measures.authentication", "Measures: authentication", "Mesures : authentification"},
    {"security.measures.passwords", "Measures: passwords", "Mesures : mots de passe"},
    {"security.measures.sessions", "Measures: sessions", "Mesures : sessions"},
    {"security.measures.network", "Measures: network", "Mesures : réseau"},
    {"security.measures.encryption", "Measures: encryption", "Mesures : chiffrement"},
    {"security.measures.logging", "Measures: logging", "Mesures : journalisation"},
    {"security.measures.malware", "Measures: malware", "Mesures : logiciels malveillants"},
    {"security.measures.patching", "Measures: updates", "Mesures : mises à jour"},
    {"security.measures.backup", "Measures: backup", "Mesures : sauvegarde"},
    {"security.measures.separation", "Measures: separation", "Mesures : cloisonnement"},
    {"security.measures.development", "Measures: development", "Mesures : développement"},
    {"security.measures.testing", "Measures: testing", "Mesures : tests"},
    {"security.measures.media", "Measures: media", "Mesures : supports"},
    {"security.measures.mobile", "Measures: mobile devices", "Mesures : appareils mobiles"},
    {"security.measures.continuity", "Measures: continuity", "Mesures : continuité"},
    {"security.measures.supply-chain", "Measures: suppliers", "Mesures : fournisseurs"},
    {"security.measures.incidents", "Measures: incidents", "Mesures : incidents"},
    {"security.measures.certification", "Measures: certificates", "Mesures : certificats"},
    {"security.measures.archive", "Measures: archive", "Mesures : archivage"},
    {"sub-processors.authorisation", "Authorisation", "Autorisation"},
    {"sub-processors.notice", "Notice of changes", "Annonce des changements"},
    {"sub-processors.objection", "Time to object", "Délai d’objection"},
    {"sub-processors.grounds", "Grounds to object", "Motifs d’objection"},
    {"sub-processors.silence", "Silence", "Silence"},
    {"sub-processors.effect", "Effect of an objection", "Effet de l’objection"},
    {"sub-processors.refusal", "Refusal", "Refus"},
    {"sub-processors.exclusions", "Who is said to be none", "Exclusions"},
    {"sub-processors.flow-down", "Same obligations", "Mêmes obligations"},
    {"sub-processors.liability", "Liability for them", "Responsabilité du fait d’eux"},
    {"sub-processors.published", "Where the list is", "Publication de la liste"},
    {"sub-processors.list-requirements", "What the list holds", "Contenu de la liste"},
    {"sub-processors.list", "List", "Liste"},
    {"sub-processors.copy", "Copy of their contract", "Copie de leur contrat"},
    {"sub-processors.register", "Register", "Registre"},
    {"sub-processors.mandate", "Mandate to contract", "Mandat de contracter"},
    {"sub-processors.beneficiary", "Third-party rights", "Tiers bénéficiaire"},
    {"sub-processors.failure", "Failure of one", "Manquement de l’un d’eux"},
    {"transfers.rule", "Rule", "Règle"},
    {"transfers.tool", "Instrument", "Instrument"},
    {"transfers.origin", "Where from", "Origine"},
    {"transfers.intra-group", "Within the group", "Au sein du groupe"},
    {"transfers.supplementary", "Supplementary measures", "Mesures complémentaires"},
    {"breach.notice", "Notice to the controller", "Notification au responsable"},
    {"breach.scope", "Which breaches", "Violations visées"},
    {"breach.content", "Content of the notice", "Contenu de la notification"},
    {"breach.contact-point", "Contact point", "Point de contact"},
    {"breach.phases", "In phases", "Par étapes"},
    {"breach.cooperation", "Cooperation", "Coopération"},
    {"breach.third-parties", "Third parties", "Tiers"},
    {"breach.authority", "Who tells the authority", "Notification à l’autorité"},
    {"breach.cost", "Cost", "Coût"},
    {"requests.forward", "Forwarding", "Transmission"},
    {"requests.complaints", "Complaints", "Plaintes"},
    {"requests.answer", "Who answers", "Qui répond"},
    {"requests.assist", "Assistance", "Aide"},
    {"requests.tools", "Tools", "Outils"},
    {"requests.cost", "Cost", "Coût"},
    {"assistance.impact-assessment", "Impact assessment", "Analyse d’impact"},
    {"assistance.security", "Articles 32 to 36", "Articles 32 à 36"},
    {"assistance.accuracy", "Inaccurate data", "Données inexactes"},
    {"assistance.scope", "Scope", "Étendue"},
    {"assistance.cost", "Cost", "Coût"},
    {"audits.information", "Information to demonstrate", "Informations à disposition"},
    {"audits.right", "Right to audit", "Droit d’audit"},
    {"audits.inspection", "Inspection on the spot", "Inspection sur place"},
    {"audits.frequency", "Frequency", "Fréquence"},
    {"audits.notice", "Notice", "Préavis"},
    {"audits.hours", "Hours", "Heures"},
    {"audits.cost", "Cost", "Coût"},
    {"audits.limits", "Limits", "Limites"},
    {"audits.secrecy", "Secrecy", "Secret"},
    {"audits.alternatives", "Reports instead", "Rapports à la place"},
    {"audits.channel", "Where it is asked for", "Où le demander"},
    {"audits.authority", "Supervisory authority", "Autorité de contrôle"},
    {"end.trigger", "What starts it", "Fait générateur"},
    {"end.delay", "Time to delete", "Délai de suppression"},
    {"end.choice", "Delete or return", "Suppression ou renvoi"},
    {"end.format", "Format of what is returned", "Format du renvoi"},
    {"end.certificate", "Certificate", "Attestation"},
    {"end.exceptions", "What may stay", "Ce qui peut rester"},
    {"end.backups", "Backups", "Sauvegardes"},
    {"end.cost", "Cost", "Coût"},
    {"suspension.by-controller", "By the controller", "Par le responsable"},
    {"suspension.by-processor", "By the processor", "Par le sous-traitant"},
    {"suspension.most", "Longest time", "Durée maximale"},
    {"termination.rule", "Rule", "Règle"},
    {"termination.by-controller", "By the controller", "Par le responsable"},
    {"termination.by-processor", "By the processor", "Par le sous-traitant"},
    {"amendment.rule", "Rule", "Règle"},
    {"amendment.unmodifiable", "What may not change", "Ce qui ne peut changer"},
    {"amendment.severability", "Severability", "Divisibilité"},
    {"law.governing", "Governing law", "Droit applicable"},
    {"law.clauses", "Law of the clauses", "Droit des clauses"},
    {"law.data-protection", "Data protection law", "Droit des données"},
    {"law.courts", "Courts", "Tribunaux"},
    {"precedence", "Which part prevails", "Partie qui prévaut"},
    {"precedence.language", "Language that prevails", "Langue qui prévaut"},
    {"liability.rule", "Rule", "Règle"},
    {"liability.cap", "Cap", "Plafond"},
    {"liability.claims", "Claims of persons", "Réclamations des personnes"},
    {"commercial.hours", "Business hours", "Heures ouvrables"},
    {"own-use.anonymised", "Anonymised data", "Données anonymisées"},
    {"own-use.third-party-platforms", "On third parties’ platforms", "Plateformes de tiers"},
    {"own-use.own-register", "Own register", "Registre propre"},
    {"controller-duties", "What the controller owes", "Ce que doit le responsable"},
});

constexpr auto kKeys = std::to_array<Label>({
    {"is", "is", "choix"},
    {"text", "says", "dit"},
    {"within", "within", "dans les"},
    {"at-least", "at least", "au moins"},
    {"at-most", "at most", "au plus"},
    {"promptness", "how soon", "promptitude"},
    {"from", "from", "à compter de"},
    {"before", "before", "avant"},
    {"days", "days", "jours"},
    {"strength", "strength", "force"},
    {"times", "times", "fois"},
    {"per", "per", "par"},
    {"every", "every", "tous les"},
    {"form", "form", "forme"},
    {"who", "who", "qui"},
    {"name", "name", "nom"},
    {"address", "address", "adresse"},
    {"country", "country", "pays"},
    {"task", "task", "tâche"},
    {"tool", "instrument", "instrument"},
});

std::string_view LabelIn(std::span<const Label> labels, std::string_view name,
                         std::string_view language) {
  const auto label = std::ranges::find(labels, name, &Label::name);
  return label == labels.end() ? name : language == "fr" ? label->french : label->english;
}

}  // namespace

std::string_view FieldLabel(std::string_view field, std::string_view language) {
  return LabelIn(kLabels, field, language);
}

std::string_view SectionLabel(std::string_view section, std::string_view language) {
  return LabelIn(kSections, section, language);
}

std::string_view KeyLabel(std::string_view key, std::string_view language) {
  return LabelIn(kKeys, key, language);
}

std::string_view ReviewSectionOf(std::string_view field) {
  const std::string_view section = field.substr(0, field.find('.'));
  const bool is_known = std::ranges::find(kSections, section, &Label::name) != kSections.end();
  return is_known ? section : "processing";
}

}  // namespace mandat::internal
