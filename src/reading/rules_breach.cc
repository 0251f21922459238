// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kBreach = std::to_array<TermRule>({
    {"breach.notice/told", "breach.notice",
     "!tellprc tellctl brc delayword +aware +prc +^brc -sub -authority "
     "-assist -thirdcountry",
     Take::kWithin, 9, "awareness"},
    {"breach.notice/aware", "breach.notice",
     "tellctl !tellprc ~brc aware +brc +prc -assist -authority -sub", Take::kWithin, 8,
     "awareness"},
    {"breach.notice/access", "breach.notice",
     "!tellprc tell|tellctl access aware|duration dta +ctl +prc +delayword -assist -authority -sub",
     Take::kWithin, 8, "awareness"},
    {"breach.notice/reported", "breach.notice",
     "tell brc prc|aware delayword !authority !third +ctl "
     "-sub -assist -confinfo",
     Take::kWithin, 6, "awareness"},
    {"breach.notice/loss", "breach.notice",
     "tellctl lossof prc aware|delayword !tellprc !sub !assist !authority !audit !tom",
     Take::kWithin, 5, "awareness"},
    {"breach.notice/of-loss", "breach.notice",
     "tellctl lossof delayword !prc !tellprc !sub !assist !authority !audit !tom !dsub",
     Take::kWithin, 4, "awareness"},
    {"breach.notice/bare", "breach.notice",
     "tellctl brc prc !tellprc !sub !assist !third !authority", Take::kWithin, 3, "awareness"},
    {"breach.notice/below", "breach.notice",
     "^brc tellctl duration !brc !tellprc !sub !assist !authority !dsub !third !keep !backup "
     "!audit "
     "+aware +prc",
     Take::kWithin, 5, "awareness"},
    {"breach.notice/limit", "breach.notice",
     "brc tell|notice|announce duration !authority !third !assist !sub !keep !backup",
     Take::kWithin, 4, "awareness"},
    {"breach.notice/headed", "breach.notice",
     "^brc notice|announce|aware duration !brc !authority !third !assist !sub !dsub !keep !backup",
     Take::kWithin, 3, "awareness"},
    {"breach.notice/tail", "breach.notice",
     "brc aware delayword ~tellctl !tell !tellctl !tellprc !sub !assist !authority !dsub !mitigate "
     "!take",
     Take::kWithin, 2, "awareness"},
    {"breach.content/list", "breach.content",
     "~brc contains natureof|approx|conseq|remedy|infos "
     "+approx +conseq +^brc !phases -dpia !audit !partial",
     Take::kText, 8},
    {"breach.content/parts", "breach.content",
     "~brc natureof|approx conseq|remedy|approx +^brc "
     "!assist !phases !partial !cost",
     Take::kText, 5},
    {"breach.content/whole", "breach.content",
     "natureof approx conseq|remedy contains|tell|must !assist !dpia !audit !sub", Take::kText, 4},
    {"breach.content/intro", "breach.content",
     "~brc contains !assist !sub !phases tell|^brc +before", Take::kText, 4},
    {"breach.content/nature", "breach.content", "~brc contains natureof|remedy !sub", Take::kText,
     6},
    {"breach.content/by-law", "breach.content", "~brc contains art33 !assist !sub", Take::kText, 5},
    {"breach.content/enough", "breach.content",
     "brc|~brc enough tell|tellctl|procedera !sub !dpia !audit", Take::kText, 4},
    {"breach.contact-point", "breach.contact-point", "~brc contactpt", Take::kText, 8},
    {"breach.phases", "breach.phases", "~brc phases", Take::kText, 7},
    {"breach.scope", "breach.scope", "brc|~brc attrib tell|tellctl", Take::kText, 8},
    {"breach.cooperation/help", "breach.cooperation",
     "brc|^brc assist !sub !dpia +^brc +authority +prc "
     "-dsub",
     Take::kText, 6},
    {"breach.cooperation/then", "breach.cooperation",
     "~brc assist !sub !dpia !req !rights !^req !^dsub -dsub +authority +prc", Take::kText, 6},
    {"breach.cooperation/among", "breach.cooperation",
     "brc assist ctl authority|dsub|dpia prc !sub !contains", Take::kText, 2},
    {"breach.cooperation/articles", "breach.cooperation",
     "art33 assist|~assist !sub !tellctl !contains !beforeproc -dpia", Take::kText, 4},
    {"breach.authority/articles", "breach.authority", "art33 neg tell instruct|consent !assist",
     Take::kText, 6},
    {"breach.notice/within", "breach.notice",
     "~brc tell aware duration +^brc !sub !assist !tellctl -authority", Take::kWithin, 4,
     "awareness"},
    {"breach.cooperation/mitigates", "breach.cooperation", "~brc mitigate take|must prc !tom",
     Take::kText, 2},
    {"breach.third-parties", "breach.third-parties", "~brc third|sub neg tell !delayword +consent",
     Take::kText, 8},
    {"breach.third-parties/public", "breach.third-parties",
     "~brc publicly consent|subauthspec only|needs|neg|unless !authority", Take::kText, 4},
    {"breach.authority/not-itself", "breach.authority",
     "~brc authority neg tell +dsub !dpia prc "
     "!assist !third -aware",
     Take::kText, 7},
    {"breach.authority/on-behalf", "breach.authority", "~brc prc tell dsub|authority compte ctl",
     Take::kText, 7},
    {"breach.authority/controller-does", "breach.authority",
     "brc|~brc ctlnotifies authority|art33 !sub !dpia +dsub", Take::kText, 5},
    {"breach.cost", "breach.cost",
     "brc|^brc cost payctl|payprc|payshared !audit !sub "
     "-dsub",
     Take::kPayer, 6},
    {"breach.cost/then", "breach.cost",
     "~brc cost payctl|payprc|payshared !audit !sub !req !rights !dpia !^req !^dsub !^audit",
     Take::kPayer, 6},
});

constexpr auto kRequests = std::to_array<TermRule>({
    {"requests.forward/told", "requests.forward",
     "!tellprc tellctl dsub req +receive +delayword +prc -brc "
     "-assist -authority",
     Take::kWithin, 8, "receipt-of-request"},
    {"requests.forward/passed-on", "requests.forward",
     "forward ~dsub req|letter +receive +delayword +prc "
     "+ctl -dpia -audit -instruct !confinfo !invoice !register",
     Take::kWithin, 8, "receipt-of-request"},
    {"requests.forward/arrives", "requests.forward",
     "~dsub req receive tell|forward +ctl !brc !audit !register", Take::kWithin, 5,
     "receipt-of-request"},
    {"requests.complaints", "requests.complaints",
     "tellctl complaint !tellprc !dsub receive|prc +delayword", Take::kWithin, 7,
     "receipt-of-request"},
    {"requests.complaints/authority", "requests.complaints",
     "!tellprc tell|tellctl|forward authority ctl !brc !dpia !prior !assist !transfer !instruct "
     "!ctlnotifies "
     "+receive",
     Take::kWithin, 4, "receipt-of-request"},
    {"requests.answer", "requests.answer", "selfanswer req|~req|dsub|^dsub +~dsub +neg !brc !audit",
     Take::kText, 7},
    {"requests.assist/rights", "requests.assist",
     "assist dsub|rights req|rights +dsub +ctl +prc "
     "-brc -dpia -audit !freedoms",
     Take::kText, 8},
    {"requests.assist/context", "requests.assist",
     "assist ~dsub ~req|rights !brc !dpia !audit "
     "!authority !freedoms +ctl",
     Take::kText, 5},
    {"requests.assist/headed", "requests.assist",
     "assist ^req|^dsub prc !brc !dpia !audit !authority !freedoms", Take::kText, 2},
    {"requests.assist/assessments", "requests.assist",
     "assist req dpia ^req|^dsub prc !brc !audit !authority !freedoms", Take::kText, 2},
    {"requests.assist/complaints", "requests.assist",
     "assist req complaint ctl prc !brc !dpia !audit !authority", Take::kText, 2},
    {"requests.assist/on-demand", "requests.assist",
     "req dsub rights ctl prc !tellctl !forward "
     "!brc !audit !freedoms",
     Take::kWithin, 3},
    {"requests.assist/answer", "requests.assist", "^dsub tom rights !forward", Take::kText, 3},
    {"requests.tools", "requests.tools",
     "tools dsub|req|^dsub +ctl assist|procedera|rights|delete !anonym", Take::kText, 6},
    {"requests.tools/own", "requests.tools",
     "tools dsub|req|^dsub ctl prc|may !audit !sub !brc !tom", Take::kText, 3},
    {"requests.cost", "requests.cost",
     "~dsub|^dsub rights|req|^rights|^req cost payctl|payprc|payshared !audit !brc !^brc !dpia "
     "!liab",
     Take::kPayer, 6},
    {"requests.cost/assessments", "requests.cost",
     "dsub req assist dpia cost payctl|payprc|payshared !audit !liab", Take::kPayer, 4},
    {"requests.cost/help", "requests.cost",
     "~dsub ~req|~rights dsub|assist cost payctl|payprc|payshared !audit !brc !~brc !dpia !liab",
     Take::kPayer, 5},
    {"requests.cost/headed", "requests.cost",
     "^req|^dsub assist cost payctl|payprc|payshared !audit !brc !dpia !liab", Take::kPayer, 4},
});

}  // namespace

std::span<const TermRule> BreachRules() { return kBreach; }
std::span<const TermRule> RequestRules() { return kRequests; }

}  // namespace mandat::internal
