// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kAudits = std::to_array<TermRule>({
    {"audits.information", "audits.information",
     "infos demonstrate +prc +ctl +must +^audit -legal "
     "-authority -report -mayaudit",
     Take::kText, 8},
    {"audits.right/may", "audits.right",
     "audit mayaudit +ctl +^audit +prc -sub -licence -report "
     "-limits",
     Take::kText, 8},
    {"audits.right/audit", "audits.right",
     "audit ctl prc !cost !report !secret !authority +^audit "
     "-sub -scc",
     Take::kText, 3},
    {"audits.inspection", "audits.inspection", "audit premises !hours", Take::kWord, 4, "allowed"},
    {"audits.frequency/quota", "audits.frequency",
     "audit|^audit|~audit peryear +^audit "
     "!m.testing !train -report -cost -licence",
     Take::kQuota, 8},
    {"audits.frequency/interval", "audits.frequency", "audit interval", Take::kQuota, 8},
    {"audits.notice/lead", "audits.notice",
     "audit|^audit|~audit announce +^audit +audit +written "
     "!goods !m.logging !m.backup -sub -brc -secret -delete -cost -licence",
     Take::kLead, 8, "audit"},
    {"audits.hours", "audits.hours", "audit|^audit|~audit hours !goods !support", Take::kText, 8},
    {"audits.cost", "audits.cost",
     "audit|^audit|~audit cost payctl|payprc|payshared|remb +audit "
     "!goods -limits",
     Take::kPayer, 8},
    {"audits.limits", "audits.limits", "audit|^audit|~audit limits +neg", Take::kText, 7},
    {"audits.secrecy", "audits.secrecy", "audit|^audit|~audit nda|auditsecret", Take::kText, 7},
    {"audits.alternatives", "audits.alternatives", "audit|^audit|~audit report instead|may",
     Take::kText, 7},
    {"audits.channel", "audits.channel", "audit ctl scc prc", Take::kText, 6},
    {"audits.authority", "audits.authority", "audit authority results|dispo", Take::kText, 6},
    {"assistance.impact-assessment", "assistance.impact-assessment",
     "dpia assist|~assist +prior +prc "
     "+^dpia",
     Take::kText, 8},
    {"assistance.impact-assessment/named", "assistance.impact-assessment", "dpia prc|ctl ctl|prior",
     Take::kText, 2},
    {"assistance.accuracy", "assistance.accuracy", "inaccurate tell", Take::kWithin, 7,
     "awareness"},
    {"assistance.cost/charged", "assistance.cost",
     "assist|~assist cost payctl|payprc|payshared "
     "^assist !audit !brc !dsub",
     Take::kPayer, 5},
});

constexpr auto kEnd = std::to_array<TermRule>({
    {"end.trigger/end", "end.trigger",
     "endev delete|return dta|~dta|alldata|^delete|^return +^delete "
     "+^return +prc -brc -confinfo -sub -cost -m.media -backup -certify -yours -staff",
     Take::kText, 8},
    {"end.trigger/asked", "end.trigger",
     "delete|return dta ^delete|^return prc|ctl !certify !cost "
     "!sub !yours",
     Take::kText, 4},
    {"end.delay/within", "end.delay",
     "delete|return duration ~endev|^endev|^delete|^return "
     "dta|~dta|alldata +endev +^delete +within !confinfo !yours !sub -backup -brc -certify "
     "-m.media -dsub "
     "-cost -keep",
     Take::kWithin, 8, "end-of-agreement"},
    {"end.choice/controller", "end.choice", "choice delete return|~return +ctl", Take::kWord, 9,
     "controller"},
    {"end.choice/controller-hers", "end.choice", "choice delete|return ~endev dta|~dta",
     Take::kWord, 5, "controller"},
    {"end.choice/unless-asked", "end.choice",
     "delete|~delete return ifasked ~endev|^delete|^return "
     "!choice +written +endev",
     Take::kWord, 7, "erase-unless-return-asked"},
    {"end.choice/return-then-erase", "end.choice", "endev return delete then !ifasked !choice",
     Take::kWord, 6, "return"},
    {"end.choice/and-or", "end.choice",
     "andor delete return dta|~dta|alldata !choice !ifasked "
     "+endev +prc -certify",
     Take::kText, 5},
    {"end.format", "end.format", "format return|~return", Take::kText, 8},
    {"end.certificate/erased", "end.certificate",
     "certify delete|~delete|^delete ~endev|^delete|dta "
     "!brc !nocertify !report !m.certification +written -sub -audit -train",
     Take::kWithin, 7, "completion-of-destruction"},
    {"end.exceptions/law", "end.exceptions",
     "delete|~delete|^delete unless keep|legal legal|backup|"
     "archive ~endev|^delete|^return|delete !sub !yours !confinfo +^delete -brc -process -instruct "
     "-choice",
     Take::kWithin, 7},
    {"end.exceptions/may-keep", "end.exceptions", "^delete|^return keep prc may !duration",
     Take::kText, 5},
    {"end.backups", "end.backups",
     "backup ~delete|^delete ~endev|^endev|^delete|^return !confinfo "
     "!m.testing",
     Take::kWithin, 6},
    {"end.cost", "end.cost",
     "delete|return|^delete|^return cost payctl|payprc|payshared "
     "~delete|^delete|^return !audit !dsub !brc",
     Take::kPayer, 7},
});

}  // namespace

std::span<const TermRule> AuditRules() { return kAudits; }
std::span<const TermRule> EndRules() { return kEnd; }

}  // namespace mandat::internal
