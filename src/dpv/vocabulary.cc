// SPDX-License-Identifier: Apache-2.0
// Our own terms, and how JSON-LD reads them and those of the Data Privacy Vocabulary.
#include "dpv/internal/vocabulary.h"

#include <array>
#include <string>

#include "dpv/dpv.h"
#include "law/dpv.h"

namespace mandat {
namespace {

constexpr auto kOwnTerms = std::to_array<OwnTerm>({
    {"Acceptance", "class", "", "How the customer accepted, and what is kept to show it."},
    {"Agreed", "value", "", "Holds because both parties recorded this reading."},
    {"Ambiguous", "value", "", "The contract can be read in several ways."},
    {"Attestation", "class", "", "What software cannot keep, vouched for by a person."},
    {"Choice", "class", "", "What this agreement chose where the form leaves it open."},
    {"CommissionClauses", "value", "", "Holds because concluded Commission clauses prevail."},
    {"Confirmation", "class", "", "A value read from a translation, confirmed."},
    {"Erasure", "class", "", "Whether erasure follows the controller's instruction."},
    {"External", "value", "", "The contract points to another document."},
    {"Figure", "class", "", "A number that the contract gives."},
    {"HouseRule", "class", "", "A number that the processor set where the contract gives none."},
    {"NotStated", "value", "", "The contract is silent."},
    {"Only", "value", "", "Holds because there is no other statement."},
    {"Part", "class", "", "A part of the contract."},
    {"Place", "class", "", "A place to which data may go."},
    {"Precedence", "class", "", "Which part of the contract wins, in which language."},
    {"Rank", "value", "", "Holds because its part of the contract ranks first."},
    {"Reading", "class", "", "Which of several statements the parties agreed on."},
    {"Section", "class", "", "A section; what its list does not name, its clause refuses."},
    {"Stated", "value", "", "The contract says it."},
    {"Statement", "class", "", "What the contract says of a term in one place."},
    {"Stricter", "value", "", "Holds because nothing ranks the statements, and it asks more."},
    {"Term", "class", "", "Everything that the agreement says of one matter."},
    {"TimeRules", "class", "", "By which rules periods are counted."},
    {"about", "property", "text", "What a figure is of."},
    {"acceptance", "property", "node", "How the agreement was accepted."},
    {"actsFor", "property", "node", "A controller for whom the customer processes."},
    {"alsoNamed", "property", "text", "Another name that the contract gives a party."},
    {"alsoSays", "property", "list", "What else the contract says of rank."},
    {"area", "property", "text", "The area of a measure, a word of the language."},
    {"atLeast", "property", "node", "The shortest time."},
    {"atMost", "property", "node", "The longest time something is kept or lasts."},
    {"attestation", "property", "node", "Something attested."},
    {"authority", "property", "text", "With what authority somebody accepted."},
    {"before", "property", "text", "The event before which the time must lie."},
    {"blank", "property", "text", "The clause in which an agreement may add to a list."},
    {"by", "property", "text", "Who chose, set, agreed, confirmed or accepted."},
    {"byProcessor", "property", "text", "Who accepted for the processor."},
    {"calendar", "property", "text", "The calendar of holidays."},
    {"choice", "property", "node", "Something chosen."},
    {"clause", "property", "text", "Where the contract says it, as cited."},
    {"concerns", "property", "node", "The term of the vocabulary that a term is about."},
    {"concluded", "property", "text", "Whether the form always concludes a part: a word."},
    {"confirmation", "property", "node", "Something confirmed."},
    {"contract", "property", "text", "The contract with a sub-processor, as stated."},
    {"days", "property", "text", "Which days are meant."},
    {"duration", "property", "xsd:duration", "A period that needs no calendar of holidays."},
    {"end", "property", "xsd:dateTime", "In force until, exclusive."},
    {"environment", "property", "text", "In which environment a sub-processor is used."},
    {"erasure", "property", "node", "How erasure is ordered."},
    {"every", "property", "node", "How often something is done at least."},
    {"evidence", "property", "text", "SHA-256, in hexadecimal, of evidence that is kept."},
    {"figure", "property", "node", "A number that a statement gives."},
    {"filledIn", "property", "yes-no", "True if the customer filled it in."},
    {"form", "property", "text", "The form that the agreement stands on."},
    {"formVersion", "property", "number", "The version of that form."},
    {"from", "property", "text", "The event that starts the time."},
    {"holds", "property", "node", "The statement that holds."},
    {"holdsBecause", "property", "node", "Why it holds."},
    {"hours", "property", "text", "A stretch of hours in days of the week."},
    {"houseRule", "property", "node", "A number that the processor set itself."},
    {"how", "property", "text", "How the agreement was accepted, in words."},
    {"inForm", "property", "text", "In what form something is done."},
    {"instruction", "property", "text", "Whether erasure needs the controller's instruction."},
    {"instrument", "property", "text", "The Commission clauses that a part embeds."},
    {"isConcluded", "property", "yes-no", "Whether the part is part of this agreement."},
    {"isConfirmed", "property", "yes-no", "False: read from a translation and not confirmed."},
    {"kind", "property", "text", "How the agreement was accepted, in law."},
    {"language", "property", "text", "The language that was read, or that prevails."},
    {"languageClause", "property", "text", "Where the contract says which language prevails."},
    {"languageLine", "property", "number", "The line that says it."},
    {"line", "property", "number", "The line of the contract's text."},
    {"list", "property", "list", "What the contract lists, in our own words."},
    {"measures", "property", "text", "A sub-processor's measures, as stated."},
    {"member", "property", "node", "What a section or group names."},
    {"name", "property", "text", "What form and agreement call it."},
    {"notStated", "property", "text", "A key of the language of which the contract is silent."},
    {"note", "property", "text", "What a reader should know."},
    {"number", "property", "text", "A party's number in a register of companies."},
    {"ofPath", "property", "text", "The path of the term that is meant, or `all`."},
    {"on", "property", "xsd:date", "The day on which it was done."},
    {"part", "property", "node", "The part of the contract; absent: the first."},
    {"parts", "property", "list of nodes", "The parts of the contract, the first wins."},
    {"path", "property", "text", "The path of a term in the language."},
    {"per", "property", "text", "In what time a quota counts."},
    {"period", "property", "text", "A period as the language writes it."},
    {"precedence", "property", "node", "Which part of the contract wins."},
    {"promptness", "property", "text", "How soon, in a word of the language."},
    {"reading", "property", "node", "Something agreed on."},
    {"role", "property", "text", "What the customer is towards the persons concerned."},
    {"rules", "property", "text", "The rules by which periods are counted."},
    {"seat", "property", "node", "Where a sub-processor is registered, if only that is stated."},
    {"section", "property", "node", "A section of the agreement."},
    {"speaks", "property", "text", "Who speaks for joint controllers."},
    {"start", "property", "xsd:dateTime", "In force from."},
    {"statement", "property", "node", "What the contract says of a term in one place."},
    {"status", "property", "node", "What the contract does about it."},
    {"strength", "property", "text", "How firmly a number is meant."},
    {"task", "property", "text", "What a sub-processor does."},
    {"term", "property", "node", "A term of the agreement."},
    {"text", "property", "text", "What the contract says, in our own words."},
    {"timeRules", "property", "node", "By which rules periods are counted."},
    {"times", "property", "number", "How many times."},
    {"title", "property", "text", "What people call the form."},
    {"tool", "property", "text", "The instrument of GDPR Chapter V, a word of the language."},
    {"unit", "property", "text", "What a figure counts."},
    {"unknownTerm", "property", "text", "A term that the form names and the register lacks."},
    {"until", "property", "xsd:date", "The last day on which an attestation holds."},
    {"untilEvent", "property", "text", "The event that ends a duration."},
    {"value", "property", "text", "A word of the language, or a figure."},
    {"version", "property", "number", "The version of the agreement."},
    {"week", "property", "text", "Which days of the week are working days."},
    {"who", "property", "text", "Who has to do it."},
    {"why", "property", "text", "Why it was chosen or set."},
    {"within", "property", "node", "The longest time to act."},
    {"zone", "property", "text", "The time zone."},
});

// Properties of the vocabulary whose values are nodes; those that are left have texts.
constexpr auto kNodeProperties = std::to_array<std::string_view>({
    "dpv:hasContractStatus",
    "dpv:hasContractualClause",
    "dpv:hasCountry",
    "dpv:hasDataController",
    "dpv:hasDataProcessor",
    "dpv:hasDataProtectionOfficer",
    "dpv:hasDataSubject",
    "dpv:hasDuration",
    "dpv:hasLegalBasis",
    "dpv:hasLocation",
    "dpv:hasObligation",
    "dpv:hasOrganisationalMeasure",
    "dpv:hasParty",
    "dpv:hasPermission",
    "dpv:hasPersonalData",
    "dpv:hasPhysicalMeasure",
    "dpv:hasProcess",
    "dpv:hasProcessing",
    "dpv:hasProhibition",
    "dpv:hasPurpose",
    "dpv:hasRepresentative",
    "dpv:hasRight",
    "dpv:hasStorageCondition",
    "dpv:hasTechnicalMeasure",
    "dpv:hasTechnicalOrganisationalMeasure",
    "dpv:hasThirdCountry",
});

JsonTree Typed(std::string_view type) {
  JsonTree definition = JsonTree::Object();
  definition.Set("@type", type);
  return definition;
}

}  // namespace

std::span<const OwnTerm> OwnTerms() { return kOwnTerms; }

namespace internal {

JsonTree ContextOf(std::string_view nodes_iri) {
  JsonTree context = JsonTree::Object();
  for (const DpvPrefix& prefix : DpvPrefixes()) {
    context.Set(prefix.name, prefix.iri);
  }
  context.Set("xsd", "http://www.w3.org/2001/XMLSchema#");
  context.Set("mandat", kOwnNamespace).Set("this", nodes_iri);
  for (const std::string_view property : kNodeProperties) {
    context.Set(property, Typed("@id"));
  }
  for (const OwnTerm& term : kOwnTerms) {
    const std::string name = "mandat:" + std::string(term.name);
    if (term.range == "node") {
      context.Set(name, Typed("@id"));
    } else if (term.range.starts_with("xsd:")) {
      context.Set(name, Typed(term.range));
    } else if (term.range.starts_with("list")) {
      JsonTree definition = JsonTree::Object();
      definition.Set("@container", "@list");
      if (term.range == "list of nodes") {
        definition.Set("@type", "@id");
      }
      context.Set(name, std::move(definition));
    }
  }
  return context;
}

}  // namespace internal
}  // namespace mandat
