// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/rules.h"

namespace mandat::internal {
namespace {

constexpr auto kInstructions = std::to_array<TermRule>({
    {"instructions.rule/only", "instructions.rule",
     "oninstr process +dta +ctl +prc +neg -infring "
     "-transfer -dsub -third -secret -noliab -liab",
     Take::kText, 9},
    {"instructions.rule/on", "instructions.rule",
     "oninstr prc|ctl +dta +onlypurpose !infring "
     "!suspend !unable !thirdcountry !transfer !brc !selfanswer !choice !delete !authority "
     "-dsub -third -staff",
     Take::kText, 5},
    {"instructions.rule/directs", "instructions.rule",
     "process|~process written instruct ctl|~ctl "
     "!infring !transfer !suspend !unable !audit",
     Take::kText, 4},
    {"instructions.rule/only-so", "instructions.rule",
     "instruct only process|bound ctl|prc !infring !unable !suspend !tell !dsub "
     "!third -transfer",
     Take::kText, 4},
    {"instructions.rule/obeyed", "instructions.rule",
     "instruct obeys process|dta|only prc !infring !suspend !unable !tell !transfer !thirdcountry "
     "!delete !brc !audit !sub",
     Take::kText, 2},
    {"instructions.legal-exception/told", "instructions.legal-exception",
     "lawreq tell|tellctl beforeproc instruct|process "
     "+unionlaw +ctl +instruct -sub -delete -brc",
     Take::kWithin, 9},
    {"instructions.legal-exception/so-required", "instructions.legal-exception",
     "lawreq tell|tellctl "
     "~instruct|process +beforeproc +unless -brc -delete -sub -third -audit "
     "-dpia !secret !disclosed !thirdcountry !infring",
     Take::kWithin, 4},
    {"instructions.legal-exception/unless", "instructions.legal-exception",
     "oninstr|~oninstr process|~process|prc unless lawreq|unionlaw !delete !brc !third !disclosed "
     "!keep -sub",
     Take::kWithin, 2},
    {"instructions.legal-exception/otherwise", "instructions.legal-exception",
     "otherproc lawreq|unionlaw !delete !brc !third !disclosed !keep !sub !infring !thirdcountry",
     Take::kWithin, 3},
    {"instructions.infringing/told", "instructions.infringing",
     "instruct infring tell|tellctl !contrainstr "
     "+delayword +gdpr +prc -terminate",
     Take::kWithin, 9, "instruction"},
    {"instructions.infringing/below", "instructions.infringing",
     "~instruct infring tellctl prc !instruct !brc !sub !delete !terminate !audit !dsub",
     Take::kWithin, 3, "instruction"},
    {"instructions.infringing/in-place", "instructions.infringing",
     "instruct infring prc|ctl !contrainstr "
     "!terminate !neg !refuses !confirm -suspend !suspend !refuses",
     Take::kWithin, 3, "instruction"},
    {"instructions.suspend/until", "instructions.suspend", "instruct suspend until !ctlsuspend",
     Take::kWord, 9, "until-confirmed"},
    {"instructions.suspend/context-until", "instructions.suspend",
     "~instruct ~infring suspend until", Take::kWord, 7, "until-confirmed"},
    {"instructions.suspend/may-refuse", "instructions.suspend",
     "instruct|~instruct ~infring suspend "
     "!until !ctlsuspend !terminate +prc",
     Take::kWord, 6, "may-refuse"},
    {"instructions.suspend/confirmed", "instructions.suspend",
     "instruct|~instruct ~infring|refuses|suspend confirm suspend|until|refuses", Take::kWord, 7,
     "until-confirmed"},
    {"instructions.suspend/refuses", "instructions.suspend",
     "instruct|~instruct refuses !sub !until !confirm !dsub", Take::kWord, 5, "may-refuse"},
    {"instructions.change", "instructions.change", "extra +mutual +written", Take::kWord, 7,
     "by-agreement"},
    {"instructions.own-purposes", "instructions.own-purposes",
     "own neg dta|process|~dta|alldata !staff !limits "
     "+prc +third",
     Take::kWord, 8, "forbidden"},
    {"instructions.own-purposes/other", "instructions.own-purposes",
     "otherpurpose|sells neg|forbid dta|process|prc !staff !sub +prc +third", Take::kWord, 6,
     "forbidden"},
    {"instructions.purpose-limitation/only", "instructions.purpose-limitation",
     "onlypurpose purpose "
     "process +prc -transfer",
     Take::kText, 6},
    {"instructions.purpose-limitation/elsewhere", "instructions.purpose-limitation",
     "onlypurpose "
     "~process neg dta|alldata !transfer",
     Take::kText, 3},
    {"instructions.unable", "instructions.unable", "unable tell|tellctl", Take::kWithin, 7,
     "awareness"},
    {"confidentiality.personnel/bound", "confidentiality.personnel",
     "staff secret bound|~bound "
     "+^secret +^staff +dta -audit -report",
     Take::kText, 8},
    {"confidentiality.personnel/heading", "confidentiality.personnel",
     "staff bound ^secret|~secret "
     "dta|process !audit !report",
     Take::kText, 4},
    {"confidentiality.personnel/below", "confidentiality.personnel",
     "secret bound ~staff|^staff !audit "
     "!report !confinfo +dta -brc -sub",
     Take::kText, 5},
    {"confidentiality.personnel/whoever", "confidentiality.personnel",
     "secret bound persons !ctl !audit !report !confinfo !brc !sub !nda !limits !dsub", Take::kText,
     1},
    {"confidentiality.training", "confidentiality.training",
     "staff train +secret +dta !audit "
     "!sensitive -measures",
     Take::kText, 6},
    {"confidentiality.duty", "confidentiality.duty",
     "secret dta !staff !audit !confinfo !third "
     "!limits +prc must|bound|process +neg -tom -instruct -brc -report -change",
     Take::kText, 5},
    {"confidentiality.duty/keeps", "confidentiality.duty",
     "keepsecret dta|~dta|alldata prc|~prc !staff !audit !confinfo +neg +^secret -brc -report "
     "-tom",
     Take::kText, 5},
    {"confidentiality.duty/of-all", "confidentiality.duty",
     "secret alldata prc must !dta !staff !audit !confinfo !third !limits !tom !brc !report "
     "!instruct",
     Take::kText, 1},
    {"confidentiality.duty/disclose", "confidentiality.duty",
     "disclose neg dta|alldata third|sub prc !brc !lawreq +^secret", Take::kText, 3},
    {"confidentiality.survival/after", "confidentiality.survival", "~secret survive", Take::kKeep,
     7},
    {"confidentiality.survival/end", "confidentiality.survival",
     "secret endev bound|duration !delete !return !terminate !confinfo", Take::kKeep, 5},
    {"confidentiality.deletion", "confidentiality.deletion", "confinfo delete endev|~endev",
     Take::kWithin, 7, "end-of-agreement"},
});

constexpr auto kSecurity = std::to_array<TermRule>({
    {"security.general/measures", "security.general",
     "tom take !recordsof +prc +^tom +dta -dsub -assist -brc !adequacy "
     "-sub -contains -terminate -remedy -transfer !thirdcountry",
     Take::kText, 8},
    {"security.general/must", "security.general",
     "tom must !recordsof !transfer +prc !assist !dsub !brc !sub !terminate", Take::kText, 4},
    {"security.change", "security.change", "tom adapt|modif prc !assist !dsub +^tom !sub",
     Take::kText, 7},
    {"security.change/headed", "security.change",
     "^tom modif|adapt|change tellctl|prc|ctl must|neg|tellctl|may !assist !dsub !sub !tom",
     Take::kText, 3},
    {"security.general/described", "security.general",
     "tom annexref|listed !assist !dsub !sub !audit -brc", Take::kText, 4},
    {"security.general/with", "security.general",
     "protectwith prc !assist !dsub !sub !audit !brc !transfer", Take::kText, 4},
    {"security.general/listed", "security.general",
     "^tom controls take prc !assist !dsub !sub !audit !brc !adapt !modif !tom", Take::kText, 3},
    {"security.general/protects", "security.general",
     "protects prc|take|tom|annexref !assist !dsub !sub !audit !staff !instruct !brc", Take::kText,
     3},
    {"security.general/named", "security.general",
     "tom prc|dta !adapt !modif !change !level !assist !dsub !sub !brc !audit !report !transfer "
     "!recordsof !definition !cost !tellprc !demonstrate !instruct",
     Take::kText, 1},
    {"security.change/adapted", "security.change", "tomadapt !assist !dsub !sub", Take::kText, 5},
    {"security.change/level", "security.change",
     "tom|^tom|~tom level adapt|modif|change|neg|may !assist !sub !instruct !dsub -take",
     Take::kText, 6},
    {"security.cost", "security.cost", "tom|^tom assist cost payctl|payprc|payshared", Take::kPayer,
     6},
    {"security.cost/measures", "security.cost",
     "tom cost payctl|payprc|payshared !audit !brc !dsub !sub !delete !return", Take::kPayer, 4},
    {"security.sensitive-data", "security.sensitive-data",
     "sensitive|^sensitive must|supplem|take|applies prc|~prc !tell "
     "!audit",
     Take::kText, 5},
    {"special-categories", "special-categories", "sensitive none", Take::kText, 5},
    {"special-categories/processed", "special-categories", "sensitive sensproc", Take::kText, 4},
});

}  // namespace

std::span<const TermRule> InstructionRules() { return kInstructions; }
std::span<const TermRule> SecurityRules() { return kSecurity; }

}  // namespace mandat::internal
