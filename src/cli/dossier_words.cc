// SPDX-License-Identifier: Apache-2.0
// What journal entries say, in English and in French.
#include <algorithm>

#include "cli/internal/dossier_page.h"

namespace mandat {
namespace {

struct ActWords {
  std::string_view act;
  std::string_view english;
  std::string_view french;
};

constexpr ActWords kActs[] = {
    {"collect", "collected", "collecté"},
    {"record", "recorded", "enregistré"},
    {"organise", "organised", "organisé"},
    {"structure", "structured", "structuré"},
    {"store", "stored", "conservé"},
    {"adapt", "adapted", "adapté"},
    {"alter", "changed", "modifié"},
    {"retrieve", "retrieved", "extrait"},
    {"consult", "read", "consulté"},
    {"use", "used", "utilisé"},
    {"disclose", "disclosed", "communiqué"},
    {"disseminate", "disseminated", "diffusé"},
    {"make-available", "made available", "mis à disposition"},
    {"align", "aligned", "rapproché"},
    {"combine", "combined", "interconnecté"},
    {"restrict", "restricted", "limité"},
    {"erase", "erased", "effacé"},
    {"destroy", "destroyed", "détruit"},
    {"pseudonymise", "pseudonymised", "pseudonymisé"},
    {"anonymise", "anonymised", "anonymisé"},
    {"propose-version", "proposed a version", "proposé une version"},
    {"sign-version", "accepted a version", "accepté une version"},
    {"activate-agreement", "put a version in force", "mis une version en vigueur"},
    {"deploy-schema", "changed the schema of the data", "modifié le schéma des données"},
    {"record-instruction", "recorded an instruction", "consigné une instruction"},
    {"revoke-instruction", "ended an instruction", "mis fin à une instruction"},
    {"announce-sub-processor", "announced a sub-processor", "annoncé un sous-traitant ultérieur"},
    {"object-to-sub-processor", "objected to a sub-processor",
     "fait objection à un sous-traitant ultérieur"},
    {"engage-sub-processor", "engaged a sub-processor", "recruté un sous-traitant ultérieur"},
    {"end-sub-processor", "ended a sub-processor", "mis fin à un sous-traitant ultérieur"},
    {"suspend-processing", "suspended processing", "suspendu le traitement"},
    {"resume-processing", "resumed processing", "repris le traitement"},
    {"hold-data", "held data against erasure", "gelé l'effacement de données"},
    {"release-hold", "released a hold", "levé un gel"},
    {"succeed-party", "recorded a party's successor", "consigné le successeur d'une partie"},
    {"end-agreement", "ended the agreement", "mis fin au contrat"},
    {"record-residual", "recorded what is still held", "consigné ce qui reste détenu"},
    {"close-agreement", "closed: nothing is held any more", "clôturé : plus rien n'est détenu"},
    {"query-journal", "asked the journal", "interrogé le journal"},
    {"expire", "removed what was past its retention", "supprimé ce qui avait expiré"},
    {"reclaim", "freed the space of what was removed", "libéré l'espace de ce qui fut supprimé"},
    {"rewrap-keys", "changed the wrapping of keys", "renouvelé l'enveloppe des clés"},
    {"rotate-root", "changed the root key", "changé la clé racine"},
    {"move-trail", "took the erased off the trail", "retiré les personnes effacées de la trace"},
    {"move-index", "made an index anew", "refait un index"},
    {"index", "built an index", "construit un index"},
    {"verify-erasure", "looked whether an erasure holds", "vérifié un effacement"},
    {"repair-indexes", "repaired an index", "réparé un index"},
    {"key-copy", "copied keys", "copié des clés"},
    {"key-copy-lapsed", "a copy of keys is gone", "une copie des clés a disparu"},
    {"close-stream", "told how much of a file left", "consigné ce qui est sorti d'un fichier"},
    {"restored", "restored data from a backup", "restauré des données d'une sauvegarde"},
    {"record-happening", "recorded an event", "consigné un événement"},
    {"note-clock-jump", "noted that the clock was set", "noté que l'horloge fut réglée"},
    {"confirm-clock", "confirmed the clock", "confirmé l'horloge"},
    {"revise-clocks", "computed deadlines anew", "recalculé les échéances"},
    {"note-unusual-access", "noted an unusual access", "noté un accès inhabituel"},
    {"keep-journal", "fixed how long the journal is kept", "fixé la durée du journal"},
    {"prune", "removed old entries of the journal", "supprimé d'anciennes inscriptions"},
    {"new-origin", "began a new log behind a lost one", "ouvert un registre après une perte"},
    {"put-contact", "recorded a contact", "consigné un contact"},
    {"end-contact", "ended a contact", "mis fin à un contact"},
    {"recover-notices", "took up notices again", "repris des avis"},
    {"bounce-notice", "recorded that a notice came back", "consigné le retour d'un avis"},
    {"fire-clocks", "opened what fell due", "ouvert ce qui arrivait à échéance"},
    {"send-notice", "sent a notice", "envoyé un avis"},
    {"deliver-notices", "delivered notices", "remis des avis"},
    {"attempt-notices", "tried to deliver notices", "tenté de remettre des avis"},
    {"acknowledge-notice", "acknowledged a notice", "accusé réception d'un avis"},
    {"note-witness", "noted a witness that is silent or objects",
     "noté un témoin muet ou en désaccord"},
    {"clear-witness", "a witness is there again", "un témoin est de retour"},
    {"start-observation", "began to observe without refusing", "commencé à observer sans refuser"},
    {"stop-observation", "stopped observing", "cessé d'observer"},
};

}  // namespace

std::pair<std::string, std::string> WordsOfAct(std::string_view act) {
  const auto* found = std::ranges::find(kActs, act, &ActWords::act);
  if (found == std::end(kActs)) {
    return {std::string(act), std::string(act)};
  }
  return {std::string(found->english), std::string(found->french)};
}

std::pair<std::string, std::string> WordsOfOutcome(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return {"done", "fait"};
    case Outcome::kRefused:
      return {"refused", "refusé"};
    case Outcome::kUndecided:
      return {"refused: the rules could not decide", "refusé : règles non applicables"};
    case Outcome::kAbsent:
      return {"allowed; there was nothing", "permis ; rien n'existait"};
    case Outcome::kGone:
      return {"allowed; it was erased or expired", "permis ; effacé ou expiré"};
    case Outcome::kObserved:
      return {"done, though the agreement would refuse it",
              "fait, bien que le contrat l'interdise"};
  }
  return {"", ""};
}

}  // namespace mandat
