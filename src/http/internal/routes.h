// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/internal/context.h"
#include "http/internal/request.h"
#include "http/internal/responder.h"

namespace mandat {

// The handlers, by the file they are in. route_table.cc says when each is called.

// record_routes.cc
void GetRecord(Context& context, const Request& request, Responder responder);
void GetRecords(Context& context, const Request& request, Responder responder);
void GetVersion(Context& context, const Request& request, Responder responder);
void PutRecord(Context& context, const Request& request, Responder responder);
void DeleteRecord(Context& context, const Request& request, Responder responder);

// query_routes.cc
void PostSearch(Context& context, const Request& request, Responder responder);
void GetVersions(Context& context, const Request& request, Responder responder);

// batch_routes.cc
void PostBatch(Context& context, const Request& request, Responder responder);

// rights_routes.cc
void PostRestriction(Context& context, const Request& request, Responder responder);
void DeleteRestriction(Context& context, const Request& request, Responder responder);
void PostObjection(Context& context, const Request& request, Responder responder);
void DeleteObjection(Context& context, const Request& request, Responder responder);
void GetMarks(Context& context, const Request& request, Responder responder);
void GetHeldUnits(Context& context, const Request& request, Responder responder);
void PostTimes(Context& context, const Request& request, Responder responder);

// series_routes.cc
void PostPoints(Context& context, const Request& request, Responder responder);
void GetPoints(Context& context, const Request& request, Responder responder);
void GetSubjectSeries(Context& context, const Request& request, Responder responder);
void DeleteSeries(Context& context, const Request& request, Responder responder);

// question_routes.cc
void PostScopeQuestion(Context& context, const Request& request, Responder responder);
void PostEntriesQuestion(Context& context, const Request& request, Responder responder);

// disclosure_routes.cc
void PostDisclosure(Context& context, const Request& request, Responder responder);
void GetAgreementVersion(Context& context, const Request& request, Responder responder);

// export_routes.cc
void GetSubjectExport(Context& context, const Request& request, Responder responder);

// pseudonym_routes.cc
void GetPseudonymised(Context& context, const Request& request, Responder responder);

// actor_routes.cc
void PostActorQuestion(Context& context, const Request& request, Responder responder);
void GetActorQuestions(Context& context, const Request& request, Responder responder);
void PostActorConfirm(Context& context, const Request& request, Responder responder);
void PostActorRefuse(Context& context, const Request& request, Responder responder);
void GetActorAnswer(Context& context, const Request& request, Responder responder);

// timestamp_routes.cc
void GetTimestamp(Context& context, const Request& request, Responder responder);
void GetTimestamped(Context& context, const Request& request, Responder responder);

// aggregate_routes.cc
void PostAggregates(Context& context, const Request& request, Responder responder);

// subject_routes.cc
void PostSubject(Context& context, const Request& request, Responder responder);
void GetSubjectRecords(Context& context, const Request& request, Responder responder);
void PostErase(Context& context, const Request& request, Responder responder);

// blob_routes.cc
void PostBlob(Context& context, const Request& request, Responder responder);
void PatchBlob(Context& context, const Request& request, Responder responder);
void HeadBlob(Context& context, const Request& request, Responder responder);
void GetBlob(Context& context, const Request& request, Responder responder);
void GetBlobMetadata(Context& context, const Request& request, Responder responder);
void GetSubjectBlobs(Context& context, const Request& request, Responder responder);
void DeleteBlob(Context& context, const Request& request, Responder responder);
void DeleteUpload(Context& context, const Request& request, Responder responder);

// agreement_routes.cc
void GetAgreements(Context& context, const Request& request, Responder responder);
void GetAgreement(Context& context, const Request& request, Responder responder);
void PostActivate(Context& context, const Request& request, Responder responder);
void PostRewrap(Context& context, const Request& request, Responder responder);

// keys_routes.cc
void GetKeys(Context& context, const Request& request, Responder responder);
void PostRotateRoot(Context& context, const Request& request, Responder responder);

// life_routes.cc
void GetLife(Context& context, const Request& request, Responder responder);
void PostVersion(Context& context, const Request& request, Responder responder);
void PostSignature(Context& context, const Request& request, Responder responder);
void PostVersionActivate(Context& context, const Request& request, Responder responder);
void PostSuccession(Context& context, const Request& request, Responder responder);
void PostEnd(Context& context, const Request& request, Responder responder);
void PostResidual(Context& context, const Request& request, Responder responder);
void PostClose(Context& context, const Request& request, Responder responder);

// standing_routes.cc
void PostInstruction(Context& context, const Request& request, Responder responder);
void DeleteInstruction(Context& context, const Request& request, Responder responder);
void PostSubprocessor(Context& context, const Request& request, Responder responder);
void PostSuspension(Context& context, const Request& request, Responder responder);
void DeleteSuspension(Context& context, const Request& request, Responder responder);
void PostHold(Context& context, const Request& request, Responder responder);
void DeleteHold(Context& context, const Request& request, Responder responder);

// terms_routes.cc
void GetTerms(Context& context, const Request& request, Responder responder);
void GetExport(Context& context, const Request& request, Responder responder);
void PostDocumentCheck(Context& context, const Request& request, Responder responder);
void PostDocumentLint(Context& context, const Request& request, Responder responder);
void PostDocumentDiff(Context& context, const Request& request, Responder responder);
void PostDocumentChain(Context& context, const Request& request, Responder responder);
void PostDocumentExport(Context& context, const Request& request, Responder responder);

// offer_routes.cc
void GetForms(Context& context, const Request& request, Responder responder);
void PostForm(Context& context, const Request& request, Responder responder);
void PostSchema(Context& context, const Request& request, Responder responder);
void GetRelations(Context& context, const Request& request, Responder responder);

// docket_routes.cc
void GetClock(Context& context, const Request& request, Responder responder);
void PostClockConfirm(Context& context, const Request& request, Responder responder);
void GetNoticeKey(Context& context, const Request& request, Responder responder);
void GetMatters(Context& context, const Request& request, Responder responder);
void PostHappenings(Context& context, const Request& request, Responder responder);
void GetHappenings(Context& context, const Request& request, Responder responder);
void GetClocks(Context& context, const Request& request, Responder responder);

// backup_routes.cc
void GetBackups(Context& context, const Request& request, Responder responder);
void PostBackups(Context& context, const Request& request, Responder responder);
void PostDrill(Context& context, const Request& request, Responder responder);

// docket_duty_routes.cc
void GetDuties(Context& context, const Request& request, Responder responder);
void GetDuty(Context& context, const Request& request, Responder responder);
void GetAllDuties(Context& context, const Request& request, Responder responder);
void PostDutyPause(Context& context, const Request& request, Responder responder);
void PostDutyResume(Context& context, const Request& request, Responder responder);
void PostDutyExtend(Context& context, const Request& request, Responder responder);
void PostDutyMeet(Context& context, const Request& request, Responder responder);
void PostDutyWithdraw(Context& context, const Request& request, Responder responder);
void PostDutyAssign(Context& context, const Request& request, Responder responder);

// docket_calendar_routes.cc
void GetCalendar(Context& context, const Request& request, Responder responder);
void GetAllCalendar(Context& context, const Request& request, Responder responder);

// notice_routes.cc
void GetNotices(Context& context, const Request& request, Responder responder);
void GetNotice(Context& context, const Request& request, Responder responder);
void PostNotice(Context& context, const Request& request, Responder responder);
void PostNoticeReceipt(Context& context, const Request& request, Responder responder);
void PostNoticeBounce(Context& context, const Request& request, Responder responder);

// contact_routes.cc
void GetContacts(Context& context, const Request& request, Responder responder);
void PostContact(Context& context, const Request& request, Responder responder);
void PutContactOfNumber(Context& context, const Request& request, Responder responder);
void DeleteContact(Context& context, const Request& request, Responder responder);

// observe_routes.cc
void PostObserve(Context& context, const Request& request, Responder responder);
void DeleteObserve(Context& context, const Request& request, Responder responder);
void GetObserved(Context& context, const Request& request, Responder responder);

// purge_routes.cc
void GetPurges(Context& context, const Request& request, Responder responder);

// decision_routes.cc
void PostDecision(Context& context, const Request& request, Responder responder);

// journal_routes.cc
void GetEntry(Context& context, const Request& request, Responder responder);
void GetProof(Context& context, const Request& request, Responder responder);
void GetCertificate(Context& context, const Request& request, Responder responder);
void GetCheckpoint(Context& context, const Request& request, Responder responder);
void GetTile(Context& context, const Request& request, Responder responder);
void GetVerifierKey(Context& context, const Request& request, Responder responder);

// pruned_routes.cc
void GetMinimum(Context& context, const Request& request, Responder responder);
void GetKept(Context& context, const Request& request, Responder responder);
void GetClosedCheckpoint(Context& context, const Request& request, Responder responder);
void GetClosedTile(Context& context, const Request& request, Responder responder);
void GetClosedKey(Context& context, const Request& request, Responder responder);

// house_routes.cc
void GetHealth(Context& context, const Request& request, Responder responder);
void GetReady(Context& context, const Request& request, Responder responder);
void GetMetrics(Context& context, const Request& request, Responder responder);
void GetOpenApi(Context& context, const Request& request, Responder responder);

}  // namespace mandat
