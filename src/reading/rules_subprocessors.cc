// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kRules = std::to_array<TermRule>({
    {"sub-processors.authorisation/general", "sub-processors.authorisation",
     "subauthgen sub|~sub !tellprc !onlywith !notappoint !bysilence !notengage !beforeuse "
     "+ctl +prc +engage -flow -liable -transfer -ifconsent -subauthspec -object",
     Take::kWord, 8, "general"},
    {"sub-processors.authorisation/general-named", "sub-processors.authorisation",
     "generalauth sub|~sub|engage +ctl +prc +engage -flow -liable -transfer", Take::kWord, 8,
     "general"},
    {"sub-processors.authorisation/listed", "sub-processors.authorisation",
     "sub consent ctl listed "
     "!neg",
     Take::kWord, 4, "general"},
    {"sub-processors.authorisation/told-first", "sub-processors.authorisation",
     "sub subauthgen onlywith tell|tellctl !consent !subauthspec !neg", Take::kWord, 6, "general"},
    {"sub-processors.authorisation/uses", "sub-processors.authorisation",
     "uses prc ~sub|^sub !flow !subauthspec !askauth !notengage -neg", Take::kWord, 2, "general"},
    {"sub-processors.authorisation/allowed", "sub-processors.authorisation",
     "sub engage allowed prc|^sub !ctl !neg !only !onlywith !consent !subauthspec !object !deemed "
     "!flow !liable !audit !copyof !terminate !thirdcountry",
     Take::kWord, 1, "general"},
    {"sub-processors.authorisation/specific", "sub-processors.authorisation",
     "subauthspec "
     "engage|^sub neg|askauth|ifconsent|onlywith|unless +engage +written +prc -transfer "
     "-thirdcountry -brc -eea -tell "
     "-dsub !assign !generalauth",
     Take::kWord, 8, "specific"},
    {"sub-processors.authorisation/specific-sub", "sub-processors.authorisation",
     "subauthspec sub neg|askauth|ifconsent|onlywith|unless !engage !^sub !transfer !thirdcountry "
     "+written +prc -brc -eea -tell -dsub !assign !generalauth",
     Take::kWord, 7, "specific"},
    {"sub-processors.authorisation/needs", "sub-processors.authorisation",
     "consent|subauthspec engage|sub sub|^sub needs|only !subauthgen !generalauth !object !deemed "
     "!thirdcountry !copyof !brc !assign +written +ctl -flow -tell -dsub",
     Take::kWord, 6, "specific"},
    {"sub-processors.authorisation/before", "sub-processors.authorisation",
     "consent ctl needs engage|sub sub lead !subauthgen !generalauth !object !deemed !thirdcountry "
     "!copyof !brc",
     Take::kWord, 3, "specific"},
    {"sub-processors.notice/change", "sub-processors.notice",
     "~sub|^sub tell|tellctl change !tellprc "
     "+lead +prc +ctl +sub +^sub -modif -object -brc -transfer -copyof -failure",
     Take::kLead, 8, "change"},
    {"sub-processors.notice/ahead", "sub-processors.notice",
     "~sub|^sub lead change prc !amendword !subauthspec !tell !tellctl !suspend "
     "+ctl +sub +^sub -modif -object -brc -transfer -copyof -failure",
     Take::kLead, 8, "change"},
    {"sub-processors.notice/due", "sub-processors.notice",
     "~sub|^sub lead change !prc !amendword !object !subauthspec !tell !tellctl !suspend "
     "+ctl +sub +^sub -modif -brc -transfer -copyof -failure",
     Take::kLead, 8, "change"},
    {"sub-processors.notice/asked", "sub-processors.notice",
     "askauth lead duration|announce ~sub|engage|^sub +sub", Take::kLead, 8,
     "engagement-of-sub-processor"},
    {"sub-processors.notice/posted", "sub-processors.notice",
     "sub change lead !object !flow !delete !subauthspec !amendword", Take::kLead, 5,
     "engagement-of-sub-processor"},
    {"sub-processors.notice/before-use", "sub-processors.notice",
     "sub tellctl lead engage|process|uses !object !brc !failure !copyof !flow !dsub !thirdcountry",
     Take::kLead, 3, "engagement-of-sub-processor"},
    {"sub-processors.notice/announced", "sub-processors.notice",
     "sub tellctl announce duration !object !brc !failure !copyof !flow !liable !dsub !terminate",
     Take::kLead, 3, "engagement-of-sub-processor"},
    {"sub-processors.notice/intention", "sub-processors.notice",
     "tell sub change object ctl !tellprc", Take::kLead, 3, "change"},
    {"sub-processors.notice/headed", "sub-processors.notice",
     "^sub ^change lead duration !object !terminate !flow !delete", Take::kLead, 8, "change"},
    {"sub-processors.objection/window", "sub-processors.objection",
     "object ctl|~ctl ~sub|^sub "
     "delayword|duration +duration +sub +^sub +receive -terminate -transfer -dsub",
     Take::kWithin, 8, "sending-of-notice"},
    {"sub-processors.objection/limit", "sub-processors.objection",
     "object sub duration !terminate !deemed !announce +receive", Take::kWithin, 6,
     "sending-of-notice"},
    {"sub-processors.objection/right", "sub-processors.objection",
     "object ctl ~sub|^sub -terminate "
     "-grounds !dsub !req",
     Take::kWithin, 3, "sending-of-notice"},
    {"sub-processors.objection/its-right", "sub-processors.objection",
     "object droit change ~sub|^sub !terminate !deemed", Take::kWithin, 2, "sending-of-notice"},
    {"sub-processors.grounds/stated", "sub-processors.grounds", "object grounds ~sub|^sub",
     Take::kText, 8},
    {"sub-processors.silence/refusal", "sub-processors.silence", "deemed refusal ~sub|^sub",
     Take::kWord, 9, "refusal"},
    {"sub-processors.silence/consent", "sub-processors.silence",
     "deemed ~sub|^sub object|~object "
     "!refusal !generalauth",
     Take::kWord, 8, "consent"},
    {"sub-processors.silence/accepts", "sub-processors.silence",
     "deemed sub|~sub|^sub accepted ctl !refusal !authority", Take::kWord, 5, "consent"},
    {"sub-processors.silence/approved", "sub-processors.silence",
     "deemed sub|^sub consent|autorise !refusal !neg", Take::kWord, 6, "consent"},
    {"sub-processors.silence/none-raised", "sub-processors.silence",
     "noobjection sub|~sub|^sub may|autorise|deemed|consent|engage !refusal !terminate !notengage "
     "!generalauth",
     Take::kWord, 6, "consent"},
    {"sub-processors.effect/either", "sub-processors.effect",
     "~object|^sub|sub ~sub|^sub terminate "
     "either !liable",
     Take::kWord, 9, "either-may-terminate"},
    {"sub-processors.effect/no-engagement", "sub-processors.effect",
     "notengage object ~sub|^sub !unless", Take::kWord, 7, "no-engagement"},
    {"sub-processors.effect/processor", "sub-processors.effect",
     "prc terminate object|refusal "
     "~sub|^sub !prcsuspend !controllerends",
     Take::kWord, 6, "processor-may-terminate"},
    {"sub-processors.effect/suspends", "sub-processors.effect",
     "prc suspend refusal|object "
     "~sub|^sub",
     Take::kWord, 8, "processor-may-suspend"},
    {"sub-processors.effect/controller", "sub-processors.effect",
     "object|~object|change|refusal ~sub|^sub "
     "controllerends !deemed",
     Take::kWord, 8, "controller-may-terminate"},
    {"sub-processors.effect/talks", "sub-processors.effect",
     "object|~object ~sub|^sub goodfaith ctl|parties !terminate", Take::kText, 2},
    {"sub-processors.refusal", "sub-processors.refusal",
     "refusal grounds ~consent|consent ~sub|^sub", Take::kText, 7},
    {"sub-processors.exclusions", "sub-processors.exclusions", "ancillary neg ~sub|^sub +consent",
     Take::kText, 8},
    {"sub-processors.flow-down", "sub-processors.flow-down",
     "flow ~sub|^sub|third +sub +written "
     "+must +contract -liable",
     Take::kText, 8},
    {"sub-processors.flow-down/alike", "sub-processors.flow-down",
     "sub bindsub alike !object !consent !subauthspec !liable !tell !tellctl !deemed !definition "
     "!audit !copyof !terminate",
     Take::kText, 1},
    {"sub-processors.liability/liable", "sub-processors.liability",
     "sub|^sub liable prc|~prc +sub "
     "+failure !listmust !definition -neg -cap -terminate -brc -process -dsub",
     Take::kText, 7},
    {"sub-processors.liability/theirs", "sub-processors.liability",
     "~sub liable failure prc|~prc !sub !ctl !listmust !definition !cap !brc !process !dsub",
     Take::kText, 5},
    {"sub-processors.liability/not-released", "sub-processors.liability", "released sub|^sub prc",
     Take::kText, 6},
    {"sub-processors.published/list", "sub-processors.published", "sublist +link", Take::kText, 5},
    {"sub-processors.list-requirements", "sub-processors.list-requirements", "listmust sub|~sub",
     Take::kText, 7},
    {"sub-processors.copy", "sub-processors.copy", "copyof ~sub|^sub", Take::kWithin, 7,
     "receipt-of-request"},
    {"sub-processors.register", "sub-processors.register", "register sub peryear|interval",
     Take::kText, 6},
    {"sub-processors.mandate", "sub-processors.mandate", "mandate scc|sub", Take::kText, 8},
    {"sub-processors.beneficiary", "sub-processors.beneficiary", "benefic sub", Take::kText, 8},
    {"sub-processors.failure/told", "sub-processors.failure",
     "tell|tellctl sub|^sub|third brc|failure "
     "!liable !consent +third +sub -survive",
     Take::kWithin, 7, "awareness"},
});

}  // namespace

std::span<const TermRule> SubprocessorRules() { return kRules; }

}  // namespace mandat::internal
