// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kTransfers = std::to_array<TermRule>({
    {"transfers.rule/consent", "transfers.rule",
     "thirdcountry|transfer subauthspec|consent "
     "thirdcountry|eea +transfer +neg +written -scc -cost -courts",
     Take::kWord, 8, "written-consent"},
    {"transfers.rule/instruction", "transfers.rule",
     "thirdcountry transfer|dta instruct !tell "
     "+oninstr",
     Take::kWord, 7, "instruction"},
    {"transfers.rule/announced", "transfers.rule", "thirdcountry tell beforeproc", Take::kWord, 6,
     "prior-notice"},
    {"transfers.tool/2021-914", "transfers.tool", "scc d914 -definition", Take::kWord, 9,
     "dec-2021-914"},
    {"transfers.tool/2010-87", "transfers.tool", "scc d2010 transfer|thirdcountry +must",
     Take::kWord, 8, "dec-2010-87"},
    {"transfers.tool/undated", "transfers.tool",
     "scc transfer|thirdcountry|eea prc|dta|sub !d914 "
     "!d2010 !subauthspec +must +adopt",
     Take::kWord, 5, "clauses-undated"},
    {"transfers.origin", "transfers.origin", "transfer eea fromeea", Take::kText, 6},
    {"transfers.intra-group", "transfers.intra-group", "transfer group", Take::kText, 8},
    {"transfers.supplementary", "transfers.supplementary",
     "supplem transfer|thirdcountry|~transfer", Take::kText, 7},
});

constexpr auto kFrame = std::to_array<TermRule>({
    {"contract.parent/integral", "contract.parent", "integral maincontract", Take::kText, 9},
    {"contract.parent/supplements", "contract.parent", "integral contract prc|ctl|dta", Take::kText,
     4},
    {"contract.parent/main", "contract.parent",
     "maincontract !liab !prevail !courts !terminate "
     "prc|dta|process|parties -endev -object -return -delete -asmain",
     Take::kText, 3},
    {"contract.roles/says", "contract.roles",
     "rolesay +^ctl -brc -instruct -secret -definition "
     "-demonstrate",
     Take::kText, 7},
    {"contract.roles/both", "contract.roles", "ctl prc actas !tell !brc +dta", Take::kText, 4},
    {"contract.docking", "contract.docking", "docking", Take::kText, 6},
    {"duration/of-processing", "duration",
     "durat durword|^durat !ctlsets +process +dta +^durat +maincontract "
     "-secret -cap -delete -keep -terminate -object -m.passwords -brc -audit -instruct -yours "
     "-object -cost -survive -tom",
     Take::kKeep, 5},
    {"duration/heading", "duration",
     "^durat durat|maincontract -secret -object !survive "
     "!subsurvive",
     Take::kKeep, 4},
    {"subject-matter", "subject-matter", "subject +process|contract -instruct -annexref",
     Take::kText, 6},
    {"termination.rule/with-main", "termination.rule",
     "contract endsauto|terminate maincontract "
     "+endsauto !object !refusal !brc !delete -either",
     Take::kText, 6},
    {"termination.rule/governed", "termination.rule",
     "^terminate|^durat terminate contract !object "
     "!delete !sub",
     Take::kText, 3},
    {"termination.by-controller", "termination.by-controller",
     "ctl terminate failure|brc|delayword "
     "autorise|may|droit !sub !object !prcends",
     Take::kWithin, 5},
    {"suspension.by-controller", "suspension.by-controller",
     "ctl suspend may|instruct|droit "
     "ctlsuspend",
     Take::kText, 6},
    {"suspension.most", "suspension.most", "suspend duration endevsusp|compter", Take::kWithin, 7,
     "suspension"},
    {"amendment.rule/mutual", "amendment.rule",
     "modif contract|parties mutual +written !instruct !object "
     "!tom -sub",
     Take::kWord, 8, "mutual-agreement"},
    {"amendment.rule/notice", "amendment.rule", "prcmodif contract lead !sub !tom", Take::kWord, 7,
     "notice-in-listed-cases"},
    {"amendment.severability", "amendment.severability", "invalid others !sub", Take::kText, 7},
    {"amendment.unmodifiable", "amendment.unmodifiable", "unmod", Take::kText, 7},
    {"law.governing/governed", "law.governing",
     "governed lawof|asmain|legal -sub -scc -liab "
     "-terminate -durat",
     Take::kText, 8},
    {"law.governing/applies", "law.governing",
     "lawof compet|courts|contract|applies !dta !unionlaw "
     "!process",
     Take::kText, 4},
    {"law.courts/exclusive", "law.courts",
     "courts compet|exclusive !dta !lawreq +^courts -authority "
     "-invalid -prc",
     Take::kText, 7},
    {"law.courts/heading", "law.courts",
     "courts ^courts|lawof|~lawof|^compet !dta !lawreq "
     "!process",
     Take::kText, 3},
    {"law.data-protection", "law.data-protection", "gdpr means lawof|belge", Take::kText, 4},
    {"precedence/prevails", "precedence", "prevail conflict|contract +contract !langver -scc",
     Take::kText, 8},
    {"precedence/order", "precedence", "~conflict|^prevail prevail !langver", Take::kText, 5},
    {"precedence.language", "precedence.language", "langver prevail", Take::kText, 9},
    {"liability.rule", "liability.rule",
     "liab|liable prc|~prc ^liab|maincontract|cap !sub "
     "-dsub -audit",
     Take::kText, 6},
    {"liability.rule/main", "liability.rule", "liab maincontract applies|asmain|cap !sub",
     Take::kText, 4},
    {"liability.claims", "liability.claims", "complaint tell duration m.incidents|liab !dsub",
     Take::kWithin, 7},
    {"commercial.hours", "commercial.hours", "hours support !audit", Take::kText, 6},
    {"liability.cap", "liability.cap", "cap liab|liable|^liab +prc !retention", Take::kText, 7},
    {"own-use.anonymised", "own-use.anonymised", "anonym prc ownuse|improve", Take::kText, 7},
    {"own-use.own-register", "own-use.own-register", "yours delete|keep duration", Take::kKeep, 6,
     "end-of-designation"},
    {"retention/kept", "retention",
     "dta|visit keep duration must|longer !delete|keep !m.logging "
     "!m.backup !yours !secret !contractdoc",
     Take::kKeep, 6},
    {"retention/for", "retention",
     "alldata|dta keptfor duration !m.logging !m.backup !yours !secret", Take::kKeep, 5},
    {"controller-duties/warrants", "controller-duties", "ctl partial +^ctl !prcends", Take::kText,
     5},
    {"law.clauses", "law.clauses", "scclaw governed", Take::kText, 5},
    {"contract.affiliates", "contract.affiliates", "affil designates|including", Take::kText, 6},
    {"suspension.by-processor", "suspension.by-processor", "prc suspend due|payment", Take::kText,
     2},
});

}  // namespace

std::span<const TermRule> TransferRules() { return kTransfers; }
std::span<const TermRule> FrameRules() { return kFrame; }

}  // namespace mandat::internal
