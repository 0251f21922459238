// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kBreach = std::to_array<TermRule>({
    {"breach.notice/told", "breach.notice",
     "tellctl brc delayword +aware +prc +^brc -sub -authority "
     "-assist -thirdcountry",
     Take::kWithin, 9, "awareness"},
    {"breach.notice/aware", "breach.notice", "tellctl ~brc aware +brc +prc -assist -authority -sub",
     Take::kWithin, 8, "awareness"},
    {"breach.notice/reported", "breach.notice",
     "tell brc prc|aware delayword !authority !third +ctl "
     "-sub -assist -confinfo",
     Take::kWithin, 6, "awareness"},
    {"breach.notice/bare", "breach.notice", "tellctl brc prc !sub !assist !third !authority",
     Take::kWithin, 3, "awareness"},
    {"breach.content/list", "breach.content",
     "~brc contains natureof|approx|conseq|remedy|infos "
     "+approx +conseq +^brc -dpia -audit",
     Take::kText, 8},
    {"breach.content/parts", "breach.content",
     "~brc natureof|approx conseq|remedy|approx +^brc "
     "!assist",
     Take::kText, 5},
    {"breach.content/intro", "breach.content", "~brc contains !assist !sub tell|^brc +before",
     Take::kText, 4},
    {"breach.content/nature", "breach.content", "~brc contains natureof|remedy !sub", Take::kText,
     6},
    {"breach.contact-point", "breach.contact-point", "~brc contactpt", Take::kText, 8},
    {"breach.phases", "breach.phases", "~brc phases", Take::kText, 7},
    {"breach.scope", "breach.scope", "brc|~brc attrib tell|tellctl", Take::kText, 8},
    {"breach.cooperation/help", "breach.cooperation",
     "~brc assist !sub !dpia +^brc +authority +prc "
     "-dsub",
     Take::kText, 6},
    {"breach.third-parties", "breach.third-parties", "~brc third|sub neg tell +consent",
     Take::kText, 8},
    {"breach.authority/not-itself", "breach.authority",
     "~brc authority neg tell +dsub !dpia prc "
     "!assist !third -aware",
     Take::kText, 7},
    {"breach.authority/on-behalf", "breach.authority", "~brc prc tell dsub|authority compte ctl",
     Take::kText, 7},
    {"breach.cost", "breach.cost",
     "brc|^brc cost payctl|payprc|payshared !audit "
     "-dsub",
     Take::kPayer, 6},
});

constexpr auto kRequests = std::to_array<TermRule>({
    {"requests.forward/told", "requests.forward",
     "tellctl dsub req +receive +delayword +prc -brc "
     "-assist -authority",
     Take::kWithin, 8, "receipt-of-request"},
    {"requests.forward/passed-on", "requests.forward",
     "forward ~dsub req +receive +delayword +prc "
     "+ctl -dpia -audit -instruct !confinfo !invoice",
     Take::kWithin, 8, "receipt-of-request"},
    {"requests.forward/arrives", "requests.forward",
     "~dsub req receive tell|forward +ctl !brc !audit", Take::kWithin, 5, "receipt-of-request"},
    {"requests.complaints", "requests.complaints", "tellctl complaint !dsub receive|prc +delayword",
     Take::kWithin, 7, "receipt-of-request"},
    {"requests.answer", "requests.answer", "selfanswer ~req ~dsub +neg !brc", Take::kText, 7},
    {"requests.assist/rights", "requests.assist",
     "assist dsub|rights req|rights +dsub +ctl +prc "
     "-brc -dpia -audit",
     Take::kText, 8},
    {"requests.assist/context", "requests.assist",
     "assist ~dsub ~req|rights !brc !dpia !audit "
     "!authority +ctl",
     Take::kText, 5},
    {"requests.assist/on-demand", "requests.assist",
     "req dsub rights ctl prc !tellctl !forward "
     "!brc !audit",
     Take::kText, 3},
    {"requests.assist/answer", "requests.assist", "^dsub tom rights !forward", Take::kText, 3},
    {"requests.tools", "requests.tools", "tools dsub|req +ctl assist|procedera|rights", Take::kText,
     6},
    {"requests.cost", "requests.cost",
     "~dsub|^dsub dsub|rights|req|^dsub|assist cost "
     "payctl|payprc|payshared !audit !brc !dpia",
     Take::kPayer, 6},
});

}  // namespace

std::span<const TermRule> BreachRules() { return kBreach; }
std::span<const TermRule> RequestRules() { return kRequests; }

}  // namespace mandat::internal
