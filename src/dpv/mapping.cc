// SPDX-License-Identifier: Apache-2.0
#include "dpv/internal/mapping.h"

#include <algorithm>
#include <array>
#include <span>

#include "law/country.h"

namespace mandat::internal {
namespace {

struct AreaRow {
  std::string_view area;
  MeasureClass of;
};

constexpr auto kAreas = std::to_array<AreaRow>({
    {"governance", {MeasureKind::kOrganisational, ""}},
    {"training", {MeasureKind::kOrganisational, "dpv:StaffTraining"}},
    {"physical", {MeasureKind::kPhysical, ""}},
    {"access", {MeasureKind::kTechnical, "dpv:AccessControlMethod"}},
    {"authentication", {MeasureKind::kTechnical, "dpv:AuthenticationProtocols"}},
    {"passwords", {MeasureKind::kTechnical, "dpv:AuthenticationProtocols"}},
    {"sessions", {MeasureKind::kTechnical, "dpv:AuthenticationProtocols"}},
    {"network", {MeasureKind::kTechnical, "dpv:NetworkSecurityProtocols"}},
    {"encryption", {MeasureKind::kTechnical, "dpv:Encryption"}},
    {"logging", {MeasureKind::kTechnical, "dpv:ActivityMonitoring"}},
    {"malware", {MeasureKind::kTechnical, "dpv:SecurityMethod"}},
    {"patching", {MeasureKind::kTechnical, "dpv:SecurityMethod"}},
    {"backup", {MeasureKind::kTechnical, "dpv:DataBackupProtocols"}},
    {"separation", {MeasureKind::kTechnical, "dpv:SecurityMethod"}},
    {"development", {MeasureKind::kOrganisational, ""}},
    {"testing", {MeasureKind::kTechnical, "dpv:SecurityMethod"}},
    {"media", {MeasureKind::kOrganisational, ""}},
    {"mobile", {MeasureKind::kOrganisational, ""}},
    {"continuity", {MeasureKind::kOrganisational, "dpv:DisasterRecoveryProcedures"}},
    {"supply-chain", {MeasureKind::kOrganisational, "dpv:ThirdPartySecurityProcedures"}},
    {"incidents", {MeasureKind::kOrganisational, "dpv:IncidentManagementProcedures"}},
    {"certification", {MeasureKind::kOrganisational, "dpv:Certification"}},
    {"archive", {MeasureKind::kOrganisational, ""}},
});

struct PathRow {
  std::string_view path;  // a whole path, or a section with its dot
  std::string_view type;
};

constexpr auto kClauseTypes = std::to_array<PathRow>({
    {"confidentiality.", "dpv:ContractConfidentialityClause"},
    {"termination.", "dpv:ContractTerminationClause"},
    {"amendment.", "dpv:ContractAmendmentClause"},
    {"law.governing", "dpv:ContractJurisdictionClause"},
    {"law.courts", "dpv:ContractDisputeResolutionClause"},
});

constexpr auto kObligations = std::to_array<std::string_view>({
    "assistance.accuracy",      "assistance.impact-assessment",
    "assistance.security",      "audits.information",
    "breach.cooperation",       "breach.notice",
    "confidentiality.duty",     "confidentiality.personnel",
    "confidentiality.training", "controller-duties.",
    "end.certificate",          "end.delay",
    "instructions.infringing",  "instructions.purpose-limitation",
    "instructions.rule",        "obligations.",
    "requests.assist",          "requests.complaints",
    "requests.forward",         "security.general",
    "sub-processors.copy",      "sub-processors.failure",
    "sub-processors.flow-down", "sub-processors.notice",
});

constexpr auto kConcerns = std::to_array<PathRow>({
    {"breach.notice", "eu-gdpr:ControllerBreachNotice"},
    {"sub-processors.failure", "eu-gdpr:ProcessorBreachNotice"},
    {"transfers.supplementary", "eu-gdpr:SupplementaryMeasure"},
});

bool Matches(std::string_view row, std::string_view path) {
  return row.ends_with('.') ? path.starts_with(row) : path == row;
}

std::string_view FindType(std::span<const PathRow> rows, std::string_view path) {
  for (const PathRow& row : rows) {
    if (Matches(row.path, path)) {
      return row.type;
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> BasesOfTool(std::string_view tool) {
  if (tool == "adequacy") {
    return {"eu-gdpr:A45-3"};
  }
  if (tool == "dec-2021-914") {
    return {"eu-gdpr:A46-2-c", "eu-gdpr:SCCByCommission"};
  }
  if (tool == "dec-2010-87") {
    return {"eu-gdpr:SCCByCommission"};
  }
  if (tool == "clauses-undated") {
    return {"eu-gdpr:StandardContractualClauses"};
  }
  if (tool == "bcr") {
    return {"eu-gdpr:A46-2-b", "eu-gdpr:BindingCorporateRules"};
  }
  return {};
}

MeasureClass ClassOfArea(std::string_view area) {
  const auto row = std::ranges::find(kAreas, area, &AreaRow::area);
  return row == kAreas.end() ? MeasureClass() : row->of;
}

std::string_view TypeOf(MeasureKind kind) {
  switch (kind) {
    case MeasureKind::kTechnical:
      return "dpv:TechnicalMeasure";
    case MeasureKind::kOrganisational:
      return "dpv:OrganisationalMeasure";
    case MeasureKind::kPhysical:
      return "dpv:PhysicalMeasure";
    case MeasureKind::kUnknown:
      break;
  }
  return {};
}

std::string_view ClauseTypeOf(std::string_view path) { return FindType(kClauseTypes, path); }

bool IsObligation(std::string_view path) {
  return std::ranges::any_of(kObligations,
                             [&](std::string_view row) { return Matches(row, path); });
}

std::string_view ConcernOf(std::string_view path) { return FindType(kConcerns, path); }

bool IsThirdCountry(std::string_view country) {
  constexpr auto kInTheArea = std::to_array<std::string_view>({"EU", "IS", "LI", "NO"});
  return !country.empty() && !IsMemberState(country) &&
         std::ranges::find(kInTheArea, country) == kInTheArea.end();
}

}  // namespace mandat::internal
