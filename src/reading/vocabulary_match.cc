// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/vocabulary_match.h"

#include <algorithm>
#include <array>

#include "law/dpv.h"
#include "reading/internal/fold.h"

namespace mandat::internal {
namespace {

struct Row {
  std::string_view kind;
  std::string_view part;  // of a folded word or phrase
  std::string_view term;
};

constexpr auto kRows = std::to_array<Row>({
    {"data-categories", "e-mail", "pd:EmailAddress"},
    {"data-categories", "email", "pd:EmailAddress"},
    {"data-categories", "courriel", "pd:EmailAddress"},
    {"data-categories", "telephone", "pd:TelephoneNumber"},
    {"data-categories", "phone", "pd:TelephoneNumber"},
    {"data-categories", "adresses ip", "pd:IPAddress"},
    {"data-categories", "adresse ip", "pd:IPAddress"},
    {"data-categories", "ip address", "pd:IPAddress"},
    {"data-categories", "adresse", "pd:PhysicalAddress"},
    {"data-categories", "address", "pd:PhysicalAddress"},
    {"data-categories", "anschrift", "pd:PhysicalAddress"},
    {"data-categories", "nom", "pd:Name"},
    {"data-categories", "name", "pd:Name"},
    {"data-categories", "bank", "pd:BankAccount"},
    {"data-categories", "compte", "pd:BankAccount"},
    {"data-categories", "financ", "pd:Financial"},
    {"data-categories", "salaire", "pd:Salary"},
    {"data-categories", "wage", "pd:Salary"},
    {"data-categories", "sante", "pd:Health"},
    {"data-categories", "health", "pd:Health"},
    {"data-categories", "photo", "pd:Picture"},
    {"data-categories", "image", "pd:Picture"},
    {"data-categories", "langue", "pd:Language"},
    {"data-categories", "language", "pd:Language"},
    {"data-categories", "sexe", "pd:Gender"},
    {"data-categories", "gender", "pd:Gender"},
    {"data-categories", "age", "pd:Age"},
    {"data-categories", "naissance", "pd:BirthDate"},
    {"data-categories", "purchase", "pd:PurchasesAndSpendingHabit"},
    {"data-categories", "bestell", "pd:PurchasesAndSpendingHabit"},
    {"data-categories", "contact", "pd:Contact"},
    {"data-categories", "coordonnees", "pd:Contact"},
    {"data-categories", "identif", "dpv:IdentifyingPersonalData"},
    {"data-categories", "identite", "dpv:IdentifyingPersonalData"},
    {"data-categories", "message", "pd:Communication"},
    {"data-categories", "communication", "pd:Communication"},
    {"people", "employe", "dpv:Employee"},
    {"people", "staff", "dpv:Employee"},
    {"people", "personnel", "dpv:Employee"},
    {"people", "travailleur", "dpv:Employee"},
    {"people", "beschaftigt", "dpv:Employee"},
    {"people", "client", "dpv:Customer"},
    {"people", "customer", "dpv:Customer"},
    {"people", "kunden", "dpv:Customer"},
    {"people", "patient", "dpv:Patient"},
    {"people", "visit", "dpv:Visitor"},
    {"people", "membre", "dpv:Member"},
    {"people", "member", "dpv:Member"},
    {"people", "eleve", "dpv:Student"},
    {"people", "student", "dpv:Student"},
    {"people", "parent", "dpv:ParentOfDataSubject"},
    {"people", "utilisateur", "dpv:User"},
    {"people", "user", "dpv:User"},
    {"people", "abonne", "dpv:Subscriber"},
    {"purposes", "secur", "dpv:EnforceSecurity"},
    {"purposes", "support", "dpv:CustomerCare"},
    {"purposes", "assistance", "dpv:CustomerCare"},
    {"purposes", "paie", "dpv:PersonnelPayment"},
    {"purposes", "remuneration", "dpv:PersonnelPayment"},
    {"purposes", "wage", "dpv:PersonnelPayment"},
    {"purposes", "heberg", "dpv:TechnicalServiceProvision"},
    {"purposes", "host", "dpv:TechnicalServiceProvision"},
    {"purposes", "communication", "dpv:CommunicationManagement"},
    {"purposes", "message", "dpv:CommunicationManagement"},
    {"purposes", "marketing", "dpv:Marketing"},
    {"purposes", "recherche", "dpv:ResearchAndDevelopment"},
    {"purposes", "statist", "dpv:ServiceUsageAnalytics"},
    {"purposes", "analy", "dpv:ServiceUsageAnalytics"},
    {"purposes", "commande", "dpv:CustomerOrderManagement"},
    {"purposes", "bestellung", "dpv:CustomerOrderManagement"},
    {"purposes", "service", "dpv:ServiceProvision"},
    {"purposes", "fourniture", "dpv:ServiceProvision"},
    {"purposes", "provide", "dpv:ServiceProvision"},
});

struct VerbRow {
  std::string_view part;
  std::string_view verb;
};
constexpr auto kVerbs = std::to_array<VerbRow>({
    {"collect", "collect"},
    {"capture", "collect"},
    {"erheb", "collect"},
    {"enregistr", "record"},
    {"record", "record"},
    {"organis", "organise"},
    {"structur", "structure"},
    {"conserv", "store"},
    {"stock", "store"},
    {"stor", "store"},
    {"heberg", "store"},
    {"host", "store"},
    {"sauvegard", "store"},
    {"speicher", "store"},
    {"adapt", "adapt"},
    {"modif", "alter"},
    {"alter", "alter"},
    {"transformation", "alter"},
    {"extract", "retrieve"},
    {"retriev", "retrieve"},
    {"consult", "consult"},
    {"display", "consult"},
    {"utilis", "use"},
    {"use", "use"},
    {"transmi", "disclose"},
    {"disclos", "disclose"},
    {"diffus", "disseminate"},
    {"mise a disposition", "make-available"},
    {"making available", "make-available"},
    {"rapprochement", "align"},
    {"interconnexion", "combine"},
    {"combin", "combine"},
    {"limitation", "restrict"},
    {"restrict", "restrict"},
    {"effac", "erase"},
    {"eras", "erase"},
    {"delet", "erase"},
    {"losch", "erase"},
    {"destruction", "destroy"},
    {"pseudonym", "pseudonymise"},
    {"anonym", "anonymise"},
    {"envoi", "disclose"},
    {"email", "disclose"},
});

}  // namespace

std::vector<std::string> DpvTermsFor(std::string_view kind, std::string_view text) {
  const std::string folded = FoldText(text);
  std::vector<std::string> terms;
  for (const Row& row : kRows) {
    const size_t at = row.kind == kind ? folded.find(row.part) : std::string::npos;
    const bool starts =
        at == 0 || (at != std::string::npos && (folded[at - 1] == ' ' || folded[at - 1] == '('));
    if (starts && IsDpvTerm(row.term) && std::ranges::find(terms, row.term) == terms.end()) {
      terms.emplace_back(row.term);
    }
  }
  return terms;
}

std::vector<std::string_view> VerbsIn(std::string_view text) {
  const std::string folded = FoldText(text);
  std::vector<std::string_view> verbs;
  for (const VerbRow& row : kVerbs) {
    if (folded.find(row.part) != std::string::npos &&
        std::ranges::find(verbs, row.verb) == verbs.end()) {
      verbs.push_back(row.verb);
    }
  }
  return verbs;
}

}  // namespace mandat::internal
