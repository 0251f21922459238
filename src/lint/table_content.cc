// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "lint/internal/table.h"

namespace mandat::internal {
namespace {

constexpr auto kChecks = std::to_array<Check>({
    {"L-P01", Severity::kError, "GDPR Art. 28(3); GDPR Art. 30(2)(a)",
     "the controller is not named with its contact",
     "nobody can be told of a breach, and the processor's own record needs name and contact",
     "name, address and an address for notices of the controller"},
    {"L-P02", Severity::kError, "GDPR Art. 28(3); GDPR Art. 30(2)(a)",
     "the processor is not named with its contact",
     "the controller has nowhere to send an instruction, and its record needs name and contact",
     "address and contact of the processor, and of its data protection officer if it has one",
     "note where only the data protection officer is missing"},
    {"L-P03", Severity::kError, "GDPR Art. 28(9)",
     "it is not shown that both parties accepted in writing",
     "the contract must be in writing, electronic form included; conduct alone is no writing",
     "who accepted for each party, when and how, and keep what shows it",
     "note where only the acceptance of the processor or the evidence is missing"},
    {"L-O01", Severity::kError, "GDPR Art. 28(3)", "the subject-matter is not stated",
     "the contract itself must set it out; without it nobody can tell what is covered",
     "one sentence on the service and the data that it is about"},
    {"L-O02", Severity::kError, "GDPR Art. 28(3)", "the duration of the processing is not stated",
     "the contract itself must set it out; without it nobody can tell when the data must go",
     "a period, or the event that ends the processing"},
    {"L-O03", Severity::kError, "GDPR Art. 28(3)", "the nature of the processing is not stated",
     "the contract itself must set it out; a purpose does not say what is done with data",
     "the operations, in the words of GDPR Art. 4(2)"},
    {"L-O04", Severity::kError, "GDPR Art. 28(3)", "no purpose is stated",
     "a processor may act for the controller's purposes only, and must know them",
     "each purpose, specific enough to tell what is outside it"},
    {"L-O05", Severity::kError, "GDPR Art. 28(3); GDPR Art. 9(1); GDPR Art. 10",
     "the kinds of data are not told in full",
     "whether special categories or convictions are among the data decides on measures and on the "
     "legal basis; silence decides nothing",
     "the kinds of data, and in so many words whether data of GDPR Art. 9 or 10 are among them",
     "warning where kinds are listed and only this word is missing"},
    {"L-O06", Severity::kError, "GDPR Art. 28(3)", "the people concerned are not stated",
     "the contract itself must set out whose data they are",
     "the categories of people, e.g. customers, staff, patients",
     "note where the form leaves it blank and the agreement fills it in"},
    {"L-O07", Severity::kError, "GDPR Art. 28(3)",
     "obligations and rights of the controller are not set out",
     "the contract itself must set them out; a duty of one side alone is half of it",
     "what the controller has to do (legal basis, information, instructions) and may do"},
});

}  // namespace

std::span<const Check> ContentChecks() { return kChecks; }

}  // namespace mandat::internal
