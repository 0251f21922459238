// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kAudits = std::to_array<TermRule>({
    {"audits.information", "audits.information",
     "infos demonstrate !chapter5 !insufficient +prc +ctl +must +^audit -legal "
     "-authority -report -mayaudit",
     Take::kText, 8},
    {"audits.information/compliance", "audits.information",
     "infos complied prc ctl !insufficient !demonstrate !assist !helpinfo !dsub !brc !delete !sub "
     "!audit +must +^audit -legal -authority",
     Take::kText, 6},
    {"audits.information/proof", "audits.information",
     "proof|demonstrate ctl prc infos|contract|must|gdpr|report !insufficient !delete -certify "
     "!dsub !brc -sub !staff !cost !dpia !mayaudit !unable !instruct",
     Take::kText, 2},
    {"audits.information/shown", "audits.information",
     "demonstrate report may !insufficient !delete !certify !sub !brc !dsub !staff !train !dpia "
     "!cost !thirdcountry !mayaudit !audit",
     Take::kText, 1},
    {"audits.information/asked", "audits.information",
     "askinfo prc !sub !brc !dpia !dsub !delete !cost !authority !mayaudit", Take::kText, 3},
    {"audits.information/headed", "audits.information",
     "^audit infos procedera|assist !audit !cost !secret !instead !authority !brc !dsub !sub "
     "!delete",
     Take::kText, 2},
    {"audits.information/below", "audits.information",
     "^audit proof prc infos|report !mayaudit !cost !secret !instead !brc !sub !delete",
     Take::kText, 2},
    {"audits.right/framed", "audits.right",
     "^audit audit peryear ctl|announce|hours !selfaudit !ownresults !report !sub !secret !prc "
     "!demonstrate !goods",
     Take::kText, 2},
    {"audits.right/may", "audits.right",
     "audit mayaudit !ownresults !goods +ctl +^audit +prc -scc -sub -licence -report "
     "-limits",
     Take::kText, 8},
    {"audits.right/audit", "audits.right",
     "audit ctl prc !ownresults !selfaudit !proof !demonstrate !cost !report !secret !authority "
     "!compte !actas "
     "+^audit "
     "-sub -scc",
     Take::kText, 3},
    {"audits.right/checks", "audits.right",
     "audit may|droit|autorise|mayaudit ctl !cost !report !secret !authority !announce !peryear "
     "!hours !limits !sub !scc !licence !infos !goods",
     Take::kText, 2},
    {"audits.right/granted", "audits.right",
     "audit peryear announce ctl payctl|payshared|prc !report !sub !licence !m.testing",
     Take::kText, 1},
    {"audits.inspection/instead", "audits.inspection", "instead report audit|premises prc|may !neg",
     Take::kWord, 6, "report-instead"},
    {"audits.inspection", "audits.inspection", "audit premises !hours -sub", Take::kWord, 4,
     "allowed"},
    {"audits.frequency/quota", "audits.frequency",
     "audit|^audit|~audit peryear +^audit "
     "!m.testing !train !tomreview !selfaudit -report -cost -licence",
     Take::kQuota, 8},
    {"audits.frequency/interval", "audits.frequency", "audit interval", Take::kQuota, 8},
    {"audits.notice/lead", "audits.notice",
     "audit|^audit|~audit announce +^audit +audit +written "
     "!goods !m.logging !m.backup !prcmodif -sub -brc -secret -delete -cost -licence",
     Take::kLead, 8, "audit"},
    {"audits.hours", "audits.hours", "audit|^audit|~audit hours !goods !support", Take::kText, 8},
    {"audits.cost", "audits.cost",
     "audit|^audit|~audit cost payctl|payprc|payshared|remb +audit "
     "!goods !report !delete !return -limits",
     Take::kPayer, 8},
    {"audits.limits", "audits.limits", "audit|^audit|~audit limits !goods +neg", Take::kText, 7},
    {"audits.secrecy", "audits.secrecy", "audit|^audit nda|auditsecret !goods -delete", Take::kText,
     7},
    {"audits.alternatives", "audits.alternatives", "audit|^audit|~audit report instead|may",
     Take::kText, 7},
    {"audits.channel", "audits.channel", "audit ctl scc prc", Take::kText, 6},
    {"audits.authority", "audits.authority", "audit authority results|dispo", Take::kText, 6},
    {"audits.authority/access", "audits.authority",
     "authority premises access|audit prc ^audit !instead", Take::kText, 4},
    {"audits.authority/cooperates", "audits.authority",
     "assist authority ^audit prc !brc !dpia !prior !dsub", Take::kText, 3},
    {"assistance.impact-assessment", "assistance.impact-assessment",
     "dpia assist|~assist +prior +prc "
     "+^dpia",
     Take::kText, 8},
    {"assistance.impact-assessment/articles", "assistance.impact-assessment",
     "art32to36 assist|~assist +prc +ctl", Take::kText, 4},
    {"assistance.security", "assistance.security", "art32|art32to36 assist +ctl +prc", Take::kText,
     4},
    {"assistance.impact-assessment/prior", "assistance.impact-assessment",
     "prior assist prc ctl !audit !brc", Take::kText, 4},
    {"assistance.impact-assessment/named", "assistance.impact-assessment", "dpia prc ctl|prior",
     Take::kText, 2},
    {"assistance.security", "assistance.security",
     "assist art32|art32to36|protects ctl prc !brc !dsub", Take::kText, 5},
    {"assistance.impact-assessment/infos", "assistance.impact-assessment",
     "dpia prc infos !audit !contains", Take::kText, 2},
    {"assistance.accuracy", "assistance.accuracy", "inaccurate tell", Take::kWithin, 7,
     "awareness"},
    {"assistance.cost/stated", "assistance.cost",
     "assist cost payctl|payprc|payshared ~dpia|~prior|~art32to36 !audit !brc !dsub", Take::kPayer,
     3},
    {"assistance.cost/both", "assistance.cost",
     "assist cost payctl|payprc|payshared dpia brc !audit !dsub", Take::kPayer, 3},
    {"assistance.cost/charged", "assistance.cost",
     "assist|~assist cost payctl|payprc|payshared "
     "^assist !audit !brc !dsub",
     Take::kPayer, 5},
});

constexpr auto kEnd = std::to_array<TermRule>({
    {"end.trigger/end", "end.trigger",
     "endev delete|return dta|~dta|alldata|^delete|^return !survived +^delete "
     "+^return +prc -brc -confinfo -sub -cost -m.media -backup -certify !yours -staff",
     Take::kText, 8},
    {"end.trigger/headed", "end.trigger",
     "delete|return dta|alldata ^endev prc|~prc|ctl|ordelete !sub !yours !certify !cost !staff "
     "+^delete "
     "+^return -brc -backup",
     Take::kText, 5},
    {"end.trigger/asked", "end.trigger",
     "delete|return dta ^delete|^return prc|ctl !certify !cost "
     "!sub !yours",
     Take::kText, 4},
    {"end.delay/within", "end.delay",
     "delete|return duration ~endev|^endev|^delete|^return "
     "dta|~dta|alldata +endev +delete +^delete +within !confinfo !yours -sub -backup -brc "
     "-certify "
     "-m.media -dsub -cost -keep -may -ifasked -retention !keptfor",
     Take::kWithin, 8, "end-of-agreement"},
    {"end.delay/erased", "end.delay",
     "erasedwithin !sub !brc !dsub !backup !confinfo !yours !longer", Take::kWithin, 4,
     "end-of-agreement"},
    {"end.delay/kept", "end.delay",
     "delete|return duration endev keptfor dta|~dta|alldata +^delete +within !confinfo !yours !sub "
     "-backup -brc -certify -m.media -dsub -cost",
     Take::kWithin, 7, "end-of-agreement"},
    {"end.delay/at-oncely", "end.delay",
     "delete|return delayword ~endev|^endev dta|~dta|alldata +^delete !confinfo !yours -sub "
     "!retention !duration -backup -brc -certify -m.media -dsub -cost -keep -instruct",
     Take::kWithin, 3, "end-of-agreement"},
    {"end.delay/at-once", "end.delay",
     "delete|return endev delayword dta|~dta|alldata !duration -sub !brc !dsub !backup !certify "
     "!confinfo !yours !keep",
     Take::kWithin, 3, "end-of-agreement"},
    {"end.delay/limit", "end.delay",
     "delete duration endev|^endev !sub !brc !goods !confinfo !yours !certify !keep !dsub !backup "
     "!tom",
     Take::kWithin, 4, "end-of-agreement"},
    {"end.delay/headed", "end.delay",
     "^return|^delete duration endev !delete !return !sub !brc !goods !confinfo !yours !certify "
     "!keep !dsub !backup !cost",
     Take::kWithin, 3, "end-of-agreement"},
    {"end.delay/obeyed", "end.delay",
     "obey ~delete ~endev|^delete duration !backup !certify !sub !brc !dsub !cost !confinfo !yours",
     Take::kWithin, 2, "end-of-agreement"},
    {"end.choice/processor", "end.choice", "prcchoice delete|return", Take::kWord, 10, "processor"},
    {"end.choice/return", "end.choice",
     "endev return ctl dta|alldata !delete !choice !ifasked !cost !certify !format", Take::kWord, 2,
     "return"},
    {"end.choice/erase", "end.choice",
     "endev delete dta|alldata !return !~return !choice !~choice !ifasked !cost !certify !keep "
     "!backup !brc !longas !until !durword -sub",
     Take::kWord, 1, "erase"},
    {"end.choice/controller", "end.choice", "choice delete return|~return +ctl", Take::kWord, 9,
     "controller"},
    {"end.choice/controller-hers", "end.choice", "choice delete|return ~endev dta|~dta",
     Take::kWord, 5, "controller"},
    {"end.choice/unless-asked", "end.choice",
     "delete|~delete return ifasked ~endev|^delete|^return "
     "!choice +written +endev",
     Take::kWord, 7, "erase-unless-return-asked"},
    {"end.choice/then", "end.choice",
     "delete ~return ~ifasked afterwards ~endev|^endev|^delete|^return !choice !sub !yours "
     "!confinfo !dsub",
     Take::kWord, 6, "erase-unless-return-asked"},
    {"end.choice/return-and-keep-none", "end.choice",
     "endev|^endev|^return return delcopies !ifasked !choice !ordelete !andor !sub", Take::kWord, 4,
     "return"},
    {"end.choice/return-then-erase", "end.choice",
     "endev return delete then !ifasked !choice !ordelete", Take::kWord, 6, "return"},
    {"end.choice/and-or", "end.choice",
     "andor delete return dta|~dta|alldata !choice !ifasked "
     "+endev +prc -certify",
     Take::kText, 5},
    {"end.choice/either-way", "end.choice",
     "ordelete endev|~endev|^endev|^delete|^return dta|~dta|alldata !choice !ifasked !sub -certify "
     "-keep",
     Take::kText, 3},
    {"end.choice/erase", "end.choice",
     "delete must|take endev|~endev|^endev dta|~dta|alldata ^delete !~return !^return !choice !sub "
     "!backup !yours !certify",
     Take::kWord, 1, "erase"},
    {"end.choice/return", "end.choice",
     "return must endev|^endev dta|~dta !~delete !^delete !choice !sub !certify !ifasked",
     Take::kWord, 1, "return"},
    {"end.format", "end.format", "format return|~return", Take::kText, 8},
    {"end.certificate/erased", "end.certificate",
     "certify delete|~delete|^delete ~endev|^delete|dta "
     "!brc !nocertify !audit !m.certification -report +written -sub -audit -train",
     Take::kWithin, 7, "completion-of-destruction"},
    {"end.exceptions/law", "end.exceptions",
     "delete|~delete|^delete unless keep|legal legal|backup|"
     "archive ~endev|^delete|^return|delete dta|alldata|^delete|^return -sub !yours !confinfo "
     "-goods +^delete -brc -process -instruct "
     "-choice",
     Take::kText, 7},
    {"end.certificate/proof", "end.certificate",
     "certify delete|~delete|^delete !m.certification !audit !train !sub !brc !nocertify !report",
     Take::kWithin, 4, "completion-of-destruction"},
    {"end.exceptions/law-keeps", "end.exceptions",
     "keep legal|lawreq|unionlaw delete|~delete|^delete|prc !instruct !sub !m.logging !m.backup "
     "+^delete +^return +may",
     Take::kText, 3},
    {"end.exceptions/duty-to-keep", "end.exceptions",
     "mustkeep delete|~delete|^delete|^return|^endev !instruct !m.logging -sub", Take::kText, 4},
    {"end.exceptions/beyond", "end.exceptions", "keepbeyond prc|must !duration !certify !secret",
     Take::kText, 3},
    {"end.exceptions/may-keep", "end.exceptions", "^delete|^return keep prc may !duration",
     Take::kText, 5},
    {"end.backups", "end.backups",
     "backup ~delete|^delete ~endev|^endev|^delete|^return !confinfo "
     "!m.testing",
     Take::kWithin, 6},
    {"end.backups/overwritten", "end.backups",
     "backup delete until|duration dta|~dta|alldata !m.testing !confinfo !certify !yours",
     Take::kWithin, 2},
    {"end.cost", "end.cost",
     "delete|return|^delete|^return cost payctl|payprc|payshared "
     "~delete|~return|^delete|^return !audit !dsub !brc !goods",
     Take::kPayer, 7},
});

}  // namespace

std::span<const TermRule> AuditRules() { return kAudits; }
std::span<const TermRule> EndRules() { return kEnd; }

}  // namespace mandat::internal
