// SPDX-License-Identifier: Apache-2.0
#include "http/internal/router.h"
#include "http/internal/routes.h"

namespace mandat {
namespace {

constexpr Roles kAnyone = Roles::Everyone();
constexpr Roles kOperator = Roles::Of(Role::kOperator);
constexpr Roles kApplication = Roles::Of(Role::kApplication);
constexpr Roles kReaders = Roles::Of(Role::kApplication, Role::kController);
constexpr Roles kEvidence = Roles::Of(Role::kOperator, Role::kController, Role::kAuditor);
constexpr Roles kParties = Roles::Of(Role::kOperator, Role::kController);
constexpr Roles kSystemEvidence = Roles::Of(Role::kOperator, Role::kAuditor);

// The calls that are made most come first.
constexpr Route kRoutes[] = {
    {Method::kGet, "/v1/agreements/{agreement}/collections/{collection}/records/{record}",
     Scope::kAgreement, kReaders, &GetRecord},
    {Method::kPut, "/v1/agreements/{agreement}/collections/{collection}/records/{record}",
     Scope::kAgreement, kApplication, &PutRecord},
    {Method::kDelete, "/v1/agreements/{agreement}/collections/{collection}/records/{record}",
     Scope::kAgreement, kApplication, &DeleteRecord},
    {Method::kGet, "/v1/agreements/{agreement}/collections/{collection}/records", Scope::kAgreement,
     kReaders, &GetRecords},
    {Method::kPost, "/v1/agreements/{agreement}/subjects", Scope::kAgreement, kApplication,
     &PostSubject},
    {Method::kGet, "/v1/agreements/{agreement}/subjects/{subject}/records", Scope::kAgreement,
     kReaders, &GetSubjectRecords},
    {Method::kPost, "/v1/agreements/{agreement}/subjects/{subject}/erase", Scope::kAgreement,
     kReaders, &PostErase},
    {Method::kPost, "/v1/agreements/{agreement}/decisions", Scope::kAgreement, kAnyone,
     &PostDecision},
    {Method::kGet, "/v1/agreements", Scope::kAll, kAnyone, &GetAgreements},
    {Method::kGet, "/v1/agreements/{agreement}", Scope::kAgreement, kAnyone, &GetAgreement},
    {Method::kPost, "/v1/agreements/{agreement}/activate", Scope::kNew, kOperator, &PostActivate},
    {Method::kGet, "/v1/agreements/{agreement}/life", Scope::kAgreement, kEvidence, &GetLife},
    {Method::kGet, "/v1/agreements/{agreement}/terms", Scope::kAgreement, kAnyone, &GetTerms},
    {Method::kPost, "/v1/agreements/{agreement}/versions", Scope::kNew, kOperator, &PostVersion},
    {Method::kPost, "/v1/agreements/{agreement}/versions/{version}/signatures", Scope::kAgreement,
     kParties, &PostSignature},
    {Method::kPost, "/v1/agreements/{agreement}/versions/{version}/activate", Scope::kAgreement,
     kOperator, &PostVersionActivate},
    {Method::kPost, "/v1/agreements/{agreement}/instructions", Scope::kAgreement, kParties,
     &PostInstruction},
    {Method::kDelete, "/v1/agreements/{agreement}/instructions/{id}", Scope::kAgreement, kParties,
     &DeleteInstruction},
    {Method::kPost, "/v1/agreements/{agreement}/sub-processors/{id}", Scope::kAgreement, kParties,
     &PostSubprocessor},
    {Method::kPost, "/v1/agreements/{agreement}/suspensions", Scope::kAgreement, kParties,
     &PostSuspension},
    {Method::kDelete, "/v1/agreements/{agreement}/suspensions/{id}", Scope::kAgreement, kParties,
     &DeleteSuspension},
    {Method::kPost, "/v1/agreements/{agreement}/holds", Scope::kAgreement, kOperator, &PostHold},
    {Method::kDelete, "/v1/agreements/{agreement}/holds/{id}", Scope::kAgreement, kOperator,
     &DeleteHold},
    {Method::kPost, "/v1/agreements/{agreement}/succession", Scope::kAgreement, kOperator,
     &PostSuccession},
    {Method::kPost, "/v1/agreements/{agreement}/end", Scope::kAgreement, kOperator, &PostEnd},
    {Method::kPost, "/v1/agreements/{agreement}/residuals", Scope::kAgreement, kOperator,
     &PostResidual},
    {Method::kPost, "/v1/agreements/{agreement}/close", Scope::kAgreement, kOperator, &PostClose},
    {Method::kGet, "/v1/agreements/{agreement}/export", Scope::kAgreement, kAnyone, &GetExport},
    {Method::kPost, "/v1/documents/check", Scope::kAll, kEvidence, &PostDocumentCheck},
    {Method::kPost, "/v1/documents/lint", Scope::kAll, kEvidence, &PostDocumentLint},
    {Method::kPost, "/v1/documents/diff", Scope::kAll, kEvidence, &PostDocumentDiff},
    {Method::kPost, "/v1/documents/chain", Scope::kAll, kEvidence, &PostDocumentChain},
    {Method::kPost, "/v1/documents/export", Scope::kAll, kEvidence, &PostDocumentExport},
    {Method::kGet, "/v1/forms", Scope::kSystem, kOperator, &GetForms},
    {Method::kPost, "/v1/forms", Scope::kSystem, kOperator, &PostForm},
    {Method::kPost, "/v1/schemas", Scope::kSystem, kOperator, &PostSchema},
    {Method::kGet, "/v1/relations", Scope::kAll, kEvidence, &GetRelations},
    {Method::kPost, "/v1/agreements/{agreement}/rewrap", Scope::kAgreement, kOperator, &PostRewrap},
    {Method::kGet, "/v1/agreements/{agreement}/entries/{entry}", Scope::kAgreement, kAnyone,
     &GetEntry},
    {Method::kGet, "/v1/agreements/{agreement}/entries/{entry}/proof", Scope::kAgreement, kAnyone,
     &GetProof},
    {Method::kGet, "/v1/agreements/{agreement}/certificates/{entry}", Scope::kAgreement, kEvidence,
     &GetCertificate},
    {Method::kGet, "/v1/agreements/{agreement}/journal/checkpoint", Scope::kAgreement, kAnyone,
     &GetCheckpoint},
    {Method::kGet, "/v1/agreements/{agreement}/journal/tile/{tile}", Scope::kAgreement, kAnyone,
     &GetTile},
    {Method::kGet, "/v1/agreements/{agreement}/journal/vkey", Scope::kAgreement, kAnyone,
     &GetVerifierKey},
    {Method::kGet, "/v1/system/journal/checkpoint", Scope::kSystem, kSystemEvidence,
     &GetCheckpoint},
    {Method::kGet, "/v1/system/journal/tile/{tile}", Scope::kSystem, kSystemEvidence, &GetTile},
    {Method::kGet, "/v1/system/journal/vkey", Scope::kSystem, kSystemEvidence, &GetVerifierKey},
    {Method::kGet, "/health", Scope::kHouse, kAnyone, &GetHealth},
    {Method::kGet, "/ready", Scope::kHouse, kAnyone, &GetReady},
    {Method::kGet, "/metrics", Scope::kHouse, kAnyone, &GetMetrics},
    {Method::kGet, "/openapi.json", Scope::kHouse, kAnyone, &GetOpenApi},
};

}  // namespace

std::span<const Route> AllRoutes() { return kRoutes; }

}  // namespace mandat
