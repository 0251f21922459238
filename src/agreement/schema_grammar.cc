// SPDX-License-Identifier: Apache-2.0
// The keys of a service schema.
#include <array>

#include "agreement/internal/grammar_rule.h"
#include "agreement/internal/grammar_words.h"

namespace mandat::internal {
namespace {

constexpr auto kFieldRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What operations and answers call it."),
     OneOf(Req("type", Kind::kWord, "What values look like."), kFieldTypeWords),
     Req("category", Kind::kName, "The data category of the agreement.", "GDPR Art. 28(3)"),
     AtMost(Opt("length-max", Kind::kNumber, "The most bytes of UTF-8, for text and email."),
            65'536),
     Opt("required", Kind::kYesNo, "Whether every unit has it."),
     Opt("role", Kind::kName, "The role of the person with whom it goes."),
     OneOf(Opt("search", Kind::kWord, "How units are found by it; `none` if absent."),
           kFieldSearchWords),
     Opt("personal", Kind::kYesNo, "`false`: it tells nothing about a person.", "GDPR Art. 4(1)")});
constexpr auto kPeopleRoleRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What operations call it."),
     Req("people", Kind::kName, "The category of people it is filled from.", "GDPR Art. 28(3)"),
     Opt("many", Kind::kYesNo, "Whether several people may have it."),
     Opt("required", Kind::kYesNo, "Whether every unit has somebody in it."),
     OneOf(Req("erasure", Kind::kWord, "What goes when one of these people is erased.",
               "GDPR Art. 17(1)"),
           kRoleErasureWords)});
constexpr auto kCollectionRules = std::to_array<Rule>(
    {Req("id", Kind::kName, "What operations call it."),
     OneOf(Opt("kind", Kind::kWord, "What a unit is; `records` if absent."), kCollectionKindWords),
     Req("people", Kind::kName, "The category of the people under whom units are kept.",
         "GDPR Art. 28(3)"),
     OneOf(Opt("erasure", Kind::kWord, "When a unit goes; `unit`, with that person, if absent.",
               "GDPR Art. 17(1)"),
           kOwnerErasureWords),
     With(AtMost(Opt("roles", Kind::kList, "Further people that a unit is about."), 16),
          kPeopleRoleRules),
     With(AtMost(Req("fields", Kind::kList, "What a unit holds."), 256), kFieldRules),
     Opt("history", Kind::kYesNo, "Whether earlier versions are kept as long as the unit."),
     Opt("by-time", Kind::kYesNo, "Whether units are listed by the instant of their capture."),
     Opt("media-types", Kind::kTexts, "What a blob may be, e.g. image/jpeg or image/*.",
         "RFC 6838 4.2"),
     AtMost(Opt("bytes-max", Kind::kNumber, "The most bytes of one blob."), 4'000'000'000)});
constexpr auto kSchemaRules = std::to_array<Rule>(
    {Req("schema", Kind::kName, "The schema's name."),
     AtMost(Req("version", Kind::kNumber, "Its version."), kVersionMax),
     Req("form", Kind::kName, "The form whose categories it maps to."),
     With(AtMost(Req("collections", Kind::kList, "Units of one kind each."), 256),
          kCollectionRules)});

}  // namespace

std::span<const Rule> SchemaRules() { return kSchemaRules; }

}  // namespace mandat::internal
