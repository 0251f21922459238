// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kRules = std::to_array<TermRule>({
    {"sub-processors.authorisation/general", "sub-processors.authorisation",
     "subauthgen sub|~sub "
     "+ctl +prc +engage -flow -liable -transfer",
     Take::kWord, 8, "general"},
    {"sub-processors.authorisation/listed", "sub-processors.authorisation",
     "sub consent ctl listed "
     "!neg",
     Take::kWord, 4, "general"},
    {"sub-processors.authorisation/specific", "sub-processors.authorisation",
     "subauthspec "
     "sub|engage|^sub neg|askauth +engage +written +prc -transfer -thirdcountry -brc -eea -tell "
     "-dsub",
     Take::kWord, 8, "specific"},
    {"sub-processors.notice/change", "sub-processors.notice",
     "~sub|^sub tell|tellctl|lead change "
     "+lead +prc +ctl +sub +^sub -modif -object -brc -transfer -copyof -failure",
     Take::kLead, 8, "change"},
    {"sub-processors.notice/asked", "sub-processors.notice", "askauth lead ~sub|engage|^sub +sub",
     Take::kLead, 8, "engagement-of-sub-processor"},
    {"sub-processors.notice/posted", "sub-processors.notice",
     "sub change lead !object !flow !delete", Take::kLead, 5, "engagement-of-sub-processor"},
    {"sub-processors.notice/intention", "sub-processors.notice", "tell sub change object ctl",
     Take::kLead, 3, "change"},
    {"sub-processors.objection/window", "sub-processors.objection",
     "object ctl|~ctl ~sub|^sub "
     "delayword|lead|duration +duration +sub +^sub +receive -terminate -transfer -dsub",
     Take::kWithin, 8, "sending-of-notice"},
    {"sub-processors.objection/right", "sub-processors.objection",
     "object ctl ~sub|^sub !terminate "
     "!grounds",
     Take::kWithin, 3, "sending-of-notice"},
    {"sub-processors.grounds/stated", "sub-processors.grounds", "object grounds ~sub|^sub",
     Take::kText, 8},
    {"sub-processors.silence/refusal", "sub-processors.silence", "deemed refusal ~sub|^sub",
     Take::kWord, 9, "refusal"},
    {"sub-processors.silence/consent", "sub-processors.silence",
     "deemed ~sub|^sub object|~object "
     "!refusal",
     Take::kWord, 8, "consent"},
    {"sub-processors.effect/either", "sub-processors.effect",
     "~object|^sub|sub ~sub|^sub terminate "
     "either !liable",
     Take::kWord, 9, "either-may-terminate"},
    {"sub-processors.effect/no-engagement", "sub-processors.effect", "notengage object ~sub|^sub",
     Take::kWord, 7, "no-engagement"},
    {"sub-processors.effect/processor", "sub-processors.effect",
     "prc terminate object|refusal "
     "~sub|^sub !prcsuspend !controllerends",
     Take::kWord, 6, "processor-may-terminate"},
    {"sub-processors.effect/suspends", "sub-processors.effect",
     "prc suspend refusal|object "
     "~sub|^sub",
     Take::kWord, 8, "processor-may-suspend"},
    {"sub-processors.effect/controller", "sub-processors.effect",
     "object|~object ~sub|^sub "
     "controllerends !deemed",
     Take::kWord, 8, "controller-may-terminate"},
    {"sub-processors.refusal", "sub-processors.refusal",
     "refusal grounds ~consent|consent ~sub|^sub", Take::kText, 7},
    {"sub-processors.exclusions", "sub-processors.exclusions", "ancillary neg ~sub|^sub +consent",
     Take::kText, 8},
    {"sub-processors.flow-down", "sub-processors.flow-down",
     "flow ~sub|^sub|third +sub +written "
     "+must +contract -liable",
     Take::kText, 8},
    {"sub-processors.liability/liable", "sub-processors.liability",
     "sub|~sub liable prc|~prc +sub "
     "+failure -cap -terminate -brc -process -dsub",
     Take::kText, 7},
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
     "!liable +third +sub -survive",
     Take::kWithin, 7, "awareness"},
});

}  // namespace

std::span<const TermRule> SubprocessorRules() { return kRules; }

}  // namespace mandat::internal
