// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kTransfers = std::to_array<TermRule>({
    {"transfers.rule/consent", "transfers.rule",
     "thirdcountry|transfer subauthspec|consent "
     "thirdcountry|eea !sccfill !givesconsent +transfer +neg +written -scc -cost -courts",
     Take::kWord, 8, "written-consent"},
    {"transfers.rule/consent-kept", "transfers.rule",
     "thirdcountry|transfer subauthspec|consent thirdcountry|eea givesconsent "
     "neg|unless|onlywith !sccfill +transfer +written -scc -cost -courts",
     Take::kWord, 8, "written-consent"},
    {"transfers.rule/instruction", "transfers.rule",
     "thirdcountry transfer|dta instruct !tell "
     "+oninstr",
     Take::kWord, 7, "instruction"},
    {"transfers.rule/framed", "transfers.rule",
     "thirdcountry|transfer chapter5 thirdcountry|eea|~thirdcountry|^transfer !scc -adequacy",
     Take::kText, 4},
    {"transfers.rule/only-here", "transfers.rule",
     "onlyeea process|keep|dta|alldata|transfer|^transfer !scc !consent !instruct !lawreq",
     Take::kWord, 4, "none"},
    {"transfers.rule/not", "transfers.rule",
     "transfer neg thirdcountry !scc !consent !subauthspec !instruct !unless !adequacy",
     Take::kWord, 3, "none"},
    {"transfers.rule/not-processed", "transfers.rule",
     "process|keep neg thirdcountry !transfer !scc !consent !subauthspec !instruct !unless "
     "!adequacy",
     Take::kWord, 2, "none"},
    {"transfers.rule/announced", "transfers.rule", "thirdcountry tell beforeproc !oninstr !lawreq",
     Take::kWord, 6, "prior-notice"},
    {"transfers.rule/allowed", "transfers.rule",
     "transfer|process thirdcountry prc may|consent|onlywith|subauthgen|givesconsent !neg -scc "
     "+safeguards -sub",
     Take::kText, 3},
    {"transfers.rule/safeguards", "transfers.rule",
     "transfer thirdcountry must|neg|only unless|onlywith|safeguards !scc !oninstr +prc -sub",
     Take::kText, 2},
    {"transfers.rule/only-by", "transfers.rule",
     "transfer thirdcountry only|neg adequacy|scc !sccfill !oninstr !sub", Take::kText, 2},
    {"transfers.tool/2021-914", "transfers.tool", "scc d914 -definition", Take::kWord, 9,
     "dec-2021-914"},
    {"transfers.tool/2010-87", "transfers.tool", "scc d2010 transfer|thirdcountry +must",
     Take::kWord, 8, "dec-2010-87"},
    {"transfers.tool/undated", "transfers.tool",
     "scc transfer|thirdcountry|eea prc|~dta|alldata|sub|~sub|safeguards|parties|thirdcountry "
     "!d914 "
     "!d2010 +must +adopt -subauthspec",
     Take::kWord, 5, "clauses-undated"},
    {"transfers.tool/undated-below", "transfers.tool",
     "scc ^transfer|^thirdcountry !d914 !d2010 !subauthspec !definition", Take::kWord, 3,
     "clauses-undated"},
    {"transfers.tool/adequacy", "transfers.tool",
     "adequacy transfer|thirdcountry|sub|^transfer !scc !definition !noadequacy", Take::kWord, 3,
     "adequacy"},
    {"transfers.tool/bcr", "transfers.tool", "bcr transfer|group|thirdcountry !scc !definition",
     Take::kWord, 5, "bcr"},
    {"transfers.origin", "transfers.origin", "transfer eea fromeea", Take::kText, 6},
    {"transfers.intra-group", "transfers.intra-group", "transfer group", Take::kText, 8},
    {"transfers.supplementary", "transfers.supplementary",
     "supplem transfer|thirdcountry|~transfer", Take::kText, 7},
});

constexpr auto kFrame = std::to_array<TermRule>({
    {"contract.parent/integral", "contract.parent", "integral maincontract", Take::kText, 9},
    {"contract.parent/this", "contract.parent", "thispart contract", Take::kText, 6},
    {"contract.parent/supplements", "contract.parent", "integral contract prc|ctl|dta !notpart",
     Take::kText, 4},
    {"contract.parent/part", "contract.parent",
     "integral maincontract|contract ^durat|~dta|ctl !sub !notpart", Take::kText, 2},
    {"contract.conclusion", "contract.conclusion", "concluded ctl|parties !terminate", Take::kText,
     3},
    {"contract.parent/main", "contract.parent",
     "maincontract !liab !prevail !courts !terminate "
     "prc|dta|process|parties -endev -object -return -delete -asmain",
     Take::kText, 3},
    {"contract.roles/says", "contract.roles",
     "rolesay +^ctl +actas +prc +ctl !audit -brc -instruct -secret -definition "
     "-demonstrate -delete -assist",
     Take::kText, 7},
    {"contract.roles/both", "contract.roles", "ctl prc actas !tell !brc !audit +dta", Take::kText,
     5},
    {"contract.docking", "contract.docking", "docking", Take::kText, 6},
    {"duration/of-processing", "duration",
     "durat durword|^durat !ctlsets !level !invalid !keptlong !pointer !backup +process +dta "
     "+^durat "
     "+maincontract "
     "!obey -secret -cap -delete -keep -terminate -object -m.passwords -brc -audit -instruct "
     "-yours "
     "-object -cost -survive -tom",
     Take::kKeep, 5},
    {"duration/as-long-as", "duration",
     "longas contract|engagement|maincontract|dta prc|contract|ctl !instruct !secret !delete "
     "!object !tom !ctlsets !terminate !survive !infring",
     Take::kKeep, 3},
    {"duration/heading", "duration",
     "^durat durat|maincontract -secret -object !survive !ctlsets !delete !return "
     "!subsurvive",
     Take::kKeep, 4},
    {"subject-matter/heading", "subject-matter", "^subject prc process|maincontract !dsub",
     Take::kText, 2},
    {"subject-matter", "subject-matter", "subject +process|contract -instruct -annexref",
     Take::kText, 6},
    {"termination.rule/with-main", "termination.rule",
     "contract endsauto|terminate maincontract "
     "+endsauto !object !refusal !brc !delete !failure !courts -either",
     Take::kText, 6},
    {"termination.rule/governed", "termination.rule",
     "^terminate|^durat terminate contract !object "
     "!delete !sub",
     Take::kText, 3},
    {"termination.by-controller", "termination.by-controller",
     "ctl terminate failure|brc|delayword "
     "autorise|may|droit !sub !object !prcends",
     Take::kWithin, 5},
    {"termination.by-processor", "termination.by-processor",
     "prcends contract|maincontract|process !sub !object !~object", Take::kText, 4},
    {"suspension.by-controller", "suspension.by-controller",
     "ctl suspend may|instruct|droit "
     "ctlsuspend",
     Take::kText, 6},
    {"suspension.most", "suspension.most", "suspend duration endevsusp|compter", Take::kWithin, 7,
     "suspension"},
    {"amendment.rule/mutual", "amendment.rule",
     "modif contract|parties mutual +written !instruct !object "
     "!tom !~conflict -sub",
     Take::kWord, 8, "mutual-agreement"},
    {"amendment.rule/written", "amendment.rule",
     "modif contract written !instruct !object !tom !sub !tell", Take::kText, 3},
    {"amendment.rule/headed", "amendment.rule",
     "^modif modif written !contract !instruct !object !tom !sub !tell", Take::kText, 2},
    {"amendment.rule/notice", "amendment.rule", "prcmodif contract lead !sub !tom", Take::kWord, 7,
     "notice-in-listed-cases"},
    {"amendment.rule/updates", "amendment.rule", "updates !mutual !instruct !sub !tom -object",
     Take::kWord, 5, "unilateral"},
    {"amendment.severability", "amendment.severability", "invalid others !sub", Take::kText, 7},
    {"amendment.unmodifiable", "amendment.unmodifiable", "unmod", Take::kText, 7},
    {"law.governing/governed", "law.governing",
     "governed lawof|asmain|legal !sccfill !scclaw !^scc !means -sub -scc -liab "
     "-terminate -durat",
     Take::kText, 8},
    {"law.governing/applies", "law.governing",
     "lawof compet|courts|contract|applies !lawcited !dta !unionlaw !^scc !scc "
     "!process !definition !means !dsub",
     Take::kText, 4},
    {"law.governing/headed", "law.governing",
     "^lawhead lawof !governed !means !dta !process !dsub !scc !^scc !sccfill !lawcited",
     Take::kText, 3},
    {"law.courts/exclusive", "law.courts",
     "courts compet|exclusive !dta !sccfill !^scc !dsub -lawreq +^courts +exclusive -authority "
     "-invalid -prc",
     Take::kText, 7},
    {"law.courts/forum", "law.courts", "forum !dta !sccfill !^scc !dsub", Take::kText, 4},
    {"law.courts/place", "law.courts", "venue !dta !authority !definition !^scc !dsub", Take::kText,
     5},
    {"law.courts/heading", "law.courts",
     "courts ^courts|lawof|~lawof|^compet !dta !lawreq !sccfill !^scc "
     "!process !dsub",
     Take::kText, 3},
    {"law.data-protection", "law.data-protection", "gdpr means lawof|belge", Take::kText, 4},
    {"precedence/prevails", "precedence",
     "prevail conflict|contract +contract !langver !lawof -scc", Take::kText, 8},
    {"precedence/over", "precedence", "prevail maincontract !langver !scc !conflict", Take::kText,
     4},
    {"precedence/this-one", "precedence", "thisapplies conflict !langver -scc", Take::kText, 7},
    {"precedence/order", "precedence", "~conflict|^prevail prevail !langver", Take::kText, 5},
    {"precedence/ranked", "precedence", "ranked !langver !dta", Take::kText, 3},
    {"precedence.language", "precedence.language", "langver prevail", Take::kText, 9},
    {"liability.rule", "liability.rule",
     "liab|liable prc|~prc|parties ^liab|maincontract|cap !noliab +^liab "
     "-sub -dsub -audit",
     Take::kText, 6},
    {"liability.rule/art82", "liability.rule", "art82 liab|liable|^liab !sub", Take::kText, 5},
    {"liability.rule/main", "liability.rule", "liab maincontract applies|asmain|cap !sub",
     Take::kText, 4},
    {"liability.claims", "liability.claims", "complaint tell duration m.incidents|liab !dsub",
     Take::kWithin, 7},
    {"commercial.hours", "commercial.hours", "hours support !audit", Take::kText, 6},
    {"liability.cap", "liability.cap", "cap liab|liable|^liab +prc !retention", Take::kText, 7},
    {"own-use.anonymised/allowed", "own-use.anonymised", "anonym prc ownuse|improve may !neg",
     Take::kWord, 9, "allowed"},
    {"own-use.anonymised", "own-use.anonymised", "anonym prc|~prc ownuse|improve", Take::kText, 7},
    {"own-use.anonymised/kept", "own-use.anonymised", "anonym prc keep may !dsub !delete !neg",
     Take::kText, 3},
    {"own-use.third-party-platforms", "own-use.third-party-platforms",
     "correl neg alldata|dta third|engagement", Take::kText, 5},
    {"own-use.own-register", "own-use.own-register", "yours delete|keep duration", Take::kKeep, 6,
     "end-of-designation"},
    {"retention/kept", "retention",
     "dta|visit keep duration must|longer !delete|keep !m.logging "
     "!m.backup !yours !secret !contractdoc",
     Take::kKeep, 6},
    {"retention/for", "retention",
     "alldata|dta keptfor duration !m.logging !m.backup !yours !secret !hours !audit", Take::kKeep,
     5},
    {"retention/long", "retention",
     "keptlong dta|alldata|~dta|^retention prc|must|ctl|^retention|longer|neg !secret !m.logging "
     "!m.backup "
     "!yours !contractdoc !may !certify !sub !cost !register -legal -lawreq -unionlaw -endev",
     Take::kText, 3},
    {"controller-duties/warrants", "controller-duties", "ctl partial +^ctl !prcends", Take::kText,
     5},
    {"controller-duties/headed", "controller-duties",
     "^ctlduties must|ctl|gdpr|instruct|dsub !prcends", Take::kText, 4},
    {"law.clauses", "law.clauses", "scclaw|sccfill governed", Take::kText, 5},
    {"contract.affiliates", "contract.affiliates", "affil designates|including", Take::kText, 6},
    {"suspension.by-processor", "suspension.by-processor", "prc suspend due|payment", Take::kText,
     2},
});

}  // namespace

std::span<const TermRule> TransferRules() { return kTransfers; }
std::span<const TermRule> FrameRules() { return kFrame; }

}  // namespace mandat::internal
