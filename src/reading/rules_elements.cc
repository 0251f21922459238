// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/elements.h"

namespace mandat::internal {
namespace {

// What the fields of the agreement language do not tell by themselves.
constexpr auto kRules = std::to_array<TermRule>({
    {"element.13", "element.13", "unionlaw|lawreq instruct|~instruct|process unless|lawreq -delete",
     Take::kText, 5},
    {"element.18", "element.18", "assist art32", Take::kText, 6},
    {"element.18/all", "element.18", "assist art32to36", Take::kText, 7},
    {"element.19", "element.19", "prior assist|~assist", Take::kText, 6},
    {"element.19/all", "element.19", "assist art32to36", Take::kText, 5},
    {"element.20", "element.20", "~brc assist authority|art33 tell|art33", Take::kText, 6},
    {"element.20/all", "element.20", "assist art32to36", Take::kText, 5},
    {"element.21", "element.21", "~brc assist|compte dsub|art33 tell|art33", Take::kText, 6},
    {"element.21/all", "element.21", "assist art32to36", Take::kText, 5},
    {"element.22", "element.22", "dpia", Take::kText, 6},
    {"element.22/all", "element.22", "assist art32to36", Take::kText, 5},
});

constexpr auto kElements = std::to_array<ElementRow>({
    {10, "no sub-processor without authorisation", "sub-processors.authorisation"},
    {11, "changes of sub-processors are told", "sub-processors.notice"},
    {12, "documented instructions only", "instructions.rule"},
    {13, "save what Union or Member State law demands", "element.13"},
    {14, "such a demand is told before processing", "instructions.legal-exception"},
    {15, "persons with access are bound to confidentiality", "confidentiality.personnel"},
    {16, "measures of Art. 32", "security.general"},
    {17, "help with requests of the people concerned", "requests.assist"},
    {18, "help with security", "element.18"},
    {19, "help with prior consultation", "element.19"},
    {20, "help to notify breaches to the authority", "element.20"},
    {21, "help to tell the people of breaches", "element.21"},
    {22, "help with impact assessments", "element.22"},
    {23, "return or deletion at the end", "end.trigger"},
    {24, "infringing instructions are told", "instructions.infringing"},
    {25, "information that shows compliance", "audits.information"},
    {26, "audits", "audits.right"},
    {27, "the same duties for sub-processors", "sub-processors.flow-down"},
    {28, "liability for sub-processors", "sub-processors.liability"},
});

}  // namespace

std::span<const TermRule> ElementRules() { return kRules; }
std::span<const ElementRow> Elements() { return kElements; }

}  // namespace mandat::internal
