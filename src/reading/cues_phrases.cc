// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "reading/internal/cues.h"

namespace mandat::internal {
namespace {

constexpr auto kCues = std::to_array<TextCue>({
    {"duration",
     R"(\b(?:heures?|hours?|jours?|days?|semaines?|weeks?|mois|months?|ans|annees?)\b)"},
    {"duration", R"(\b(?:years?|stunden?|tagen?|werktagen?|wochen?|monaten?|jahren?|huitaine)\b)"},
    {"actas",
     R"(\b(?:agi(?:t|ssant|sse)|en qualite de|en tant que|act(?:s|ing) as|only act for)\b)"},
    {"actas", R"(\b(?:au sens de (?:la legislation|l article (?:4|28))|est son|de la PRC)\b)"},
    {"adopt", R"(\b(?:conclu\w*|appl(?:y|ies)|rely|utilisant|enter into|annexed to|adopte\w*)\b)"},
    {"affil", R"(\b(?:societes? affiliees?|affiliates?)\b)"},
    {"designates", R"(\b(?:designe(?:nt)?|means?)\b)"},
    {"including", R"(\b(?:y compris|including|notamment)\b)"},
    {"annexref", R"(\b(?:a l annexe|in (?:annex|schedule)|set out in)\b)"},
    {"applies", R"(\b(?:s? ?appliqu\w*|applies|gilt)\b)"},
    {"archive", R"(\b(?:archiv\w+)\b)"},
    {"auditsecret", R"(\b(?:confidentialite|secret\w*|non[ -]disclosure|confidentiality)\b)"},
    {"may", R"(\b(?:peut|peuvent|pourra|pourront|may|can|kann|autorisee?s?|entitled|en droit)\b)"},
    {"autorise", R"(\b(?:autorisee?s?|authori[sz]ed)\b)"},
    {"droit", R"(\b(?:droit|right|entitled|recht)\b)"},
    {"belge", R"(\b(?:belge|francais|allemand|belgian|french|german)\b)"},
    {"compte", R"(\b(?:au nom|pour le compte|on behalf)\b)"},
    {"compter", R"(\b(?:a compter de|from the|en tout etat de cause|in any event)\b)"},
    {"contractdoc", R"(\b(?:documentation|documents? ou du materiel|preuve|archives)\b)"},
    {"ctlsuspend", R"(\b(?:instruction au PRC de suspendre|CTL (?:\S+ ){0,4}suspend\w*)\b)"},
    {"controllerends",
     R"(\bCTL (?:may|can|is entitled to|peut|pourra|a le droit de|est en droit de)()"
     R"(?: \S+){0,6}? (?:resilier|terminat\w*|mettre fin|cancel)\b)"},
    {"controllerends", R"(\bCTL may object (?:\S+ ){0,16}?terminate\b)"},
    {"prcends",
     R"(\bPRC (?:peut|may|pourra|est en droit de|is entitled to)(?: \S+){0,3}? (?:resilie)"
     R"(r|terminate|mettre fin)\b)"},
    {"prcsuspend", R"(\bPRC (?:\S+ ){0,10}?(?:de suspendre|suspend)\b)"},
    {"prcmodif", R"(\bPRC (?:peut|may|pourra) (?:modifier|amend|change|update)\b)"},
    {"d914", R"(\b2021/914\b|\bmodule (?:two|deux|2|three)\b)"},
    {"d2010", R"(\b2010/87)"},
    {"definition", R"(^ ?\W{0,3}(?:\(?[a-z0-9]{1,2}\)? )?"?[^"]{2,50}" (?:means|designe))"},
    {"means", R"(\b(?:designe(?:nt)?|means?|signifie|bezeichnet)\b)"},
    {"dispo", R"(\b(?:disposition|available|verfugung)\b)"},
    {"results", R"(\b(?:resultats?|results?)\b)"},
    {"endevsusp", R"(\b(?:suspension)\b)"},
    {"endsauto",
     R"(\b(?:prend(?:ront|ra)? fin|entraine|automati\w+|de plein droit|isolee|ends? wit)"
     R"(h|terminates? (?:automatically|with))\b)"},
    {"engagement", R"(\b(?:engage us|services?|marche|abonnement|mission)\b)"},
    {"exclusive", R"(\b(?:exclusive\w*|seuls? competents?)\b)"},
    {"fromeea", R"(\b(?:depuis l (?:union|espace)|from the (?:european|eea|eu))\b)"},
    {"improve", R"(\b(?:amelior\w+|statisti\w+|improv\w+|recherche et developpement|analytics)\b)"},
    {"ownuse",
     R"(\b(?:ses services|services supplementaires|own|its services|rapports|benchmark\w*))"},
    {"invoice", R"(\b(?:factures?|invoices?|payments?|paiement)\b)"},
    {"licence", R"(\b(?:licen[cs]e\w*|software)\b)"},
    {"link", R"(\b(?:https?|www|lien)\b)"},
    {"listed", R"(\b(?:enumer\w+|listed|figur\w+|ci-dessous|below)\b)"},
    {"longer", R"(\b(?:no longer than|au maximum|pas plus de|a la duree|duree)\b)"},
    {"lui-meme", R"(\b(?:lui-meme|itself|elle-meme)\b)"},
    {"measures", R"(^ ?(?:-|\*|mesures))"},
    {"none", R"(\b(?:aucun\w*|none|neant|non applicable|not applicable|keine)\b)"},
    {"notice", R"(\b(?:notice|preavis|avis|avertissement|annonce\w*|announce\w*|ankundig\w*)\b)"},
    {"notice", R"(\b(?:previent|prealable|angekundigt|informera)\b)"},
    {"announce",
     R"(\b(?:preavis|avertissement|a l avance|in advance|notice|angekundigt|vorher)\b)"},
    {"announce",
     R"(\b(?:previent|announce[sd]?|annonces?|informera|notification prealable|im voraus)\b)"},
    {"parties", R"(\b(?:parties|parteien)\b)"},
    {"payment", R"(\b(?:paye\w*|paiement|pay(?:ment|s|able)?|somme)\b)"},
    {"due", R"(\b(?:due?s?|impaye\w*)\b)"},
    {"premises", R"(\b(?:locaux|premises|sur place|on[ -]site|facilities|offices|inspections?)\b)"},
    {"remb", R"(\b(?:rembours\w+|reimburs\w+|prend en charge)\b)"},
    {"retention", R"(\b(?:retention|conservation)\b)"},
    {"scclaw", R"(\bles clauses sont regies\b|\bclauses shall be governed\b)"},
    {"scopeassist", R"(\bportee et l etendue de l assistance\b)"},
    {"subsurvive", R"(\b(?:apres la fin|after (?:the )?(?:end|termination))\b)"},
    {"then", R"(\b(?:puis|ensuite|then|thereafter|danach)\b)"},
    {"until", R"(\b(?:jusqu a|until|bis|tant que)\b)"},
    {"visit", R"(\b(?:records?|dossiers|enregistrements)\b)"},
    {"within",
     R"(\b(?:dans (?:les?|un|la)|within|endeans|au plus tard|sous|no later|innerhalb|spat)"
     R"(estens|not later|after)\b)"},
    {"art32", R"(\b(?:articles? 32|art\. 32|securite du traitement|own security)\b)"},
    {"art32to36", R"(\b(?:32 (?:a|to|bis|-) 36)\b)"},
    {"art33", R"(\b(?:articles? 33|art\. 33|obligations? (?:legales? )?de notification)\b)"},
    {"keptfor",
     R"(\b(?:(?:traitees|conservees|stockees|gardees) pendant|(?:kept|retained|stored) for)\b)"},
    {"before", R"(\b(?:avant|before|vor)\b)"},
});

}  // namespace

std::span<const TextCue> PhraseCues() { return kCues; }

}  // namespace mandat::internal
