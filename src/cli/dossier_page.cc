// SPDX-License-Identifier: Apache-2.0
#include "cli/internal/dossier_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "format/markup.h"

namespace mandat {
namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; margin: 0; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
nav { margin: .5rem 0 1.5rem; }
nav a { margin-right: 1rem; }
dl { display: grid; grid-template-columns: fit-content(min(20rem, 40%)) 1fr; margin: 0;
  gap: .25rem 1.5rem; }
dt { color: #59636e; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { background: #f2f4f6; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th { text-align: left; color: #59636e; font-weight: 600; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #dde1e6; vertical-align: top; }
td { overflow-wrap: anywhere; }
.act { min-width: 8rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.refused { color: #a40e26; font-weight: 600; }
section + section { border-top: 3px solid #1b1f24; margin-top: 4rem; padding-top: 2rem; }
@media print { nav { display: none; } main { padding: 0; } }
</style>
)";

// The words of the page in one language.
struct Language {
  bool french;
  std::string_view code, title, about, agreement, parties, kind, period, person, actor, entries,
      versions, certificates, disclosures, recorded, journal, key, verify, then, table, more, none,
      at, act, outcome, collection, purpose, clause, records, people, by, detail, scope, house,
      behind, undisclosed;
};

constexpr Language kEnglish = {
    false,
    "en",
    "Dossier",
    "About",
    "Agreement",
    "Parties",
    "Kind",
    "Period",
    "Person",
    "Actor",
    "Entries",
    "Versions of the agreement",
    "Certificates of destruction",
    "Entries that are shown to be about this person",
    "Recorded as asked in entries",
    "Journal",
    "Key of the journal",
    "Verify it",
    "Compare the key with the one that you "
    "received another way than with these files: on paper, in the signed agreement. Without "
    "that, whoever made the files also chose the key.",
    "What was done",
    "further entries are files in the folder entries",
    "none",
    "Instant (UTC)",
    "What",
    "Outcome",
    "Collection",
    "Purpose",
    "Clause",
    "Records",
    "People",
    "By",
    "Detail",
    "How much of what, as the processor counts it",
    "the system",
    "Each line is an entry of the processor's journal. Its bytes are in the folder entries, with "
    "the proof that it stands in the journal. Entries name nobody: people stand in them as keyed "
    "tags, and who acted as the tag of a credential.",
    "Entries whose leaf can no longer be shown, since somebody else behind them was erased"};

constexpr Language kFrench = {
    true,
    "fr",
    "Dossier",
    "Objet",
    "Contrat",
    "Parties",
    "Nature",
    "Période",
    "Personne",
    "Auteur",
    "Inscriptions",
    "Versions du contrat",
    "Certificats de destruction",
    "Inscriptions dont il est montré qu'elles concernent cette personne",
    "Demande consignée dans les inscriptions",
    "Journal",
    "Clé du journal",
    "Vérifier",
    "Comparez la clé avec celle que vous avez reçue par une autre voie que ces "
    "fichiers : sur papier, dans le contrat signé. Sans cela, qui a fait les fichiers a aussi "
    "choisi la clé.",
    "Ce qui a été fait",
    "autres inscriptions sont des fichiers du répertoire entries",
    "aucun",
    "Instant (UTC)",
    "Acte",
    "Issue",
    "Collection",
    "Finalité",
    "Clause",
    "Données",
    "Personnes",
    "Par",
    "Détail",
    "Combien et de quoi, selon le compte du sous-traitant",
    "le système",
    "Chaque ligne est une inscription du journal du sous-traitant. Ses octets sont dans le "
    "répertoire entries, avec la preuve qu'elle figure au journal. Les inscriptions ne nomment "
    "personne : les personnes y sont des empreintes à clé, et l'auteur celle d'un identifiant.",
    "Inscriptions qui ne peuvent plus être montrées, une autre personne ayant été effacée"};

std::string KindIn(const Language& language, std::string_view kind) {
  if (kind == "person") {
    return language.french ? "une personne" : "a person";
  }
  if (kind == "incident") {
    return language.french ? "un incident" : "an incident";
  }
  if (kind == "audit") {
    return language.french ? "un audit" : "an audit";
  }
  if (kind == "closing") {
    return language.french ? "la fin du contrat" : "the end of the agreement";
  }
  return language.french ? "une période" : "a period";
}

std::string Fact(std::string_view name, std::string_view value) {
  return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, AsMarkup(value));
}

std::string Numbers(const std::vector<uint64_t>& numbers) {
  std::string text;
  for (size_t i = 0; i < numbers.size(); ++i) {
    // Neighbours as one range.
    size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) {
      ++last;
    }
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    text += last > i ? (last > i + 1 ? "-" : ", ") + std::to_string(numbers[last]) : "";
    i = last;
  }
  return text;
}

bool IsRefusal(Outcome outcome) {
  return outcome == Outcome::kRefused || outcome == Outcome::kUndecided;
}

// The instruction, and what the house says; of hashes their beginnings.
std::string DetailOf(const Entry& entry) {
  constexpr size_t kHashDigits = 64;
  constexpr size_t kShown = 12;
  std::string said;
  for (size_t at = 0; at < entry.detail.size();) {
    const size_t end = std::min(entry.detail.find(' ', at), entry.detail.size());
    const std::string word = entry.detail.substr(at, end - at);
    said += (said.empty() ? "" : " ") +
            (word.size() == kHashDigits ? word.substr(0, kShown) + "..." : word);
    at = end + 1;
  }
  return entry.instruction + (entry.instruction.empty() || said.empty() ? "" : "; ") + said;
}

std::string RowOf(const Language& language, uint64_t index, const Entry& entry) {
  const auto act = WordsOfAct(entry.act);
  const auto outcome = WordsOfOutcome(entry.outcome);
  const auto count = [](uint64_t number) { return number == 0 ? "" : std::to_string(number); };
  const std::string clause =
      entry.clause.empty() ? "" : fmt::format("{} (v{})", entry.clause, entry.agreement_version);
  const std::string detail = DetailOf(entry);
  return fmt::format(
      "<tr><td class=\"number\">{}</td><td class=\"time\">{}</td><td "
      "class=\"act\">{}</td><td{}>{}</td>"
      "<td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
      "<td class=\"time\">{}</td><td>{}</td></tr>\n",
      index, entry.at.Format(), AsMarkup(language.french ? act.second : act.first),
      IsRefusal(entry.outcome) ? " class=\"refused\"" : "",
      AsMarkup(language.french ? outcome.second : outcome.first), AsMarkup(entry.collection),
      AsMarkup(entry.purpose), AsMarkup(clause), count(entry.units_count),
      count(entry.people_count),
      entry.actor.empty() ? std::string(language.house) : FormatHex(entry.actor), AsMarkup(detail));
}

std::string TableOf(const Language& language, const DossierPage& page) {
  std::string text = fmt::format("<h2>{}</h2>\n<p>{}</p>\n", language.table, language.behind);
  if (page.entries.empty()) {
    return text + fmt::format("<p>{}</p>\n", language.none);
  }
  text += fmt::format(
      "<div class=\"wide\"><table>\n<thead><tr><th class=\"number\">N°</th><th>{}</th><th>{}</th>"
      "<th>{}</th><th>{}</th><th>{}</th><th>{}</th><th class=\"number\">{}</th>"
      "<th class=\"number\">{}</th><th>{}</th><th>{}</th></tr></thead>\n<tbody>\n",
      language.at, language.act, language.outcome, language.collection, language.purpose,
      language.clause, language.records, language.people, language.by, language.detail);
  for (const auto& [index, entry] : page.entries) {
    text += RowOf(language, index, entry);
  }
  text += "</tbody>\n</table></div>\n";
  if (const size_t count = page.dossier.entries.size(); count > page.entries.size()) {
    text += fmt::format("<p>{} {}</p>\n", count - page.entries.size(), language.more);
  }
  return text;
}

std::string FactsOf(const Language& language, const DossierPage& page) {
  const Dossier& dossier = page.dossier;
  std::vector<uint64_t> disclosed;
  std::vector<uint64_t> versions;
  if (!dossier.subject.empty()) {
    std::ranges::set_difference(dossier.entries, dossier.undisclosed,
                                std::back_inserter(disclosed));
  }
  for (const Dossier::Version& version : dossier.versions) {
    versions.push_back(version.number);
  }
  const std::string agreement = dossier.agreement + (page.title.empty() ? "" : ": " + page.title);
  const std::string parties =
      page.controller.empty() ? "" : page.controller + " / " + page.processor;
  const std::string period =
      dossier.from.empty() && dossier.until.empty() ? "" : dossier.from + " - " + dossier.until;
  return "<dl>\n" + Fact(language.about, KindIn(language, dossier.kind)) +
         Fact(language.agreement, agreement) + Fact(language.parties, parties) +
         Fact(language.period, period) + Fact(language.person, dossier.subject) +
         Fact(language.actor, dossier.actor) +
         Fact(language.entries, std::to_string(dossier.entries.size())) +
         Fact(language.disclosures, Numbers(disclosed)) +
         Fact(language.undisclosed, Numbers(dossier.undisclosed)) +
         Fact(language.versions, Numbers(versions)) +
         Fact(language.certificates, Numbers(page.certificates)) +
         Fact(language.recorded, Numbers(dossier.asked_by)) +
         Fact(language.journal, dossier.journal) + Fact(language.key, page.key) + "</dl>\n";
}

std::string SectionOf(const Language& language, const DossierPage& page) {
  std::string text = fmt::format("<section id=\"{0}\" lang=\"{0}\">\n<h1>{1}: {2}</h1>\n",
                                 language.code, language.title, AsMarkup(page.dossier.agreement));
  text += FactsOf(language, page);
  if (!page.scope.empty()) {
    text += fmt::format("<h2>{}</h2>\n<dl>\n", language.scope);
    for (const auto& [collection, extent] : page.scope) {
      text += collection.empty()
                  ? Fact(language.people, extent)
                  : Fact(AsMarkup(collection), fmt::format("{}: {}", language.records, extent));
    }
    text += "</dl>\n";
  }
  text += fmt::format("<h2>{}</h2>\n<pre>mandat-verify dossier . --key '{}'</pre>\n<p>{}</p>\n",
                      language.verify, AsMarkup(page.key), language.then);
  return text + TableOf(language, page) + "</section>\n";
}

}  // namespace

std::string FormatDossierPage(const DossierPage& page) {
  return std::string(kHead) +
         fmt::format(
             "<title>Dossier: {}</title>\n</head>\n<body>\n<main>\n"
             "<nav><a href=\"#en\">English</a><a href=\"#fr\">Français</a></nav>\n",
             AsMarkup(page.dossier.agreement)) +
         SectionOf(kEnglish, page) + SectionOf(kFrench, page) + "</main>\n</body>\n</html>\n";
}

std::string FormatDossierReadme(const Dossier& dossier, std::string_view key) {
  return fmt::format(
      R"(A dossier: what the journal of agreement {0} says, and that it says so.
Read index.html in a browser. Verify everything with

    mandat-verify dossier . --key '{1}'

and compare that key with the one that you received another way than with these files.

  manifest.json           what was asked, and every file with its SHA-256
  checkpoint, vkey        size and root of the journal, signed; its key
  entries/N.cbor          an entry of the journal, byte by byte (RFC 8949)
  entries/N.tlog-proof    that it stands in the journal (c2sp.org/tlog-proof)
  agreement/V.*           version V of the agreement: its texts, and what the journal hashed
  certificates/N.txt      what the erasure in entry N destroyed
  disclosures/N.txt       that the person stands behind entry N


Un dossier : ce que dit le journal du contrat {0}, et la preuve qu'il le dit.
Lisez index.html dans un navigateur. Vérifiez le tout avec

    mandat-verify dossier . --key '{1}'

et comparez cette clé avec celle que vous avez reçue par une autre voie que ces fichiers.
)",
      dossier.agreement, key);
}

}  // namespace mandat
