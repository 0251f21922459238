// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/cues.h"

namespace mandat::internal {
namespace {

constexpr auto kCues = std::to_array<TextCue>({
    // Telling.
    {"tell",
     R"(\b(?:inform(?:e|er|era|ent|es|ed|s|ant|ing)?|notif(?:ie|ier|iera|ication|ies|y|ied))\b)"},
    {"tell",
     R"(\b(?:avis(?:e|er|era)|avert(?:it|ir|ira|is)|signal(?:e|er|era|ee?s?)|annonc\w+)\b)"},
    {"tell", R"(\b(?:communiqu(?:e|er|era)|previent|prevenir|fai(?:t|re) savoir|porte a la conn))"},
    {"tell", R"(\b(?:alert(?:e|s)?|report(?:s|ed)?|tells?|announce[sd]?|let \w+ know|advise)\b)"},
    {"tell", R"(\b(?:meld(?:et|en|ung|ungen)|informiert|teilt|mitzuteilen|benachrichtig\w+)\b)"},
    {"tell", R"(\b(?:angekundigt|unterrichtet)\b)"},
    {"tellctl", R"(\b(?:inform|notif|avis|avert|signal|alert|report|tell|advis|communiqu|meld)\w*)"
                R"((?:,? \S+){0,7}? (?:CTL|you)\b)"},
    {"tellctl", R"(\bCTL (?:\S+ ){0,4}(?:informe|averti|notifie|avise|informed|notified)\b)"},
    {"tellctl", R"(\b(?:lui (?:signal|notifi|communiqu|transme|adress)\w+|let CTL know)\b)"},
    {"tellctl", R"(\b(?:l en (?:inform|avert|avis)\w+|teilt (?:\S+ ){0,2}CTL)\b)"},
    {"forward", R"(\b(?:transme\w+|fai(?:t|re|sons) suivre|adresse(?:r|ra)?|renvoie|relaie)\b)"},
    {"forward", R"(\b(?:forward\w*|redirect\w*|refer|pass(?:ed|es)? (?:\w+ )?on|relay\w*)\b)"},
    {"forward", R"(\b(?:leitet|weiterleit\w*|weiterzuleiten)\b)"},
    {"receive", R"(\b(?:recoit|recue?s?|recevr\w+|reception|parvien\w+|saisi\w*|soumet)\b)"},
    {"receive", R"(\b(?:receiv\w+|receipt|reach(?:es)?|erhalt\w*|zugang|wendet)\b)"},
    {"receive", R"(\badresse\w* (?:\S+ ){0,3}(?:directement|PRC)\b)"},
    {"selfanswer", R"(\b(?:ne|n) (?:\S+ ){0,3}(?:repond|repondra|donne)\w*\b)"},
    {"selfanswer", R"(\b(?:not|nor) (?:\S+ ){0,2}(?:respond|answer|reply)\b)"},
    {"selfanswer", R"(\bne doit pas divulguer (?:\S+ ){0,4}?a une personne concernee\b)"},
    {"selfanswer", R"(\b(?:sans repondre|nicht selbst|beantwortet nicht)\b)"},
    {"assist", R"(\b(?:aider?|aidera|assist\w*|soutien\w*|coop\w+|collabor\w+|contribuer?)\b)"},
    {"assist", R"(\b(?:prete? assistance|prete? son concours|permet au CTL)\b)"},
    {"assist", R"(\b(?:help\w*|support(?:s|ing)? (?:the )?CTL|lend|unterstutz\w+|mitwirk\w+)\b)"},
    // Processing and stopping.
    {"process", R"(\b(?:trait(?:e|er|era|ent|ee?s?|ement)|process(?:es|ed|ing)?|handles?)\b)"},
    {"process", R"(\b(?:verarbeit\w+|touche|act for)\b)"},
    {"suspend", R"(\b(?:suspend\w*|suspension|report(?:er|era) l execution|aussetz\w+|pauses?)\b)"},
    {"suspend",
     R"(\b(?:postpone|ne pas executer|pas tenue? de (?:la |les |l )?(?:suivre|executer)))"},
    {"suspend", R"(\bnot (?:be )?(?:obliged|required|bound) to (?:follow|carry out|comply))"},
    {"terminate",
     R"(\b(?:resili\w+|terminat\w+|mettre (?:un )?(?:terme|fin)|met fin|kundig\w+)\b)"},
    {"terminate", R"(\b(?:d y mettre fin|rompre|mettre un terme|prend(?:ront|ra)? fin|ends?)\b)"},
    {"delete", R"(\b(?:supprim\w+|suppression|effac\w+|detrui\w+|destruction)\b)"},
    {"delete", R"(\b(?:eras(?:e|es|ed|ure)|delet\w+|destroy\w*|dispos(?:e|al)|overwrit\w+)\b)"},
    {"delete", R"(\b(?:ecras\w+|losch\w+|vernicht\w+)\b)"},
    {"return",
     R"(\b(?:restitu\w+|renv(?:oi|oie|oyer|erra)|retourn\w+|recuperer|rend(?:re|u)s?)\b)"},
    {"return", R"(\b(?:return(?:s|ed|ing)?|hand (?:\w+ )?over|give back|ruckgabe|zuruck)\b)"},
    {"keep", R"(\b(?:conserv\w+|garder|stock\w+|retain\w*|retention|stor(?:e|es|ed|age|ing))\b)"},
    {"keep", R"(\b(?:archiv\w+|kept|keep|aufbewahr\w+|speicher\w+)\b)"},
    {"certify", R"(\b(?:certif(?:ie|ier|iera|ies|y|icat|icate|icates)|attest\w*)\b)"},
    {"certify",
     R"(\b(?:confirm\w* (?:\S+ ){0,4}(?:ecrit|writing|destruction|erasure|deletion))\b)"},
    {"certify", R"(\b(?:confirm the (?:erasure|deletion|destruction)|justifie\w* par ecrit)\b)"},
    {"certify", R"(\b(?:proces[ -]verbal|apport\w* la preuve|zu bestatigen|bestatigt)\b)"},
    {"nocertify", R"(\b(?:not issue|no certificate|ne delivre (?:pas|aucun)|aucun certificat)\b)"},
    {"take",
     R"(\b(?:pren(?:d|dra|dre|nent)|met(?:tre|tra|s)? (?:au moins )?en oeuvre|adopte\w*)\b)"},
    {"take", R"(\b(?:implement\w*|maintain\w*|takes?|taken|trifft|treffen|keeps?)\b)"},
    {"audit", R"(\b(?:audit\w*|inspect\w*|controle(?:r|s)? (?:lui[ -]meme )?(?:le respect|sur)))"},
    {"audit", R"(\b(?:verifier?|verif(?:ied|ication|ications)|uberpruf\w+|kontrollrecht\w*)\b)"},
    {"audit", R"(\b(?:(?:may|can) (?:visit|review)|visits? (?:our|to)|review of|the review)\b)"},
    {"mayaudit",
     R"(\b(?:droit d auditer|droit d audit|(?:peut|pourra),? (?:\S+ ){0,12}?(?:audit|verif|)"
     R"(inspect|controle)\w*|permet\w* (?:\S+ ){0,6}?(?:audit|inspect)\w*))"},
    {"mayaudit",
     R"(\b(?:may (?:\S+ ){0,10}?(?:audit|inspect|review|visit)|allow for|entitled to))"},
    {"mayaudit",
     R"(\b(?:hat das recht|accepte les audits|a (?:\S+ )?le droit|faire (?:auditer|verif)))"},
    {"mayaudit",
     R"(\b(?:aura le droit|effectuer (?:des |un )audits?|realis\w+ (?:un |d )audits?)\b)"},
    {"change", R"(\b(?:chang\w+|modifi\w+|ajout\w*|remplac\w+|nouveaux?|nouvel(?:le)?s?)\b)"},
    {"change", R"(\b(?:amend\w*|add(?:s|ing|ition|itions)?|replac\w+|new|anderung\w*|geandert)\b)"},
    {"change",
     R"(\b(?:intention de nommer|avant (?:son|leur|tout\w*) (?:intervention|engagement))\b)"},
    {"change", R"(\bbefore (?:\S+ ){0,4}?(?:engag|authori|appoint|us(?:e|ing))\w*)"},
    {"askauth",
     R"(\b(?:request for authori[sz]ation|ask for (?:that )?consent|demandee? au moins)\b)"},
    {"askauth", R"(\b(?:demande d autorisation|submit a request)\b)"},
    {"object", R"(\b(?:objections?|s (?:y )?oppos\w+|opposition|object(?:s|ed|ing)?)\b)"},
    {"object", R"(\b(?:widersprech\w+|widerspr[uo]ch\w*|widerspruch\w*)\b)"},
    {"engage",
     R"(\b(?:engag\w+|recour\w+|faire appel|fera (?:\S+ ){0,3}appel|recrut\w+|nomm\w+)\b)"},
    {"engage", R"(\b(?:appoint\w*|subcontract\w*|sous[- ]trait(?:e|er|era)|avoir recours|use)\b)"},
    {"engage", R"(\b(?:einzusetzen|beauftrag\w+|autoriser)\b)"},
    {"transfer", R"(\b(?:transf[e]r\w*|envoi\w*|enverra|ubermittl\w+|ubermittel\w+)\b)"},
    {"mandate", R"(\b(?:donne mandat|mandates (?:the )?PRC|in (?:its|the CTL s) name)\b)"},
    {"train",
     R"(\b(?:forme[es]* (?:aux|a la)|formations?|training|trained|sensibilis\w+|geschult)\b)"},
    {"train", R"(\b(?:information reguliere du personnel|awareness)\b)"},
});

}  // namespace

std::span<const TextCue> ActionCues() { return kCues; }

}  // namespace mandat::internal
