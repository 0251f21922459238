// SPDX-License-Identifier: Apache-2.0
// The terms of a form, section by section. The order is that of the reference pages.
#include "agreement/internal/grammar_terms.h"

#include <array>

#include "agreement/internal/grammar_words.h"

namespace mandat::internal {
namespace {

using Words = std::span<const std::string_view>;

constexpr Rule Term(std::string_view key, uint16_t facets, std::string_view about,
                    std::string_view source = {}, Words words = {}) {
  return {.key = key,
          .kind = Kind::kTerm,
          .about = about,
          .source = source,
          .words = words,
          .facets = static_cast<uint16_t>(facets | (words.empty() ? 0 : kWords)),
          .may_be_not_stated = true};
}

constexpr Rule Terms(std::string_view key, uint16_t facets, std::string_view about,
                     std::string_view source = {}, Words words = {}) {
  return {.key = key,
          .kind = Kind::kTerms,
          .about = about,
          .source = source,
          .words = words,
          .facets = static_cast<uint16_t>(facets | (words.empty() ? 0 : kWords)),
          .may_be_not_stated = true};
}

constexpr uint16_t kActs = kSays | kDelays | kForms;

constexpr auto kContacts = std::to_array<Rule>(
    {Term("general", kSays, "Where the processor is reached.", "GDPR Art. 30(2)(a)"),
     Term("support", kSays, "Where support is asked for."),
     Term("legal", kSays, "Where notices under the agreement go."),
     Term("privacy", kSays, "Where data protection is asked about.", "GDPR Art. 30(2)(a)"),
     Term("person", kSays, "The contact person the agreement names.", "Dec. 2021/915 Annex I"),
     Term("data-protection-officer", kSays, "The processor's data protection officer.",
          "GDPR Art. 37(7)"),
     Term("security-officer", kSays, "Who answers for the security of the data."),
     Term("authority", kSays, "The supervisory authority that the agreement names.",
          "GDPR Art. 51(1)"),
     Term("endpoints", kSays, "Technical addresses that the agreement names."),
     Term("deemed-receipt", kSays | kDelays,
          "When a notice counts as received, whether or not it is acknowledged.")});

constexpr auto kContract = std::to_array<Rule>(
    {Term("parent", kSays, "The contract that this agreement belongs to."),
     Term("conclusion", kSays | kForms, "How the agreement comes into being.", "GDPR Art. 28(9)"),
     Term("roles", kSays, "Who is controller, processor and sub-processor.", "GDPR Art. 28(10)",
          kRoleWords),
     Term("representatives", kSays, "Who signs for the processor.", "GDPR Art. 28(9)"),
     Term("affiliates", kSays, "Companies that the processor contracts for."),
     Term("docking", kSays, "Whether further parties may accede.", "Dec. 2021/915 Cl. 5",
          kRangeWords),
     Term("succession", kSays, "What happens when a party is succeeded by another."),
     Term("representation", kSays | kForms,
          "Who speaks for several controllers, or signs for the controller.", "GDPR Art. 26(1)")});

constexpr auto kInstructions = std::to_array<Rule>(
    {{.key = "clause",
      .kind = Kind::kClause,
      .is_required = true,
      .about = "The clause by which only documented instructions are followed.",
      .source = "GDPR Art. 28(3)(a)"},
     Term("rule", kSays | kForms, "On whose instructions the processor acts, and in what form.",
          "GDPR Art. 28(3)(a)"),
     Term("change", kSays, "Whether later instructions need the processor's agreement.",
          "GDPR Art. 28(3)(a)", kChangeWords),
     Term("purpose-limitation", kSays, "That the processor keeps to the listed purposes.",
          "GDPR Art. 5(1)(b)"),
     Term("own-purposes", kSays, "Whether the processor may use the data for itself.",
          "GDPR Art. 28(10)", kRangeWords),
     Term("legal-exception", kSays | kDelays,
          "What happens when a law demands processing without instruction.", "GDPR Art. 28(3)(a)"),
     Term("infringing", kActs, "How soon the processor tells that an instruction breaks the law.",
          "GDPR Art. 28(3)"),
     Term("suspend", kSays, "What the processor may do with such an instruction meanwhile.",
          "GDPR Art. 28(3)", kSuspendWords),
     Term("unable", kActs, "What happens when the processor cannot follow an instruction.")});

constexpr auto kConfidentiality = std::to_array<Rule>(
    {Term("duty", kSays | kKeeps, "That the data are kept confidential, and how long.",
          "GDPR Art. 28(3)(b)"),
     Term("personnel", kSays | kForms, "That persons with access are bound to confidentiality.",
          "GDPR Art. 28(3)(b)"),
     Term("training", kSays | kRecurs, "That persons with access are trained, and how often.",
          "GDPR Art. 32(4)"),
     Term("survival", kSays | kKeeps, "What outlives the agreement."),
     Term("deletion", kActs | kLeads,
          "When other confidential information of the customer goes.")});

constexpr uint16_t kMeasures =
    kSays | kRecurs | kKeeps | kFigures | kOwners | kDelays | kQuotas | kLeads;

constexpr auto kSecurity = std::to_array<Rule>(
    {Term("general", kSays, "The level of security that is promised.", "GDPR Art. 32(1)"),
     Term("change", kSays | kActs, "Whether the processor may change its measures."),
     Term("cost", kSays, "Who pays for help with security.", "", kPayerWords),
     Term("sensitive-data", kSays, "Further measures for special categories.", "GDPR Art. 9(1)"),
     Terms("measures", kMeasures, "The technical and organisational measures, by area.",
           "GDPR Art. 32(1)", kAreaWords)});

constexpr auto kSubprocessors = std::to_array<Rule>(
    {Term("authorisation", kSays | kForms, "General authorisation, or specific for each.",
          "GDPR Art. 28(2)", kAuthorisationWords),
     Term("notice", kActs | kLeads, "How long before, and how, a change is told.",
          "GDPR Art. 28(2)"),
     Term("objection", kActs | kLeads, "The window in which the controller may object.",
          "GDPR Art. 28(2)"),
     Term("grounds", kSays | kForms, "What an objection must rest on."),
     Term("silence", kSays, "What it means when the controller does not answer.", "GDPR Art. 28(2)",
          kSilenceWords),
     Term("effect", kSays | kLeads | kDelays, "What an objection does.", "GDPR Art. 28(2)",
          kObjectionEffectWords),
     Term("refusal", kSays, "What a refused consent does, and what it must rest on."),
     Term("exclusions", kSays, "Who is not a sub-processor under the agreement."),
     Term("flow-down", kSays | kForms, "That sub-processors take on the same obligations.",
          "GDPR Art. 28(4)"),
     Term("liability", kSays, "That the processor answers for its sub-processors.",
          "GDPR Art. 28(4)"),
     Term("published", kSays, "Where the list is kept, and how many stand on it.",
          "GDPR Art. 28(2)"),
     Term("list-requirements", kSays, "What the list must tell of each sub-processor."),
     Term("copy", kActs, "That the controller gets a copy of the contract with a sub-processor.",
          "Dec. 2021/915 Cl. 7.7(c)"),
     Term("register", kSays | kRecurs, "A register of sub-processors and its updates."),
     Term("mandate", kSays, "Whether the processor signs clauses in the controller's name."),
     Term("beneficiary", kSays, "The controller's rights when the processor is gone.",
          "Dec. 2021/915 Cl. 7.7(e)"),
     Term("failure", kActs, "When a sub-processor's failure or breach is told.",
          "Dec. 2021/915 Cl. 7.7(d)")});

constexpr auto kTransfers = std::to_array<Rule>(
    {Term("rule", kSays | kForms, "What a transfer to a third country needs.", "GDPR Art. 28(3)(a)",
          kConsentWords),
     Term("tool", kSays | kForms, "The instrument of GDPR Chapter V.", "GDPR Art. 44", kToolWords),
     Term("origin", kSays, "From where the data are transferred."),
     Term("intra-group", kSays, "Transfers within the processor's group."),
     Term("supplementary", kSays, "Further measures for transfers."),
     Term("copies", kActs, "Copies of the clauses for the people concerned.",
          "Dec. 2021/914 Cl. 8.3")});

constexpr auto kBreach = std::to_array<Rule>(
    {Term("notice", kActs, "How soon the controller is told of a breach.", "GDPR Art. 33(2)"),
     Term("scope", kSays, "Which events are told.", "GDPR Art. 33(2)"),
     Term("content", kSays, "What the notice must tell.", "GDPR Art. 33(3)"),
     Term("contact-point", kSays, "Whether the notice names a contact point.",
          "GDPR Art. 33(3)(b)"),
     Term("phases", kSays, "Whether information may follow in phases.", "GDPR Art. 33(4)"),
     Term("extra", kSays, "Further elements that the parties agree on."),
     Term("cooperation", kActs, "How the processor helps after a breach.", "GDPR Art. 28(3)(f)"),
     Term("third-parties", kSays | kForms, "Whether others may be told."),
     Term("authority", kSays, "Whether the processor tells the authority or the people.",
          "GDPR Art. 33(1)"),
     Term("cost", kSays, "Who pays for it.", "", kPayerWords)});

constexpr auto kRequests = std::to_array<Rule>(
    {Term("forward", kActs, "How soon a person's request is passed on to the controller.",
          "GDPR Art. 28(3)(e)"),
     Term("complaints", kActs, "How soon complaints and letters of authorities are passed on."),
     Term("answer", kSays, "Whether the processor may answer the person itself.",
          "Dec. 2021/915 Cl. 8(a)"),
     Term("assist", kActs, "How the processor helps to answer.", "GDPR Art. 28(3)(e)"),
     Term("tools", kSays, "Means by which the controller helps itself."),
     Term("cost", kSays, "Who pays for it.", "", kPayerWords)});

constexpr auto kAssistance = std::to_array<Rule>(
    {Term("impact-assessment", kSays | kForms,
          "Help with impact assessments and prior consultation.", "GDPR Art. 28(3)(f)"),
     Term("security", kSays, "Help with the controller's own security.", "GDPR Art. 28(3)(f)"),
     Term("accuracy", kActs, "That inaccurate data are told.", "Dec. 2021/915 Cl. 8(c)"),
     Term("scope", kSays, "The measures and scope of assistance."),
     Term("cost", kSays, "Who pays for it.", "", kPayerWords)});

constexpr auto kAudits = std::to_array<Rule>(
    {Term("information", kActs, "Information that shows compliance.", "GDPR Art. 28(3)(h)"),
     Term("right", kActs, "Audits by the controller or its auditor.", "GDPR Art. 28(3)(h)"),
     Term("inspection", kSays, "Whether premises may be inspected.", "GDPR Art. 28(3)(h)",
          kInspectionWords),
     Term("frequency", kSays | kQuotas | kDelays, "How often."),
     Term("notice", kActs | kLeads, "How long before an audit is announced."),
     Term("hours", kSays | kOpens, "At what hours."),
     Term("cost", kSays, "Who pays for it.", "", kPayerWords),
     Term("limits", kSays, "What an audit may not do or see."),
     Term("secrecy", kSays | kForms, "How auditors are bound to secrecy."),
     Term("alternatives", kSays, "What may stand instead of an audit.", "GDPR Art. 28(5)"),
     Term("channel", kSays, "Through whom the right is used."),
     Term("authority", kSays, "That results go to the authority on request.",
          "Dec. 2021/915 Cl. 7.6(e)")});

constexpr auto kEnd = std::to_array<Rule>(
    {{.key = "clause",
      .kind = Kind::kClause,
      .is_required = true,
      .about = "The clause by which the data go at the end.",
      .source = "GDPR Art. 28(3)(g)"},
     Term("trigger", kSays | kForms | kDelays, "What starts deletion or return.",
          "GDPR Art. 28(3)(g)"),
     Term("delay", kSays | kDelays | kLeads, "How long it may take.", "GDPR Art. 28(3)(g)"),
     Term("choice", kSays | kForms, "Who chooses between deletion and return.",
          "GDPR Art. 28(3)(g)", kChoiceWords),
     Term("format", kSays, "In which form data are returned.", "GDPR Art. 20(1)"),
     Term("certificate", kActs, "When and how destruction is certified.",
          "Dec. 2021/915 Cl. 10(d)"),
     Term("exceptions", kActs, "What may be kept, and how that is told.", "GDPR Art. 28(3)(g)"),
     Term("backups", kSays | kKeeps, "What happens to copies in backups.", "GDPR Art. 28(3)(g)"),
     Term("cost", kSays, "Who pays for it.", "", kPayerWords)});

constexpr auto kSuspension = std::to_array<Rule>(
    {Term("by-controller", kActs, "When the controller may suspend.", "Dec. 2021/915 Cl. 10(a)"),
     Term("by-processor", kActs, "When the processor may suspend."),
     Term("most", kSays | kDelays, "How long a suspension lasts before the contract may end.",
          "Dec. 2021/915 Cl. 10(b)")});

constexpr auto kTermination =
    std::to_array<Rule>({Term("rule", kSays | kDelays, "With what the agreement ends."),
                         Term("by-controller", kActs | kLeads, "When the controller may terminate.",
                              "Dec. 2021/915 Cl. 10(b)"),
                         Term("by-processor", kActs | kLeads, "When the processor may terminate.",
                              "Dec. 2021/915 Cl. 10(c)")});

constexpr auto kAmendment = std::to_array<Rule>(
    {Term("rule", kActs | kLeads, "By which rule a new version binds an agreement.",
          "GDPR Art. 28(9)", kAmendmentWords),
     Term("objection", kActs, "The window in which the customer may object to a new version."),
     Term("silence", kSays, "What it means when the customer does not answer.", "", kSilenceWords),
     Term("cases", kSays, "The cases in which a version may change."),
     Term("unmodifiable", kSays, "What the parties may not change.", "Dec. 2021/915 Cl. 2"),
     Term("severability", kSays | kActs, "What happens when a clause is void.")});

constexpr auto kLaw =
    std::to_array<Rule>({Term("governing", kSays, "The law of the agreement."),
                         Term("clauses", kSays, "The law of the embedded clauses."),
                         Term("data-protection", kSays, "The data protection law that is meant."),
                         Term("courts", kSays, "Which courts decide.")});

constexpr auto kLiability =
    std::to_array<Rule>({Term("rule", kSays, "Who is liable for what.", "GDPR Art. 82(2)"),
                         Term("cap", kSays | kKeeps | kFigures, "A limit of liability."),
                         Term("claims", kActs, "How soon claims must be made.")});

constexpr auto kOwnUse = std::to_array<Rule>(
    {Term("anonymised", kSays, "What the processor does with anonymised data for itself.",
          "GDPR Art. 28(10)", kRangeWords),
     Term("across-customers", kSays, "Results across customers.", "GDPR Art. 28(10)", kRangeWords),
     Term("own-register", kSays | kKeeps,
          "Data for which the processor is itself controller, and how long they are kept.",
          "GDPR Art. 4(7)"),
     Term("third-party-platforms", kSays, "Data from others' platforms.")});

constexpr auto kCommercial = std::to_array<Rule>(
    {Term("hours", kSays | kOpens | kDelays, "Opening hours of support."),
     Terms("list", kMeasures | kForms | kOpens, "Commercial terms that carry a clock.")});

constexpr Rule Section(std::string_view key, std::span<const Rule> rules, std::string_view about,
                       std::string_view source = {}, bool is_required = false) {
  return {.key = key,
          .kind = Kind::kMap,
          .is_required = is_required,
          .about = about,
          .source = source,
          .rules = rules};
}

constexpr auto kSections = std::to_array<Rule>(
    {Section("contacts", kContacts, "Whom to write to."),
     Section("contract", kContract, "Where the agreement comes from and who stands behind it.",
             "GDPR Art. 28(9)"),
     Term("subject-matter", kSays, "What the processing is about.", "GDPR Art. 28(3)"),
     Term("nature", kSays, "What kind of processing it is.", "GDPR Art. 28(3)"),
     Term("special-categories", kSays, "What the agreement says of special categories of data.",
          "GDPR Art. 9(1)"),
     Term("criminal-data", kSays, "What the agreement says of criminal convictions.",
          "GDPR Art. 10"),
     Section("instructions", kInstructions, "By whose will data are processed.",
             "GDPR Art. 28(3)(a)", true),
     Section("confidentiality", kConfidentiality, "Who keeps silence.", "GDPR Art. 28(3)(b)"),
     Section("security", kSecurity, "How the data are protected.", "GDPR Art. 28(3)(c)"),
     Section("transfers", kTransfers, "Data that leave the European Economic Area.",
             "GDPR Art. 44"),
     Section("breach", kBreach, "What happens after a personal data breach.", "GDPR Art. 33(2)"),
     Section("requests", kRequests, "What happens with requests of the people concerned.",
             "GDPR Art. 28(3)(e)"),
     Section("assistance", kAssistance, "Help with the controller's own duties.",
             "GDPR Art. 28(3)(f)"),
     Section("audits", kAudits, "How the controller sees for itself.", "GDPR Art. 28(3)(h)"),
     Section("end", kEnd, "What happens to the data when the services end.", "GDPR Art. 28(3)(g)",
             true),
     Section("suspension", kSuspension, "When processing may be stopped."),
     Section("termination", kTermination, "When the agreement ends."),
     Section("amendment", kAmendment, "How the agreement changes."),
     Section("law", kLaw, "Law and courts."),
     Section("liability", kLiability, "Who answers for damage.", "GDPR Art. 82(2)"),
     Section("own-use", kOwnUse, "What the processor does for itself.", "GDPR Art. 28(10)"),
     Terms("controller-duties", kSays | kActs | kOwners, "What the controller has to do.",
           "GDPR Art. 28(3)"),
     Section("commercial", kCommercial, "Commercial terms that carry a clock."),
     Terms("obligations", kMeasures | kForms | kOpens,
           "Other dated obligations: who does what, when, within what time.")});

}  // namespace

std::span<const Rule> TermSections() { return kSections; }
std::span<const Rule> SubprocessorTerms() { return kSubprocessors; }

}  // namespace mandat::internal
