// SPDX-License-Identifier: Apache-2.0
#include "reading/internal/fields.h"

#include <algorithm>
#include <array>
#include <string>

namespace mandat {
namespace {

constexpr auto kFields = std::to_array<std::string_view>({
    "parties.processor",
    "parties.processor.also-named",
    "parties.controller",
    "contract.parent",
    "contract.conclusion",
    "contract.roles",
    "contract.representatives",
    "contract.affiliates",
    "contract.docking",
    "contacts.general",
    "contacts.support",
    "contacts.legal",
    "contacts.privacy",
    "contacts.data-protection-officer",
    "contacts.security-officer",
    "contacts.person",
    "contacts.authority",
    "contacts.endpoints",
    "subject-matter",
    "nature",
    "purposes",
    "operations",
    "data-categories",
    "people",
    "special-categories",
    "places",
    "retention",
    "duration",
    "instructions.rule",
    "instructions.change",
    "instructions.purpose-limitation",
    "instructions.own-purposes",
    "instructions.legal-exception",
    "instructions.infringing",
    "instructions.suspend",
    "instructions.unable",
    "confidentiality.duty",
    "confidentiality.personnel",
    "confidentiality.training",
    "confidentiality.survival",
    "confidentiality.deletion",
    "security.general",
    "security.change",
    "security.cost",
    "security.sensitive-data",
    "security.measures.governance",
    "security.measures.training",
    "security.measures.physical",
    "security.measures.access",
    "security.measures.authentication",
    "security.measures.passwords",
    "security.measures.sessions",
    "security.measures.network",
    "security.measures.encryption",
    "security.measures.logging",
    "security.measures.malware",
    "security.measures.patching",
    "security.measures.backup",
    "security.measures.separation",
    "security.measures.development",
    "security.measures.testing",
    "security.measures.media",
    "security.measures.mobile",
    "security.measures.continuity",
    "security.measures.supply-chain",
    "security.measures.incidents",
    "security.measures.certification",
    "security.measures.archive",
    "sub-processors.authorisation",
    "sub-processors.notice",
    "sub-processors.objection",
    "sub-processors.grounds",
    "sub-processors.silence",
    "sub-processors.effect",
    "sub-processors.refusal",
    "sub-processors.exclusions",
    "sub-processors.flow-down",
    "sub-processors.liability",
    "sub-processors.published",
    "sub-processors.list-requirements",
    "sub-processors.list",
    "sub-processors.copy",
    "sub-processors.register",
    "sub-processors.mandate",
    "sub-processors.beneficiary",
    "sub-processors.failure",
    "transfers.rule",
    "transfers.tool",
    "transfers.origin",
    "transfers.intra-group",
    "transfers.supplementary",
    "breach.notice",
    "breach.scope",
    "breach.content",
    "breach.contact-point",
    "breach.phases",
    "breach.cooperation",
    "breach.third-parties",
    "breach.authority",
    "breach.cost",
    "requests.forward",
    "requests.complaints",
    "requests.answer",
    "requests.assist",
    "requests.tools",
    "requests.cost",
    "assistance.impact-assessment",
    "assistance.security",
    "assistance.accuracy",
    "assistance.scope",
    "assistance.cost",
    "audits.information",
    "audits.right",
    "audits.inspection",
    "audits.frequency",
    "audits.notice",
    "audits.hours",
    "audits.cost",
    "audits.limits",
    "audits.secrecy",
    "audits.alternatives",
    "audits.channel",
    "audits.authority",
    "end.trigger",
    "end.delay",
    "end.choice",
    "end.format",
    "end.certificate",
    "end.exceptions",
    "end.backups",
    "end.cost",
    "suspension.by-controller",
    "suspension.by-processor",
    "suspension.most",
    "termination.rule",
    "termination.by-controller",
    "termination.by-processor",
    "amendment.rule",
    "amendment.unmodifiable",
    "amendment.severability",
    "law.governing",
    "law.clauses",
    "law.data-protection",
    "law.courts",
    "precedence",
    "precedence.language",
    "liability.rule",
    "liability.cap",
    "liability.claims",
    "commercial.hours",
    "own-use.anonymised",
    "own-use.third-party-platforms",
    "own-use.own-register",
    "controller-duties",
});

std::string_view SectionOf(std::string_view field) { return field.substr(0, field.find('.')); }

// Where one would look: the first clause from which another term of the section was taken.
const FoundTerm* Neighbour(std::string_view field, const std::vector<FoundTerm>& terms) {
  if (field.find('.') == std::string_view::npos || field.starts_with("security.measures.")) {
    return nullptr;
  }
  for (const FoundTerm& term : terms) {
    if (!term.is_annexed && SectionOf(term.field) == SectionOf(field)) {
      return &term;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<std::string_view> FieldsRead() { return {kFields.begin(), kFields.end()}; }

namespace internal {

std::vector<FoundTerm> GapsOf(const std::vector<FoundTerm>& terms) {
  std::vector<FoundTerm> gaps;
  for (const std::string_view field : kFields) {
    const bool is_found = std::ranges::any_of(
        terms, [&](const FoundTerm& term) { return term.field == field && !term.is_annexed; });
    if (is_found) {
      continue;
    }
    FoundTerm gap;
    gap.field = field;
    gap.status = SaidStatus::kNotStated;
    if (const FoundTerm* neighbour = Neighbour(field, terms)) {
      gap.where = neighbour->where;
      gap.clause = neighbour->clause;
    }
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

}  // namespace internal
}  // namespace mandat
