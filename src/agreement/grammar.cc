// SPDX-License-Identifier: Apache-2.0
#include "agreement/internal/grammar.h"

#include <array>
#include <vector>

#include "agreement/internal/grammar_rule.h"
#include "agreement/internal/grammar_terms.h"
#include "agreement/internal/grammar_words.h"

namespace mandat::internal {
namespace {

constexpr Rule kClause = Req("clause", Kind::kClause, "Where the contract says it, as cited.");
constexpr Rule kLine =
    AtMost(Opt("line", Kind::kNumber, "The line of the contract's text."), kVersionMax);

constexpr auto kFigureRules = std::to_array<Rule>(
    {Req("value", Kind::kText, "The figure as the contract gives it, e.g. 256 or 1.2."),
     Req("unit", Kind::kText, "What it counts, e.g. bit."),
     Opt("about", Kind::kText, "What the figure is of.")});

// The keys of a statement. Those without a facet may stand in every one.
constexpr auto kStatementRules = std::to_array<Rule>(
    {Opt("is", Kind::kWord, "The value, one of the words of the term."),
     Opt("text", Kind::kText, "What the contract says, in our own words."),
     Opt("list", Kind::kTexts, "What the contract lists, in our own words."),
     Opt("within", Kind::kPeriod, "The longest time to act, e.g. `24 hours`."),
     OneOf(Opt("promptness", Kind::kWord, "How soon, where or as far as no number is given."),
           kPromptnessWords),
     Opt("at-least", Kind::kPeriod, "The shortest time, e.g. a notice of `1 month`."),
     Opt("at-most", Kind::kPeriod, "The longest time something is kept or lasts."),
     OneOf(Opt("from", Kind::kWord, "What starts the time."), kEventWords),
     OneOf(Opt("before", Kind::kWord, "What the time must lie before."), kEventWords),
     OneOf(Opt("days", Kind::kWord, "Whether the contract says that days are calendar days."),
           kDaysWords),
     OneOf(Opt("week", Kind::kWord, "Which days of the week are working days."), kWeekWords),
     OneOf(Opt("strength", Kind::kWord, "How firmly the number is meant."), kStrengthWords),
     AtMost(Opt("times", Kind::kNumber, "How many times."), 1000),
     OneOf(Opt("per", Kind::kWord, "In what time."), kPerWords),
     Opt("every", Kind::kPeriod, "How often something is done at least."),
     Opt("hours", Kind::kHours, "Opening hours, e.g. `mon-fri 10:00-18:00`."),
     With(Opt("figures", Kind::kList, "Other figures."), kFigureRules),
     OneOf(Opt("form", Kind::kWord, "In what form."), kFormWords),
     OneOf(Opt("who", Kind::kWord, "Who has to do it."), kWhoWords),
     OneOf(Opt("status", Kind::kWord,
               "`not-stated`: the contract is silent; `external`: it points to another document; "
               "`ambiguous`: it can be read in several ways."),
           kStatusWords),
     Opt("part", Kind::kName, "The part of the contract, one of `precedence`; absent: the first."),
     Opt("clause", Kind::kClause, "Where the contract says it, as cited."),
     kLine,
     Opt("note", Kind::kText, "What a reader should know."),
     Opt("also", Kind::kList, "Other places that state the same term.")});

constexpr std::array<uint16_t, kStatementRules.size()> kFacetsOfKeys = {kWords,
                                                                        kSays,
                                                                        kSays,
                                                                        kDelays,
                                                                        kDelays,
                                                                        kLeads | kKeeps,
                                                                        kKeeps,
                                                                        kDelays | kKeeps | kLeads,
                                                                        kLeads,
                                                                        kDelays | kLeads | kKeeps,
                                                                        kDelays | kLeads,
                                                                        kDelays | kLeads | kKeeps,
                                                                        kQuotas,
                                                                        kQuotas,
                                                                        kRecurs,
                                                                        kOpens,
                                                                        kFigures,
                                                                        kForms,
                                                                        kOwners,
                                                                        0xffff,
                                                                        0xffff,
                                                                        0xffff,
                                                                        0xffff,
                                                                        0xffff,
                                                                        0xffff};

constexpr auto kProcessorRules = std::to_array<Rule>(
    {Req("name", Kind::kText, "The processor's name.", "GDPR Art. 28(3)"),
     OrNotStated(Req("address", Kind::kText, "Its address.", "GDPR Art. 30(2)(a)")),
     OrNotStated(Req("contact", Kind::kText, "Where it is reached.", "GDPR Art. 30(2)(a)")),
     Opt("number", Kind::kText, "Its number in a register of companies."),
     Opt("also-named", Kind::kTexts, "Other names the contract gives it."), kClause, kLine});
constexpr auto kPlaceOfController = std::to_array<Rule>({kClause, kLine});
constexpr auto kPartiesRules = std::to_array<Rule>(
    {With(Req("processor", Kind::kMap, "Who processes.", "GDPR Art. 28(3)"), kProcessorRules),
     With(Req("controller", Kind::kMap,
              "Where the contract speaks of the customer; the agreement of each names it."),
          kPlaceOfController)});

constexpr auto kPurposeRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What operations call it."), Req("text", Kind::kText, "The purpose."),
     kClause, kLine, Opt("dpv", Kind::kDpv, "The purpose in DPV 2.3 terms.")});
constexpr auto kOperationRules = std::to_array<Rule>(
    {Req("verb", Kind::kVerb, "The operation.", "GDPR Art. 4(2)"), kClause, kLine});
constexpr auto kCategoryRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What schemas call it."), Req("text", Kind::kText, "What it covers."),
     kClause, kLine,
     Opt("special", Kind::kYesNo, "Whether it is a special category.", "GDPR Art. 9(1)"),
     Opt("criminal", Kind::kYesNo, "Whether it is about convictions or offences.", "GDPR Art. 10"),
     Opt("dpv", Kind::kDpv, "The category in DPV 2.3 terms.")});
constexpr auto kPeopleRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What schemas call them."), Req("text", Kind::kText, "Who they are."),
     kClause, kLine, Opt("dpv", Kind::kDpv, "The people in DPV 2.3 terms.")});
constexpr auto kPlaceRules = std::to_array<Rule>(
    {Req("country", Kind::kCountry, "The country, or EU for every Member State."),
     Req("text", Kind::kText, "What is done there."),
     OneOf(Opt("only", Kind::kWord,
               "Who may receive data there: listed sub-processors and nobody "
               "else. Absent: anybody."),
           kOnlyWords),
     kClause, kLine});
constexpr auto kSubprocessorRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What operations call it."),
     Req("name", Kind::kText, "Its name.", "GDPR Art. 28(2)"),
     OrNotStated(Req("country", Kind::kCountry, "Where it processes.", "GDPR Art. 28(3)(a)")),
     Opt("seat", Kind::kCountry, "Where it is registered, if only that is stated."),
     Req("task", Kind::kText, "What it does."),
     Opt("address", Kind::kText, "Its address.", "Dec. 2021/915 Annex IV"),
     Opt("contact", Kind::kText, "Whom to write to there.", "Dec. 2021/915 Annex IV"),
     OrNotStated(
         OneOf(Opt("tool", Kind::kWord, "The instrument of GDPR Chapter V.", "GDPR Art. 44"),
               kToolWords)),
     Opt("contract", Kind::kText, "The contract with it, as stated.", "GDPR Art. 28(4)"),
     Opt("measures", Kind::kText, "Its measures, as stated."),
     OneOf(Opt("environment", Kind::kWord, "In which environment it is used."), kEnvironmentWords),
     Opt("note", Kind::kText, "What a reader should know."), kClause, kLine});
constexpr auto kRetentionRules = std::to_array<Rule>(
    {Req("categories", Kind::kNames, "Which data categories, or `all`."),
     OrOpen(Req("keep", Kind::kKeep,
                "`term`, `choice` if every agreement records one, or a map of `days` or `months`.",
                "GDPR Art. 5(1)(e)")),
     OneOf(Opt("from", Kind::kWord, "What starts the period."), kKeptFromWords), kClause, kLine});
constexpr auto kPermissionRules = std::to_array<Rule>(
    {Req("purposes", Kind::kNames, "For which purposes, or `all`."),
     Req("operations", Kind::kNames, "Which operations, or `all`."),
     Req("categories", Kind::kNames, "On which data categories, or `all`."),
     Req("people", Kind::kNames, "Of which people, or `all`."), kClause, kLine});
constexpr auto kErasureRules = std::to_array<Rule>(
    {kClause, kLine,
     OneOf(Req("instruction", Kind::kWord,
               "`required`: erasure, destruction and restriction follow the controller's "
               "documented instruction, whatever purposes and operations are listed."),
           kErasureWords)});

// A section with a list; what the list does not name, the section's clause refuses.
constexpr auto kPurposesRules = std::to_array<Rule>(
    {kClause, kLine, Opt("blank", Kind::kClause, "Where an agreement may add purposes."),
     With(AtMost(Req("list", Kind::kList, "The purposes."), 128), kPurposeRules)});
constexpr auto kOperationsRules = std::to_array<Rule>(
    {kClause, kLine,
     With(AtMost(Req("list", Kind::kList, "The operations."), 20), kOperationRules)});
constexpr auto kCategoriesRules = std::to_array<Rule>(
    {kClause, kLine,
     With(AtMost(Req("list", Kind::kList, "The categories."), 64), kCategoryRules)});
constexpr auto kPeopleSectionRules = std::to_array<Rule>(
    {kClause, kLine, Opt("blank", Kind::kClause, "Where an agreement may add people."),
     OrNotStated(
         With(AtMost(Req("list", Kind::kList, "The categories of people."), 32), kPeopleRules))});
constexpr auto kPlacesRules = std::to_array<Rule>(
    {kClause, kLine,
     OrNotStated(With(AtMost(Req("list", Kind::kList, "The places."), 512), kPlaceRules))});

constexpr auto kTimeRules = std::to_array<Rule>(
    {OrNotStated(Req("zone", Kind::kText, "The time zone, e.g. Europe/Brussels.")),
     OrNotStated(Req("calendar", Kind::kText, "The calendar of holidays, e.g. BE.")),
     OneOf(Req("rules", Kind::kWord, "The rules by which periods are counted."), kTimeRuleWords),
     OneOf(Opt("week", Kind::kWord, "Which days are working days, unless a term says."),
           kWeekWords),
     Opt("hours", Kind::kHours, "Business hours."), kClause, kLine});

constexpr auto kPartRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What statements call it."),
     Req("text", Kind::kText, "What the part is."),
     OneOf(Opt("instrument", Kind::kWord,
               "The Commission clauses that the part embeds; concluded, they prevail.",
               "Dec. 2021/915 Cl. 4"),
           kInstrumentWords),
     OneOf(Opt("concluded", Kind::kWord, "Whether the part is always part of the agreement."),
           kConcludedWords)});
constexpr auto kPrecedenceRules = std::to_array<Rule>(
    {OrNotStated(Req("rule", Kind::kText, "Which part wins, as the contract says.")),
     With(AtMost(Req("parts", Kind::kList, "The parts of the contract, the first wins."), 16),
          kPartRules),
     OneOf(Opt("language", Kind::kWord, "The language that prevails."), kLanguageWords),
     Opt("language-clause", Kind::kClause, "Where the contract says that."),
     AtMost(Opt("language-line", Kind::kNumber, "The line that says that."), kVersionMax),
     Opt("also", Kind::kTexts, "What else the contract says of rank, each with its clause."),
     OneOf(Opt("status", Kind::kWord, "As in every term."), kStatusWords),
     Opt("clause", Kind::kClause, "Where the contract says it, as cited."), kLine});

constexpr auto kConfirmedRules = std::to_array<Rule>(
    {Req("by", Kind::kText, "Who compared every value with the contract."),
     Req("at", Kind::kInstant, "When."),
     Req("form", Kind::kHash, "SHA-256 of the form as it stood then, up to this section.")});
constexpr auto kProvenanceRules = std::to_array<Rule>(
    {Req("text", Kind::kHash, "SHA-256 of the contract's file that was read."),
     OneOf(Opt("format", Kind::kWord, "What that file was."), kTextFormatWords),
     Opt("by", Kind::kText, "What read it."),
     With(Opt("confirmed", Kind::kMap, "The confirmation by a person; absent: nobody has."),
          kConfirmedRules)});

constexpr auto kSubprocessorsFirst = std::to_array<Rule>(
    {kClause, kLine,
     OrNotStated(
         With(AtMost(Req("list", Kind::kList, "The sub-processors."), 512), kSubprocessorRules))});

template <class... Parts>
std::vector<Rule> Join(const Parts&... parts) {
  std::vector<Rule> joined;
  (joined.insert(joined.end(), std::begin(parts), std::end(parts)), ...);
  return joined;
}

std::span<const Rule> SubprocessorsRules() {
  static const std::vector<Rule> rules = Join(kSubprocessorsFirst, SubprocessorTerms());
  return rules;
}

constexpr auto kFormFirst = std::to_array<Rule>(
    {Req("form", Kind::kName, "The form's name."),
     AtMost(Req("version", Kind::kNumber, "The form's version."), kVersionMax),
     Req("title", Kind::kText, "What people call it."),
     OneOf(Req("language", Kind::kWord, "The language of the text that was read."), kLanguageWords),
     With(Req("parties", Kind::kMap, "Who contracts.", "GDPR Art. 28(3)"), kPartiesRules),
     With(Req("purposes", Kind::kMap, "Why data are processed.", "GDPR Art. 28(3)"),
          kPurposesRules),
     With(Req("operations", Kind::kMap, "What is done with them.", "GDPR Art. 28(3)"),
          kOperationsRules),
     With(Req("data-categories", Kind::kMap, "Which data.", "GDPR Art. 28(3)"), kCategoriesRules),
     With(Req("people", Kind::kMap, "Of whom.", "GDPR Art. 28(3)"), kPeopleSectionRules),
     With(Req("places", Kind::kMap, "Where.", "GDPR Art. 28(3)(a)"), kPlacesRules)});
constexpr auto kFormNext = std::to_array<Rule>(
    {With(AtMost(Req("retention", Kind::kList, "How long.", "GDPR Art. 5(1)(e)"), 512),
          kRetentionRules),
     With(AtMost(Req("permissions", Kind::kList,
                     "Which purposes may do what with which data of whom.", "GDPR Art. 28(3)(a)"),
                 512),
          kPermissionRules),
     With(Req("erasure", Kind::kMap, "Erasure at the controller's order.", "GDPR Art. 28(3)(e)"),
          kErasureRules),
     {.key = "duration",
      .kind = Kind::kTerm,
      .is_required = true,
      .about = "How long the processing lasts.",
      .source = "GDPR Art. 28(3)",
      .facets = kSays | kKeeps | kDelays,
      .may_be_not_stated = true,
      .may_be_bare = true},
     With(Opt("time", Kind::kMap, "Zone, calendar and rules by which periods are counted."),
          kTimeRules),
     With(Opt("precedence", Kind::kMap, "Which part of the contract wins."), kPrecedenceRules)});

constexpr auto kControllerRules = std::to_array<Rule>(
    {Req("name", Kind::kText, "The customer's name.", "GDPR Art. 28(3)"),
     Req("address", Kind::kText, "Its address."),
     Req("contact", Kind::kText, "Where it is reached."),
     OneOf(Opt("role", Kind::kWord,
               "`controller` unless said otherwise; `processor`: it processes for others, and "
               "every notice to it is marked for passing on.",
               "GDPR Art. 28(4)"),
           kRoleWords),
     Opt("for", Kind::kTexts, "The controllers it processes for, or is joint controller with."),
     Opt("speaks", Kind::kText, "Who speaks for joint controllers.", "GDPR Art. 26(1)"),
     Opt("data-protection-officer", Kind::kText, "Its data protection officer.",
         "GDPR Art. 30(2)(a)"),
     Opt("representative", Kind::kText, "Its representative in the Union.", "GDPR Art. 30(2)(a)")});
constexpr auto kSignedRules = std::to_array<Rule>(
    {Req("by", Kind::kText, "Who accepted for the customer.", "GDPR Art. 28(9)"),
     Req("on", Kind::kDay, "When."), Req("how", Kind::kText, "How, in words."),
     OneOf(Opt("kind", Kind::kWord, "How, in law.", "GDPR Art. 28(9)"), kAcceptanceWords),
     Opt("authority", Kind::kText, "With what authority."),
     Opt("evidence", Kind::kHash, "SHA-256 of the evidence that is kept."),
     Opt("for-processor", Kind::kText, "Who accepted for the processor.")});
constexpr auto kFillsRules = std::to_array<Rule>(
    {With(AtMost(Opt("purposes", Kind::kList, "Purposes that the customer filled in."), 128),
          kPurposeRules),
     With(AtMost(Opt("people", Kind::kList, "People that the customer filled in."), 32),
          kPeopleRules)});
constexpr auto kChoiceRules = std::to_array<Rule>(
    {Req("categories", Kind::kNames, "Which data categories."),
     Req("keep", Kind::kKeep, "`term`, or a map of `days` or `months`.", "GDPR Art. 5(1)(e)"),
     OneOf(Opt("from", Kind::kWord, "What starts the period."), kKeptFromWords),
     Req("by", Kind::kText, "Who chose."), Req("on", Kind::kDay, "When."),
     Req("why", Kind::kText, "Why.", "GDPR Art. 5(2)")});
constexpr auto kOptionRules =
    std::to_array<Rule>({Req("term", Kind::kPath, "The term that is left open, e.g. `end.choice`."),
                         Opt("is", Kind::kName, "The word that was chosen."),
                         Opt("within", Kind::kPeriod, "The period that was agreed."),
                         Opt("text", Kind::kText, "What was agreed, in our own words."),
                         Req("by", Kind::kText, "Who chose."), Req("on", Kind::kDay, "When.")});
constexpr auto kChoicesRules = std::to_array<Rule>(
    {With(AtMost(Opt("retention", Kind::kList, "Retentions that the form leaves open."), 512),
          kChoiceRules),
     With(AtMost(Opt("options", Kind::kList, "Terms that the form leaves to each agreement."), 128),
          kOptionRules),
     Opt("concluded", Kind::kNames, "Parts of the contract that this customer concluded.")});
constexpr auto kHouseRules = std::to_array<Rule>(
    {Req("term", Kind::kPath, "The term that gives no number, e.g. `breach.notice`."),
     Req("within", Kind::kPeriod, "The number that we set ourselves."),
     OneOf(Opt("from", Kind::kWord, "What starts it, unless the term says."), kEventWords),
     Req("by", Kind::kText, "Who set it."), Req("on", Kind::kDay, "When."),
     Req("why", Kind::kText, "Why this number.", "GDPR Art. 5(2)")});
constexpr auto kReadingRules = std::to_array<Rule>(
    {Req("term", Kind::kPath, "The term that several clauses state."),
     Req("holds", Kind::kClause, "The clause that the parties agree on."),
     Req("by", Kind::kTexts, "Who agreed, for each party."), Req("on", Kind::kDay, "When.")});
constexpr auto kConfirmationRules = std::to_array<Rule>(
    {Req("term", Kind::kPath, "The term that was read from a translation, or `all`."),
     Req("by", Kind::kText, "Who confirmed it against the prevailing text."),
     Req("on", Kind::kDay, "When.")});
constexpr auto kAttestationRules = std::to_array<Rule>(
    {Req("of", Kind::kPath, "What is attested, e.g. `security.measures.training`."),
     Req("owner", Kind::kText, "Who answers for it."), Req("on", Kind::kDay, "When attested."),
     Opt("until", Kind::kDay, "Until when it holds."),
     Req("says", Kind::kText, "What is attested, in our own words."),
     Opt("evidence", Kind::kHash, "SHA-256 of the evidence that is kept.")});

constexpr auto kInstanceRules = std::to_array<Rule>(
    {Req("agreement", Kind::kName, "The agreement's name."),
     AtMost(Req("version", Kind::kNumber, "The agreement's version."), kVersionMax),
     Req("form", Kind::kVersion, "The form and version it stands on, e.g. `opinum@1`."),
     With(Req("controller", Kind::kMap, "The customer.", "GDPR Art. 28(3)"), kControllerRules),
     Req("start", Kind::kInstant, "In force from."),
     Opt("end", Kind::kInstant, "In force until, exclusive."),
     With(Req("signed", Kind::kMap, "The evidence of acceptance.", "GDPR Art. 28(9)"),
          kSignedRules),
     With(Opt("fills", Kind::kMap, "Blanks that the customer filled in."), kFillsRules),
     With(Opt("choices", Kind::kMap, "What the form leaves to each agreement."), kChoicesRules),
     With(AtMost(Opt("house-rules", Kind::kList,
                     "Numbers we set ourselves where the contract gives none."),
                 128),
          kHouseRules),
     With(AtMost(Opt("readings", Kind::kList, "How the parties read terms stated twice."), 128),
          kReadingRules),
     With(AtMost(Opt("confirmations", Kind::kList,
                     "Values confirmed against the prevailing "
                     "language."),
                 512),
          kConfirmationRules),
     With(AtMost(Opt("attestations", Kind::kList, "What software cannot keep, attested."), 512),
          kAttestationRules)});

constexpr auto kCaseRules = std::to_array<Rule>(
    {Opt("purpose", Kind::kText, "The purpose that is named."),
     Req("do", Kind::kVerb, "The operation.", "GDPR Art. 4(2)"),
     Opt("collection", Kind::kText, "The collection of the service schema."),
     Opt("people", Kind::kText, "The people, for acts on a person as a whole."),
     Opt("fields", Kind::kTexts, "The fields that are touched; absent: all."),
     Opt("place", Kind::kText, "The country or sub-processor to which data go."),
     Opt("instruction", Kind::kText, "The controller's documented instruction."),
     Opt("at", Kind::kInstant, "When, unless as the whole table."),
     OneOf(Req("gives", Kind::kWord, "What must be decided."), kGivesWords),
     Req("clause", Kind::kClause, "The clause that must be named."),
     OneOf(Opt("because", Kind::kWord, "The ground of a refusal."), kGroundWords),
     Opt("why", Kind::kText, "Why, for the reader.")});
constexpr auto kTestRules = std::to_array<Rule>(
    {Req("test", Kind::kName, "The table's name."),
     Req("form", Kind::kText, "The form's file, beside this one."),
     Req("agreement", Kind::kText, "The agreement's file."),
     Req("schema", Kind::kText, "The service schema's file."),
     Req("at", Kind::kInstant, "When the operations are attempted."),
     With(AtMost(Req("cases", Kind::kList, "Operations and what must be decided."), 2000),
          kCaseRules)});

const Rule* FindRule(std::span<const Rule> rules, std::string_view key) {
  for (const Rule& rule : rules) {
    if (rule.key == key) {
      return &rule;
    }
  }
  return nullptr;
}

}  // namespace

std::span<const Rule> FormRules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> joined = Join(kFormFirst);
    joined.push_back(With(
        Req("sub-processors", Kind::kMap, "Who processes for the processor.", "GDPR Art. 28(2)"),
        SubprocessorsRules()));
    const std::vector<Rule> rest = Join(kFormNext, TermSections());
    joined.insert(joined.end(), rest.begin(), rest.end());
    joined.push_back(With(
        Opt("provenance", Kind::kMap, "From which text the form was read, and who confirmed it."),
        kProvenanceRules));
    return joined;
  }();
  return rules;
}

std::span<const Rule> InstanceRules() { return kInstanceRules; }
std::span<const Rule> TestRules() { return kTestRules; }
std::span<const Rule> StatementRules() { return kStatementRules; }

bool HasFacet(std::string_view statement_key, uint16_t facets) {
  for (size_t i = 0; i < kStatementRules.size(); ++i) {
    if (kStatementRules[i].key == statement_key) {
      return (kFacetsOfKeys[i] & facets) != 0;
    }
  }
  return false;
}

const Rule* FindTermRule(std::string_view path) {
  std::span<const Rule> rules = FormRules();
  while (true) {
    const size_t dot = path.find('.');
    const Rule* rule = FindRule(rules, path.substr(0, dot));
    if (rule == nullptr) {
      return nullptr;
    }
    if (dot == std::string_view::npos) {
      return rule->kind == Kind::kTerm || rule->kind == Kind::kTerms ? rule : nullptr;
    }
    if (rule->kind == Kind::kTerms) {
      return rule;
    }
    rules = rule->rules;
    path.remove_prefix(dot + 1);
  }
}

std::vector<std::string> TermPaths() {
  std::vector<std::string> paths;
  const auto add = [&](const std::string& prefix, std::span<const Rule> rules, auto& self) -> void {
    for (const Rule& rule : rules) {
      const std::string path = prefix + std::string(rule.key);
      if (rule.kind == Kind::kTerm || rule.kind == Kind::kTerms) {
        paths.push_back(path);
      } else if (rule.kind == Kind::kMap) {
        self(path + ".", rule.rules, self);
      }
    }
  };
  add("", FormRules(), add);
  return paths;
}

}  // namespace mandat::internal
