// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/elements.h"

namespace mandat::internal {
namespace {

// What the fields of the agreement language do not tell by themselves.
constexpr auto kRules = std::to_array<TermRule>({
    {"element.13", "element.13",
     "unionlaw|lawreq oninstr|instruct unless|lawreq "
     "!assist !secret !delete !keep",
     Take::kText, 5},
    {"element.13/otherwise", "element.13",
     "unionlaw|lawreq ~instruct|beforeproc process unless|tell|beforeproc "
     "!assist !secret !delete !keep !disclosed !sub !brc !audit !staff",
     Take::kText, 5},
    {"element.13/told", "element.13",
     "lawreq|unionlaw tell|tellctl beforeproc !delete !brc !audit !dpia !disclosed !sub",
     Take::kText, 4},
    {"element.14", "element.14",
     "lawreq|unionlaw tell ~instruct|process|beforeproc !delete !brc !sub !audit !dpia !disclosed "
     "!infring",
     Take::kText, 5},
    {"element.14/before", "element.14", "lawreq|unionlaw tell beforeproc !delete !brc !audit !dpia",
     Take::kText, 5},
    {"element.18", "element.18", "assist art32", Take::kText, 6},
    {"element.18/all", "element.18", "assist art32to36", Take::kText, 7},
    {"element.19", "element.19", "prior assist|~assist", Take::kText, 6},
    {"element.19/all", "element.19", "assist art32to36", Take::kText, 5},
    {"element.20", "element.20", "~brc assist|enough authority|art33 tell|art33", Take::kText, 6},
    {"element.20/all", "element.20", "assist art32to36", Take::kText, 5},
    {"element.20/enabled", "element.20", "~brc enable authority", Take::kText, 5},
    {"element.21", "element.21", "~brc assist|compte|enough dsub|art33 tell|art33", Take::kText, 6},
    {"element.21/all", "element.21", "assist art32to36", Take::kText, 5},
    {"element.21/enabled", "element.21", "~brc enable authority dsub", Take::kText, 5},
    {"element.20/articles", "element.20", "assist|~assist art33 !sub", Take::kText, 4},
    {"element.21/articles", "element.21", "assist|~assist art34 !sub", Take::kText, 4},
    {"element.20/duty", "element.20", "~brc dutytell assist|~assist|enough|enable", Take::kText, 4},
    {"element.21/duty", "element.21", "~brc dutytell assist|~assist|enough|enable !authority",
     Take::kText, 4},
    {"element.21/persons", "element.21", "~brc dutytell dsub assist|~assist|enough|enable",
     Take::kText, 4},
    {"element.20/steps", "element.20", "~brc assist demarches ~authority|~art33 !sub", Take::kText,
     4},
    {"element.21/steps", "element.21", "~brc assist demarches ~dsub ~tell !sub !authority",
     Take::kText, 4},
    {"element.22", "element.22", "dpia", Take::kText, 6},
    {"element.22/all", "element.22", "assist art32to36", Take::kText, 5},
});

constexpr auto kElements = std::to_array<ElementRow>({
    {10, "no sub-processor without authorisation", "sub-processors.authorisation"},
    {11, "changes of sub-processors are told", "sub-processors.notice"},
    {12, "documented instructions only", "instructions.rule"},
    {13, "save what Union or Member State law demands", "element.13"},
    {14, "such a demand is told before processing", "element.14"},
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
